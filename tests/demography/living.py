"""Where children live once moves within the municipality are counted, by formula."""

import numpy as np

from kopa_sim.demography.area_course import sum_by_municipality
from kopa_sim.demography.area_shares import CHILD_AGES


def share_with_moves(course, moves, settlement, moving):
    """Return the share of children that live in each area, moves within the municipality counted.

    Parameters
    ----------
    course
        ``Futures.area_share_year_area_age``.
    moves
        ``Futures.area_moves``.
    moving
        Share of children who move within the municipality in a year.

    Returns
    -------
    Floats
        (year, area, age 0–18)
    """
    if moves is None:
        since = np.maximum(np.array(settlement.years) - settlement.launch_year, 0)
        there = np.minimum(since[:, None, None], np.arange(CHILD_AGES)).astype(np.float64)
        settling = np.broadcast_to(settlement.movers_share, course.shape[:2])
    else:
        there, settling = moves.years_there_year_area_age, moves.settling_share_year_area
    stayers = course * (1.0 - moving) ** there
    home = settlement.municipality
    n_municipalities = int(home.max()) + 1
    stayed = np.stack([sum_by_municipality(year, home, n_municipalities) for year in stayers])
    return stayers + (1.0 - stayed[:, home]) * settling[:, :, None]
