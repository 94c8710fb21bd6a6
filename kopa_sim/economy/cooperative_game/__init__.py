"""Cooperative games: what coalitions are worth, and how to divide what everybody gains together.

Pure functions over a game given as an array by coalition; ``game`` says how coalitions are numbered.
"""

from kopa_sim.economy.cooperative_game.core import (
    LeastCore,
    Objection,
    essential_coalitions,
    in_core,
    least_core,
    objections_by_player,
    strongest_objection,
)
from kopa_sim.economy.cooperative_game.game import (
    alone,
    coalition_of,
    excesses,
    members_of,
    membership,
    players_in,
    proper_coalitions,
)
from kopa_sim.economy.cooperative_game.nucleolus import (
    NoImputationError,
    has_imputations,
    nucleolus,
    prenucleolus,
)
from kopa_sim.economy.cooperative_game.shapley import (
    SampledShapley,
    coalitions_along,
    sampled_orders,
    shapley_of_orders,
    shapley_value,
)
from kopa_sim.economy.cooperative_game.sharing_rules import (
    COUNTED_RULES,
    DIVIDED,
    GAME_RULES,
    gains_by_dividing_bill,
    gains_by_dividing_gain,
    gains_by_dividing_surplus,
    nucleolus_of_draws,
    parts,
)

__all__ = [
    "COUNTED_RULES",
    "DIVIDED",
    "GAME_RULES",
    "LeastCore",
    "NoImputationError",
    "Objection",
    "SampledShapley",
    "alone",
    "coalition_of",
    "coalitions_along",
    "essential_coalitions",
    "excesses",
    "gains_by_dividing_bill",
    "gains_by_dividing_gain",
    "gains_by_dividing_surplus",
    "has_imputations",
    "in_core",
    "least_core",
    "members_of",
    "membership",
    "nucleolus",
    "nucleolus_of_draws",
    "objections_by_player",
    "parts",
    "players_in",
    "prenucleolus",
    "proper_coalitions",
    "sampled_orders",
    "shapley_of_orders",
    "shapley_value",
    "strongest_objection",
]
