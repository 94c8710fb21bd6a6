"""What computed routes make of a network that was sought with the transport of the rule."""

from dataclasses import replace

from kopa_sim.model.plan import Plan
from kopa_sim.study.mean_future import present_cost
from kopa_sim.study.optimise.sentences import Amount, Sentence
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.routed import solve_ahead, solver_of


def costs_by_routes(
    simulator: Simulator, plans: tuple[Plan, ...], workers: int = 1
) -> tuple[float, ...] | None:
    """Return the present value of the gross cost of Plans with their own computed routes, euros.

    None where a rule stands in for routes.

    Parameters
    ----------
    plans
        The one that the others change first: where they leave it as it is they have its routes.
    """
    prepared = simulator.prepared
    solver = solver_of(prepared)
    if solver is None:
        return None
    options = [simulator.decided(plan) for plan in plans]
    sketches = [solver.sketch(option.plan, option.catchments, option.people.pupils) for option in options]
    solve_ahead(prepared, solver, sketches, workers)
    first = solver.routes(sketches[0])
    routes = [first, *(solver.routes(sketch, first) for sketch in sketches[1:])]
    return tuple(
        float(present_cost(prepared, replace(option, routes=own))[-1])
        for option, own in zip(options, routes, strict=True)
    )


def routes_beside(simulator: Simulator, base: Plan, best: Plan, workers: int = 1) -> tuple[str, ...]:
    """Return a sentence on what a network saves by routes, where runs compute them.

    Routes take a tenth of a second a centre, a thousand times what the search can spend on a network; so the search,
    its proof and all prices told with them take transport by the rule.
    """
    found = costs_by_routes(simulator, (base, best), workers)
    if found is None:
        return ()
    of_base, of_best = found
    by_rule = simulator.cost(simulator.decided(best)) - simulator.cost(simulator.decided(base))
    return (
        Sentence(
            "note_routes",
            "prices take school transport by the rule, which the search can afford; with computed routes, as kopa run"
            " has them, the first network costs {routed} M€ against the base instead of {by_rule} M€",
            routed=Amount((of_best - of_base) / 1e6, 2, signed=True),
            by_rule=Amount(by_rule / 1e6, 2, signed=True),
        ),
    )
