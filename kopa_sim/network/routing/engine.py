"""The call to PyVRP: stops by iterations and never by the clock, and says nothing."""

import warnings
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyvrp import (
    Client,
    Depot,
    Location,
    PenaltyParams,
    ProblemData,
    Route,
    Solution,
    SolveParams,
    VehicleType,
    solve,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import MaxIterations

from kopa_sim.model.errors import LimitReachedError

LARGEST_PENALTY: Final[float] = 1e8
"""Units of price per second or pupil too many; the solver's own bound is below what a vehicle-day can cost."""


def solver_problem(
    n_locations: int,
    clients: list[Client],
    depots: list[Depot],
    vehicle_types: list[VehicleType],
    distance_matrices: list[NDArray[np.int64]],
    duration_matrices: list[NDArray[np.int64]],
) -> ProblemData:
    """Return the solver's problem; where its locations lie matters to it only through the matrices."""
    distances: list[Any] = list(distance_matrices)
    durations: list[Any] = list(duration_matrices)
    locations = [Location(0, 0) for _ in range(n_locations)]
    return ProblemData(locations, clients, depots, vehicle_types, distances, durations)


def improve(data: ProblemData, iterations: int, seed: int, start: Solution | None = None) -> Solution:
    """Return the best solution found in a number of iterations: the same numbers give the same solution.

    Parameters
    ----------
    start
        Where to begin; a solution that keeps all limits is never left for a dearer one or one that does not.

    Raises
    ------
    LimitReachedError
        If no solution that keeps the limits was found.
    """
    parameters = SolveParams(penalty=PenaltyParams(max_penalty=LARGEST_PENALTY))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = solve(
            data,
            stop=MaxIterations(iterations),
            seed=seed,
            collect_stats=False,
            display=False,
            params=parameters,
            initial_solution=start,
        )
    if not result.best.is_feasible():
        raise LimitReachedError("no routes that keep the limits were found; more iterations may find them")
    return result.best


def of_visits(data: ProblemData, visits_by_route: list[tuple[int, list[int]]]) -> Solution:
    """Return a solution from (vehicle class, clients in the order visited) of each route."""
    return Solution(data, [Route(data, visits, vehicle_type=kind) for kind, visits in visits_by_route])


def visits(solution: Solution) -> list[tuple[int, list[int]]]:
    """Return (vehicle class, clients in the order visited) of each route."""
    return [
        (route.vehicle_type(), [activity.idx for activity in route if activity.is_client()])
        for route in solution.routes()
    ]
