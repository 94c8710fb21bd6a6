"""Why no choice of schools gives everyone a place."""

from typing import NoReturn

import numpy as np

from kopa_sim.network.location.outcome import ImpossibleNetworkError
from kopa_sim.network.location.problem import SiteProblem
from kopa_sim.network.location.programme import USED, Demand, solve_programme


def refuse_few_places(demand: Demand) -> None:
    """Say so when the largest schools that may be open have too few places for all pupils."""
    places = np.where(demand.must_close, -1.0, demand.places_site)
    places = np.where(demand.must_open, np.inf, places)
    largest = np.argsort(-places, kind="stable")[: demand.most]
    total, pupils = demand.places_site[largest].sum(), demand.pupils_area.sum()
    if total < pupils:
        raise ImpossibleNetworkError(
            f"the {demand.most} schools with most places have {total:g} places for {pupils:g} pupils"
        )


def explain_shortage(problem: SiteProblem, demand: Demand) -> NoReturn:
    """Raise with the areas that are left out when as few pupils as can be are.

    A further site that is always open, has places for all and costs its pupils alone takes in those left out.
    """
    pupils, n_areas = demand.pupils_area, len(demand.pupils_area)
    cost = np.where(np.isfinite(demand.cost_area_site), 0.0, np.inf)
    with_outside = Demand(
        np.column_stack([cost, pupils]),
        pupils,
        np.append(demand.places_site, np.inf),
        np.append(demand.fewest_pupils_site, 0.0),
        np.zeros(len(demand.fixed_site) + 1),
        np.append(demand.must_open, True),
        np.append(demand.must_close, False),
        demand.fewest + 1,
        demand.most + 1,
        demand.single,
    )
    solved = solve_programme(with_outside, np.full(n_areas, cost.shape[1] + 1), 0.0, 100_000, None)
    if not solved.answered:
        raise ImpossibleNetworkError("no schools, as many as may be open, have pupils enough")
    left_out = problem.area[solved.share_area_site[:, -1] > USED]
    raise ImpossibleNetworkError(
        "no schools, as many as may be open, have places within reach for everyone. The fewest pupils are left out "
        "with",
        np.sort(left_out).tolist(),
    )
