"""Whether few enough schools can reach everyone: the set covering problem, solved exactly."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.network.location.outcome import ImpossibleNetworkError
from kopa_sim.network.location.problem import SiteProblem

Bools = NDArray[np.bool_]


def smallest_cover(problem: SiteProblem) -> Bools:
    """Return the fewest sites, those that must stay included, of which every area reaches one. (site,)

    Raises
    ------
    ImpossibleNetworkError
        If more sites are needed than may be open; it names the areas that as many as may be open leave out at
        least.
    """
    reaches = np.isfinite(problem.cost_site_area).T.astype(np.float64)
    n_sites = reaches.shape[1]
    bounds = Bounds(problem.must_open.astype(float), (~problem.must_close).astype(float))
    solved = milp(
        np.ones(n_sites),
        integrality=np.ones(n_sites, dtype=np.intp),
        bounds=bounds,
        constraints=LinearConstraint(reaches, 1.0, np.inf),
    )
    if solved.x is None:
        raise LimitReachedError(f"looking for schools that reach everyone stopped: {solved.message}")
    sites: Bools = solved.x > 0.5
    if sites.sum() > problem.most:
        left = problem.area[_left_out(problem)]
        raise ImpossibleNetworkError(
            f"{problem.most} open schools cannot reach everyone; {int(sites.sum())} can. The fewest areas are left "
            "out with",
            np.sort(left).tolist(),
            int(sites.sum()),
        )
    return sites


def _left_out(problem: SiteProblem) -> Bools:
    """Return the areas left out by the sites, as many as may be open, that leave out fewest. (area,)"""
    reaches = np.isfinite(problem.cost_site_area).T.astype(np.float64)
    n_areas, n_sites = reaches.shape
    either = LinearConstraint(np.hstack([reaches, np.eye(n_areas)]), 1.0, np.inf)
    few = LinearConstraint(np.concatenate([np.ones(n_sites), np.zeros(n_areas)])[None], 0, problem.most)
    least = np.concatenate([problem.must_open, np.zeros(n_areas)]).astype(float)
    most = np.concatenate([~problem.must_close, np.ones(n_areas)]).astype(float)
    solved = milp(
        np.concatenate([np.zeros(n_sites), np.ones(n_areas)]),
        integrality=np.repeat(np.array([1, 0]), [n_sites, n_areas]),
        bounds=Bounds(least, most),
        constraints=[either, few],
    )
    if solved.x is None:
        raise LimitReachedError(f"looking for schools that reach most areas stopped: {solved.message}")
    chosen = solved.x[:n_sites] > 0.5
    return np.asarray(~(reaches[:, chosen] > 0).any(axis=1))
