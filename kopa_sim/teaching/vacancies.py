"""Where hours find a teacher and where they do not: the labour market round a school."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def children_nearby(region: Region, journeys: Journeys, within_km: float) -> Floats:
    """Return the children now living within a road distance of each school. (school,)"""
    children_area = np.nansum(region.areas.children_area_band, axis=1)
    children_point = children_area[region.points.area] * region.points.weight
    near: Floats = (children_point[:, None] * (journeys.km_point_school <= within_km)).sum(axis=0)
    return near


def unfilled_share(region: Region, journeys: Journeys, parameters: Parameters) -> Floats:
    """Return the share of the lessons in fragments of a post for which no teacher is found. (draw, school)

    A school is urban when enough children live within commuting distance, for then so do teachers; all others
    are remote. The network and the year do not matter: the rule describes where people live now.
    """
    nearby = children_nearby(region, journeys, parameters.number("teaching.commuting_km"))
    urban = nearby >= parameters.number("teaching.urban_children_nearby")
    return np.where(
        urban,
        parameters.draws("teaching.vacancy_unfilled_share_urban")[:, None],
        parameters.draws("teaching.vacancy_unfilled_share_remote")[:, None],
    )
