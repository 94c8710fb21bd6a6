"""What a teacher who changes site is credited: OVTES section 18 (Labour Court TT 2018:119)."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def duty_credit_h(changes_a_week: Floats, credit_by_changes: Mapping[str, float]) -> Floats:
    """Return the weekly lessons credited against the teaching obligation for changes of site during the day.

    The agreement gives one lesson from one change a week, 1.5 from three, two from five, 2.5 from eight.

    Parameters
    ----------
    changes_a_week
        Changes of site; any shape.
    credit_by_changes
        Lessons credited from so many changes on.
    """
    steps = sorted((float(changes), lessons) for changes, lessons in credit_by_changes.items())
    credited = np.array([0.0, *(lessons for _, lessons in steps)])
    reached: Floats = credited[
        np.searchsorted([changes for changes, _ in steps], changes_a_week, side="right")
    ]
    return reached
