"""Principals and assistants who are still paid although they are no longer needed.

Principals hold permanent posts, assistants partly fixed-term ones. A fixed term ends with the school year and is not
renewed where the work has gone, so a smaller need first takes those; permanent posts end as their holders retire or
resign, and are paid until then. Expected values, so a fraction of a post may be surplus.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import SUPPORT_STAFF
from kopa_sim.teaching.by_draw import by_draw

Floats = NDArray[np.float64]

PRINCIPAL, ASSISTANT = (SUPPORT_STAFF.index(name) for name in ("principal", "assistant"))


def permanent_share(parameters: Parameters) -> Floats:
    """Return the share of the needed posts that are permanent. (draw, 1, staff)"""
    share = np.ones((parameters.n_draws, 1, len(SUPPORT_STAFF)))
    share[:, :, ASSISTANT] = 1.0 - by_draw(parameters, "assistant_fixed_term_share", 2)
    return share


def leaving_share(parameters: Parameters) -> Floats:
    """Return the share of permanent posts that end in a year, at most all. (draw, 1, staff)"""
    retiring = np.ones((parameters.n_draws, 1, len(SUPPORT_STAFF)))
    retiring[:, :, PRINCIPAL] = by_draw(parameters, "principal_retirement_share", 2)
    retiring[:, :, ASSISTANT] = by_draw(parameters, "retirement_share", 2)
    return np.minimum(retiring + by_draw(parameters, "other_exits_share", 3), 1.0)


def support_beyond_need(need_draw_year_municipality_staff: Floats, parameters: Parameters) -> Floats:
    """Return posts of principals and assistants paid beyond need. (draw, year, municipality, staff)

    ``left(t) = permanent(t − 1) × (1 − leaving)``, ``surplus(t) = max(0, left(t) − need(t))`` and ``permanent(t) =
    max(share × need(t), left(t))``; nobody is beyond need in the first year. New needs are met at once.
    """
    need, share = need_draw_year_municipality_staff, permanent_share(parameters)
    stays = 1.0 - leaving_share(parameters)
    surplus, permanent = np.zeros_like(need), share * need[:, 0]
    for year in range(1, need.shape[1]):
        left = permanent * stays
        surplus[:, year] = np.maximum(left - need[:, year], 0.0)
        permanent = np.maximum(share * need[:, year], left)
    return surplus


def support_need(principal_posts: Floats, assistant_posts: Floats) -> Floats:
    """Return the posts of both kinds of staff on one axis. (draw, year, school, staff)"""
    need: Floats = np.stack(np.broadcast_arrays(principal_posts, assistant_posts), axis=3)
    return need
