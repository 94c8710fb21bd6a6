"""Whether a network that was simulated keeps the planner's limits: journeys, places, smallest school."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, N_GRADES, UPPER_SECONDARY
from kopa_sim.model.journeys import PupilFlows, YearCatchment
from kopa_sim.model.plan import Plan
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.network import flow_pupils
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.layout import ROUNDING
from kopa_sim.study.optimise.open_sets import LOST
from kopa_sim.study.optimise.pricing import ROOM
from kopa_sim.study.optimise.simulated import Simulator

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class KeptLimits:
    """The limits of a question, as they bind whoever goes wherever.

    Attributes
    ----------
    longest_minutes, longest_day
        Of the base option's ways, at each point and grade over the costed years. (point, grade)
    base_pupils
        Pupils of every school under the base option. (costed year, school)
    served
        Pupils who go to some school under the base option. (costed year,)
    may_change
        Schools that may close, which are not to stay too small. (school,)
    """

    simulator: Simulator
    wishes: Wishes
    longest_minutes: Floats
    longest_day: Floats
    base_pupils: Floats
    served: Floats
    may_change: Bools

    @classmethod
    def of(cls, simulator: Simulator, wishes: Wishes, may_close: Ints) -> "KeptLimits":
        """Return the limits on a base option."""
        region, base = simulator.prepared.scenario.region, simulator.base
        flows = flow_pupils(region, base.catchments, base.people.pupils)
        costed = base.plan.costed
        minutes = np.zeros((len(region.points), N_GRADES))
        day = np.zeros_like(minutes)
        for year in range(costed.start, costed.stop):
            arcs = flows.catchments.by_year[year]
            point, school, grade = _ways(arcs)
            lives = flows.pupils_by_year[year][0][arcs.cell_arc] * arcs.cell_share > 0
            at = point[lives], grade[lives]
            np.maximum.at(minutes, at, simulator.prepared.journeys.minutes_point_school[point, school][lives])
            np.maximum.at(day, at, simulator.prepared.journeys.day_minutes(point, school)[lives])
        n = len(region.schools)
        may_change = np.zeros(n, dtype=np.bool_)
        may_change[may_close] = True
        return cls(
            simulator, wishes, minutes, day, loads(flows, n)[costed], served(flows)[costed], may_change
        )

    def most_pupils(self, plan: Plan) -> Floats:
        """Return how many pupils each school may have: its places, or what the base option sends there.

        (costed year, school)
        """
        usable = plan.places_year_school[plan.costed] * (1.0 - self.wishes.spare_places)
        most: Floats = np.maximum(usable, self.base_pupils)
        most[:, ~self.simulator.prepared.scenario.region.schools.fills_by_distance] = np.inf
        return most + ROOM

    def broken(self, plan: Plan, flows: PupilFlows, opened: Ints) -> float:
        """Return by how many pupils and years a network breaks the limits; ``opened`` are schools that it opens."""
        costed, n = plan.costed, self.base_pupils.shape[1]
        crowded = np.maximum(loads(flows, n)[costed] - self.most_pupils(plan), 0.0).sum()
        lost = np.maximum(self.served - served(flows)[costed] - ROOM, 0.0).sum()
        return float(crowded + LOST * lost + self._small(plan, flows, opened) + self._too_far(plan, flows))

    def _small(self, plan: Plan, flows: PupilFlows, opened: Ints) -> float:
        n = self.base_pupils.shape[1]
        basic = flows.pupils_draw_year_school_grade(n)[0][plan.costed][..., BASIC_GRADES].sum(axis=2)
        bound = self.may_change.copy()
        bound[opened] = True
        lacking = np.maximum(self.wishes.smallest_school_pupils - basic, 0.0)
        return float((lacking * (plan.open_year_school[plan.costed] & bound)).sum())

    def _too_far(self, plan: Plan, flows: PupilFlows) -> float:
        """Return the pupils and years whose way is longer than it may be."""
        total, known = 0.0, {}
        for year in range(plan.costed.start, plan.costed.stop):
            arcs = flows.catchments.by_year[year]
            if id(arcs) not in known:
                known[id(arcs)] = arcs.arc_mean(self._forbidden(arcs).astype(np.float64))
            total += float(flows.pupils_by_year[year][0] @ known[id(arcs)])
        return total

    def _forbidden(self, arcs: YearCatchment) -> Bools:
        """Return which cells go further than the limits and the base option's longest way there. (cell,)"""
        journeys, law = self.simulator.prepared.journeys, TravelLaw.of(self.simulator.mean)
        point, school, grade = _ways(arcs)
        basic = grade < UPPER_SECONDARY
        minutes, day = journeys.minutes_point_school[point, school], journeys.day_minutes(point, school)
        own_minutes, own_day = self.longest_minutes[point, grade], self.longest_day[point, grade]
        over, own_over = law.over_ceiling_share(day, grade), law.over_ceiling_share(own_day, grade)
        bad = (over > own_over + ROUNDING) | ((over > 0) & (day > own_day + ROUNDING))
        if self.wishes.max_minutes is not None:
            bad |= minutes > np.maximum(self.wishes.max_minutes, own_minutes) + ROUNDING
        return np.asarray(bad & basic)


def loads(flows: PupilFlows, n_schools: int) -> Floats:
    """Return the pupils of every school. (year, school)"""
    found: Floats = flows.pupils_draw_year_school_grade(n_schools)[0].sum(axis=2)
    return found


def served(flows: PupilFlows) -> Floats:
    """Return the pupils who go to some school. (year,)"""
    return np.array([pupils[0].sum() for pupils in flows.pupils_by_year])


def _ways(arcs: YearCatchment) -> tuple[Ints, Ints, Ints]:
    """Return the point, school and grade of every cell. Each (cell,)"""
    return arcs.cell_point, arcs.school[arcs.cell_arc], arcs.grade[arcs.cell_arc]
