"""Routes of school transport in a study: solved on the mean future, once for all draws."""

import hashlib
import pickle
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Catchments, Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network import StopWays, flow_pupils, stop_ways
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.network.routing.option import OptionRoutes, RouteCache, route_sketch, solve_task
from kopa_sim.network.routing.riding import ride_minutes
from kopa_sim.network.routing.sketch import OptionSketch, sketch_option
from kopa_sim.network.routing.tasks import CentreTask
from kopa_sim.scenario.contents import Scenario

Floats = NDArray[np.float64]

ROUTES = "routes"
"""The value of ``transport.method`` under which vehicles are those of computed routes."""


@dataclass
class SolvedRoutes:
    """Routes already solved, kept apart by all that they rest on beside the pupils: places, ways, parameters.

    Runs of scenarios that differ in nothing of it, such as in rules of funding, can share one.
    """

    by_basis: dict[bytes, RouteCache] = field(default_factory=dict)

    def on(self, basis: bytes) -> RouteCache:
        """Return what is solved on one basis; it may be added to."""
        return self.by_basis.setdefault(basis, RouteCache())


@dataclass(frozen=True)
class RouteSolver:
    """Solves the routes of options; what they share is solved once."""

    scenario: Scenario
    journeys: Journeys
    mean: Parameters
    ways: StopWays
    cache: RouteCache = field(default_factory=RouteCache)

    @classmethod
    def of(
        cls, scenario: Scenario, journeys: Journeys, mean: Parameters, solved: SolvedRoutes | None = None
    ) -> "RouteSolver | None":
        """Return the solver of a scenario, None where a rule stands in for routes.

        Parameters
        ----------
        solved
            Routes of this scenario or of others.
        """
        if mean.text("transport.method") != ROUTES:
            return None
        ways = stop_ways(scenario.region, journeys, mean, scenario.roads, scenario.travel_times)
        cache = RouteCache() if solved is None else solved.on(basis_of(scenario, journeys, mean))
        return cls(scenario, journeys, mean, ways, cache)

    def sketch(self, plan: Plan, catchments: Catchments, mean_pupils: Pupils) -> OptionSketch:
        """Return what the routes of an option rest on; nothing is solved."""
        region = self.scenario.region
        flows = flow_pupils(region, catchments, mean_pupils)
        return sketch_option(region, self.journeys, plan, flows, self.mean)

    def solve(self, task: CentreTask) -> CentreRoutes:
        """Return the routes of one task; the cache plays no part."""
        return solve_task(self.scenario.region, task, self.mean, self.ways)

    def routes(self, sketch: OptionSketch, present: OptionRoutes | None = None) -> OptionRoutes:
        """Return the routes of an option; tasks that the cache knows are not solved again.

        Parameters
        ----------
        present
            Those of the present network, whose curves hold where an option is as it is.
        """
        return route_sketch(self.scenario.region, sketch, self.mean, self.cache, self.ways, present)

    def minutes_by_year(self, routes: OptionRoutes, years: tuple[int, ...]) -> tuple[Floats, ...]:
        """Return the one-way minutes of those who are carried, year by year: waiting and the ride on their route.

        Nobody is quicker than the direct ride without collecting others. NaN where nobody is carried.
        (point, school)
        """
        return carried_minutes(self.scenario.region, self.journeys, self.mean, routes, years)


def carried_minutes(
    region: Region, journeys: Journeys, mean: Parameters, routes: OptionRoutes, years: tuple[int, ...]
) -> tuple[Floats, ...]:
    """Return the one-way minutes of those who are carried, as ``RouteSolver.minutes_by_year`` does."""
    waiting_min = mean.number("transport.waiting_min")
    direct = journeys.minutes_point_school - mean.number("transport.pick_up_min")
    rides = ride_minutes(region, routes, years)
    longer = {id(ride): np.maximum(waiting_min + ride, direct) for ride in rides}
    return tuple(longer[id(ride)] for ride in rides)


def basis_of(scenario: Scenario, journeys: Journeys, mean: Parameters) -> bytes:
    """Return what tells apart all that routes rest on beside the pupils who are carried."""
    schools, points = scenario.region.schools, scenario.region.points
    transport = {
        name: mean.draws(name).tolist() if name in mean.sampled else value
        for name, value in {**mean.fixed, **mean.sampled}.items()
        if name.startswith("transport.")
    }
    places = (schools.codes, schools.x_m, schools.y_m, schools.municipality, schools.places)
    homes = (points.x_m, points.y_m, points.area)
    ways = (journeys.km_point_school, journeys.minutes_point_school, scenario.roads, scenario.travel_times)
    told = pickle.dumps((sorted(transport.items(), key=lambda entry: entry[0]), places, homes, ways))
    return hashlib.blake2b(told, digest_size=16).digest()
