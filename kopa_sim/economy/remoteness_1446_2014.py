"""Remoteness of a municipality: how few people live within 25 and 50 km of it (decree 1446/2014 section 1)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

NEAR_M, FAR_M = 25_000.0, 50_000.0


def remoteness_index(within_25_km: Floats, within_50_km: Floats, parameters: Parameters) -> Floats:
    """Return the remoteness index, 0 to 2. Shape of the arguments.

    max(0, (15,000 − persons within 25 km) / 15,000) + max(0, (60,000 − persons within 50 km) / 60,000).
    """
    near = parameters.number("funding.remoteness_persons_within_25_km")
    far = parameters.number("funding.remoteness_persons_within_50_km")
    lacking_near = np.maximum(0.0, (near - within_25_km) / near)
    lacking_far = np.maximum(0.0, (far - within_50_km) / far)
    index: Floats = lacking_near + lacking_far
    return index


def residents_share_area(region: Region) -> Floats:
    """Return the part of its municipality's residents who live in each area. (area,)

    From the areas' residents, or from their children in a municipality where residents are not given.
    """
    areas = region.areas
    children = areas.children_area_band.sum(axis=1)
    share = np.zeros(len(areas))
    for municipality in range(len(region.municipalities)):
        chosen = areas.municipality == municipality
        persons = areas.population[chosen]
        if np.isnan(persons).any() or persons.sum() == 0:
            persons = children[chosen]
        share[chosen] = persons / persons.sum() if persons.sum() > 0 else 1.0 / max(1, chosen.sum())
    return share


def centres(region: Region) -> tuple[Floats, Floats]:
    """Return where the centre of each municipality is: the middle of its area with most residents. (municipality,)"""
    share = residents_share_area(region)
    x_m, y_m = np.full(len(region.municipalities), np.nan), np.full(len(region.municipalities), np.nan)
    for municipality in range(len(region.municipalities)):
        own = np.flatnonzero(region.areas.municipality == municipality)
        if len(own):
            of_largest = region.points.area == own[np.argmax(share[own])]
            weight = region.points.weight[of_largest]
            x_m[municipality] = np.average(region.points.x_m[of_largest], weights=weight)
            y_m[municipality] = np.average(region.points.y_m[of_largest], weights=weight)
    return x_m, y_m


def share_within(region: Region, radius_m: float) -> Floats:
    """Return the part of each municipality's residents who live that near another's centre, as the crow flies.

    Residents of an area live at its points. (centre's municipality, residents' municipality)
    """
    points, n_municipalities = region.points, len(region.municipalities)
    x_m, y_m = centres(region)
    persons = residents_share_area(region)[points.area] * points.weight
    near = np.hypot(points.x_m - x_m[:, None], points.y_m - y_m[:, None]) <= radius_m
    home = region.areas.municipality[points.area]
    summed = [
        np.bincount(home, weights=persons * of_centre, minlength=n_municipalities) for of_centre in near
    ]
    share: Floats = np.array(summed)
    return share


def population_within(
    region: Region, radius_m: float, given_municipality: Floats, residents: Floats, at_launch: Floats
) -> Floats:
    """Return persons who live within a distance of each municipality's centre. (draw, year, municipality)

    A given number is that of the launch year and moves as the region's part of it does. Where it is not given, the
    residents of the region's areas alone count, which are too few near the region's border.

    Parameters
    ----------
    residents, at_launch
        Residents in the years that count (draw, year, municipality), and in the launch year (draw, 1, municipality).
    """
    share = share_within(region, radius_m)
    computed = residents @ share.T
    known = at_launch @ share.T
    moved = np.divide(
        computed, known, out=np.ones_like(computed), where=np.broadcast_to(known, computed.shape) > 0
    )
    within: Floats = np.where(
        np.isnan(given_municipality), computed, np.nan_to_num(given_municipality) * moved
    )
    return within


def remoteness_addition(
    region: Region, futures: Futures, counted: tuple[int, ...], parameters: Parameters
) -> Floats:
    """Return the addition for remoteness (Act 618/2021): price × index × residents. (draw, year, municipality)

    It is paid from an index of 0.5 on. ``counted`` are the years whose residents count.
    """
    given = region.municipalities.criteria
    residents = futures.residents_draw_year_municipality(slice(None), counted)
    at_launch = futures.residents_draw_year_municipality(slice(None), (futures.launch_year,))
    near = population_within(region, NEAR_M, given.population_within_25_km, residents, at_launch)
    far = population_within(region, FAR_M, given.population_within_50_km, residents, at_launch)
    index = remoteness_index(near, far, parameters)
    paid = np.where(index >= parameters.number("funding.remoteness_least_index"), index, 0.0)
    addition: Floats = parameters.number("funding.price_remoteness_eur") * paid * residents
    return addition
