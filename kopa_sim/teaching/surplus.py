"""Posts that are still paid although they are no longer needed.

Teachers of a municipality who are not needed any more are not dismissed: their posts end as they retire, move on
or as fixed-term contracts run out. Until then they are paid. An appointed teacher whose post has gone first takes the
lessons of the same family of subjects that would otherwise be paid by the hour; only what is left of the posts then
is surplus. New needs are met at once. Expected values, so a fraction of a post may be surplus.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.combined_posts import ALONE, subject_families

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def yearly_exits_share(parameters: Parameters, axes: int) -> Floats:
    """Return the share of posts that fall vacant in a year, at most all. (draw, 1, …)"""
    exits = sum(
        by_draw(parameters, name, axes)
        for name in ("retirement_share", "other_exits_share", "fixed_term_end_share")
    )
    return np.minimum(exits, 1.0)


def family_of_subject(families_subject: Ints) -> Ints:
    """Return the families numbered from zero, every subject without one a family of its own. (subject,)"""
    alone = families_subject.max(initial=ALONE) + 1 + np.arange(len(families_subject))
    names = np.where(families_subject == ALONE, alone, families_subject)
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


def _by_family(posts: Floats, family_subject: Ints) -> Floats:
    """Return posts summed over the subjects of each family. (…, family)"""
    in_family = (family_subject[:, None] == np.arange(family_subject.max() + 1)).astype(np.float64)
    summed: Floats = np.einsum("...s,sf->...f", posts, in_family)
    return summed


def _by_municipality(posts: Floats, municipality_school: Ints, n_municipalities: int) -> Floats:
    """Return posts summed over each municipality's schools. (draw, year, municipality, subject)"""
    return np.stack(
        [
            posts[:, :, municipality_school == municipality].sum(axis=2)
            for municipality in range(n_municipalities)
        ],
        axis=2,
    )


def surplus_posts(
    standing_posts_draw_year_school_subject: Floats,
    hourly_posts_draw_year_school_subject: Floats,
    municipality_school: Ints,
    n_municipalities: int,
    parameters: Parameters,
) -> Floats:
    """Return posts paid beyond need. (draw, year, municipality, subject)

    In each family of subjects ``kept(t) = max(standing(t), kept(t − 1) × (1 − exits))``, beginning with what stands
    in the first year, and ``surplus(t) = max(0, kept(t) − standing(t) − hourly(t))``. What a family keeps beyond
    its standing posts is divided over its subjects as the posts kept a year before. Hourly teachers are not kept.

    Parameters
    ----------
    hourly_posts_draw_year_school_subject
        Lessons given by the hour, in posts.
    municipality_school
        Municipality that employs the school's teachers. (school,)
    """
    standing = _by_municipality(
        standing_posts_draw_year_school_subject, municipality_school, n_municipalities
    )
    hourly = _by_municipality(hourly_posts_draw_year_school_subject, municipality_school, n_municipalities)
    family = family_of_subject(subject_families(parameters))
    standing_family, hourly_family = _by_family(standing, family), _by_family(hourly, family)
    stays = 1.0 - yearly_exits_share(parameters, 3)
    surplus = np.zeros_like(standing)
    kept = standing[:, 0]
    for year in range(1, standing.shape[1]):
        before = _by_family(kept, family)
        beyond = np.maximum(before * stays - standing_family[:, year], 0.0)
        part = np.divide(kept, before[..., family], out=np.zeros_like(kept), where=before[..., family] > 0)
        kept = standing[:, year] + part * beyond[..., family]
        surplus[:, year] = part * np.maximum(beyond - hourly_family[:, year], 0.0)[..., family]
    return surplus
