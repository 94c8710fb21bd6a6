"""Pupils by the municipality they live in."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Pupils
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def pupils_at_home(region: Region, pupils: Pupils) -> Floats:
    """Return pupils by the municipality they live in. (draw, year, municipality, grade)"""
    by_area = pupils.pupils_draw_year_area_grade
    draws, years, _, grades = by_area.shape
    living = np.zeros((draws, years, len(region.municipalities), grades))
    for area, municipality in enumerate(region.areas.municipality):
        living[:, :, municipality] += by_area[:, :, area]
    return living
