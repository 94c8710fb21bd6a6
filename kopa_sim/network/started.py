"""Pupils who have started a span of grades may finish it where they are.

A new catchment binds those who start: pre-primary, and grade 7. Who has started stays in the school as long as it
is open, teaches the grade and may be attended, even where a border opens, a school opens or a nearer one appears
(Basic Education Act 628/1998 section 6: the municipality assigns the pupil a local school, and changes it for cause).

Only changes are softened. Where the catchments themselves send pupils from one school to another along the way, as
from a pre-primary group to the village school or from a school of grades 1–2 to one of 3–6, nobody is kept: the pupil
was always going to move. A pupil is therefore kept in a school that the catchments of the year before assign to the
next grade, that did not teach that grade then, or where the pupil already stays on an earlier catchment.

Shares at a point stand for pupils: who moves to a point is taken to attend what its pupils of that age attend.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.network.choices import GradeClass
from kopa_sim.network.placement import NOBODY, Placement
from kopa_sim.network.year_decision import YearChoice, YearDecision

Floats = NDArray[np.float64]

STARTING_GRADES: Final[tuple[int, ...]] = (0, 7, UPPER_SECONDARY)
"""Grades whose pupils start a span: 0–6, 7–9, and upper secondary education, which is one grade here."""


def present_placements(before: YearDecision, now: YearChoice, n_schools: int) -> tuple[Placement, ...]:
    """Return for every grade the pupils who have a school to stay in, placed there.

    Parameters
    ----------
    before
        The year before, whose pupils are now one grade further.
    now
        Which schools may be attended this year.
    """
    return tuple(
        NOBODY if grade in STARTING_GRADES else _present(before, now.of_grade(grade), grade, n_schools)
        for grade in range(N_GRADES)
    )


def _present(before: YearDecision, now: GradeClass, grade: int, n_schools: int) -> Placement:
    attended = before.attended_by_grade[grade - 1]
    key = attended.keys(n_schools)
    assigned = np.isin(key, before.starters_of(grade).keys(n_schools), kind="table")
    stays_on = ~np.isin(key, before.starters_of(grade - 1).keys(n_schools), kind="table")
    newly_taught = ~before.network.teaches_school_grade[attended.school, grade]
    may_stay = np.isfinite(now.minutes_point_school[attended.point, attended.school])
    return attended.chosen(may_stay & (assigned | stays_on | newly_taught))
