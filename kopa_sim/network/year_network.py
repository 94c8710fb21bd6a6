"""The network of one year as the assignment sees it: which schools take whom.

Years with the same network share their catchments, so everything that decides them stands here and nothing else.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.given_intake import intake_share_school_grade

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

NO_SCHOOL = -1


@dataclass(frozen=True)
class YearNetwork:
    """Schools and borders of one school year.

    Attributes
    ----------
    teaches_school_grade
        Grades taught by open schools that fill by distance. (school, grade)
    heir_school_grade
        The open school that takes over the catchment of a grade from a closed school with a named receiver, or
        from a school whose partner teaches the grade in its stead; else -1. (school, grade)
    allowed_home_school_grade
        Whether pupils of a municipality may attend a school. (municipality, school, grade)
    intake_share_school_grade
        Share of its municipality's pupils that a given-intake school takes. (school, grade)
    places_school
        Pupils the buildings can take. (school,)
    """

    teaches_school_grade: Bools
    heir_school_grade: Ints
    allowed_home_school_grade: Bools
    intake_share_school_grade: Floats
    places_school: Floats

    def key(self, *also: NDArray[np.generic]) -> bytes:
        """Return what tells networks apart, places left out, together with further arrays that matter."""
        digest = hashlib.blake2b(digest_size=16)
        for array in (
            self.teaches_school_grade,
            self.heir_school_grade,
            self.allowed_home_school_grade,
            self.intake_share_school_grade,
            *also,
        ):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.digest()


def year_network(
    region: Region, plan: Plan, year_index: int, residents_municipality_grade: Floats, largest_share: float
) -> YearNetwork:
    """Return the network of one of the Plan's years.

    Parameters
    ----------
    residents_municipality_grade
        Resident pupils of the first costed year in the mean future, which set the given intakes.
        (municipality, grade)
    largest_share
        Most that given-intake schools may take of a municipality's grade.
    """
    schools = region.schools
    taught = plan.teaches_year_school_grade[year_index]
    by_distance = taught & schools.fills_by_distance[:, None]
    return YearNetwork(
        teaches_school_grade=by_distance,
        heir_school_grade=heirs(_handed_to(plan, year_index), by_distance),
        allowed_home_school_grade=plan.allowed_year_home_school_grade[year_index],
        intake_share_school_grade=intake_share_school_grade(
            region, taught, residents_municipality_grade, largest_share
        ),
        places_school=plan.places_year_school[year_index],
    )


def _handed_to(plan: Plan, year_index: int) -> Ints:
    """Return the school to which each school hands a grade it no longer teaches, -1 for none. (school, grade)

    A closed school hands every grade to its receiver, a paired one the grades its partner teaches instead.
    """
    is_open = plan.open_year_school[year_index]
    taught_there = plan.grades_year_school_grade[year_index]
    closed_to = np.where(is_open, NO_SCHOOL, plan.receiving_year_school[year_index])
    handed: Ints = np.where(taught_there, closed_to[:, None], NO_SCHOOL)
    for pair in plan.grade_pairs:
        if pair.years[year_index]:
            for school, partner, grades in (
                (pair.lower, pair.upper, pair.left_by_lower),
                (pair.upper, pair.lower, pair.left_by_upper),
            ):
                left = [grade for grade in grades if is_open[school] and not taught_there[school, grade]]
                handed[school, left] = partner
    return handed


def heirs(handed_to_school_grade: Ints, teaches_school_grade: Bools) -> Ints:
    """Return the open school that takes over each grade's catchment, -1 where none does. (school, grade)

    When the school to which a grade is handed hands it on in turn, the last one is the heir.
    """
    n_schools, n_grades = handed_to_school_grade.shape
    grade = np.broadcast_to(np.arange(n_grades), handed_to_school_grade.shape)
    heir = handed_to_school_grade
    for _ in range(n_schools):
        onwards = (heir != NO_SCHOOL) & ~teaches_school_grade[heir, grade]
        if not onwards.any():
            return heir
        heir = np.where(onwards, handed_to_school_grade[heir, grade], heir)
    return np.where((heir != NO_SCHOOL) & ~teaches_school_grade[heir, grade], NO_SCHOOL, heir)
