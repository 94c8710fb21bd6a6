"""Prices of plans by the simulator itself, whatever they do: displaced pupils, extensions, openings, pairings.

A plan is simulated on the mean future: everyone is assigned as in a run, schools that are full send pupils elsewhere,
and the limits are held against where everyone then goes.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network import flow_pupils
from kopa_sim.network.planning import Prices
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.extend_school import ExtendSchool
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.kept_limits import KeptLimits, loads
from kopa_sim.study.optimise.question import Question
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.switches import Switches

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FORBIDDEN = 1e9
"""How much a plan breaks the limits whose measures cannot all be carried out."""
UNLIMITED = 1e9
"""Places of a school that is extended as the pupils come."""
NOISE = 1e-6
"""Pupils beyond the places that are rounding."""


@dataclass
class ExactPricer:
    """Answers what plans of the wider question cost, one simulation each; none is simulated twice.

    Plans that mean the same are one: an extension where no places lack changes nothing.

    Attributes
    ----------
    simulated
        Plans that were simulated.
    """

    question: Question
    switches: Switches
    limits: KeptLimits
    simulated: int = 0
    _known: dict[bytes, tuple[float, float, float]] = field(default_factory=dict)
    _by_measures: dict[tuple[str, ...], tuple[float, float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, question: Question, wishes: Wishes) -> "ExactPricer":
        """Return the pricer of a question."""
        limits = KeptLimits.of(question.simulator, wishes, question.pricer.schools)
        return cls(question, Switches.of(question, wishes), limits)

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of plans. (plan, switch)"""
        found = [self._price(plan) for plan in np.asarray(change_plan_switch, dtype=np.intp)]
        cost, minutes, broken = np.array(found).reshape(-1, 3).T
        return Prices(cost, minutes, broken)

    def measures(self, plan: Ints) -> tuple[Measure, ...]:
        """Return a plan as measures, in the order in which they act."""
        return self._measures(plan, self.switches.measures(plan, self._years))

    @property
    def _simulator(self) -> Simulator:
        return self.question.simulator

    @property
    def _years(self) -> tuple[int, ...]:
        return self._simulator.base.plan.costed_years

    def _price(self, plan: Ints) -> tuple[float, float, float]:
        key = plan.tobytes()
        if key not in self._known:
            measures = self.measures(plan)
            meaning = tuple(measure.model_dump_json() for measure in measures)
            if meaning not in self._by_measures:
                self._by_measures[meaning] = self._simulate(plan, measures)
                self.simulated += 1
            self._known[key] = self._by_measures[meaning]
        return self._known[key]

    def _simulate(self, plan: Ints, measures: tuple[Measure, ...]) -> tuple[float, float, float]:
        """Return cost, mean minutes and broken limits of a plan."""
        decided, conflicts = self._simulator.planned("sought", measures)
        if conflicts:
            return np.inf, np.inf, FORBIDDEN
        option = self._simulator.decided_for_price(decided)
        flows = flow_pupils(self._region, option.catchments, option.people.pupils)
        broken = self.limits.broken(decided, flows, self.switches.opened(plan))
        closing = plan[None, : len(self.switches.closing)]
        tied = float(self.question.pricer.broken(closing).conditions[0])
        return self._simulator.cost(option), self._mean_minutes(decided, flows), broken + tied

    def _measures(self, plan: Ints, others: tuple[Measure, ...]) -> tuple[Measure, ...]:
        """Return the measures of a plan with the extensions that the others make necessary."""
        schools = self.switches.extended(plan)
        if not len(schools):
            return others
        decided, conflicts = self._simulator.planned("sought", others)
        if conflicts:
            return others
        places = decided.places_year_school.copy()
        places[decided.costed.start :, schools] = UNLIMITED
        option = self._simulator.decided_for_price(replace(decided, places_year_school=places))
        flows = flow_pupils(self._region, option.catchments, option.people.pupils)
        return (*others, *self._extensions(decided, schools, loads(flows, places.shape[1])[decided.costed]))

    def _extensions(self, decided: Plan, schools: Ints, load: Floats) -> list[Measure]:
        """Return the extensions that give everyone a place who comes, from the year in which places lack first."""
        spare = 1.0 - self.limits.wishes.spare_places
        most = self.limits.most_pupils(decided)
        found: list[Measure] = []
        for school in schools.tolist():
            lacking = load[:, school] > most[:, school] + NOISE
            if not lacking.any():
                continue
            first = int(lacking.argmax())
            needed = (
                load[first:, school].max() / spare
                - decided.places_year_school[decided.costed][first:, school]
            )
            places = int(np.ceil(needed.max() - NOISE))
            code, year = self.switches.codes[school], self._years[first]
            found.append(ExtendSchool(measure="extend_school", school=code, year=year, places=places))
        return found

    @property
    def _region(self) -> Region:
        return self._simulator.prepared.scenario.region

    def _mean_minutes(self, plan: Plan, flows: PupilFlows) -> float:
        """Return the mean one-way journey of grades 0–9 over the costed years."""
        minutes = self._simulator.prepared.journeys.minutes_point_school
        basic = np.isin(np.arange(N_GRADES), np.arange(N_GRADES)[BASIC_GRADES])
        total, people = 0.0, 0.0
        for year in range(plan.costed.start, plan.costed.stop):
            arcs = flows.catchments.by_year[year]
            mean = arcs.arc_mean(minutes[arcs.cell_point, arcs.school[arcs.cell_arc]])
            pupils = flows.pupils_by_year[year][0] * basic[arcs.grade]
            total, people = total + float(pupils @ mean), people + float(pupils.sum())
        return total / max(people, 1e-12)
