"""What computed routes make of networks that were sought with the transport of the rule."""

from collections.abc import Callable
from dataclasses import replace

from kopa_sim.model.plan import Plan
from kopa_sim.study.mean_future import present_cost
from kopa_sim.study.optimise.contents import FoundNetwork
from kopa_sim.study.optimise.sentences import Sentence
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.routed import solve_ahead, solver_of

Progress = Callable[[str, int, int], None]


def costs_by_routes(
    simulator: Simulator, plans: tuple[Plan, ...], workers: int = 1, on_progress: Progress | None = None
) -> tuple[float, ...] | None:
    """Return the present value of the gross cost of Plans with their own computed routes, euros.

    None where a rule stands in for routes.

    Routes are those of a run: where a Plan leaves the present network as it is it has the routes of that, whatever
    base it builds on. Where networks are priced over several futures these costs are averages over the same ones.

    Parameters
    ----------
    on_progress
        Told of the stage routes.
    """
    prepared = simulator.prepared
    solver = solver_of(prepared)
    if solver is None:
        return None
    options = [prepared.as_is, *(simulator.decided(plan) for plan in plans)]
    sketches = [solver.sketch(option.plan, option.catchments, option.people.pupils) for option in options]
    solve_ahead(prepared, solver, sketches, workers, on_progress)
    present = solver.routes(sketches[0])
    routes = [solver.routes(sketch, present) for sketch in sketches[1:]]
    return tuple(
        simulator.cost(replace(option, routes=own), present_cost)
        for option, own in zip(options[1:], routes, strict=True)
    )


def with_routed_differences(
    simulator: Simulator,
    base: Plan,
    networks: tuple[FoundNetwork, ...],
    workers: int = 1,
    on_progress: Progress | None = None,
) -> tuple[tuple[FoundNetwork, ...], tuple[str, ...]]:
    """Return the networks with what each costs against the base by routes, and a sentence, where runs compute routes.

    Routes take a tenth of a second a centre, a thousand times what the search can spend on a network; so the search,
    its proof and all other prices take transport by the rule, and routes are solved when it is over. A network that
    decides nothing has those of the base, and none are solved where all are such.
    """
    if solver_of(simulator.prepared) is None:
        return networks, ()
    changing = [network for network in networks if network.measures or network.closed]
    found = _differences(simulator, base, changing, workers, on_progress)
    routed = tuple(
        replace(network, routed_difference_eur=found.get(network.option, 0.0)) for network in networks
    )
    return routed, (
        Sentence(
            "note_routes",
            "prices take school transport by the rule, which the search can afford; what each network costs against"
            " the base with computed routes, as kopa run has them, stands beside it: the routes were solved when the"
            " search was over, outside --time",
        ),
    )


def _differences(
    simulator: Simulator,
    base: Plan,
    networks: list[FoundNetwork],
    workers: int,
    on_progress: Progress | None,
) -> dict[str, float]:
    """Return by network what it costs against the base by routes, euros."""
    if not networks:
        return {}
    plans = (base, *(network.plan for network in networks))
    costs = costs_by_routes(simulator, plans, workers, on_progress)
    assert costs is not None
    of_base, of_networks = costs[0], costs[1:]
    return {network.option: cost - of_base for network, cost in zip(networks, of_networks, strict=True)}
