"""How many pupils need a place, by area and stage and at the peak."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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


def stages_of_bands(bands: Floats) -> Floats:
    """Return pupils by stage from children by band: ages are even within a band. (…, stage)"""
    return np.stack(
        [bands[..., 1] / 4.0, bands[..., 2], bands[..., 3], bands[..., 4] * 1.5 * UPPER_SECONDARY_SHARE],
        axis=-1,
    )


def pupils_by_area(children: Ints, later: Iterable[Ints] = ()) -> Floats:
    """Return pupils by area and stage, the largest of the base year and the later counts. (area, stage)

    ``children`` and each of ``later`` are (area, band); a negative count is none.
    """
    pupils = stages_of_bands(children.astype(float))
    for counts in later:
        pupils = np.maximum(pupils, stages_of_bands(np.maximum(counts, 0).astype(float)))
    return pupils


def _cohort(ages: Ints, first: int, last: int, years_on: int) -> float | None:
    """Return the residents of the base year who will be of the given ages, None while some are unborn."""
    return None if first < years_on else float(ages[first - years_on : last - years_on + 1].sum())


def peak_pupils(ages: Ints, base_year: int, later: Mapping[int, Ints], until: int) -> dict[str, float]:
    """Return the largest number of pupils by stage: now, in the later counts, and of those born until a year.

    Parameters
    ----------
    ages
        Registered residents of the municipality in the base year. (age,)
    later
        Year -> children by band. (band,) or longer
    until
        Last year that is looked at: the cohorts of the base year grown older, times what moves added to or took from
        the same ages by the last count.
    """
    counted = {year: stages_of_bands(bands.astype(float)) for year, bands in later.items()}
    last_year = max(later, default=base_year)
    peaks: dict[str, float] = {}
    for index, (stage, (first, last)) in enumerate(STAGES.items()):
        same_cohort = _cohort(ages, first, last, last_year - base_year)
        growth = counted[last_year][index] / same_cohort if later and same_cohort else 1.0
        sizes = [_cohort(ages, first, last, year - base_year) for year in range(last_year + 1, until + 1)]
        grown = [size * growth for size in sizes if size is not None]
        seen = [float(stages[index]) for stages in counted.values()]
        peaks[stage] = max([float(ages[first : last + 1].sum()), *seen, *grown])
    return peaks
