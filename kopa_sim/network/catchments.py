"""Who goes where in every year of a Plan.

A catchment is a municipal decision, not a reaction to luck: it is solved on the mean future, and all sampled
futures flow through it. Each pupil goes to the nearest open school that teaches the grade, within the
municipality or where borders are open; who has started a span of grades stays; where the mean future's pupils exceed
a school's places, the schools that compete for them are solved together. Given-intake schools take theirs first.
Instead of being assigned to the nearest school, families may choose (:mod:`kopa_sim.network.free_choice`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Catchments, Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.arcs import build_arcs
from kopa_sim.network.assignment_rules import AssignmentRules
from kopa_sim.network.capacity import respect_places
from kopa_sim.network.free_choice import balance
from kopa_sim.network.given_intake import first_year_residents, resident_share
from kopa_sim.network.moved import present_pupils
from kopa_sim.network.placement import NOBODY, SHARE_NOISE, Placement, joined
from kopa_sim.network.started import present_placements
from kopa_sim.network.transportation import TOLERANCE
from kopa_sim.network.year_decision import YearChoice, YearDecision, choose
from kopa_sim.network.year_network import YearNetwork, year_network

Floats = NDArray[np.float64]

CatchmentCache = dict[bytes, YearDecision]
"""Decided years by what they depend on."""


def assign_catchments(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    mean_pupils: Pupils,
    parameters: Parameters,
    cache: CatchmentCache,
) -> Catchments:
    """Return the catchments of every year of the Plan.

    A year depends on the one before through the pupils who stay in their school. The first year of the Plan has no
    year before: everyone is where its network sends a new pupil.

    Parameters
    ----------
    mean_pupils
        The mean future, one draw, over the Plan's years.
    cache
        Years decided so far, kept between the options of one region; filled here. Years that differ in
        nothing that matters share one object, whatever option they belong to.
    """
    residents = first_year_residents(region, plan, mean_pupils)
    largest_share = parameters.number("transport.given_intake_largest_share")
    rules = AssignmentRules.of(parameters)
    decider = _Decider(region, journeys, rules, {}, cache)
    decided: list[YearDecision] = []
    for index, year in enumerate(plan.years):
        network = year_network(region, plan, index, residents, largest_share)
        pupils = mean_pupils.pupils_draw_year_area_grade[0, mean_pupils.years.index(year)]
        decided.append(decider.decide(network, pupils, decided[-1] if decided else None))
    unproved = tuple(year.unproved for year in decided)
    return Catchments(
        plan.years, tuple(year.catchment for year in decided), unproved if any(unproved) else ()
    )


def point_demands(region: Region, network: YearNetwork, pupils_area_grade: Floats) -> Floats:
    """Return the pupils at each point who are assigned by distance. (grade, point)"""
    left = 1.0 - resident_share(region, network.intake_share_school_grade)
    by_distance = pupils_area_grade * left[region.areas.municipality]
    demands: Floats = by_distance.T[:, region.points.area] * region.points.weight
    return demands


@dataclass(frozen=True)
class _Decider:
    """Decides years one after the other for one Plan."""

    region: Region
    journeys: Journeys
    rules: AssignmentRules
    choices: dict[bytes, YearChoice]
    cache: CatchmentCache

    def decide(
        self, network: YearNetwork, pupils_area_grade: Floats, before: YearDecision | None
    ) -> YearDecision:
        """Return the year's decision, from the cache when an equal year has been decided before.

        Pupils and places matter only where the schools cannot take everyone, and the year before only where
        somebody stays in a school that a new pupil would not be sent to.
        """
        choice = self._choice(network)
        wished = choice.wished_by_grade()
        demands = point_demands(self.region, network, pupils_area_grade)
        unchanged = before is None or (before.settled and before.choice.key == choice.key)
        if unchanged and self._have_room(network, wished, demands):
            return self._known(choice.key, network, choice, wished)
        present = (NOBODY,) * N_GRADES
        if before is not None:
            present = present_placements(before, choice, len(self.region.schools))
        if self.rules.finish_started_span:
            attended = tuple(self._staying(*of) for of in zip(present, wished, strict=True))
        else:
            attended = wished
        if self._have_room(network, attended, demands):
            return self._known(_key(network, attended, wished), network, choice, attended)
        key = network.key(network.places_school, pupils_area_grade, *_arrays(present))
        if key not in self.cache:
            within = self._balanced if self.rules.free_choice else self._within_places
            self.cache[key] = within(network, choice, demands, present)
        return self.cache[key]

    def _choice(self, network: YearNetwork) -> YearChoice:
        key = network.key()
        if key not in self.choices:
            points = self.region.points
            self.choices[key] = choose(
                self.region, self.journeys, network, lambda of: self.rules.wish(of, points)
            )
        return self.choices[key]

    def _have_room(self, network: YearNetwork, by_grade: Sequence[Placement], demands: Floats) -> bool:
        n_schools = len(self.region.schools)
        of_grade = [placed.loads(demand, n_schools) for placed, demand in zip(by_grade, demands, strict=True)]
        return bool((np.sum(of_grade, axis=0) <= network.places_school + TOLERANCE).all())

    def _staying(self, present: Placement, wished: Placement) -> Placement:
        """Return a grade's pupils where they stay, and the others where they wish; ``wished`` itself if equal."""
        n_schools = len(self.region.schools)
        if present.is_part_of(wished, n_schools):
            return wished
        left = 1.0 - present.taken_point(len(self.region.points))
        return joined([present, wished.scaled(_without_noise(left))], n_schools)

    def _known(
        self, key: bytes, network: YearNetwork, choice: YearChoice, attended: tuple[Placement, ...]
    ) -> YearDecision:
        if key not in self.cache:
            self.cache[key] = self._decision(network, choice, choice.wished, attended)
        return self.cache[key]

    def _within_places(
        self, network: YearNetwork, choice: YearChoice, demands: Floats, present: Sequence[Placement]
    ) -> YearDecision:
        """Return the year solved with places, those who have a school moved last."""
        n_schools, n_points = len(self.region.schools), len(self.region.points)
        left = _without_noise(1.0 - np.stack([of.taken_point(n_points) for of in present]))
        solved = respect_places(
            choice.classes,
            [(demands * left)[of.grades].sum(axis=0) for of in choice.classes],
            network.places_school,
            self.region.points.area,
            [
                present_pupils([present[grade] for grade in of.grades], demands[of.grades], n_schools)
                for of in choice.classes
            ],
            choice.wished,
            protect_present=self.rules.finish_started_span,
            whole_areas=self.rules.whole_areas,
        )
        attended = tuple(
            joined(
                [solved.moved[of].apply(present[grade]), solved.placements[of].scaled(left[grade])], n_schools
            )
            for grade, of in enumerate(choice.class_of_grade)
        )
        return replace(self._decision(network, choice, solved.placements, attended), unproved=solved.unproved)

    def _balanced(
        self, network: YearNetwork, choice: YearChoice, demands: Floats, present: Sequence[Placement]
    ) -> YearDecision:
        """Return the year in which those who start choose among the places that the others leave."""
        n_schools, n_points = len(self.region.schools), len(self.region.points)
        if not self.rules.finish_started_span:
            present = (NOBODY,) * N_GRADES
        left = _without_noise(1.0 - np.stack([of.taken_point(n_points) for of in present]))
        taken = [placed.loads(demand, n_schools) for placed, demand in zip(present, demands, strict=True)]
        starting = demands * left
        starters = balance(
            choice.wished,
            [starting[of.grades].sum(axis=0) for of in choice.classes],
            network.places_school - np.sum(taken, axis=0),
        )
        attended = tuple(
            joined([present[grade], starters[of].scaled(left[grade])], n_schools)
            for grade, of in enumerate(choice.class_of_grade)
        )
        return self._decision(network, choice, starters, attended)

    def _decision(
        self,
        network: YearNetwork,
        choice: YearChoice,
        starters: tuple[Placement, ...],
        attended: tuple[Placement, ...],
    ) -> YearDecision:
        wished = choice.wished_by_grade()
        settled = all(one is other for one, other in zip(attended, wished, strict=True))
        catchment = build_arcs(self.region, self.journeys, network, attended)
        return YearDecision(network, choice, starters, attended, settled, catchment)


def _without_noise(share: Floats) -> Floats:
    """Return shares with what is left of rounding taken for nobody."""
    return np.where(share > SHARE_NOISE, share, 0.0)


def _arrays(by_grade: Sequence[Placement]) -> list[NDArray[np.generic]]:
    return [
        array
        for grade, placed in enumerate(by_grade)
        for array in (np.array([grade, len(placed)]), placed.point, placed.school, placed.share)
    ]


def _key(network: YearNetwork, attended: Sequence[Placement], wished: Sequence[Placement]) -> bytes:
    """Return what tells a year with room apart: its network, and who goes elsewhere than it would send them."""
    elsewhere = [NOBODY if one is other else one for one, other in zip(attended, wished, strict=True)]
    return network.key(*(_arrays(elsewhere) if any(map(len, elsewhere)) else ()))
