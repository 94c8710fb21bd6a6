"""How many pupils need a place, by area and grade and at the peak."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from open_data.areas import Areas
from open_data.extracts import Extracts
from open_data.observations import Observed
from open_data.people import residents_by_age

Floats = NDArray[np.float64]

STAGES: Final = {"pre_primary": (6, 6), "primary": (7, 12), "lower_secondary": (13, 15)}
"""First and last age of the pupils on 31 December."""
STAGE_GRADES: Final = {
    "pre_primary": ("0",),
    "primary": ("1", "2", "3", "4", "5", "6"),
    "lower_secondary": ("7", "8", "9"),
    "upper_secondary": ("upper_secondary",),
}
UPPER_SECONDARY_SHARE: Final = 0.55
"""Share of ages 16–18 in general upper secondary education; assumed, low confidence."""
LATER_YEARS: Final = range(2025, 2031)


def _stages_of_bands(bands: Floats) -> Floats:
    """Pupils by stage from children by band: ages are even within a band. (…, stage)"""
    return np.stack(
        [bands[..., 1] / 4.0, bands[..., 2], bands[..., 3], bands[..., 4] * 1.5 * UPPER_SECONDARY_SHARE],
        axis=-1,
    )


def pupils_by_area(areas: Areas, observed: Observed) -> Floats:
    """Pupils by area and stage, the larger of the end of 2019 and of 2024. (area, stage)"""
    before = _stages_of_bands(areas.children.astype(float))
    later = _stages_of_bands(np.maximum(observed.children, 0).astype(float))
    return np.maximum(before, later)


def _cohort(ages: NDArray[np.int64], first: int, last: int, year: int) -> float | None:
    """Residents of 2019 who will be of the given ages, None while some are unborn."""
    back = year - 2019
    return None if first < back else float(ages[first - back : last - back + 1].sum())


def peak_pupils(extracts: Extracts, observed: Observed, municipality: str) -> dict[str, float]:
    """Largest number of pupils by stage in 2019, in 2024, and in 2025–2030 as far as they are born.

    Later years: the cohorts of 2019 grown older, times what moves added to or took from the same ages by 2024.
    """
    ages = residents_by_age(extracts, municipality)
    counted = _stages_of_bands(observed.municipality[municipality].astype(float))
    peaks: dict[str, float] = {}
    for index, (stage, (first, last)) in enumerate(STAGES.items()):
        same_cohort = _cohort(ages, first, last, 2024)
        growth = counted[index] / same_cohort if same_cohort else 1.0
        later = [_cohort(ages, first, last, year) for year in LATER_YEARS]
        projected = [size * growth for size in later if size is not None]
        peaks[stage] = max([float(ages[first : last + 1].sum()), float(counted[index]), *projected])
    return peaks


def lower_secondary_pupils(extracts: Extracts, observed: Observed, codes: Sequence[str]) -> dict[str, int]:
    """Pupils of grades 7–9 at the peak, by municipality."""
    return {code: round(peak_pupils(extracts, observed, code)["lower_secondary"]) for code in codes}
