"""Routes of an option: solved on the mean future for three anchor years of every centre, curves between."""

from dataclasses import dataclass, field, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes, Ways, route_centre
from kopa_sim.network.routing.carried import CarriedFrom, carried_from
from kopa_sim.network.routing.curve import Driven, RouteCurve
from kopa_sim.network.routing.fleet import km_price_ratios
from kopa_sim.network.routing.stretches import anchor_years, find_stretches

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

DRIVEN: Final[tuple[str, ...]] = tuple(entry.name for entry in fields(Driven))


@dataclass(frozen=True)
class CentreCurve:
    """What is driven to the schools of one centre by the number of pupils carried to them together.

    ``anchors`` are the routes through which the curve goes.
    """

    schools: tuple[int, ...]
    curve: RouteCurve
    anchors: tuple[CentreRoutes, ...]

    def split(self, pupils_draw_school: Floats) -> Driven:
        """Return what is driven for each of the schools: its pupils' part. (draw, school of centre)"""
        of_centre = pupils_draw_school[:, list(self.schools)]
        total = of_centre.sum(axis=1)
        part = of_centre / np.where(total > 0, total, 1.0)[:, None]
        driven = self.curve.at(total)
        return Driven(*(part * getattr(driven, name)[:, None] for name in DRIVEN))


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

    def nearest(self, year_index: int, year: int) -> tuple[CentreRoutes, ...]:
        """Return for each centre of one year the routes of its nearest anchor year, of two the earlier."""
        return tuple(
            min(centre.anchors, key=lambda anchor: (abs(anchor.year - year), anchor.year))
            for centre in self.curves_by_year[year_index]
        )

    def driven(self, year_index: int, pupils_draw_school: Floats) -> Driven:
        """Return what is driven for the pupils carried to each school in every future, a morning.

        Schools of one centre share its vehicles, kilometres and price by pupils. (draw, school)
        """
        totals = {name: np.zeros(pupils_draw_school.shape) for name in DRIVEN}
        for centre in self.curves_by_year[year_index]:
            driven = centre.split(pupils_draw_school)
            for name, total in totals.items():
                total[:, list(centre.schools)] = getattr(driven, name)
        return Driven(**totals)


@dataclass
class RouteCache:
    """Routes already solved, by schools, points and pupils of a centre.

    Options of one region under the same parameters share it. Years of a centre that are as in the option solved
    first, the present network, have that option's curve: before its first measure an option costs the same to the
    cent.
    """

    found: dict[bytes, CentreRoutes] = field(default_factory=dict)
    first: dict[bytes, CentreCurve] = field(default_factory=dict)


@dataclass(frozen=True)
class _Setting:
    """What the routes of every centre rest on."""

    region: Region
    parameters: Parameters
    ways: Ways | None
    cache: RouteCache

    def route(self, schools: tuple[int, ...], year: int, points: Ints, pupils: Floats) -> CentreRoutes:
        """Return the routes to a centre, solved now or before."""
        key = _key(schools, points, pupils)
        if key not in self.cache.found:
            self.cache.found[key] = route_centre(
                self.region, schools, year, points, pupils, self.parameters, self.ways
            )
        return replace(self.cache.found[key], year=year)

    def route_stretch(
        self, schools: tuple[int, ...], carried: dict[int, CarriedFrom]
    ) -> tuple[CentreRoutes, ...]:
        """Return the routes of a centre's anchor years among some years with the same homes.

        Where less than half a pupil is expected even in the year with most, routes are those of one pupil: in some
        futures there is one.
        """
        years = list(carried)
        homes = [carried[year].of_centre(schools) for year in years]
        total = np.array([pupils.sum() for _, pupils in homes])
        routed = [self.route(schools, years[index], *homes[index]) for index in anchor_years(total)]
        if any(anchor.bill.pupils for anchor in routed):
            return tuple(routed)
        most = int(total.argmax())
        points, pupils = homes[most]
        return (self.route(schools, years[most], points, pupils / pupils.sum()),)

    def curve(
        self, schools: tuple[int, ...], carried: dict[int, CarriedFrom], ratios: Floats
    ) -> CentreCurve | None:
        """Return a centre's curve through its anchor years, None where there are no years or nobody is served."""
        carrying = {year: of for year, of in carried.items() if len(of.of_centre(schools)[0])}
        routed = self.route_stretch(schools, carrying) if carrying else ()
        bills = tuple(anchor.bill for anchor in routed)
        if not any(bill.pupils for bill in bills):
            return None
        return CentreCurve(schools, RouteCurve.through(bills, ratios), routed)


def route_option(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    flows: PupilFlows,
    parameters: Parameters,
    cache: RouteCache | None = None,
    ways: Ways | None = None,
) -> OptionRoutes:
    """Return an option's routes on the mean future.

    The anchor years of a centre are those with most and fewest pupils carried to it and the one nearest the middle,
    in each stretch of years with the same homes.

    Parameters
    ----------
    flows
        Of the mean future: one draw.
    parameters
        Of the mean future.
    ways
        Between stops and schools; straight lines times the detour factor where not given.
    """
    setting = _Setting(region, parameters, ways, RouteCache() if cache is None else cache)
    plan_index = [plan.years.index(year) for year in flows.years]
    carried = [
        carried_from(
            region,
            journeys,
            arcs,
            flows.pupils_by_year[index][0],
            plan.transport_limit_km_year_municipality_grade[plan_index[index]],
            parameters,
            plan.danger_entitles(plan_index[index]),
        )
        for index, arcs in enumerate(flows.catchments.by_year)
    ]
    stretches = find_stretches(
        carried,
        plan.open_year_school[plan_index],
        journeys.km_school_school,
        parameters.number("transport.shared_drop_km"),
    )
    ratios = km_price_ratios(parameters)
    curves: list[list[CentreCurve]] = [[] for _ in flows.years]
    new: dict[bytes, CentreCurve] = {}
    for stretch in stretches:
        keys = {
            index: _key(tuple(sorted(stretch.schools)), *carried[index].of_centre(stretch.schools))
            for index in stretch.year_indices
        }
        own = [index for index, key in keys.items() if key not in setting.cache.first]
        centre = setting.curve(stretch.schools, {flows.years[index]: carried[index] for index in own}, ratios)
        for index, key in keys.items():
            known = setting.cache.first.get(key, centre)
            if known is not None:
                curves[index].append(known)
                new[key] = known
    if not setting.cache.first:
        setting.cache.first.update(new)
    return OptionRoutes(_solved(curves, flows.years), tuple(map(tuple, curves)))


def _key(schools: tuple[int, ...], points: Ints, pupils: Floats) -> bytes:
    return b"|".join([np.array(schools).tobytes(), points.tobytes(), pupils.tobytes()])


def _solved(curves: list[list[CentreCurve]], years: tuple[int, ...]) -> tuple[CentreRoutes, ...]:
    """Return the routes of every anchor year in which the option has its curve."""
    found = {
        id(anchor): anchor
        for year, centres in zip(years, curves, strict=True)
        for centre in centres
        for anchor in centre.anchors
        if anchor.year == year
    }
    return tuple(found.values())
