"""The verdict on an option."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy import discount_factors, judge_option
from tests.economy.worlds import (
    CENTRE,
    FIRST_YEAR,
    OTHER,
    PUPILS_AT_HOME,
    VILLAGE,
    access_of,
    close,
    money_of,
    parameters,
    plan_of,
    two_municipalities,
    world,
)

REGION = two_municipalities()
PLAN = plan_of(REGION)
MEASURES = {
    "net_cost_pv_difference_eur",
    "net_cost_per_pupil_eur",
    "net_cost_per_resident_eur",
    "tax_points_difference",
    "sustainability_gap_tax_points",
    "money_slack_tax_points",
    "sustainability_gap_target_year_tax_points",
    "sustainability_gap_infinite_tax_points",
    "sustainability_gap_delayed_tax_points",
    "cost_of_delay_tax_points",
    "sustainability_gap_steady_anchor_tax_points",
    "payback_year",
    "payback_reached_share",
    "cheaper_share",
    "sustainable_share",
    "mean_min_difference",
    "theil_between_difference",
    "theil_within_difference",
    "widens_inequality_share",
    "journey_ceiling_slack_pupils",
}
BY_QUALIFIED = {"qualified_teaching_share", "qualified_teaching_slack_share"}


def steady(gross=(100.0, 100.0), draws=1):
    return money_of(
        np.broadcast_to(gross, (draws, 6, 2)).copy(),
        np.full((draws, 6, 2), 40.0),
        np.full((draws, 6, 2), 1_000.0),
    )


def judge(money, as_is=None, qualified=None, plan=PLAN, access=None, as_is_access=None, **changes):
    draws = money.tax_base_draw_year_municipality.shape[0]
    heads = np.full((draws, 6, 2), 10.0)
    return judge_option(
        REGION,
        plan,
        money,
        as_is or steady(draws=draws),
        access or access_of(draws),
        as_is_access or access_of(draws),
        heads,
        2 * heads,
        qualified,
        parameters(draws, **changes),
    )


def test_every_measure_is_there_by_future_and_municipality_with_the_region_last():
    verdict = judge(steady(draws=3))
    assert set(verdict.values) == MEASURES
    assert {values.shape for values in verdict.values.values()} == {(3, 3)}
    assert len(verdict.verdicts) == len(verdict.binding_constraints) == 3


def test_as_is_that_costs_what_it_did_is_sustainable_and_differs_by_nothing():
    verdict = judge(steady())
    assert verdict.verdicts == ("sustainable",) * 3
    assert verdict.binding_constraints == ("none",) * 3
    for measure in MEASURES - {
        "payback_year",
        "sustainable_share",
        "net_cost_per_pupil_eur",
        "net_cost_per_resident_eur",
        "sustainability_gap_infinite_tax_points",
        "journey_ceiling_slack_pupils",
    }:
        assert (verdict.values[measure] == 0.0).all(), measure
    assert np.isnan(verdict.values["payback_year"]).all()


def test_tax_points_and_the_gap_by_hand():
    verdict = judge(steady((110.0, 95.0)))
    assert verdict.values["net_cost_pv_difference_eur"][0] == pytest.approx([40, -20, 20])
    assert verdict.values["tax_points_difference"][0] == pytest.approx([40 / 40, -20 / 40, 20 / 80])
    assert verdict.values["sustainability_gap_tax_points"][0] == pytest.approx([1.0, -0.5, 0.25])
    assert verdict.values["cheaper_share"][0].tolist() == [0, 1, 0]
    assert verdict.values["payback_year"][0, 1] == FIRST_YEAR
    assert verdict.values["payback_reached_share"][0].tolist() == [0, 1, 0]


def test_net_cost_by_head():
    verdict = judge(steady((110.0, 95.0)))
    assert verdict.values["net_cost_per_pupil_eur"][0] == pytest.approx([7.0, 5.5, 6.25])
    assert verdict.values["net_cost_per_resident_eur"][0] == pytest.approx([3.5, 2.75, 3.125])


def test_too_dear_is_not_sustainable_for_want_of_money():
    verdict = judge(steady((110.0, 95.0)))
    assert verdict.values["sustainable_share"][0].tolist() == [0, 1, 0]
    assert verdict.verdicts == ("not_sustainable", "sustainable", "not_sustainable")
    assert verdict.binding_constraints == ("money", "none", "money")


def test_a_region_that_saves_while_a_member_loses_is_conditional():
    verdict = judge(steady((110.0, 80.0)))
    assert verdict.verdicts == ("not_sustainable", "sustainable", "conditional")
    assert verdict.binding_constraints == ("money", "none", "member")


def test_more_pupils_over_the_ceiling_fail_however_cheap_it_is():
    verdict = judge(steady((50.0, 50.0)), access=access_of(over=2.0), as_is_access=access_of(over=0.0))
    assert verdict.verdicts == ("not_sustainable",) * 3
    assert verdict.binding_constraints == ("journey_ceiling",) * 3


def test_too_few_qualified_lessons_fail():
    verdict = judge(steady(), qualified=np.array([[0.95, 0.85, 0.92]]))
    assert verdict.verdicts == ("sustainable", "not_sustainable", "conditional")
    assert verdict.binding_constraints == ("none", "qualified_teaching", "member")


def test_the_floor_itself_is_enough_and_no_lessons_need_no_teachers():
    verdict = judge(steady(), qualified=np.array([[0.9, np.nan, 0.9]]))
    assert verdict.verdicts == ("sustainable",) * 3


def test_shares_without_the_region_are_refused():
    with pytest.raises(ValueError, match="region last"):
        judge(steady(), qualified=np.array([[0.9, 0.9]]))


def test_only_if_the_law_allowed_is_at_most_conditional():
    verdict = judge(steady(), plan=replace(PLAN, only_if_law_allowed=True))
    assert verdict.verdicts == ("conditional",) * 3
    assert verdict.binding_constraints == ("law",) * 3


def test_the_word_counts_futures():
    gross = np.array([[90.0, 90.0]] * 6 + [[110.0, 90.0]] * 4)
    money = steady(np.broadcast_to(gross[:, None], (10, 6, 2)), draws=10)
    verdict = judge(money)
    assert verdict.verdicts == ("conditional", "sustainable", "sustainable")
    assert verdict.values["sustainable_share"].mean(axis=0) == pytest.approx([0.6, 1.0, 1.0])


def test_widening_inequality_is_told_and_fails_nothing():
    verdict = judge(
        steady(), access=access_of(theil_between=0.05, mean_min=12.0), as_is_access=access_of(mean_min=10.0)
    )
    assert (verdict.values["widens_inequality_share"] == 1.0).all()
    assert verdict.values["mean_min_difference"][0] == pytest.approx([2.0] * 3)
    assert verdict.verdicts == ("sustainable",) * 3


def real_option(plan, rows=PUPILS_AT_HOME, **staff):
    return world(REGION, plan, rows, staff=staff, economy__discount_rate=0.03).money()


def test_the_verdict_s_present_value_can_be_recomputed_from_the_yearly_tables():
    as_is = real_option(PLAN, posts=[6.0, 2.0, 4.0])
    merged = [(0, 1, CENTRE, 100.0), (1, 1, CENTRE, 20.0), (2, 1, OTHER, 50.0)]
    option = real_option(
        close(PLAN, VILLAGE, 2027),
        lambda year: PUPILS_AT_HOME if year < 2027 else merged,
        posts=[6.0, 1.0, 4.0],
    )
    verdict = judge(option, as_is, economy__discount_rate=0.03)
    factors = discount_factors(PLAN.costed_years, FIRST_YEAR, parameters(economy__discount_rate=0.03))[0]
    expected = np.zeros(2)
    for money, sign in ((option, 1), (as_is, -1)):
        cost = money.costs.municipal_draw_year_municipality_payer_item[0, 2:, :, :2].sum(axis=(2, 3))
        funding = money.funding.funding_draw_year_municipality_item[0, 2:, :-1].sum(axis=2)
        expected += sign * (factors[:, None] * (cost - funding)).sum(axis=0)
    found = verdict.values["net_cost_pv_difference_eur"][0]
    assert found[:2] == pytest.approx(expected, rel=1e-9, abs=1e-3)
    assert found[2] == pytest.approx(expected.sum(), rel=1e-9)


def test_two_identical_options_of_the_real_costs_differ_by_exactly_zero():
    verdict = judge(real_option(PLAN, posts=[6.3, 2.1, 4.7]), real_option(PLAN, posts=[6.3, 2.1, 4.7]))
    assert (verdict.values["net_cost_pv_difference_eur"] == 0.0).all()
    assert (verdict.values["tax_points_difference"] == 0.0).all()


def test_the_share_of_qualified_lessons_is_the_very_number_that_the_floor_tests():
    shares = np.array([[0.95, 0.85, np.nan]])
    verdict = judge(steady(), qualified=shares)
    assert set(verdict.values) == MEASURES | BY_QUALIFIED
    np.testing.assert_array_equal(verdict.values["qualified_teaching_share"], shares)


def test_without_operations_there_is_no_share_of_qualified_lessons():
    assert "qualified_teaching_share" not in judge(steady()).values


def test_the_slack_of_each_test_tells_how_far_it_is_from_binding():
    verdict = judge(
        steady((110.0, 95.0)),
        access=access_of(over=2.0),
        as_is_access=access_of(over=1.75),
        qualified=np.array([[0.95, 0.85, np.nan]]),
    )
    values = verdict.values
    assert values["money_slack_tax_points"][0] == pytest.approx([-1.0, 0.5, -0.25])
    assert values["journey_ceiling_slack_pupils"][0] == pytest.approx([0.25, 0.25, 0.0])
    assert values["qualified_teaching_slack_share"][0] == pytest.approx([0.05, -0.05, np.nan], nan_ok=True)
    assert verdict.binding_constraints == ("money", "qualified_teaching", "money")


def test_the_ceiling_s_slack_is_that_of_the_worst_year_and_its_sign_decides():
    over = np.zeros((1, 6, 2))
    over[0, 4, 0] = 0.75
    verdict = judge(steady(), access=access_of(over=over))
    assert verdict.values["journey_ceiling_slack_pupils"][0] == pytest.approx([-0.25, 0.5, -0.25])
    assert verdict.values["sustainable_share"][0].tolist() == [0, 1, 0]


def test_the_path_and_the_rates_stand_in_the_verdict():
    verdict = judge(steady((110.0, 95.0)))
    assert {values.shape for values in verdict.path.values()} == {(1, 4, 3)}
    assert verdict.discount_rates == () and verdict.at_rates == {}
