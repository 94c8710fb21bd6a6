"""The cheapest way to form groups from a school's grades, by an exact dynamic programme.

The grades of a school stand in a row. A *block* is either one grade, split into as few groups as the largest
size and the cap on individual support allow, or a run of adjacent grades taught together as a composite class. The
row is cut into blocks so that weekly lessons are fewest, and among equals groups are fewest. Because a block's
lessons depend only on its own grades, the best cut of the first k grades extends a best cut of fewer grades (Bellman
1957): every block is looked at once, for all *cells* at the same time. A cell is one school in one year and future.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.teaching.forming_rules import FormingRules, Span

Floats = NDArray[np.float64]
Numbers = NDArray[np.floating]
Bools = NDArray[np.bool_]
Grades = NDArray[np.int8]
Cells = NDArray[np.intp]

LESSON_GRAIN: Final[float] = 2.0**-10
"""Lessons are compared in this grain, so that sums of them in binary fractions tie where they are equal."""
GROUP_IN_LESSONS: Final[float] = 2.0**-20
"""Weight of one group beside one weekly lesson: small enough that it only decides between equal lessons."""
KEPT_IN_LESSONS: Final[float] = 2.0**-30
"""Weight of a composite class of the year before: it only decides between equal lessons and groups."""


@dataclass(frozen=True)
class Composite:
    """A run of grades taught together, in the cells where it may be. Arrays (chosen cell,).

    Attributes
    ----------
    first, last
        The grades.
    cells
        Where the class may be formed.
    groups
        Groups.
    cost
        What is minimised: lessons, then groups.
    pupils, supported
        Pupils of these grades, and those of them with individual support.
    leading_grade
        Grade whose lesson plan the groups follow: of the grades with pupils the one with most lessons, the
        lowest of equals.
    """

    first: int
    last: int
    cells: Cells
    groups: Numbers
    cost: Floats
    pupils: Numbers
    supported: Numbers
    leading_grade: Grades


def composites_from(
    first: int, cells: Cells, pupils: Numbers, supported: Numbers, weekly_lessons: Floats, rules: FormingRules
) -> Iterator[Composite]:
    """Yield every composite class that starts at a grade and may be formed somewhere.

    A composite class has pupils of its first and last grade, counts only grades with pupils against the limit
    of grades, and is taught as many lessons as its grade with most.

    Parameters
    ----------
    cells
        Where the first grade has pupils. Cells that no longer run of grades can suit are left out on the way.
    """
    rules = rules.of_cells(cells)
    together, supported_together = pupils[first].take(cells), supported[first].take(cells)
    grades = np.ones(cells.size, dtype=np.int8)
    leading = np.full(cells.size, first, dtype=np.int8)
    lessons_each = np.full(cells.size, weekly_lessons[first])
    for last in (end for start, end in rules.limits.composite_spans if start == first):
        added = pupils[last].take(cells)
        present = added > 0
        together += added
        supported_together += supported[last].take(cells)
        grades += present
        leads = present & (lessons_each < weekly_lessons[last])
        np.copyto(leading, last, where=leads)
        np.copyto(lessons_each, weekly_lessons[last], where=leads)
        groups = rules.groups_together(first, last, together, supported_together)
        still_open = (grades <= rules.limits.most_grades) & (together <= rules.most_together())
        allowed = np.flatnonzero(still_open & present & (groups <= rules.limits.most_composite_groups))
        if allowed.size:
            found, formed = groups[allowed], rules.formed_at(first, last, allowed)
            cost = found * (lessons_each[allowed] + GROUP_IN_LESSONS) - KEPT_IN_LESSONS * formed
            yield Composite(
                first,
                last,
                cells[allowed],
                found,
                cost,
                together[allowed],
                supported_together[allowed],
                leading[allowed],
            )
        left = np.flatnonzero(still_open)
        if not left.size:
            return
        if left.size < cells.size:
            cells, rules = cells[left], rules.of_cells(left)
            together, supported_together = together[left], supported_together[left]
            grades, leading, lessons_each = grades[left], leading[left], lessons_each[left]


def composites_by_last_grade(
    pupils: Numbers, supported: Numbers, weekly_lessons: Floats, rules: FormingRules
) -> list[list[Composite]]:
    """Return the composite classes under the grade they end with, shorter runs first."""
    found: list[list[Composite]] = [[] for _ in range(pupils.shape[0])]
    starts = _where_a_class_may_start(pupils, rules)
    for first in sorted(starts, reverse=True):
        for block in composites_from(first, starts[first], pupils, supported, weekly_lessons, rules):
            found[block.last].append(block)
    return found


def _where_a_class_may_start(pupils: Numbers, rules: FormingRules) -> dict[int, Cells]:
    """Return where a grade and the next with pupils are few enough for a composite class, by grade. Each (cell,)"""
    spans = rules.limits.composite_spans
    starts, most = {first for first, _ in spans}, rules.most_together()
    found: dict[int, Cells] = {}
    after = np.full(pupils.shape[1], np.inf, dtype=pupils.dtype)
    for grade in range(max((last for _, last in spans), default=-1), -1, -1):
        present = pupils[grade] > 0
        if grade in starts:
            found[grade] = np.flatnonzero(present & (pupils[grade] + after <= most))
        np.copyto(after, pupils[grade], where=present)
    return {grade: cells for grade, cells in found.items() if cells.size}


def _best_choices(alone: Numbers, weekly_lessons: Floats, blocks: list[list[Composite]]) -> list[Grades]:
    """Return for each last grade what ends a cheapest cut: zero for the grade alone, else a block. Each (cell,)

    Of equally cheap blocks the first listed wins, so grades stay apart unless mixing them saves something.
    """
    cheapest: list[Floats] = [np.zeros(alone.shape[1])]
    choices = []
    for last, ending in enumerate(blocks):
        best = alone[last] * (weekly_lessons[last] + GROUP_IN_LESSONS)
        best += cheapest[last]
        choice = np.zeros(alone.shape[1] if ending else 0, dtype=np.int8)
        for number, block in enumerate(ending, start=1):
            cost = cheapest[block.first].take(block.cells) + block.cost
            better = np.flatnonzero(cost < best.take(block.cells))
            cells = block.cells[better]
            best[cells] = cost[better]
            choice[cells] = number
        cheapest.append(best)
        choices.append(choice)
    return choices


def _chosen_composites(
    blocks: list[list[Composite]], choices: list[Grades], n_cells: int
) -> Iterator[tuple[Composite, Cells]]:
    """Yield every composite class that the cheapest cut uses, and its positions in the block where it does."""
    cut = np.full(n_cells, len(blocks), dtype=np.int8)
    for last in range(len(blocks) - 1, -1, -1):
        reached = cut == last + 1
        np.copyto(cut, last, where=reached)
        for number, block in enumerate(blocks[last], start=1):
            chosen = np.flatnonzero(reached.take(block.cells) & (choices[last].take(block.cells) == number))
            if chosen.size:
                cut[block.cells[chosen]] = block.first
                yield block, chosen


@dataclass(frozen=True)
class LeastLessons:
    """The cheapest way to teach grades 0–9. Arrays (grade, cell).

    Attributes
    ----------
    alone
        Groups of grades that are taught alone.
    groups_of_lowest, lessons_of_lowest
        Groups and their weekly lessons by the lowest grade in them.
    groups_of_leading, pupils_of_leading, supported_of_leading
        Groups, their pupils, and those with individual support, by the grade whose lesson plan they follow.
    composites
        Cells in which a run of grades is taught together.
    """

    alone: Numbers
    groups_of_lowest: Numbers
    lessons_of_lowest: Numbers
    groups_of_leading: Numbers
    pupils_of_leading: Numbers
    supported_of_leading: Numbers
    composites: Mapping[Span, Cells]

    def composite_cells(self) -> dict[Span, Bools]:
        """Return where a run of grades is taught together. Each (cell,)"""
        formed = {span: np.zeros(self.alone.shape[1], dtype=bool) for span in self.composites}
        for span, cells in self.composites.items():
            formed[span][cells] = True
        return formed


def join_years(by_year: Sequence[LeastLessons], one_year: tuple[int, int, int]) -> LeastLessons:
    """Return the groups of several years in one, cells in the order (draw, year, school), without ``composites``.

    Parameters
    ----------
    one_year
        Draws, 1, schools.
    """

    def joined(name: str) -> Numbers:
        years = [getattr(least, name).reshape(-1, *one_year) for least in by_year]
        together: Numbers = np.concatenate(years, axis=2)
        return together.reshape(together.shape[0], -1)

    arrays = {item.name: joined(item.name) for item in fields(LeastLessons) if item.name != "composites"}
    return LeastLessons(**arrays, composites={})


def least_lessons(
    pupils: Numbers, supported: Numbers, weekly_lessons: Floats, rules: FormingRules
) -> LeastLessons:
    """Return the groups and weekly lessons of the cheapest way to teach grades 0–9.

    Parameters
    ----------
    pupils, supported
        Whole pupils, and those of them with individual support. (grade 0–9, cell)
    weekly_lessons
        Lessons a group of each grade is taught a week. (grade,)
    """
    alone = np.empty_like(pupils)
    for grade in range(pupils.shape[0]):
        alone[grade] = rules.groups_alone(grade, pupils[grade], supported[grade])
    compared = np.rint(weekly_lessons / LESSON_GRAIN) * LESSON_GRAIN
    blocks = composites_by_last_grade(pupils, supported, compared, rules)
    choices = _best_choices(alone, compared, blocks)
    mixed = list(_chosen_composites(blocks, choices, pupils.shape[1]))
    for block, chosen in mixed:
        alone[block.first : block.last + 1, block.cells[chosen]] = 0
    taught_alone = alone > 0
    least = LeastLessons(
        alone,
        groups_of_lowest=alone.copy(),
        lessons_of_lowest=alone * weekly_lessons[: alone.shape[0], None],
        groups_of_leading=alone.copy(),
        pupils_of_leading=pupils * taught_alone,
        supported_of_leading=supported * taught_alone,
        composites={(block.first, block.last): block.cells[chosen] for block, chosen in mixed},
    )
    for block, chosen in mixed:
        _teach_together(least, block, chosen, weekly_lessons)
    return least


def _teach_together(least: LeastLessons, block: Composite, chosen: Cells, weekly_lessons: Floats) -> None:
    """Put a composite class in the place that its grades have left."""
    cells, leading, groups = block.cells[chosen], block.leading_grade[chosen], block.groups[chosen]
    least.groups_of_lowest[block.first, cells] = groups
    least.lessons_of_lowest[block.first, cells] = groups * weekly_lessons[leading]
    least.groups_of_leading[leading, cells] = groups
    least.pupils_of_leading[leading, cells] = block.pupils[chosen]
    least.supported_of_leading[leading, cells] = block.supported[chosen]
