"""Routes of an option: solved on the mean future for three anchor years of every open set, curves between."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes, route_centre
from kopa_sim.network.routing.carried import CarriedFrom, carried_from
from kopa_sim.network.routing.curve import Driven, RouteCurve
from kopa_sim.network.routing.destinations import group_schools

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CentreCurve:
    """What is driven to the schools of one centre by the number of pupils carried to them together."""

    schools: tuple[int, ...]
    curve: RouteCurve

    def split(self, pupils_draw_school: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return vehicles, km, hours and euros of each of the schools: its pupils' part. (draw, school of centre)"""
        of_centre = pupils_draw_school[:, list(self.schools)]
        total = of_centre.sum(axis=1)
        part = of_centre / np.where(total > 0, total, 1.0)[:, None]
        driven = self.curve.at(total)
        vehicles, km, hours, cost_eur = (
            part * values[:, None] for values in (driven.vehicles, driven.km, driven.hours, driven.cost_eur)
        )
        return vehicles, km, hours, cost_eur


@dataclass(frozen=True)
class OptionRoutes:
    """Routes and curves of an option.

    Attributes
    ----------
    solved
        The routes of every centre in every anchor year.
    curves_by_year
        For each year of the flows, the curves of all centres to which anybody is carried.
    """

    solved: tuple[CentreRoutes, ...]
    curves_by_year: tuple[tuple[CentreCurve, ...], ...]

    def driven(self, year_index: int, pupils_draw_school: Floats) -> Driven:
        """Return what is driven for the pupils carried to each school in every future, a morning.

        Schools of one centre share its vehicles, kilometres and price by pupils. (draw, school)
        """
        totals = np.zeros((4, *pupils_draw_school.shape))
        for centre in self.curves_by_year[year_index]:
            for total, values in zip(totals, centre.split(pupils_draw_school), strict=True):
                total[:, list(centre.schools)] = values
        return Driven(*totals)


Solved = tuple[tuple[CentreRoutes, ...], tuple[CentreCurve, ...]]


@dataclass
class RouteCache:
    """Routes already solved, by what those of an open set rest on.

    Options of one region under the same parameters share it.
    """

    found: dict[bytes, Solved] = field(default_factory=dict)


def route_option(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    flows: PupilFlows,
    parameters: Parameters,
    cache: RouteCache | None = None,
) -> OptionRoutes:
    """Return an option's routes on the mean future.

    The anchor years of an open set are those with most and fewest pupils carried and the one nearest the middle.

    Parameters
    ----------
    flows
        Of the mean future: one draw.
    parameters
        Of the mean future.
    """
    cache = RouteCache() if cache is None else cache
    carried = [
        carried_from(
            region,
            journeys,
            arcs,
            flows.pupils_by_year[index][0],
            plan.transport_limit_km_year_municipality_grade[plan.years.index(flows.years[index])],
            parameters,
        )
        for index, arcs in enumerate(flows.catchments.by_year)
    ]
    solved: list[CentreRoutes] = []
    curves: dict[int, tuple[CentreCurve, ...]] = {}
    for indices in _years_by_open_set(plan, flows.years):
        anchors = {
            flows.years[indices[anchor]]: carried[indices[anchor]]
            for anchor in anchor_years([carried[index] for index in indices])
        }
        key = _key(anchors)
        if key not in cache.found:
            cache.found[key] = _solve(region, journeys, anchors, parameters)
        solved += cache.found[key][0]
        curves |= dict.fromkeys(indices, cache.found[key][1])
    return OptionRoutes(tuple(solved), tuple(curves[index] for index in range(len(flows.years))))


def anchor_years(carried: list[CarriedFrom]) -> list[int]:
    """Return which years have fewest and most pupils carried, and which is nearest the middle, in order."""
    pupils = np.array([year.pupils.sum() for year in carried])
    middle = (pupils.min() + pupils.max()) / 2
    return sorted({int(pupils.argmin()), int(np.abs(pupils - middle).argmin()), int(pupils.argmax())})


def _years_by_open_set(plan: Plan, years: tuple[int, ...]) -> list[list[int]]:
    """Return indices of years, those of one open set together."""
    groups: dict[bytes, list[int]] = {}
    for index, year in enumerate(years):
        groups.setdefault(plan.open_year_school[plan.years.index(year)].tobytes(), []).append(index)
    return list(groups.values())


def _key(anchors: dict[int, CarriedFrom]) -> bytes:
    parts = [array.tobytes() for year in anchors.values() for array in (year.point, year.school, year.pupils)]
    return b"|".join([repr(list(anchors)).encode(), *parts])


def _solve(
    region: Region, journeys: Journeys, anchors: dict[int, CarriedFrom], parameters: Parameters
) -> Solved:
    n_schools, n_points = len(region.schools), len(region.points)
    by_year = [year.point_school(n_points, n_schools) for year in anchors.values()]
    pupils_school = np.sum([table.sum(axis=0) for table in by_year], axis=0)
    schools = np.flatnonzero(pupils_school > 0).tolist()
    limit_km = parameters.number("transport.shared_drop_km")
    centres = group_schools(schools, pupils_school[schools], journeys.km_school_school, limit_km)
    solved, curves = [], []
    for centre in centres:
        routed = []
        for year, table in zip(anchors, by_year, strict=True):
            pupils_point = table[:, list(centre)].sum(axis=1)
            points = np.flatnonzero(pupils_point > 0)
            if len(points):
                routed.append(route_centre(region, centre, year, points, pupils_point[points], parameters))
        solved += routed
        if any(anchor.bill.pupils for anchor in routed):
            curves.append(CentreCurve(centre, RouteCurve.through(tuple(anchor.bill for anchor in routed))))
    return tuple(solved), tuple(curves)
