"""School assistants: by pupils in grades 1–9, and a second adult in large pre-primary groups."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lessons import COMPULSORY_GRADES

Floats = NDArray[np.float64]

PRE_PRIMARY: Final[int] = 0
"""Grade of pre-primary education."""
STEPS_IN_POST: Final[float] = 10.0
"""Assistants are hired in tenths of a post."""


def assistant_posts(
    pupils_draw_year_school_grade: Floats, groups_draw_year_school_band: Floats, parameters: Parameters
) -> Floats:
    """Return assistants' posts, rounded up to the next tenth. (draw, year, school)

    A school's pre-primary groups have a second adult when their mean size is above what one adult may have; of
    a composite group only its pre-primary children are counted.
    """
    pupils = pupils_draw_year_school_grade[..., COMPULSORY_GRADES].sum(axis=3)
    pre_primary = groups_draw_year_school_band[..., GRADE_BANDS.index("pre_primary")]
    children = np.floor(pupils_draw_year_school_grade[..., PRE_PRIMARY] + 0.5)
    one_adult = parameters.number("teaching.pre_primary_children_one_adult")
    large = np.where(children > one_adult * pre_primary, pre_primary, 0.0)
    exact = pupils * by_draw(parameters, "assistants_per_100_pupils", 3) / 100.0 + (
        large * by_draw(parameters, "assistants_per_pre_primary_group", 3)
    )
    posts: Floats = np.ceil(exact * STEPS_IN_POST - 1e-9) / STEPS_IN_POST
    return np.maximum(posts, 0.0)
