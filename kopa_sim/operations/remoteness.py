"""How far schools are from where people live: the region's centre does not depend on its schools."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

FARTHEST_KM = 300.0
"""What counts for a school that no road leads to."""


def km_from_centre(region: Region, journeys: Journeys) -> Floats:
    """Return the road distance of every school from the region's centre. (school,)

    The centre is the place of most children in the municipality with most children.
    """
    children_area = np.nansum(region.areas.children_area_band, axis=1)
    children_point = children_area[region.points.area] * region.points.weight
    municipality_point = region.areas.municipality[region.points.area]
    by_municipality = np.bincount(
        municipality_point, weights=children_point, minlength=len(region.municipalities)
    )
    in_largest = municipality_point == int(np.argmax(by_municipality))
    centre = int(np.argmax(np.where(in_largest, children_point, -1.0)))
    km: Floats = np.minimum(journeys.km_point_school[centre], FARTHEST_KM)
    return km
