"""The bound is the best plan's cost where it is proved to the end, and never more than that."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network.planning.certificate import certify
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.network.planning.problem import Objective
from kopa_sim.network.planning.tables import SchoolTable
from tests.network.planning.closing_tables import any_tables, every_plan, town

SEEDS = range(8)


def least(values):
    return values.min(initial=np.inf)


def limit_between(values, share):
    finite = np.sort(values[np.isfinite(values)])
    return finite[int(share * (len(finite) - 1))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lingering", [False, True])
def test_the_bound_is_the_cost_of_the_best_of_all_plans(seed, lingering):
    tables = any_tables(seed, lingering=lingering)
    cost = tables_cost(tables, every_plan(tables)).cost
    certificate = certify(tables, Objective(), gap=0.0)
    assert certificate.finished
    assert certificate.bound == pytest.approx(least(cost), rel=1e-6)
    assert certificate.impossible == np.isinf(least(cost))
    if not certificate.impossible:
        own = tables_cost(tables, certificate.change_school[None]).cost[0]
        assert own == pytest.approx(least(cost), rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lingering", [False, True])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_least_cost_within_a_limit_of_minutes(seed, lingering, share):
    tables = any_tables(seed, lingering=lingering, forbidden=0.03)
    costs = tables_cost(tables, every_plan(tables))
    limit = limit_between(np.where(np.isfinite(costs.cost), costs.minutes, np.inf), share)
    certificate = certify(tables, Objective(most_minutes=limit), gap=0.0)
    assert certificate.bound == pytest.approx(least(costs.cost[costs.minutes <= limit]), rel=1e-6)
    assert certificate.finished


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lingering", [False, True])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_fewest_minutes_within_a_limit_of_cost(seed, lingering, share):
    tables = any_tables(seed, lingering=lingering, forbidden=0.03)
    costs = tables_cost(tables, every_plan(tables))
    limit = limit_between(costs.cost, share)
    certificate = certify(tables, Objective("minutes", most_cost=limit), gap=0.0)
    assert certificate.bound == pytest.approx(least(costs.minutes[costs.cost <= limit]), rel=1e-6)
    assert certificate.finished


@pytest.mark.parametrize("seed", range(4))
def test_a_rough_bound_is_a_bound(seed):
    tables = any_tables(seed, schools=5, forbidden=0.0)
    best = least(tables_cost(tables, every_plan(tables)).cost)
    certificate = certify(tables, Objective(), gap=0.05)
    assert 0.95 * best - 1e-9 <= certificate.bound <= best * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("seen", [1, 2, 3])
def test_tables_that_do_not_see_all_neighbours_give_a_bound_on_the_truth(seed, seen):
    truth = town(seed, schools=5, years=3, lingering=True)
    partial = town(seed, schools=5, years=3, neighbours=seen, near=seen, lingering=True)
    best = least(tables_cost(truth, every_plan(truth)).cost)
    bound = certify(partial, Objective(), gap=0.0).bound
    assert 0 < bound <= best * (1 + 1e-9)
    assert certify(truth, Objective(), gap=0.0).bound == pytest.approx(best, rel=1e-6)


def test_closing_pays_when_a_building_costs_more_than_the_way():
    """Two schools, one year: 10 each while both are open, 12 for one that has all, 1 to close the second."""
    table = SchoolTable(np.array([1]), np.array([[10.0], [12.0]]), np.array([[1.0], [3.0]]), True)
    other = replace(table, neighbours=np.array([0]))
    tables = replace(
        any_tables(0, schools=2, years=1, lingering=False, windows=False, closed=0),
        tables=(table, other),
        change_cost=np.array([[5.0, 0.0], [1.0, 0.0]]),
        cover=np.ones((1, 2), dtype=np.bool_),
    )
    assert certify(tables, Objective(), 0.0).bound == pytest.approx(3 + 12 + 1)
    assert certify(tables, Objective(), 0.0).change_school.tolist() == [1, 0]
    assert certify(tables, Objective(most_minutes=4 / 7), 0.0).bound == pytest.approx(3 + 20)
    assert certify(tables, Objective("minutes", most_cost=16.0), 0.0).bound == pytest.approx(5 / 7)


def test_money_in_other_units_changes_nothing_else():
    tables = town(3, schools=5, years=4, lingering=True)
    rich = replace(
        tables,
        tables=tuple(replace(table, cost=table.cost * 1000) for table in tables.tables),
        change_cost=tables.change_cost * 1000,
        common_cost=tables.common_cost * 1000,
        lingering=replace(tables.lingering, price_year_kind=tables.lingering.price_year_kind * 1000),
    )
    one, other = certify(tables, Objective(), 0.0), certify(rich, Objective(), 0.0)
    assert other.bound == pytest.approx(1000 * one.bound, rel=1e-9)
    assert np.array_equal(one.change_school, other.change_school)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_schools_changes_nothing(seed):
    tables = any_tables(seed, forbidden=0.0)
    order = np.random.default_rng(seed).permutation(len(tables.schools))
    place = order.argsort()
    lingering = tables.lingering
    shuffled = replace(
        tables,
        schools=tuple(tables.schools[at] for at in order),
        now_open=tables.now_open[order],
        may_change=tables.may_change[order],
        change_cost=tables.change_cost[order],
        cover=tables.cover[:, order],
        tables=tuple(
            replace(tables.tables[at], neighbours=place[tables.tables[at].neighbours]) for at in order
        ),
        lingering=replace(
            lingering,
            pool_school=lingering.pool_school[order],
            needed=tuple(lingering.needed[at] for at in order),
            relief=tuple(lingering.relief[at] for at in order),
        ),
    )
    assert certify(shuffled, Objective(), 0.0).bound == pytest.approx(
        certify(tables, Objective(), 0.0).bound, rel=1e-7
    )


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.1])
def test_out_of_time_the_bound_still_holds(seconds):
    tables = town(1, schools=9, years=8, lingering=True)
    minutes = tables_cost(tables, np.full((1, len(tables.schools)), 8)).minutes[0] * 1.2
    best = certify(tables, Objective(most_minutes=minutes), 1e-4)
    hurried = certify(tables, Objective(most_minutes=minutes), 0.0, seconds)
    assert best.finished
    assert not hurried.impossible
    assert hurried.bound <= best.bound * (1 + 2e-4)
    if seconds == 0.0:
        assert not hurried.finished


def test_a_given_plan_is_enough_where_it_is_the_best():
    tables = any_tables(2, forbidden=0.0)
    best = certify(tables, Objective(), 0.0)
    again = certify(tables, Objective(), 0.0, start=best.change_school)
    assert again.bound == pytest.approx(best.bound, rel=1e-9)


def test_a_limit_that_no_plan_keeps_is_impossible():
    tables = any_tables(2, forbidden=0.0)
    assert certify(tables, Objective(most_minutes=0.1), 0.0).impossible
    assert certify(tables, Objective(most_cost=1.0), 0.0).impossible
    assert certify(tables, Objective("minutes", most_cost=1.0), 0.0).impossible


def test_schools_that_may_never_change_are_bounded_too():
    tables = any_tables(2, forbidden=0.0, windows=False, closed=0)
    still = replace(tables, may_change=np.arange(4) == np.full((4, 1), 3))
    as_is = tables_cost(still, np.full((1, 4), 3)).cost[0]
    assert certify(still, Objective(), 0.0).bound == pytest.approx(as_is)
    assert certify(still, Objective(), 0.0).finished


def test_what_is_asked_wrongly_is_refused():
    tables = any_tables(2)
    with pytest.raises(ValueError, match="least is 'euros'"):
        certify(tables, Objective("euros"), 0.0)
    with pytest.raises(ValueError, match="gap is -1"):
        certify(tables, Objective(), -1)
    table = replace(tables.tables[0], cost=tables.tables[0].cost * np.nan)
    with pytest.raises(ValueError, match="table of school 0 has numbers that are missing"):
        certify(replace(tables, tables=(table, *tables.tables[1:])), Objective(), 0.0)
