"""How many pupils a teaching group may have.

General basic education knows no statutory maximum; what stands here are planning limits, parameters with a
range. Groups of special-needs education are bounded by the Basic Education Decree 852/1998, section 2.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw

Floats = NDArray[np.float64]
Numbers = NDArray[np.floating]
Bools = NDArray[np.bool_]
Cells = NDArray[np.intp]
Kind = TypeVar("Kind", bound=np.generic)

BASIC_BANDS: Final[tuple[str, ...]] = ("pre_primary", "1_2", "3_6", "7_9")
YOUNGEST_GRADES: Final[int] = 2
"""A composite group that starts at this grade or below is bounded by the smaller limit."""


def whole_limit(parameters: Parameters, name: str) -> Floats:
    """Return a limit in whole pupils, at least one. (draw, 1, 1)"""
    limit: Floats = np.maximum(np.rint(by_draw(parameters, name, 3)), 1.0)
    return limit


def along_cells(value: NDArray[Kind], shape: tuple[int, ...]) -> NDArray[Kind]:
    """Return a value for every draw, year and school in a row. (cell,), or (1,) where all are equal

    Parameters
    ----------
    value
        (draw or 1, year or 1, school or 1)
    shape
        Draws, years, schools.
    """
    first = value.reshape(-1)[:1]
    if (value == first).all():
        return first
    return np.broadcast_to(value, shape).reshape(-1)


@dataclass(frozen=True)
class GroupLimits:
    """Largest groups and the grades that may be taught together.

    Attributes
    ----------
    largest_by_band
        Pupils in a group of one grade, by band of grades 0–9. Each (draw, 1, 1 or school).
    composite_with_youngest, composite
        Pupils in a composite group that starts in grades 0–2, and in one that starts later. (draw, 1, 1)
    composite_spans
        First and last grade of every run of grades that may be taught together.
    most_grades
        Grades with pupils in one composite group.
    most_composite_groups
        Composite groups formed side by side from the same grades.
    most_supported
        Pupils with individual support in one group, infinite for no bound. (draw, 1, 1 or school)
    """

    largest_by_band: tuple[Numbers, ...]
    composite_with_youngest: Numbers
    composite: Numbers
    composite_spans: tuple[tuple[int, int], ...]
    most_grades: float
    most_composite_groups: float
    most_supported: Numbers

    def of_grade(self, grade: int) -> Numbers:
        """Return the largest group of one grade. (draw, 1, 1 or school)"""
        return self.largest_by_band[int(BAND_OF_GRADE[grade])]

    def of_span(self, first: int, last: int) -> Numbers:
        """Return the largest composite group of a run of grades; never above that of any grade in it."""
        limit = self.composite
        if first <= YOUNGEST_GRADES:
            limit = np.minimum(limit, self.composite_with_youngest)
        for band in range(int(BAND_OF_GRADE[first]), int(BAND_OF_GRADE[last]) + 1):
            limit = np.minimum(limit, self.largest_by_band[band])
        return limit

    def at_cells(self, shape: tuple[int, ...]) -> "GroupLimits":
        """Return the same limits for every draw, year and school in a row. Each (cell,), or (1,) where all equal"""

        def along(limit: Numbers) -> Numbers:
            return along_cells(limit.astype(np.float32), shape)

        return self._with_each(along)

    def of_cells(self, cells: Cells) -> "GroupLimits":
        """Return the limits of some of the cells. Each (cell,) or (1,)"""
        return self._with_each(lambda limit: limit if limit.size == 1 else limit[cells])

    def _with_each(self, change: Callable[[Numbers], Numbers]) -> "GroupLimits":
        return replace(
            self,
            largest_by_band=tuple(change(limit) for limit in self.largest_by_band),
            composite_with_youngest=change(self.composite_with_youngest),
            composite=change(self.composite),
            most_supported=change(self.most_supported),
        )


def composite_spans(pre_primary: bool, lower_secondary: bool) -> tuple[tuple[int, int], ...]:
    """Return the runs of two or more adjacent grades that may be taught together.

    Grades 1–6 always; pre-primary with grades 1–2, and grades 7–9, where the scenario says so.
    """
    ranges = [(1, 6)] + [(0, 2)] * pre_primary + [(7, 9)] * lower_secondary
    return tuple(
        sorted(
            {
                (first, last)
                for low, high in ranges
                for first in range(low, high)
                for last in range(first + 1, high + 1)
            }
        )
    )


def most_supported_pupils(parameters: Parameters) -> Floats:
    """Return how many pupils with individual support a group may have, with the adults it may get. (draw, 1, 1)"""
    one_teacher = whole_limit(parameters, "most_supported_one_teacher")
    if not parameters.flag("teaching.second_adult_for_support"):
        return one_teacher
    two_adults: Floats = np.maximum(one_teacher, whole_limit(parameters, "most_supported_two_adults"))
    return two_adults


def group_limits(parameters: Parameters, special_school: Bools | None = None) -> GroupLimits:
    """Return the limits in force.

    Parameters
    ----------
    special_school
        Schools of special-needs education, whose groups are bounded by the decree; None for none. (school,)
    """
    largest: list[Numbers] = [whole_limit(parameters, f"largest_group_{band}") for band in BASIC_BANDS]
    most_supported: Numbers = most_supported_pupils(parameters)
    if special_school is not None:
        special = np.minimum(whole_limit(parameters, "largest_group_special"), largest)
        most_supported = np.where(special_school, np.inf, most_supported)
        largest = [
            np.where(special_school, small, full) for small, full in zip(special, largest, strict=True)
        ]
    return GroupLimits(
        largest_by_band=tuple(largest),
        composite_with_youngest=whole_limit(parameters, "largest_composite_with_1_2"),
        composite=whole_limit(parameters, "largest_composite"),
        composite_spans=composite_spans(
            parameters.flag("teaching.composite_pre_primary"), parameters.flag("teaching.composite_7_9")
        ),
        most_grades=parameters.number("teaching.largest_grades_in_group"),
        most_composite_groups=parameters.number("teaching.most_composite_groups"),
        most_supported=most_supported,
    )
