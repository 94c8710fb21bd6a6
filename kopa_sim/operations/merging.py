"""Whether a group without its teacher finds room in a parallel group."""

from math import erf, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS, N_BANDS
from kopa_sim.model.subjects import (
    N_SUBJECTS,
    PLAN_SUBJECTS,
    SUBJECTS,
    UPPER_SECONDARY_SUBJECTS,
)
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.staffed_year import StaffedYear

Floats = NDArray[np.float64]

_PRE_PRIMARY: Final[int] = GRADE_BANDS.index("pre_primary")
_BASIC: Final[tuple[int, ...]] = tuple(GRADE_BANDS.index(band) for band in ("1-2", "3-6", "7-9"))
_CLASS_TEACHERS: Final[tuple[int, ...]] = _BASIC[:2]
_UPPER_SECONDARY: Final[int] = GRADE_BANDS.index("upper_secondary")


def merge_chance(staffed: StaffedYear, assumptions: Assumptions) -> Floats:
    """Return the chance that a group without teacher finds a parallel group with room. (school, subject)

    A band with fewer than two groups has no parallel group. A subject taught in several bands takes their mean,
    weighted by lessons.
    """
    able_school_band = np.where(
        staffed.groups_school_band >= 2.0, _room_for_two(staffed.group_size_school_band, assumptions), 0.0
    )
    lessons = staffed.group_lessons_school_band
    taught = _bands_of_subjects()
    total = np.einsum("sb,kb->sk", lessons, taught)
    able = np.einsum("sb,kb->sk", lessons * able_school_band, taught)
    share: Floats = np.divide(able, total, out=np.zeros_like(able), where=total > 0.0)
    return share


def _room_for_two(size_school_band: Floats, assumptions: Assumptions) -> Floats:
    """Return the probability that two groups have no more pupils than the limit together. (school, band)

    Group sizes are normal about the mean of school and band; a limit of 0 forbids joining.
    """
    limit = assumptions.merged_group_limit_band
    spread = assumptions.group_size_sd * sqrt(2.0)
    spare = limit - 2.0 * size_school_band
    if spread == 0.0:
        return np.where((spare >= 0.0) & (limit > 0.0), 1.0, 0.0)
    normal = np.vectorize(lambda z: 0.5 * (1.0 + erf(z / sqrt(2.0))), otypes=[np.float64])
    return np.where(limit > 0.0, normal(spare / spread), 0.0)


def _bands_of_subjects() -> Floats:
    """Return in which bands a subject's groups could be merged; special education never. (subject, band)"""
    taught = np.zeros((N_SUBJECTS, N_BANDS))
    for subject, name in enumerate(SUBJECTS):
        if name == "pre_primary":
            taught[subject, _PRE_PRIMARY] = 1.0
        if name == "class_teaching":
            taught[subject, list(_CLASS_TEACHERS)] = 1.0
        if name in PLAN_SUBJECTS.values():
            taught[subject, list(_BASIC)] = 1.0
        if name in UPPER_SECONDARY_SUBJECTS.values():
            taught[subject, _UPPER_SECONDARY] = 1.0
    return taught
