"""When lessons begin at each school: as the table of schools says, or as an option changes it."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def bells_year_school(region: Region, plan: Plan) -> Floats:
    """Return minutes after midnight at which lessons begin; NaN where nobody said. (year, school)"""
    shape = (len(plan.years), len(region.schools))
    given = region.schools.bell_min
    present = np.broadcast_to(np.nan if given is None else given, shape)
    changed = plan.bell_min_year_school
    return present.copy() if changed is None else np.where(np.isnan(changed), present, changed)


def apart_by_bell(bell_min_school: Floats, wait_min: float) -> Bools:
    """Return which schools begin too far apart for one trip to serve both. (school, school)

    A trip arrives before the earlier bell; whoever goes to the later school then waits. Schools whose bell nobody
    said go with every other.
    """
    apart: Bools = np.abs(bell_min_school[:, None] - bell_min_school[None]) > wait_min
    return apart
