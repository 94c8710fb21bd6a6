"""How many pupils need a place, by area and grade and at the peak."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers import school_demand
from kopa_sim.importers.postcode_areas import BANDS
from open_data.areas import Areas
from open_data.extracts import Extracts
from open_data.observations import YEAR, Observed
from open_data.people import residents_by_age

Floats = NDArray[np.float64]

BASE_YEAR: Final = 2019
LAST_YEAR: Final = 2030
"""Last year in which places must suffice."""


def pupils_by_area(areas: Areas, observed: Observed) -> Floats:
    """Pupils by area and stage, the larger of the end of 2019 and of 2024. (area, stage)"""
    return school_demand.pupils_by_area(areas.children, [observed.children])


def peak_pupils(extracts: Extracts, observed: Observed, municipality: str) -> dict[str, float]:
    """Largest number of pupils by stage in 2019, in 2024, and in 2025–2030 as far as they are born."""
    counts = observed.municipality[municipality][: len(BANDS)]
    ages = residents_by_age(extracts, municipality)
    return school_demand.peak_pupils(ages, BASE_YEAR, {YEAR: counts}, LAST_YEAR)


def lower_secondary_pupils(extracts: Extracts, observed: Observed, codes: Sequence[str]) -> dict[str, int]:
    """Pupils of grades 7–9 at the peak, by municipality."""
    return {code: round(peak_pupils(extracts, observed, code)["lower_secondary"]) for code in codes}
