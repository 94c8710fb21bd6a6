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
    heir_school
        For a closed school with a named receiver the open school that takes over its catchment, else -1.
        (school,)
    left_school_grade
        Grades whose catchment a closed school leaves to its heir. (school, grade)
    allowed_home_school_grade
        Whether pupils of a municipality may attend a school. (municipality, school, grade)
    intake_share_school_grade
        Share of its municipality's pupils that a given-intake school takes. (school, grade)
    places_school
        Pupils the buildings can take. (school,)
    """

    teaches_school_grade: Bools
    heir_school: Ints
    left_school_grade: Bools
    allowed_home_school_grade: Bools
    intake_share_school_grade: Floats
    places_school: Floats

    def key(self, *also: NDArray[np.generic]) -> bytes:
        """Return what tells networks apart, places left out, together with further arrays that matter."""
        digest = hashlib.blake2b(digest_size=16)
        for array in (
            self.teaches_school_grade,
            self.heir_school,
            self.left_school_grade,
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
    is_open = plan.open_year_school[year_index]
    by_distance = taught & schools.fills_by_distance[:, None]
    heir = heirs(plan.receiving_year_school[year_index], is_open)
    keeps = by_distance[heir] & (heir != NO_SCHOOL)[:, None]
    return YearNetwork(
        teaches_school_grade=by_distance,
        heir_school=heir,
        left_school_grade=plan.grades_year_school_grade[year_index] & keeps,
        allowed_home_school_grade=plan.allowed_year_home_school_grade[year_index],
        intake_share_school_grade=intake_share_school_grade(
            region, taught, residents_municipality_grade, largest_share
        ),
        places_school=plan.places_year_school[year_index],
    )


def heirs(receiving_school: Ints, open_school: Bools) -> Ints:
    """Return the open school that takes over each closed school's catchment, -1 where none is named. (school,)

    When a receiving school closes later its own receiver follows it.
    """
    heir = np.where(open_school, NO_SCHOOL, receiving_school)
    for _ in range(len(heir)):
        closed = (heir != NO_SCHOOL) & ~open_school[heir]
        if not closed.any():
            return heir
        heir = np.where(closed, receiving_school[heir], heir)
    return np.where((heir != NO_SCHOOL) & ~open_school[heir], NO_SCHOOL, heir)
