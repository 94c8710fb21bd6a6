"""What the search for sites rests on: bounds that hold, decisions that are right, moves that cost what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from kopa_sim.network.location import site_schools
from kopa_sim.network.location.core import decide, whole_core
from kopa_sim.network.location.interchange import interchange, total_cost
from kopa_sim.network.location.lagrangian import ascend
from tests.network.location.towns import choices, countryside

seeds = st.integers(0, 1_000_000)


def a_case(seed):
    """Costs (site, area), fixed costs, and bounds on how many sites are open."""
    rng = np.random.default_rng(seed)
    n_areas, n_sites = int(rng.integers(2, 12)), int(rng.integers(2, 8))
    distance, pupils = countryside(rng, n_areas, n_sites)
    fixed = rng.normal(2, 5, n_sites) if seed % 2 else rng.uniform(0, 20, n_sites)
    fewest = int(rng.integers(1, n_sites + 1))
    most = int(rng.integers(fewest, n_sites + 1))
    return rng, np.ascontiguousarray((pupils[:, None] * distance).T), fixed, fewest, most


def every_choice(cost, fixed, fewest, most):
    """Every permitted set of sites with its cost."""
    for sites in choices(len(fixed), fewest, most):
        yield set(sites), cost[list(sites)].min(axis=0).sum() + fixed[list(sites)].sum()


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(1, 30))
def test_no_choice_costs_less_than_the_bound_and_cheaper_ones_obey_its_decisions(seed, rounds):
    rng, cost, fixed, fewest, most = a_case(seed)
    everything = list(every_choice(cost, fixed, fewest, most))
    costs = sorted(value for _, value in everything)
    cutoff = costs[int(rng.integers(0, len(costs)))]
    prices = rng.uniform(0, cost.max() + 1, cost.shape[1])
    ascent = ascend(whole_core(cost, fixed, fewest, most), prices, cutoff, rounds)
    assert ascent.bound <= costs[0] + 1e-9
    for sites, value in everything:
        if value < cutoff - 1e-9:
            assert set(ascent.opened) <= sites
            assert not set(ascent.closed) & sites


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_deciding_sites_keeps_the_cost_of_every_choice_that_agrees(seed):
    rng, cost, fixed, fewest, most = a_case(seed)
    shuffled = rng.permutation(len(fixed))
    n_opened, n_closed = int(rng.integers(0, 3)), int(rng.integers(0, 3))
    opened, closed = np.sort(shuffled[:n_opened]), np.sort(shuffled[n_opened : n_opened + n_closed])
    core = decide(whole_core(cost, fixed, fewest, most), opened[:1], closed)
    core = decide(core, np.searchsorted(core.site, opened[1:]), np.array([], dtype=int))
    for sites, value in every_choice(cost, fixed, fewest, most):
        if set(opened) <= sites and not set(closed) & sites:
            chosen = np.searchsorted(core.site, sorted(sites - set(opened)))
            assert core.possible
            assert core.fewest <= len(chosen) <= core.most
            nearest = np.minimum(core.cost_site_area[chosen].min(axis=0, initial=np.inf), core.base_area)
            assert core.decided + core.fixed_site[chosen].sum() + nearest.sum() == pytest.approx(value)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_after_the_interchange_no_single_move_saves(seed):
    rng, cost, fixed, fewest, most = a_case(seed)
    start = np.zeros(len(fixed), dtype=bool)
    start[rng.permutation(len(fixed))[:fewest]] = True
    nothing = np.zeros(len(fixed), dtype=bool)
    found = interchange(cost, fixed, start, nothing, nothing, (fewest, most), 1e-9)
    ours, sites = total_cost(cost, fixed, found), set(np.flatnonzero(found))
    assert fewest <= len(sites) <= most
    assert ours <= total_cost(cost, fixed, start) + 1e-9
    for other, value in every_choice(cost, fixed, fewest, most):
        if len(sites - other) <= 1 and len(other - sites) <= 1:
            assert ours <= value + 1e-9


def by_programme(cost, fixed, open_count):
    """Least cost by HiGHS over every pair."""
    n_sites, n_areas = cost.shape
    n_pairs = cost.size
    everyone = np.hstack([np.tile(np.eye(n_areas), n_sites), np.zeros((n_areas, n_sites))])
    only_open = np.hstack([np.eye(n_pairs), -np.repeat(np.eye(n_sites), n_areas, axis=0)])
    count = np.concatenate([np.zeros(n_pairs), np.ones(n_sites)])
    solved = milp(
        np.concatenate([cost.ravel(), fixed]),
        integrality=count.astype(int),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(everyone, 1, 1),
            LinearConstraint(only_open, -np.inf, 0),
            LinearConstraint(count[None], open_count, open_count),
        ],
        options={"mip_rel_gap": 0},
    )
    return solved.fun


@pytest.mark.parametrize("seed", range(12))
def test_cases_that_need_branching_equal_the_solver(seed):
    # distances without any geography leave a wide gap to the bound, so that the search has many parts
    rng = np.random.default_rng(seed)
    distance, open_count = rng.integers(1, 100, (30, 15)).astype(float), int(rng.integers(3, 7))
    fixed = rng.integers(0, 40, 15).astype(float) if seed % 2 else np.zeros(15)
    found = site_schools(
        distance / (1 + seed % 3),
        np.ones(30),
        open_count=open_count,
        fixed_cost_school=fixed / (1 + seed % 3),
    )
    best = by_programme(np.ascontiguousarray(distance.T), fixed, open_count)
    assert found.cost * (1 + seed % 3) == pytest.approx(best, rel=1e-6)
    assert found.proved
    assert found.parts > 1 or seed not in (0, 1, 2)
