"""Options with the routes of their school transport, solved in this process or in several."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from kopa_sim.access import ready_journeys
from kopa_sim.network.routing.anchors import CentreRoutes
from kopa_sim.network.routing.option import OptionRoutes
from kopa_sim.network.routing.sketch import OptionSketch
from kopa_sim.network.routing.tasks import CentreTask
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.routes import RouteSolver, SolvedRoutes
from kopa_sim.study.workers import Workers, open_workers

Progress = Callable[[str, int, int], None]

ENOUGH_STOPS: Final[int] = 1_000
"""Homes of all tasks together from which processes of their own pay for their start of a second or two."""

_solver: list[tuple[Prepared, RouteSolver]] = []
"""In a process that solves routes: what was prepared there, and its solver, so that ways are laid once."""


def with_routes(
    prepared: Prepared,
    workers: int = 1,
    on_progress: Progress | None = None,
    solved: SolvedRoutes | None = None,
) -> Prepared:
    """Return the same with the routes of school transport solved for every option, where routes are asked for.

    They take seconds and nothing that is checked depends on them, so that they are solved after the checks. Journeys
    are then measured with the rides of those who are carried. The routes are the same on any number of workers.

    Parameters
    ----------
    solved
        Routes that need not be solved again; those solved now are added.
    """
    solver = solver_of(prepared, solved)
    if solver is None:
        return prepared
    sketches = [
        solver.sketch(option.plan, option.catchments, option.people.pupils) for option in prepared.options
    ]
    solve_ahead(prepared, solver, sketches, workers, on_progress)
    present = solver.routes(sketches[0])
    routes = [present, *(solver.routes(sketch, present) for sketch in sketches[1:])]
    options = tuple(
        map(_with_routes, [prepared] * len(routes), prepared.options, routes, [solver] * len(routes))
    )
    return replace(prepared, options=options)


def solver_of(prepared: Prepared, solved: SolvedRoutes | None = None) -> RouteSolver | None:
    """Return the solver of what was prepared, None where a rule stands in for routes."""
    return RouteSolver.of(prepared.scenario, prepared.journeys, prepared.parameters.mean(), solved)


def solve_ahead(
    prepared: Prepared,
    solver: RouteSolver,
    sketches: list[OptionSketch],
    workers: int = 1,
    on_progress: Progress | None = None,
) -> None:
    """Solve into the solver's cache what options will ask for: of as_is first, and what others do otherwise.

    Parameters
    ----------
    sketches
        The present network first: years of a centre that are as in it need no routes of their own.
    """
    known = sketches[0].keys()
    wanted = [*sketches[0].tasks(), *(task for sketch in sketches[1:] for task in sketch.tasks(known))]
    tasks = list({task.key: task for task in wanted if task.key not in solver.cache.found}.values())
    count = workers if sum(len(task.points) for task in tasks) >= ENOUGH_STOPS else 1
    # the largest first, so that no process ends long after the others
    tasks.sort(key=lambda task: -len(task.points))
    _solver[:] = [(prepared, solver)]
    with open_workers(prepared, min(count, len(tasks))) as pool:
        for done, (task, solved) in enumerate(_solved(pool, tasks), start=1):
            solver.cache.found[task.key] = solved
            if on_progress is not None:
                on_progress("routes", done, len(tasks))
    _solver.clear()


def _solved(pool: Workers, tasks: list[CentreTask]) -> Iterable[tuple[CentreTask, CentreRoutes]]:
    return zip(tasks, pool.map(solve_centre, tasks), strict=True)


def solve_centre(prepared: Prepared, task: CentreTask) -> CentreRoutes:
    """Return the routes of one task, in whatever process."""
    if not _solver or _solver[0][0] is not prepared:
        solver = solver_of(prepared)
        if solver is None:
            raise ValueError("routes are not asked for: transport.method is rule")
        _solver[:] = [(prepared, solver)]
    return _solver[0][1].solve(task)


def _with_routes(
    prepared: Prepared, option: OptionPlan, routes: OptionRoutes, solver: RouteSolver
) -> OptionPlan:
    ready = ready_journeys(
        prepared.scenario.region,
        prepared.journeys,
        option.plan,
        option.catchments,
        prepared.parameters.mean(),
        solver.minutes_by_year(routes, option.catchments.years),
    )
    return replace(option, routes=routes, journeys_by_year=ready)
