"""What computed routes make of a network that was sought with the transport of the rule."""

from dataclasses import replace

from kopa_sim.model.plan import Plan
from kopa_sim.study.mean_future import present_cost
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.routes import RouteSolver


def cost_by_routes(simulator: Simulator, plan: Plan, solver: RouteSolver) -> float:
    """Return the present value of a Plan's gross cost with its own computed routes, euros."""
    option = simulator.decided(plan)
    routes = solver.routes(plan, option.catchments, option.people.pupils)
    return float(present_cost(simulator.prepared, replace(option, routes=routes))[-1])


def routes_beside(simulator: Simulator, base: Plan, best: Plan) -> tuple[str, ...]:
    """Return a sentence on what a network saves by routes, where runs compute them.

    Routes take a tenth of a second a centre, a thousand times what the search can spend on a network; so the search,
    its proof and all prices told with them take transport by the rule.
    """
    prepared = simulator.prepared
    solver = RouteSolver.of(prepared.scenario, prepared.journeys, simulator.mean)
    if solver is None:
        return ()
    of_base, of_best = (cost_by_routes(simulator, plan, solver) for plan in (base, best))
    by_rule = simulator.cost(simulator.decided(best)) - simulator.cost(simulator.decided(base))
    return (
        "prices take school transport by the rule, which the search can afford; with computed routes, as kopa run"
        f" has them, the first network costs {(of_best - of_base) / 1e6:+.2f} M€ against the base"
        f" instead of {by_rule / 1e6:+.2f} M€",
    )
