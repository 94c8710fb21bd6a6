"""Morning and afternoon activities of the first two grades, where a scenario asks for them.

A municipality may arrange activities before and after school (Basic Education Act 628/1998, chapter 8 a), at least
570 or 760 hours a school year, against a monthly fee. Their adults are assistants; a school has whole adults.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]

FIRST_GRADES: Final[slice] = slice(1, 3)
"""Grades whose pupils may take part."""


@dataclass(frozen=True)
class Supervision:
    """Who takes part and the assistants they need. Both (draw, year, school)."""

    pupils: Floats
    posts: Floats


def supervision(pupils_draw_year_school_grade: Floats, parameters: Parameters) -> Supervision:
    """Return the activities of every school; no adult stands there without a pupil."""
    share = parameters.number("teaching.supervision_share")
    taking_part = np.floor(pupils_draw_year_school_grade[..., FIRST_GRADES].sum(axis=3) * share + 0.5)
    adults = np.ceil(taking_part / parameters.number("teaching.supervision_pupils_per_adult"))
    week_h = parameters.number("teaching.supervision_hours_year") / parameters.number("teaching.school_weeks")
    return Supervision(taking_part, adults * week_h / parameters.number("teaching.assistant_week_h"))
