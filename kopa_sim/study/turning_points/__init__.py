"""How little an assumption about money must change for the verdict to turn.

``find_turning_points`` moves one assumption at a time within its stated range, runs costs, funding, tax base and the
test of money again on every future of the run, and closes in on the value at which the word of the verdict changes.
"""

from kopa_sim.study.turning_points.assumptions import Assumption, moved
from kopa_sim.study.turning_points.point import REASONS, TurningPoint
from kopa_sim.study.turning_points.search import find_turning_points

__all__ = ["REASONS", "Assumption", "TurningPoint", "find_turning_points", "moved"]
