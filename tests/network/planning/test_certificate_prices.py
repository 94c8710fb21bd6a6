"""Whatever the prices, what they prove is no more than the best plan costs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning.certificate_case import make_case
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.network.planning.certificate_mixtures import copies_of
from kopa_sim.network.planning.certificate_parts import divide
from kopa_sim.network.planning.certificate_prices import Aim, Weights, margins, no_weights, price, repaired
from tests.network.planning.closing_tables import any_tables, every_plan


def any_weights(generator, case, division, limit, size):
    shape = case.lingering.needed_always.shape
    agree = {copy: np.append(generator.normal(0.0, size, case.years), 0.0) for copy in copies_of(division)}
    needed, surplus = (generator.uniform(0.0, size, shape) for _ in range(2))
    return Weights(limit * generator.uniform(0.0, 2.0), needed, surplus, agree)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans(), st.sampled_from([1.0, 100.0, 1e4]))
def test_any_prices_give_a_bound(seed, in_pieces, minutes, size):
    tables = any_tables(seed, schools=5, years=2, forbidden=0.02)
    case = make_case(tables)
    costs = tables_cost(tables, every_plan(tables))
    possible = np.isfinite(costs.cost)
    if not possible.any():
        return
    cost = costs.cost[possible] / case.cost_unit
    travel = costs.minutes[possible] * tables.pupil_years / case.minutes_unit
    wanted, limited = (travel, cost) if minutes else (cost, travel)
    limit = float(np.quantile(limited, 0.3))
    aim = Aim(minutes, limit)
    division = divide(case, tables.may_change, 10 if in_pieces else 1 << 20, 8)
    weights = any_weights(np.random.default_rng(seed), case, division, 1.0, size)
    bound = price(case, aim, division.spaces, repaired(case, aim, weights)).bound
    assert bound <= wanted[limited <= limit].min() * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_margins_are_what_plans_cost_that_have_or_have_not_changed_by_a_year(seed):
    tables = any_tables(seed, lingering=False, forbidden=0.0)
    case, aim = make_case(tables), Aim(False, np.inf)
    plans = every_plan(tables)
    cost = tables_cost(tables, plans).cost / case.cost_unit
    for space in divide(case, tables.may_change).spaces:
        least, margin = margins(case, aim, space, no_weights(case))
        for place, school in enumerate(space.members):
            for year in range(case.years):
                if np.isnan(margin[place, year, 0]):
                    continue
                for changed in (False, True):
                    these = cost[(plans[:, school] <= year) == changed].min(initial=np.inf)
                    assert margin[place, year, int(changed)] - least == pytest.approx(
                        these - cost.min(), rel=1e-9, abs=1e-6
                    )
