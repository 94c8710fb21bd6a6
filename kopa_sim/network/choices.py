"""Which schools a pupil may be assigned to, and how near each of them counts.

Grades taught by the same schools under the same borders are decided together as one class of grades: their
pupils differ only in number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.network.placement import Placement
from kopa_sim.network.year_network import NO_SCHOOL, YearNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class GradeClass:
    """Grades that the same schools take under the same borders.

    Attributes
    ----------
    grades
        Indices of the grades. (grade,)
    minutes_point_school
        Minutes by which a school counts as near; infinite where pupils of the point may not attend. A school
        that takes over a grade from another counts as near as the other was. (point, school)
    """

    grades: Ints
    minutes_point_school: Floats

    @property
    def nearest_point(self) -> Ints:
        """Nearest school of each point, the first in the order of the schools when equally near. (point,)"""
        nearest: Ints = self.minutes_point_school.argmin(axis=1)
        return nearest

    @property
    def reachable_point(self) -> Bools:
        """Whether any school can be reached. (point,)"""
        reachable: Bools = np.isfinite(self.minutes_point_school.min(axis=1))
        return reachable


def grade_classes(region: Region, journeys: Journeys, network: YearNetwork) -> tuple[GradeClass, ...]:
    """Return the classes of grades of a year, in the order of their first grade.

    Grades that no open school teaches form classes of their own in which nothing is reachable.
    """
    found: dict[bytes, list[int]] = {}
    for grade in range(N_GRADES):
        signature = (
            network.teaches_school_grade[:, grade].tobytes()
            + network.heir_school_grade[:, grade].tobytes()
            + network.allowed_home_school_grade[:, :, grade].tobytes()
        )
        found.setdefault(signature, []).append(grade)
    same_language = _same_language(region)
    return tuple(
        GradeClass(np.array(grades), _near_minutes(region, journeys, network, same_language, grades[0]))
        for grades in found.values()
    )


def nearest_placement(of: GradeClass) -> Placement:
    """Return every point's pupils placed in the nearest school."""
    point = np.flatnonzero(of.reachable_point)
    return Placement(point, of.nearest_point[point], np.ones(len(point)))


def _same_language(region: Region) -> Bools:
    """Return whether a school teaches in the language of the point's area. (point, school)"""
    of_area = np.array(region.areas.languages)[region.points.area]
    of_school = np.array(region.schools.languages)
    unnamed = np.equal(of_area, "")[:, None] | np.equal(of_school, "")[None, :]
    same: Bools = np.equal(of_area[:, None], of_school[None, :]) | unnamed
    return same


def _near_minutes(
    region: Region, journeys: Journeys, network: YearNetwork, same_language: Bools, grade: int
) -> Floats:
    home = region.areas.municipality[region.points.area]
    may_attend = network.allowed_home_school_grade[home, :, grade] & same_language
    taught = network.teaches_school_grade[:, grade]
    minutes = np.where(may_attend & taught, journeys.minutes_point_school, np.inf)
    left = np.flatnonzero(network.heir_school_grade[:, grade] != NO_SCHOOL)
    if len(left):
        heir = network.heir_school_grade[left, grade]
        path = np.isfinite(journeys.minutes_point_school[:, heir])
        reached = may_attend[:, left] & may_attend[:, heir] & path
        before = np.where(reached, journeys.minutes_point_school[:, left], np.inf)
        _let_heirs_stand_in(minutes, before, heir)
    return minutes


def _let_heirs_stand_in(minutes: Floats, minutes_point_left: Floats, heir_left: Ints) -> None:
    """Write the heir as near as the school it follows was, where that one would have been the nearest."""
    nearest = minutes_point_left.argmin(axis=1)
    nearest_minutes = minutes_point_left.min(axis=1)
    inherited = np.flatnonzero(nearest_minutes < minutes.min(axis=1))
    minutes[inherited, heir_left[nearest[inherited]]] = nearest_minutes[inherited]
