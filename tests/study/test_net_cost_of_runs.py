"""The verdict's course of net cost and its present values at other rates, in a whole run."""

import numpy as np
import pytest

from kopa_sim.model.ledger import COST_ITEMS, PAYERS
from kopa_sim.report.tables import build_tables
from kopa_sim.scenario.defaults import load_defaults


def test_an_option_that_does_nothing_differs_by_exactly_zero_in_every_year_and_at_every_rate(null_result):
    nothing = next(option for option in null_result.options if option.plan.option == "nothing")
    assert (nothing.verdict.path["net_cost_difference_eur"] == 0.0).all()
    assert (nothing.verdict.at_rates["net_cost_pv_difference_eur"] == 0.0).all()
    as_is = null_result.as_is.verdict
    for measure in ("money_slack_tax_points", "sustainability_gap_infinite_tax_points"):
        np.testing.assert_array_equal(nothing.verdict.values[measure], as_is.values[measure])


def test_the_rates_are_none_the_ends_of_the_range_and_the_one_in_force(result):
    spec = load_defaults()["economy.discount_rate"]
    used = result.parameters.mean().draws("economy.discount_rate")[0]
    assert set(result.as_is.verdict.discount_rates) == {0.0, spec.low, used, spec.high}


def test_at_the_rate_in_force_the_present_values_are_those_of_the_verdict(result):
    used = result.parameters.mean().draws("economy.discount_rate")[0]
    for option in result.options:
        verdict = option.verdict
        at = verdict.discount_rates.index(used)
        for measure in ("net_cost_pv_difference_eur", "sustainability_gap_tax_points"):
            np.testing.assert_allclose(
                verdict.at_rates[measure][:, at], verdict.values[measure], rtol=1e-9, atol=1e-9
            )


def test_the_path_is_costs_less_funding_and_starts_with_all_available_money_spent_as_it_is(result):
    path, costed = result.as_is.verdict.path, result.as_is.plan.costed
    paid = result.as_is.money.costs.municipal_draw_year_municipality_payer_item[:, costed]
    own = [PAYERS.index("municipality"), PAYERS.index("other_municipality")]
    gross = sum(paid[..., payer, item] for payer in own for item in range(len(COST_ITEMS)))
    np.testing.assert_allclose(path["gross_cost_eur"][..., :-1], gross, rtol=1e-12)
    assert path["net_cost_eur"] == pytest.approx(path["gross_cost_eur"] - path["funding_eur"])
    assert path["available_money_eur"][:, 0] == pytest.approx(path["gross_cost_eur"][:, 0])


def test_the_region_is_the_sum_of_its_members(result):
    for option in result.options:
        for measure in ("gross_cost_eur", "funding_eur", "net_cost_eur", "available_money_eur"):
            values = option.verdict.path[measure]
            assert values[..., :-1].sum(axis=2) == pytest.approx(values[..., -1])


def test_both_tables_stand_in_a_run_folder(result):
    tables = build_tables(result)
    years = len(result.as_is.plan.costed_years)
    places = len(result.scenario.region.municipalities) + 1
    assert len(tables["net_cost"]) == len(result.options) * years * places * 8
    assert len(tables["present_values"]) == len(result.options) * places * 4 * 3
