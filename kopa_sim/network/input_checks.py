"""What makes a network impossible: pupils with no path to any school, and places that fall short."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.capacity import PlacesSolution, respect_places, school_loads
from kopa_sim.network.catchments import point_demands
from kopa_sim.network.choices import GradeClass, grade_classes
from kopa_sim.network.given_intake import first_year_residents, resident_share
from kopa_sim.network.year_network import YearNetwork, year_network

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

HALF_A_PUPIL: Final[float] = 0.5
"""Expected numbers below it are nobody."""


@dataclass(frozen=True)
class Unreachable:
    """Pupils of a municipality whom no open school can take.

    Attributes
    ----------
    year
        First school year in which it is so.
    municipality, areas
        Codes.
    grades
        Indices of the grades without a school.
    pupils
        Pupils concerned in that year in the mean future.
    """

    year: int
    municipality: str
    grades: tuple[int, ...]
    pupils: float
    areas: tuple[str, ...]


@dataclass(frozen=True)
class PlacesShort:
    """Schools that compete for the same pupils and have too few places for them together.

    Attributes
    ----------
    schools
        Codes.
    grades
        Indices of the grades they teach.
    pupils, places, short
        Pupils of the mean future who must be taken in, places there are, and how many are missing.
    """

    year: int
    schools: tuple[str, ...]
    grades: tuple[int, ...]
    pupils: float
    places: float
    short: float


def unreachable(region: Region, journeys: Journeys, plan: Plan, mean_pupils: Pupils) -> list[Unreachable]:
    """Return the pupils of the costed years whom no school can take, each grade at its first such year.

    A grade that none of the region's present schools teaches is not part of the scenario and is not reported; nor is
    upper secondary education in a language in which none gives it, for which students leave the region.
    Given-intake schools take no more than their intake.
    """
    residents = first_year_residents(region, plan, mean_pupils)
    in_scope = _in_scope(region)
    reported = np.zeros(residents.shape, dtype=np.bool_)
    known: dict[bytes, tuple[GradeClass, ...]] = {}
    found: list[Unreachable] = []
    for year in plan.costed_years:
        network = year_network(region, plan, plan.years.index(year), residents, 1.0)
        key = network.key()
        if key not in known:
            known[key] = grade_classes(region, journeys, network)
        pupils = mean_pupils.pupils_draw_year_area_grade[0, mean_pupils.years.index(year)]
        without = _without_school(region, network, known[key], pupils) * in_scope
        for municipality, code in enumerate(region.municipalities.codes):
            rows = np.flatnonzero(region.areas.municipality == municipality)
            new = (without[rows].sum(axis=0) > HALF_A_PUPIL) & ~reported[municipality]
            if new.any():
                reported[municipality] |= new
                found.append(_gap(region, year, code, new, without[rows], rows))
    return found


def _in_scope(region: Region) -> Bools:
    """Return which grades of which areas the region's present schools are there for. (area, grade)"""
    taught = region.schools.grades_school_grade
    scope = np.tile(taught.any(axis=0), (len(region.areas), 1))
    giving = {region.schools.languages[school] for school in np.flatnonzero(taught[:, UPPER_SECONDARY])}
    scope[:, UPPER_SECONDARY] = [language in giving for language in region.areas.languages]
    return scope


def places_short(
    region: Region, journeys: Journeys, plan: Plan, mean_pupils: Pupils, parameters: Parameters
) -> list[PlacesShort]:
    """Return where the first costed year has fewer places than pupils, however they are assigned.

    Schools are named together when one more place at any of them would help.
    """
    year = plan.first_year
    residents = first_year_residents(region, plan, mean_pupils)
    largest_share = parameters.number("transport.given_intake_largest_share")
    network = year_network(region, plan, plan.years.index(year), residents, largest_share)
    classes = grade_classes(region, journeys, network)
    pupils = mean_pupils.pupils_draw_year_area_grade[0, mean_pupils.years.index(year)]
    by_grade = point_demands(region, network, pupils)
    demands = [by_grade[of.grades].sum(axis=0) for of in classes]
    solved = respect_places(classes, demands, network.places_school, region.points.area)
    load = school_loads(solved.placements, demands, len(region.schools))
    return [
        _shortage(region, year, network, solved, load, schools)
        for schools in solved.short_groups
        if solved.overflow_school[schools].sum() > HALF_A_PUPIL
    ]


def _without_school(
    region: Region, network: YearNetwork, classes: tuple[GradeClass, ...], pupils_area_grade: Floats
) -> Floats:
    """Return pupils by area and grade who reach no school. (area, grade)"""
    points = region.points
    taken = resident_share(region, network.intake_share_school_grade)[region.areas.municipality]
    without = pupils_area_grade * (1.0 - taken)
    for of in classes:
        unreached = np.bincount(
            points.area, weights=points.weight * ~of.reachable_point, minlength=len(region.areas)
        )
        without[:, of.grades] *= unreached[:, None]
    return without


def _gap(
    region: Region, year: int, code: str, grades: Bools, without_area_grade: Floats, areas: Ints
) -> Unreachable:
    by_area = without_area_grade[:, grades].sum(axis=1)
    return Unreachable(
        year=year,
        municipality=code,
        grades=tuple(int(grade) for grade in np.flatnonzero(grades)),
        pupils=float(by_area.sum()),
        areas=tuple(region.areas.codes[area] for area in areas[by_area > 0]),
    )


def _shortage(
    region: Region, year: int, network: YearNetwork, solved: PlacesSolution, load: Floats, schools: Ints
) -> PlacesShort:
    taught = network.teaches_school_grade[schools].any(axis=0)
    return PlacesShort(
        year=year,
        schools=tuple(region.schools.codes[school] for school in schools),
        grades=tuple(int(grade) for grade in np.flatnonzero(taught)),
        pupils=float(load[schools].sum()),
        places=float(network.places_school[schools].sum()),
        short=float(solved.overflow_school[schools].sum()),
    )
