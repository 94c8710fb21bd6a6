"""Measures: what an option changes in the Plan, one file each.

``MEASURES`` maps the name a planner writes to the class that validates and applies it.
"""

from typing import Final

from kopa_sim.scenario.measures.base import Measure, PlanContext, apply_measures, present_plan
from kopa_sim.scenario.measures.change_grades import ChangeGrades
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.close_small_schools import CloseSmallSchools
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.scenario.measures.dismiss_teachers import DismissTeachers
from kopa_sim.scenario.measures.extend_school import ExtendSchool
from kopa_sim.scenario.measures.open_school import OpenSchool, schools_to_open
from kopa_sim.scenario.measures.optimise_network import OptimiseNetwork
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.scenario.measures.remote_teaching import RemoteTeaching
from kopa_sim.scenario.measures.share_principal import SharePrincipal
from kopa_sim.scenario.measures.share_substitutes import ShareSubstitutes
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.scenario.measures.transport_policy import TransportPolicy

MEASURES: Final[dict[str, type[Measure]]] = {
    "close_school": CloseSchool,
    "close_small_schools": CloseSmallSchools,
    "open_school": OpenSchool,
    "extend_school": ExtendSchool,
    "change_grades": ChangeGrades,
    "pair_grades": PairGrades,
    "optimise_network": OptimiseNetwork,
    "share_teachers": ShareTeachers,
    "share_principal": SharePrincipal,
    "share_substitutes": ShareSubstitutes,
    "remote_teaching": RemoteTeaching,
    "dismiss_teachers": DismissTeachers,
    "cooperate": Cooperate,
    "transport_policy": TransportPolicy,
}

__all__ = [
    "MEASURES",
    "Measure",
    "OptimiseNetwork",
    "PlanContext",
    "apply_measures",
    "present_plan",
    "schools_to_open",
]
