"""What plans cost by the tables, counted by hand and one by one."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network.planning.certificate_costs import surplus, tables_cost
from tests.network.planning.closing_tables import any_tables, every_plan


def one_by_one(tables, change):
    years = tables.change_cost.shape[1] - 1
    cost, minutes = tables.common_cost, tables.common_minutes
    lingering = tables.lingering
    needed, relief = lingering.needed_always.copy(), lingering.relief_always.copy()
    for school, year in enumerate(change):
        cost += tables.change_cost[school, year]
    for year in range(years):
        is_open = [(change[school] <= year) != now for school, now in enumerate(tables.now_open)]
        for row in tables.cover:
            if not any(is_open[school] for school in np.flatnonzero(row)):
                cost = np.inf
        for school, table in enumerate(tables.tables):
            if is_open[school]:
                row = sum(1 << bit for bit, other in enumerate(table.neighbours) if not is_open[other])
                cost += table.cost[row, year]
                minutes += table.minutes[row, year]
                pool = lingering.pool_school[school]
                needed[pool, year] += lingering.needed[school][row, year]
                relief[pool, year] += lingering.relief[school][row, year]
    kept, lingers = lingering.kept_before_pool_kind, 0.0
    for year in range(years):
        kept = np.maximum(needed[:, year], kept * lingering.stays)
        beyond = np.maximum(kept - needed[:, year] - relief[:, year], 0.0)
        lingers += (beyond * lingering.price_year_kind[year]).sum()
    return cost + lingers, minutes / tables.pupil_years, lingers


@pytest.mark.parametrize("seed", range(4))
def test_plans_together_cost_what_each_costs_alone(seed):
    tables = any_tables(seed, schools=3, years=3)
    plans = every_plan(tables)
    together = tables_cost(tables, plans)
    for at, plan in enumerate(plans):
        assert [values[at] for values in together] == pytest.approx(one_by_one(tables, plan))


def test_a_change_that_is_not_permitted_costs_without_end():
    tables = any_tables(0, schools=3, years=2, forbidden=0.0, windows=False, closed=0)
    tables = replace(
        tables, may_change=np.array([[True, False, True]] * 3), cover=np.zeros((0, 3), dtype=np.bool_)
    )
    assert np.isinf(tables_cost(tables, np.array([[1, 2, 2]])).cost[0])
    assert np.isfinite(tables_cost(tables, np.array([[0, 2, 2]])).cost[0])


def test_teachers_who_are_needed_no_more_stay_a_while():
    """Ten are needed, then four; nine tenths stay a year and one has other hours to give."""
    needed = np.array([10.0, 4.0, 4.0])[None, :, None]
    relief = np.array([0.0, 1.0, 1.0])[None, :, None]
    found = surplus(needed, relief, np.zeros((1, 1)), 0.9)
    assert found[0, :, 0] == pytest.approx([0.0, 9.0 - 4.0 - 1.0, 8.1 - 4.0 - 1.0])
