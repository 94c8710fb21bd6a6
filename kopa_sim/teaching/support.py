"""Pupils with individual support, and the special classes some of them are taught in.

The support reform of 2025 bounds how many pupils with individual support one teacher may have in a group (Basic
Education Act as amended by HE 114/2024); a special class is bounded by the Basic Education Decree 852/1998,
section 2. Both count whole pupils, so a share of a grade's pupils is rounded by an offset of its own for every
grade, floor(share · pupils + offset). The offsets are spread evenly over grades 1–6 and over grades 7–9: where the
grades of a stage are alike, their rounded shares add up to the rounded share of the whole stage (Hermite's
identity). Because a grade is rounded without regard to the others, one more pupil never leaves a school with fewer
pupils who need support.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.floating]
Bools = NDArray[np.bool_]

OFFSET_OF_GRADE: Final[dict[int, float]] = {
    **{grade: place / 12 for grade, place in zip(range(1, 7), (7, 1, 9, 3, 11, 5), strict=True)},
    **{grade: place / 6 for grade, place in zip(range(7, 10), (3, 1, 5), strict=True)},
}
"""Offset of each grade whose pupils may have individual support; neighbours lie far apart."""

SPECIAL_STAGES: Final[tuple[range, ...]] = (range(1, 7), range(7, 10))
"""Grades that may sit in one special class."""


def whole_share(pupils_grade_cell: Floats, share: Floats) -> Floats:
    """Return a share of the pupils of every grade in whole pupils, none in pre-primary education. (grade, cell)

    Parameters
    ----------
    share
        Between 0 and 1. (cell,) or a single value
    """
    supported = np.zeros_like(pupils_grade_cell)
    for grade, offset in OFFSET_OF_GRADE.items():
        row = supported[grade]
        np.multiply(pupils_grade_cell[grade], share, out=row)
        row += offset
        np.floor(row, out=row)
    return supported


@dataclass(frozen=True)
class SpecialClasses:
    """Special classes of every cell and the pupils who leave the ordinary groups for them.

    Attributes
    ----------
    groups_cell, pupils_cell
        Special classes, and pupils in them. Each (cell,)
    pupils_grade_cell
        The same pupils by grade. (grade, cell)
    """

    groups_cell: Floats
    pupils_cell: Floats
    pupils_grade_cell: Floats


def special_classes(
    wanting_grade_cell: Floats, smallest: Floats, largest: Numbers, may_form: Bools
) -> SpecialClasses:
    """Form special classes where a stage has enough pupils for one.

    Parameters
    ----------
    wanting_grade_cell
        Whole pupils who would be taught in a special class. (grade, cell)
    smallest, largest
        Pupils of a special class. (cell,) or a single value
    may_form
        False where the school teaches in special groups only. (cell,) or a single value
    """
    leaving = np.zeros_like(wanting_grade_cell)
    groups, pupils = (np.zeros(wanting_grade_cell.shape[1]) for _ in range(2))
    for stage in SPECIAL_STAGES:
        rows = wanting_grade_cell[stage.start : stage.stop]
        wanting = rows.sum(axis=0)
        forms = (wanting >= smallest) & (wanting > 0) & may_form
        wanting *= forms
        pupils += wanting
        groups += np.ceil(wanting / largest)
        np.multiply(rows, forms, out=leaving[stage.start : stage.stop])
    return SpecialClasses(groups, pupils, leaving)


def second_adults(groups: Numbers, supported: Numbers, one_teacher: Numbers, two_adults: Numbers) -> Numbers:
    """Return the groups that need a second adult, when as few as possible get one. Any shape, as ``groups``

    Parameters
    ----------
    groups, supported
        Groups side by side, and the pupils with individual support in them.
    one_teacher, two_adults
        Pupils with individual support a group may have with one teacher, and with two adults. (cell,) or one value
    """
    beyond = np.maximum(supported - groups * one_teacher, 0)
    each_takes = np.maximum(two_adults - one_teacher, 1)
    needed: Numbers = np.ceil(beyond / each_takes)
    return needed
