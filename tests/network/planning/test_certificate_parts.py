"""Schools too many to be planned together are cut into overlapping pieces, and the bound still holds."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network.planning.certificate_branching import Search
from kopa_sim.network.planning.certificate_case import make_case
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.network.planning.certificate_parts import divide
from kopa_sim.network.planning.certificate_plans import BestPlan
from kopa_sim.network.planning.certificate_prices import Aim
from tests.network.planning.closing_tables import any_tables, every_plan, town


def proved(tables, aim, gap=0.0, most_states=20, stages=(12, 24)):
    case = make_case(tables)
    best = BestPlan(case, aim)
    return case, Search(case, aim, best, gap, np.inf, most_states, stages).run(-np.inf)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("lingering", [False, True])
def test_pieces_lead_to_the_best_of_all_plans(seed, lingering):
    tables = any_tables(seed, schools=5, years=3, lingering=lingering, forbidden=0.02)
    case, found = proved(tables, Aim(False, np.inf))
    best = tables_cost(tables, every_plan(tables)).cost.min()
    assert found.bound * case.cost_unit == pytest.approx(best, rel=1e-6)
    assert found.finished


@pytest.mark.parametrize("seed", range(4))
def test_pieces_lead_to_the_best_of_all_plans_within_a_limit(seed):
    tables = any_tables(seed, schools=5, years=3, forbidden=0.02)
    costs = tables_cost(tables, every_plan(tables))
    possible = np.isfinite(costs.cost)
    minutes = np.quantile(costs.minutes[possible], 0.2)
    case = make_case(tables)
    limit = minutes * tables.pupil_years / case.minutes_unit
    case, found = proved(tables, Aim(False, limit))
    best = costs.cost[costs.minutes <= minutes].min()
    assert found.bound * case.cost_unit == pytest.approx(best, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_pieces_of_a_town_give_what_the_whole_gives(seed):
    tables = town(seed, schools=7, years=5, neighbours=4, near=4)
    _, whole = proved(tables, Aim(False, np.inf), most_states=1 << 20)
    _, pieces = proved(tables, Aim(False, np.inf), gap=1e-3, most_states=100, stages=(100, 200))
    assert pieces.bound <= whole.bound * (1 + 1e-9)
    assert pieces.bound >= whole.bound * (1 - 2e-3)


def test_every_table_is_owned_once_and_sees_its_neighbours():
    case = make_case(town(0, schools=9, years=4, neighbours=4, near=4))
    division = divide(case, case.tables.may_change, 100, 60)
    owned = sorted(school for space in division.spaces for school in space.owned)
    assert not division.whole
    assert owned == list(range(len(case.neighbours)))
    for space in division.spaces:
        around = {int(other) for school in space.owned for other in case.neighbours[school]}
        assert {school for school in around if case.tables.may_change[school].sum() > 1} <= set(space.members)


def test_schools_that_share_nothing_are_planned_alone():
    tables = any_tables(1, schools=4, lingering=False, windows=False)
    alone = [replace(table, neighbours=table.neighbours[:0], cost=table.cost[:1]) for table in tables.tables]
    alone = [replace(table, minutes=table.minutes[:1]) for table in alone]
    tables = replace(tables, tables=tuple(alone), cover=np.array([[1, 1, 0, 0]], dtype=np.bool_))
    division = divide(make_case(tables), tables.may_change)
    assert division.whole
    assert sorted(space.members for space in division.spaces) == [(0, 1), (2,), (3,)]
