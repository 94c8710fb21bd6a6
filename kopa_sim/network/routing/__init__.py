"""Routes of school transport: a library of its own that needs nothing else of the package.

::

    problem = RoutingProblem(roads, schools, stops, classes, longest_ride_min=65.0)
    routes = plan_routes(problem, iterations=2000, seed=1)
    routes.cost_eur, routes.vehicles_by_class, routes.trips, routes.unserved
"""

from kopa_sim.network.routing.curve import Driven, RouteCurve
from kopa_sim.network.routing.plan import plan_routes, unservable
from kopa_sim.network.routing.problem import Roads, RoutedSchool, RoutingProblem, Stop, VehicleClass
from kopa_sim.network.routing.routes import Call, Routes, Trip, Unserved, VehicleRun
from kopa_sim.network.routing.stops import GatheredStops, make_stops, whole_pupils

__all__ = [
    "Call",
    "Driven",
    "GatheredStops",
    "Roads",
    "RouteCurve",
    "RoutedSchool",
    "Routes",
    "RoutingProblem",
    "Stop",
    "Trip",
    "Unserved",
    "VehicleClass",
    "VehicleRun",
    "make_stops",
    "plan_routes",
    "unservable",
    "whole_pupils",
]
