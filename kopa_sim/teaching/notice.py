"""How long notice lasts: by length of service, which follows from a teacher's age where the staff table gives it."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import by_draw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def notice_months_at_age(age: Ints, parameters: Parameters) -> Floats:
    """Return the mean months of notice of teachers of an age. (draw, …) with the shape of ``age`` after the draw

    Notice by years of service is that of the Act on Civil Servants in Local Government 304/2003, section 40. Teachers
    come to their employer at any age from ``teaching.service_from_age`` on and leave it at
    ``teaching.other_exits_share`` a year. So at an age ``a`` service has lasted longer than ``s`` years for
    ``(1 − exits)^s`` of them if ``a`` is more than ``s`` years above that age, for none otherwise.
    """
    table = parameters.table("teaching.notice_months_by_service")
    years = sorted(int(key) for key in table)
    stays = 1.0 - by_draw(parameters, "other_exits_share", age.ndim + 1)
    longest = age - parameters.number("teaching.service_from_age")
    months = np.full((parameters.n_draws, *age.shape), table[str(years[0])], dtype=np.float64)
    for shorter, served in pairwise(years):
        more = table[str(served)] - table[str(shorter)]
        months += more * np.where(longest > served, stays**served, 0.0)
    return months
