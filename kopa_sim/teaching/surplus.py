"""Posts that are still paid although they are no longer needed.

Teachers of a municipality who are not needed any more are not dismissed: their posts end as they retire, move on
or as fixed-term contracts run out. Until then they are paid. New needs are met at once. Expected values, so a
fraction of a post may be surplus.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def yearly_exits_share(parameters: Parameters, axes: int) -> Floats:
    """Return the share of posts that fall vacant in a year, at most all. (draw, 1, …)"""
    exits = sum(
        by_draw(parameters, name, axes)
        for name in ("retirement_share", "other_exits_share", "fixed_term_end_share")
    )
    return np.minimum(exits, 1.0)


def surplus_posts(
    standing_posts_draw_year_school_subject: Floats,
    municipality_school: Ints,
    n_municipalities: int,
    parameters: Parameters,
) -> Floats:
    """Return posts paid beyond need. (draw, year, municipality, subject)

    ``paid(t) = max(needed(t), paid(t − 1) × (1 − exits))``, beginning with what the first year needs; surplus is
    paid less needed. Hourly teachers are not kept.

    Parameters
    ----------
    municipality_school
        Municipality that employs the school's teachers. (school,)
    """
    posts = standing_posts_draw_year_school_subject
    needed = np.stack(
        [
            posts[:, :, municipality_school == municipality].sum(axis=2)
            for municipality in range(n_municipalities)
        ],
        axis=2,
    )
    stays = 1.0 - yearly_exits_share(parameters, 3)
    paid = np.empty_like(needed)
    paid[:, 0] = needed[:, 0]
    for year in range(1, needed.shape[1]):
        paid[:, year] = np.maximum(needed[:, year], paid[:, year - 1] * stays)
    surplus: Floats = paid - needed
    return surplus
