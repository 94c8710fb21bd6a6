"""When pupils may sit in one group: by size, by individual support, and by the groups of the year before.

With ``teaching.keep_groups`` a cohort that moves up a grade keeps its number of groups until they outgrow the limit
by more than the tolerance, or until one group fewer would do with the tolerance to spare; then its groups are formed
anew. A composite class keeps its grades, not its cohorts: next year's pupils of the same grades sit in it under the
same tolerance. Cohorts start anew in pre-primary education, in the first grade and in the seventh.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.teaching.group_limits import GroupLimits

Numbers = NDArray[np.floating]
Bools = NDArray[np.bool_]
Cells = NDArray[np.intp]
Span = tuple[int, int]

FIRST_GRADES_OF_STAGES: Final[tuple[int, ...]] = (0, 1, 7)
"""Grades whose groups are always formed anew."""


@dataclass(frozen=True)
class LastYear:
    """The groups of the year before, and how far they may be kept.

    Attributes
    ----------
    alone_grade_cell
        Groups in which the cohort that is now in a grade was taught alone; zero where it was not. (grade, cell)
    composites
        Where the grades of a span sat in a composite class. Each (cell,)
    tolerance
        Pupils a group. (cell,) or (1,)
    """

    alone_grade_cell: Numbers
    composites: Mapping[Span, Bools]
    tolerance: Numbers

    def of_cells(self, cells: Cells) -> "LastYear":
        """Return the year before of some of the cells."""
        return LastYear(
            self.alone_grade_cell[:, cells],
            {span: formed[cells] for span, formed in self.composites.items()},
            self.tolerance if self.tolerance.size == 1 else self.tolerance[cells],
        )


def move_up(alone_grade_cell: Numbers) -> Numbers:
    """Return the groups of the cohorts a year later, by the grade they are in then. (grade, cell)"""
    moved = np.zeros_like(alone_grade_cell)
    moved[1:] = alone_grade_cell[:-1]
    moved[list(FIRST_GRADES_OF_STAGES)] = 0
    return moved


def kept_or_anew(
    anew: Numbers, kept: Numbers, pupils: Numbers, limit: Numbers, tolerance: Numbers
) -> Numbers:
    """Return the groups of last year where they still do, the groups formed anew elsewhere. (cell,)"""
    not_outgrown = pupils <= kept * (limit + tolerance)
    one_too_many = pupils <= (kept - 1) * np.maximum(limit - tolerance, 1)
    return np.where((kept > 0) & not_outgrown & ~one_too_many, kept, anew)


@dataclass(frozen=True)
class FormingRules:
    """The limits in force, cell by cell, and the year before where groups are kept."""

    limits: GroupLimits
    last_year: LastYear | None = None

    def of_cells(self, cells: Cells) -> "FormingRules":
        """Return the rules of some of the cells."""
        last_year = None if self.last_year is None else self.last_year.of_cells(cells)
        return replace(self, limits=self.limits.of_cells(cells), last_year=last_year)

    def groups_alone(self, grade: int, pupils: Numbers, supported: Numbers) -> Numbers:
        """Return the groups of one grade taught alone. (cell,)"""
        limit = self.limits.of_grade(grade)
        groups = np.ceil(pupils / limit)
        if self.last_year is not None:
            kept = self.last_year.alone_grade_cell[grade]
            groups = kept_or_anew(groups, kept, pupils, limit, self.last_year.tolerance)
        return np.maximum(groups, np.ceil(supported / self.limits.most_supported))

    def groups_together(self, first: int, last: int, pupils: Numbers, supported: Numbers) -> Numbers:
        """Return the composite groups a run of grades would fill. (cell,)"""
        limit = self.limits.of_span(first, last)
        if self.last_year is not None:
            formed = self.last_year.composites.get((first, last), False)
            slack = np.where(formed, self.last_year.tolerance, -self.last_year.tolerance)
            limit = np.maximum(limit + slack, 1)
        return np.maximum(np.ceil(pupils / limit), np.ceil(supported / self.limits.most_supported))

    def formed_at(self, first: int, last: int, cells: Cells) -> Bools:
        """Return where a run of grades was a composite class the year before. (cell,) or (1,)"""
        formed = {} if self.last_year is None else self.last_year.composites
        return formed[first, last][cells] if (first, last) in formed else np.zeros(1, dtype=bool)

    def most_together(self) -> Numbers:
        """Return a number of pupils that no composite class exceeds, all groups side by side. (cell,) or (1,)"""
        largest = self.limits.composite
        if self.last_year is not None:
            largest = largest + self.last_year.tolerance
        return largest * self.limits.most_composite_groups
