"""School assistants: by pupils in grades 1–9, and a second adult in every pre-primary group."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lessons import COMPULSORY_GRADES

Floats = NDArray[np.float64]

STEPS_IN_POST: Final[float] = 10.0
"""Assistants are hired in tenths of a post."""


def assistant_posts(
    pupils_draw_year_school_grade: Floats, groups_draw_year_school_band: Floats, parameters: Parameters
) -> Floats:
    """Return assistants' posts, rounded up to the next tenth. (draw, year, school)"""
    pupils = pupils_draw_year_school_grade[..., COMPULSORY_GRADES].sum(axis=3)
    pre_primary = groups_draw_year_school_band[..., GRADE_BANDS.index("pre_primary")]
    exact = pupils * by_draw(parameters, "assistants_per_100_pupils", 3) / 100.0 + (
        pre_primary * by_draw(parameters, "assistants_per_pre_primary_group", 3)
    )
    posts: Floats = np.ceil(exact * STEPS_IN_POST - 1e-9) / STEPS_IN_POST
    return np.maximum(posts, 0.0)
