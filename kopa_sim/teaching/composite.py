"""The cheapest way to form groups from a school's grades, by an exact dynamic programme.

The grades of a school stand in a row. A *block* is either one grade, split into as few groups as the largest
size allows, or a run of adjacent grades taught together as a composite class. The row is cut into blocks so that
weekly lessons are fewest, and among equals groups are fewest. Because a block's lessons depend only on its own
grades, the best cut of the first k grades extends a best cut of fewer grades (Bellman 1957): every block is
looked at once, in every future, year and school at the same time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.teaching.group_limits import BASIC_BANDS, GroupLimits

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Grades = NDArray[np.int8]

GROUP_IN_LESSONS: Final[float] = 2.0**-20
"""Weight of one group beside one weekly lesson: small enough that it only decides between equal lessons."""


@dataclass(frozen=True)
class Block:
    """One way to teach a run of grades.

    Attributes
    ----------
    first, last
        The grades.
    groups
        Groups; zero where there are no pupils. (draw, year, school)
    lessons
        Weekly lessons of these groups; infinite where the block may not be formed. (draw, year, school)
    pupils
        Pupils of these grades. (draw, year, school)
    leading_grade
        Grade whose lesson plan the groups follow: of the grades with pupils the one with most lessons, the
        lowest of equals. (draw, year, school)
    """

    first: int
    last: int
    groups: Floats
    lessons: Floats
    pupils: Floats
    leading_grade: Grades

    @property
    def cost(self) -> Floats:
        """What is minimised: lessons, then groups. (draw, year, school)"""
        return self.lessons + GROUP_IN_LESSONS * self.groups


def single_grade(grade: int, pupils: Floats, weekly_lessons: Floats, limits: GroupLimits) -> Block:
    """Return the block of one grade taught alone."""
    groups = np.ceil(pupils[..., grade] / limits.of_grade(grade))
    leading = np.full(groups.shape, grade, dtype=np.int8)
    return Block(grade, grade, groups, groups * weekly_lessons[grade], pupils[..., grade], leading)


def composites_from(
    first: int, pupils: Floats, weekly_lessons: Floats, limits: GroupLimits
) -> Iterator[Block]:
    """Yield every composite block that starts at a grade.

    A composite class has pupils of its first and last grade, counts only grades with pupils against the limit
    of grades, and is taught as many lessons as its grade with most.
    """
    together, grades = pupils[..., first].copy(), (pupils[..., first] > 0).astype(np.float64)
    lessons_each = np.where(pupils[..., first] > 0, weekly_lessons[first], 0.0)
    leading = np.full(together.shape, first, dtype=np.int8)
    lasts = [last for start, last in limits.composite_spans if start == first]
    for last in lasts:
        present = pupils[..., last] > 0
        together = together + pupils[..., last]
        grades = grades + present
        leading = np.where(present & (weekly_lessons[last] > lessons_each), np.int8(last), leading)
        lessons_each = np.maximum(lessons_each, np.where(present, weekly_lessons[last], 0.0))
        needed = np.ceil(together / limits.of_span(first, last))
        allowed = (
            (pupils[..., first] > 0)
            & present
            & (grades <= limits.most_grades)
            & (needed <= limits.most_composite_groups)
        )
        yield Block(
            first,
            last,
            np.where(allowed, needed, 0.0),
            np.where(allowed, needed * lessons_each, np.inf),
            together,
            leading,
        )


def blocks_by_last_grade(
    pupils: Floats, weekly_lessons: Floats, limits: GroupLimits
) -> tuple[tuple[Block, ...], ...]:
    """Return every block under the grade it ends with; the grade alone comes first, then shorter runs."""
    count = pupils.shape[-1]
    found: list[list[Block]] = [
        [single_grade(grade, pupils, weekly_lessons, limits)] for grade in range(count)
    ]
    for first in sorted({start for start, _ in limits.composite_spans}, reverse=True):
        for block in composites_from(first, pupils, weekly_lessons, limits):
            found[block.last].append(block)
    return tuple(tuple(blocks) for blocks in found)


def _best_choices(blocks: tuple[tuple[Block, ...], ...]) -> list[NDArray[np.int8]]:
    """Return for each last grade the block that ends a cheapest cut. Each (draw, year, school)

    Of equally cheap blocks the first listed wins, so grades stay apart unless mixing them saves something.
    """
    shape = blocks[0][0].groups.shape
    cheapest: list[Floats] = [np.zeros(shape)]
    choices = []
    for ending in blocks:
        best = cheapest[ending[0].first] + ending[0].cost
        choice = np.zeros(shape, dtype=np.int8)
        for number, block in enumerate(ending[1:], start=1):
            cost = cheapest[block.first] + block.cost
            better = cost < best
            best = np.where(better, cost, best)
            choice[better] = number
        cheapest.append(best)
        choices.append(choice)
    return choices


@dataclass(frozen=True)
class LeastLessons:
    """The cheapest way to teach grades 0–9.

    Attributes
    ----------
    groups_band, lessons_band
        By band; a composite group belongs to the band of its lowest grade. Each (draw, year, school, band)
    groups_grade, pupils_grade
        By the grade whose lesson plan the groups follow. Each (draw, year, school, grade 0–9)
    """

    groups_band: Floats
    lessons_band: Floats
    groups_grade: Floats
    pupils_grade: Floats


def least_lessons(pupils: Floats, weekly_lessons: Floats, limits: GroupLimits) -> LeastLessons:
    """Return the groups and weekly lessons of the cheapest way to teach grades 0–9.

    Parameters
    ----------
    pupils
        Whole pupils. (draw, year, school, grade 0–9)
    weekly_lessons
        Lessons a group of each grade is taught a week. (grade,)
    """
    blocks = blocks_by_last_grade(pupils, weekly_lessons, limits)
    choices = _best_choices(blocks)
    least = LeastLessons(
        *(np.zeros((*pupils.shape[:3], len(BASIC_BANDS))) for _ in range(2)),
        *(np.zeros_like(pupils) for _ in range(2)),
    )
    cut = np.full(pupils.shape[:3], pupils.shape[-1], dtype=np.int8)
    for last in range(pupils.shape[-1] - 1, -1, -1):
        reached = cut == last + 1
        for number, block in enumerate(blocks[last]):
            chosen = reached & (choices[last] == number)
            _add_block(least, block, chosen)
            cut[chosen] = block.first
    return least


def _add_block(least: LeastLessons, block: Block, chosen: NDArray[np.bool_]) -> None:
    """Add a block to the answer where it is chosen."""
    draw, year, school = where = np.nonzero(chosen & (block.groups > 0))
    band = int(BAND_OF_GRADE[block.first])
    least.groups_band[..., band][where] += block.groups[where]
    least.lessons_band[..., band][where] += block.lessons[where]
    leading = draw, year, school, block.leading_grade[where]
    least.groups_grade[leading] += block.groups[where]
    least.pupils_grade[leading] += block.pupils[where]
