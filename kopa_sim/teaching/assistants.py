"""School assistants: by pupils in grades 1–9, and second adults of large pre-primary and supported groups."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import TeacherPool
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lessons import COMPULSORY_GRADES

Floats = NDArray[np.float64]

PRE_PRIMARY: Final[int] = 0
"""Grade of pre-primary education."""
STEPS_IN_POST: Final[float] = 10.0
"""Assistants are hired in tenths of a post."""


def assistant_posts(
    pupils_draw_year_school_grade: Floats,
    groups_draw_year_school_band: Floats,
    second_adult_groups_draw_year_school: Floats,
    parameters: Parameters,
    pools: Sequence[TeacherPool] = (),
) -> Floats:
    """Return assistants' posts, rounded up to the next tenth. (draw, year, school)

    A school's pre-primary groups have a second adult when their mean size is above what one adult may have; of
    a composite group only its pre-primary children are counted. Groups that have a second adult for their supported
    pupils pay for that adult. Schools of a pool that shares assistants are rounded
    up together, and bear the posts by their need.
    """
    pupils = pupils_draw_year_school_grade[..., COMPULSORY_GRADES].sum(axis=3)
    pre_primary = groups_draw_year_school_band[..., GRADE_BANDS.index("pre_primary")]
    children = np.floor(pupils_draw_year_school_grade[..., PRE_PRIMARY] + 0.5)
    one_adult = parameters.number("teaching.pre_primary_children_one_adult")
    large = np.where(children > one_adult * pre_primary, pre_primary, 0.0)
    exact = pupils * by_draw(parameters, "assistants_per_100_pupils", 3) / 100.0 + (
        large * by_draw(parameters, "assistants_per_pre_primary_group", 3)
    )
    supported = by_draw(parameters, "assistants_per_supported_group", 3)
    exact = exact + second_adult_groups_draw_year_school * supported
    posts = _in_tenths(exact)
    for pool in pools:
        if pool.shares_assistants:
            members = np.array(sorted(set(pool.schools)), dtype=np.intp)
            need = exact[:, :, members]
            together = need.sum(axis=2, keepdims=True)
            shared = need * np.divide(
                _in_tenths(together), together, out=np.ones_like(together), where=together > 0
            )
            posts[:, :, members] = np.where(pool.years[:, None], shared, posts[:, :, members])
    return posts


def _in_tenths(posts: Floats) -> Floats:
    """Return posts rounded up to the next tenth."""
    rounded: Floats = np.ceil(posts * STEPS_IN_POST - 1e-9) / STEPS_IN_POST
    return np.maximum(rounded, 0.0)
