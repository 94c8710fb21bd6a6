"""The cost of change."""

import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_transition import (
    agreement_change_cost,
    dismissal_cost,
    moved_pupils,
    transition_cost,
)
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import (
    CENTRE,
    OTHER,
    PUPILS_AT_HOME,
    VILLAGE,
    agreement,
    close,
    plan_of,
    two_municipalities,
    world,
    year_at,
)


def transition(of):
    return transition_cost(of.basis, building_states(of.region, of.plan, of.parameters))[0]


def test_nothing_changes_nothing_costs():
    assert not transition(world()).any()


def test_closing_costs_once_by_school_and_by_moved_pupil():
    region = two_municipalities()

    def rows(year):
        return (
            PUPILS_AT_HOME
            if year < 2027
            else [(0, 1, CENTRE, 100.0), (1, 1, CENTRE, 20.0), (2, 1, OTHER, 50.0)]
        )

    cost = transition(world(region, close(plan_of(region), VILLAGE, 2027), rows=rows))
    assert cost[year_at(2027)] == pytest.approx([0.0, 30_000 + 20 * 300, 0.0])
    assert cost.sum() == pytest.approx(36_000)


def test_only_pupils_of_the_grades_a_school_stops_teaching_move():
    region = two_municipalities()
    plan = plan_of(region)
    plan.grades_year_school_grade[year_at(2028) :, VILLAGE, 5:7] = False
    moved = moved_pupils(world(region, plan, rows=[(1, 1, VILLAGE, 20.0), (1, 6, VILLAGE, 4.0)]).basis)
    assert moved[0, year_at(2028)] == pytest.approx([0, 4, 0])
    assert moved.sum() == pytest.approx(4)


def test_a_new_school_is_fitted_out_and_run_before_it_opens():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2027, 60.0),))
    plan.open_year_school[: year_at(2027), VILLAGE] = False
    cost = transition(world(region, plan))[:, VILLAGE]
    assert cost[year_at(2027)] == pytest.approx(60 * 1_000 + 140_000 * 3 / 12)
    assert cost.sum() == pytest.approx(cost[year_at(2027)])


def test_an_agreement_costs_each_member_to_start_and_never_again():
    region = two_municipalities()
    cost = agreement_change_cost(world(region, agreement(plan_of(region), "open_borders", year=2028)).basis)[
        0
    ]
    assert cost[year_at(2028)] == pytest.approx([20_000 * 100 / 120, 20_000 * 20 / 120, 20_000])
    assert cost.sum() == pytest.approx(40_000)


def test_dismissing_costs_months_of_pay_spread_over_the_municipality_by_pupils():
    of = world(staff={"dismissed_posts": 1.5, "surplus_posts": 0.0}, economy__wage_growth=0.1)
    cost = dismissal_cost(of.basis, of.staffing)[0]
    once = 1.5 * 60_000 * 2 / 12
    assert cost[year_at(2026)] == pytest.approx([once * 1.1**0 * 100 / 120, once * 20 / 120, once])
    assert cost[year_at(2028)].sum() == pytest.approx(cost[year_at(2026)].sum() * 1.21)


def test_work_of_moving_grows_with_wages_furniture_with_prices_and_double_running_with_the_building():
    region = two_municipalities()
    rates = {"economy__wage_growth": 0.10, "economy__price_growth": 0.01}

    def rows(year):
        return PUPILS_AT_HOME if year < 2027 else [*PUPILS_AT_HOME[::2], (1, 1, CENTRE, 20.0)]

    closing = transition(world(region, close(plan_of(region), VILLAGE, 2027), rows=rows, **rates))
    assert closing[year_at(2027), VILLAGE] == pytest.approx(36_000 * (0.5 * 1.10 + 0.5 * 1.01))
    plan = plan_of(region, built=(PlaceChange(CENTRE, 2027, 60.0),))
    assert transition(world(region, plan, **rates))[year_at(2027), CENTRE] == pytest.approx(60_000 * 1.01)


def test_whom_nobody_dismisses_costs_nothing():
    of = world(staff={"surplus_posts": 2.0})
    assert not dismissal_cost(of.basis, of.staffing).any()


def test_dismissing_stands_among_the_costs_of_transition():
    dismissing = world(staff={"dismissed_posts": 1.0}).costs().municipal_draw_year_municipality_payer_item
    nobody = world().costs().municipal_draw_year_municipality_payer_item
    more = (dismissing - nobody).sum(axis=(0, 1, 2, 3))
    assert more[COST_ITEMS.index("transition")] == pytest.approx(more.sum())
    assert more.sum() > 0
