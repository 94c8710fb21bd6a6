"""Who goes where in every year of a Plan.

A catchment is a municipal decision, not a reaction to luck: it is solved on the mean future, and all sampled
futures flow through it. Each pupil goes to the nearest open school that teaches the grade, within the
municipality or where borders are open; where the mean future's pupils exceed a school's places, the schools that
compete for them are solved together. Given-intake schools take theirs first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Catchments, Journeys, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.arcs import build_arcs
from kopa_sim.network.capacity import respect_places, school_loads
from kopa_sim.network.choices import GradeClass, Placement, grade_classes, nearest_placement
from kopa_sim.network.given_intake import first_year_residents, resident_share
from kopa_sim.network.transportation import TOLERANCE
from kopa_sim.network.year_network import YearNetwork, year_network

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NearestChoice:
    """Classes of grades of a network and each class placed in the nearest schools."""

    classes: tuple[GradeClass, ...]
    placements: tuple[Placement, ...]


def assign_catchments(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    mean_pupils: Pupils,
    parameters: Parameters,
    cache: dict[bytes, YearCatchment],
) -> Catchments:
    """Return the catchments of every year of the Plan.

    Parameters
    ----------
    mean_pupils
        The mean future, one draw, over the Plan's years.
    cache
        Catchments found so far, kept between the options of one region; filled here. Years that differ in
        nothing that matters share one object, whatever option they belong to.

    Raises
    ------
    LimitReachedError
        If the assignment with places cannot be solved.
    """
    residents = first_year_residents(region, plan, mean_pupils)
    largest_share = parameters.number("transport.given_intake_largest_share")
    nearest: dict[bytes, NearestChoice] = {}
    by_year = []
    for index, year in enumerate(plan.years):
        network = year_network(region, plan, index, residents, largest_share)
        choice = _choose_nearest(region, journeys, network, nearest)
        pupils = mean_pupils.pupils_draw_year_area_grade[0, mean_pupils.years.index(year)]
        by_year.append(_year_catchment(region, journeys, network, choice, pupils, cache))
    return Catchments(plan.years, tuple(by_year))


def point_demands(
    region: Region, network: YearNetwork, classes: Sequence[GradeClass], pupils_area_grade: Floats
) -> tuple[Floats, ...]:
    """Return the pupils of each class at each point who are assigned by distance. Each (point,)"""
    left = 1.0 - resident_share(region, network.intake_share_school_grade)
    by_distance = pupils_area_grade * left[region.areas.municipality]
    points = region.points
    return tuple(by_distance[:, of.grades].sum(axis=1)[points.area] * points.weight for of in classes)


def _choose_nearest(
    region: Region, journeys: Journeys, network: YearNetwork, known: dict[bytes, NearestChoice]
) -> NearestChoice:
    key = network.key()
    if key not in known:
        classes = grade_classes(region, journeys, network)
        known[key] = NearestChoice(classes, tuple(nearest_placement(of) for of in classes))
    return known[key]


def _year_catchment(
    region: Region,
    journeys: Journeys,
    network: YearNetwork,
    choice: NearestChoice,
    pupils_area_grade: Floats,
    cache: dict[bytes, YearCatchment],
) -> YearCatchment:
    """Return the year's catchment, from the cache when an equal year has been solved before.

    Pupils and places matter only where the nearest schools cannot take everyone.
    """
    demands = point_demands(region, network, choice.classes, pupils_area_grade)
    loads = school_loads(choice.placements, demands, len(region.schools))
    fits = bool((loads <= network.places_school + TOLERANCE).all())
    key = network.key() if fits else network.key(network.places_school, pupils_area_grade)
    if key not in cache:
        placements = (
            choice.placements
            if fits
            else respect_places(choice.classes, demands, network.places_school, region.points.area).placements
        )
        cache[key] = build_arcs(region, journeys, network, choice.classes, placements)
    return cache[key]
