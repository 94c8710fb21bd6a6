"""How far schools are from where people live: the region's centre does not depend on its schools."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FARTHEST_KM = 300.0
"""What counts for a school that no road leads to."""


def recruiting_km(region: Region, journeys: Journeys) -> Floats:
    """Return how far from the region's centre every school counts when teachers are sought. (school,)"""
    km: Floats = np.minimum(km_from_centre(region, journeys), FARTHEST_KM)
    return km


def km_from_centre(region: Region, journeys: Journeys) -> Floats:
    """Return the road distance of every school from the region's centre, infinite without a road. (school,)

    The centre is the place of most children in the municipality with most children. It is the same in every option,
    year and future, so that opening or staffing a school moves nobody else's distance.
    """
    km: Floats = km_from_municipalities(region, journeys)[centre_municipality(region)]
    return km


def centre_municipality(region: Region) -> int:
    """Return the municipality of the region's centre: that with most children."""
    by_municipality = np.bincount(
        _municipality_point(region), weights=_children_point(region), minlength=len(region.municipalities)
    )
    return int(np.argmax(by_municipality))


def km_from_municipalities(region: Region, journeys: Journeys) -> Floats:
    """Return the road distance of every school from where most children of each municipality live.

    (municipality, school); infinite without a road, and from a municipality without areas.
    """
    municipality_point, children_point = _municipality_point(region), _children_point(region)
    km = np.full((len(region.municipalities), len(region.schools)), np.inf)
    for municipality in np.unique(municipality_point):
        there = municipality_point == municipality
        place = int(np.argmax(np.where(there, children_point, -1.0)))
        km[municipality] = journeys.km_point_school[place]
    return km


def _municipality_point(region: Region) -> Ints:
    """Return the municipality of each point. (point,)"""
    return region.areas.municipality[region.points.area]


def _children_point(region: Region) -> Floats:
    """Return the children of each point. (point,)"""
    children: Floats = np.nansum(region.areas.children_area_band, axis=1)[region.points.area]
    return children * region.points.weight
