"""Routes of an option: solved on the mean future for three anchor years of every centre, curves between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.routing.anchors import CentreRoutes, Ways, route_centre
from kopa_sim.network.routing.curve import Driven, RouteCurve
from kopa_sim.network.routing.fleet import km_price_ratios
from kopa_sim.network.routing.shared_day import SharedChange, SharedDay, share_day
from kopa_sim.network.routing.sketch import OptionSketch, sketch_option
from kopa_sim.network.routing.stretches import Stretch
from kopa_sim.network.routing.tasks import CentreTask

Floats = NDArray[np.float64]

DRIVEN: Final[tuple[str, ...]] = tuple(entry.name for entry in fields(Driven))


@dataclass(frozen=True)
class CentreCurve:
    """What is driven to the schools of one centre by the number of pupils carried to them together.

    ``anchors`` are the routes through which the curve goes.
    """

    schools: tuple[int, ...]
    curve: RouteCurve
    anchors: tuple[CentreRoutes, ...]

    def split(self, pupils_draw_school: Floats, change: SharedChange | None = None) -> Driven:
        """Return what is driven for each of the schools: its pupils' part. (draw, school of centre)

        Parameters
        ----------
        change
            What sharing vehicles with other centres changes.
        """
        of_centre = pupils_draw_school[:, list(self.schools)]
        total = of_centre.sum(axis=1)
        part = of_centre / np.where(total > 0, total, 1.0)[:, None]
        driven = self.curve.at(total)
        if change is not None:
            driven = change.applied(driven)
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
    curve_of
        The same curves by the key of a centre and its pupils of a year.
    shared_by_year
        How the centres of each year share vehicles by their bells; empty where no bells are known.
    """

    solved: tuple[CentreRoutes, ...]
    curves_by_year: tuple[tuple[CentreCurve, ...], ...]
    curve_of: Mapping[bytes, CentreCurve] = field(default_factory=dict)
    shared_by_year: tuple[SharedDay | None, ...] = ()

    def nearest(self, year_index: int, year: int) -> tuple[CentreRoutes, ...]:
        """Return for each centre of one year the routes of its nearest anchor year, of two the earlier."""
        return tuple(
            min(centre.anchors, key=lambda anchor: (abs(anchor.year - year), anchor.year))
            for centre in self.curves_by_year[year_index]
        )

    def driven(self, year_index: int, pupils_draw_school: Floats) -> Driven:
        """Return what is driven for the pupils carried to each school in every future, a morning.

        Schools of one centre share its vehicles, kilometres and price by pupils. What centres save by sharing
        vehicles they save in the part of their vehicles that is in use, at most all of it. (draw, school)
        """
        totals = {name: np.zeros(pupils_draw_school.shape) for name in DRIVEN}
        shared = self.shared_by_year[year_index] if self.shared_by_year else None
        for number, centre in enumerate(self.curves_by_year[year_index]):
            change = None if shared is None else shared.change_centre[number]
            driven = centre.split(pupils_draw_school, change)
            for name, total in totals.items():
                total[:, list(centre.schools)] = getattr(driven, name)
        return Driven(**totals)


