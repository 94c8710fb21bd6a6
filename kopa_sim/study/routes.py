"""Routes of school transport in a study: solved on the mean future, once for all draws."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Catchments, Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.network import StopWays, flow_pupils, stop_ways
from kopa_sim.network.routing.option import OptionRoutes, RouteCache, route_option
from kopa_sim.network.routing.riding import ride_minutes
from kopa_sim.scenario.contents import Scenario

Floats = NDArray[np.float64]

ROUTES = "routes"
"""The value of ``transport.method`` under which vehicles are those of computed routes."""


@dataclass(frozen=True)
class RouteSolver:
    """Solves the routes of options; what they share is solved once."""

    scenario: Scenario
    journeys: Journeys
    mean: Parameters
    ways: StopWays
    cache: RouteCache = field(default_factory=RouteCache)

    @classmethod
    def of(cls, scenario: Scenario, journeys: Journeys, mean: Parameters) -> "RouteSolver | None":
        """Return the solver of a scenario, None where a rule stands in for routes."""
        if mean.text("transport.method") != ROUTES:
            return None
        ways = stop_ways(scenario.region, journeys, mean, scenario.roads, scenario.travel_times)
        return cls(scenario, journeys, mean, ways)

    def routes(self, plan: Plan, catchments: Catchments, mean_pupils: Pupils) -> OptionRoutes:
        """Return the routes of an option."""
        region = self.scenario.region
        flows = flow_pupils(region, catchments, mean_pupils)
        return route_option(region, self.journeys, plan, flows, self.mean, self.cache, self.ways)

    def minutes_by_year(self, routes: OptionRoutes, years: tuple[int, ...]) -> tuple[Floats, ...]:
        """Return the one-way minutes of those who are carried, year by year: waiting and the ride on their route.

        Nobody is quicker than the direct ride without collecting others. NaN where nobody is carried.
        (point, school)
        """
        waiting_min = self.mean.number("transport.waiting_min")
        direct = self.journeys.minutes_point_school - self.mean.number("transport.pick_up_min")
        rides = ride_minutes(self.scenario.region, routes, years)
        longer = {id(ride): np.maximum(waiting_min + ride, direct) for ride in rides}
        return tuple(longer[id(ride)] for ride in rides)
