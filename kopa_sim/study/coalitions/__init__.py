"""Who should cooperate, and how to share the bill: the model itself run for every coalition."""

from kopa_sim.study.coalitions.contents import Coalitions, Fallen, Game, OptionGame, Sharing, Stability
from kopa_sim.study.coalitions.engine import cooperating_options, study_coalitions

__all__ = [
    "Coalitions",
    "Fallen",
    "Game",
    "OptionGame",
    "Sharing",
    "Stability",
    "cooperating_options",
    "study_coalitions",
]