@dataclass
class RouteCache:
    """Routes already solved, by schools, points and pupils of a centre.

    Options of one region under the same parameters share it; in which order they are solved changes nothing.
    ``shared`` has how centres share vehicles, by their routes, which it keeps, and their bells.
    """

    found: dict[bytes, CentreRoutes] = field(default_factory=dict)
    shared: dict[tuple[int | bytes, ...], tuple[tuple[CentreRoutes, ...], SharedDay | None]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class _Setting:
    """What the routes of every centre rest on."""

    region: Region
    parameters: Parameters
    ways: Ways | None
    cache: RouteCache

    def route(self, year: int, task: CentreTask) -> CentreRoutes:
        """Return the routes to a centre, solved now or before."""
        key = task.key
        if key not in self.cache.found:
            self.cache.found[key] = solve_task(self.region, task, self.parameters, self.ways)
        return replace(self.cache.found[key], year=year)

    def curve(
        self, sketch: OptionSketch, stretch: Stretch, indices: tuple[int, ...], ratios: Floats
    ) -> CentreCurve | None:
        """Return a centre's curve through its anchor years, None where there are no years or nobody is served."""
        routed = tuple(self.route(*anchor) for anchor in sketch.anchors(stretch, indices))
        if routed and not any(anchor.bill.pupils for anchor in routed):
            routed = (self.route(*sketch.of_one_pupil(stretch, indices)),)
        bills = tuple(anchor.bill for anchor in routed)
        if not any(bill.pupils for bill in bills):
            return None
        return CentreCurve(stretch.schools, RouteCurve.through(bills, ratios), routed)

    def share(self, sketch: OptionSketch, routes: OptionRoutes) -> tuple[SharedDay | None, ...]:
        """Return how the centres of every year share vehicles. (year,)"""
        if np.isnan(sketch.bells_year_school).all():
            return ()
        found, days = self.cache.shared, []
        for index, year in enumerate(sketch.years):
            nearest = routes.nearest(index, year)
            bells = sketch.bells_year_school[index]
            bell = np.array([_first_bell(bells[list(centre.schools)]) for centre in nearest])
            key: tuple[int | bytes, ...] = (*(id(anchor) for anchor in nearest), bell.tobytes())
            if key not in found:
                found[key] = nearest, share_day(self.region, nearest, bell, self.parameters, self.ways)
            days.append(found[key][1])
        return tuple(days)


def solve_task(
    region: Region, task: CentreTask, parameters: Parameters, ways: Ways | None = None
) -> CentreRoutes:
    """Return the routes of one task: the same wherever and whenever it is solved. Their year is 0."""
    return route_centre(region, task.schools, 0, task.points, task.pupils, parameters, ways)


def route_option(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    flows: PupilFlows,
    parameters: Parameters,
    cache: RouteCache | None = None,
    ways: Ways | None = None,
    present: OptionRoutes | None = None,
) -> OptionRoutes:
    """Return an option's routes on the mean future.

    Parameters
    ----------
    flows
        Of the mean future: one draw.
    parameters
        Of the mean future.
    ways
        Between stops and schools; straight lines times the detour factor where not given.
    present
        Those of the present network: years of a centre that are as in it have its curve, so that before its first
        measure an option costs the same to the cent.
    """
    sketch = sketch_option(region, journeys, plan, flows, parameters)
    return route_sketch(region, sketch, parameters, RouteCache() if cache is None else cache, ways, present)


def route_sketch(
    region: Region,
    sketch: OptionSketch,
    parameters: Parameters,
    cache: RouteCache,
    ways: Ways | None = None,
    present: OptionRoutes | None = None,
) -> OptionRoutes:
    """Return the routes of an option whose centres are known; tasks that the cache knows are not solved again."""
    setting = _Setting(region, parameters, ways, cache)
    known: Mapping[bytes, CentreCurve] = {} if present is None else present.curve_of
    ratios = km_price_ratios(parameters)
    curves: list[list[CentreCurve]] = [[] for _ in sketch.years]
    curve_of: dict[bytes, CentreCurve] = {}
    for stretch in sketch.stretches:
        centre = setting.curve(sketch, stretch, sketch.own_years(stretch, known), ratios)
        for index in stretch.year_indices:
            key = sketch.key(stretch, index)
            curve = known.get(key, centre)
            if curve is not None:
                curves[index].append(curve)
                curve_of[key] = curve
    routes = OptionRoutes(_solved(curves, sketch.years), tuple(map(tuple, curves)), curve_of)
    return replace(routes, shared_by_year=setting.share(sketch, routes))


def _first_bell(bell_min: Floats) -> float:
    """Return the earliest bell of a centre's schools; NaN where nobody said any."""
    return float(np.nanmin(bell_min)) if (~np.isnan(bell_min)).any() else float("nan")


def _solved(curves: list[list[CentreCurve]], years: tuple[int, ...]) -> tuple[CentreRoutes, ...]:
    """Return the routes of every anchor year in which the option has its curve."""
    return tuple({id(anchor): anchor for anchor in _anchors_in_their_years(curves, years)}.values())


def _anchors_in_their_years(
    curves: list[list[CentreCurve]], years: tuple[int, ...]
) -> Iterator[CentreRoutes]:
    for year, centres in zip(years, curves, strict=True):
        for centre in centres:
            yield from (anchor for anchor in centre.anchors if anchor.year == year)
