"""costs.csv, school_costs.csv, funding.csv, budget.csv: they agree with one another to the cent."""

import numpy as np
import pytest

from kopa_sim.economy import BUDGET_ITEMS
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.region import OUTSIDE


def test_costs_by_school_and_by_payer_agree_item_by_item(tables):
    by_payer = tables["costs"].groupby(["option", "year", "item"], observed=True)["mean"].sum()
    by_school = tables["school_costs"].groupby(["option", "year", "item"], observed=True)["mean"].sum()
    shared = by_payer.index.intersection(by_school.index)
    assert len(shared) == 2 * 4 * len(COST_ITEMS)
    np.testing.assert_allclose(by_payer[shared], by_school[shared], atol=0.2)


def test_a_payer_that_pays_for_nothing_anywhere_is_left_out(tables):
    assert set(tables["costs"]["payer"]) == {"municipality", "kela"}


def test_kela_pays_for_transport_only(tables):
    assert set(tables["costs"].query("payer == 'kela'")["item"]) == {"transport"}


def test_one_cost_is_where_it_should_be(tables, result):
    option = result.options[1]
    cell = option.money.costs.municipal_draw_year_municipality_payer_item[
        :, 3, 1, 0, COST_ITEMS.index("meals")
    ]
    row = tables["costs"].query(
        "option == 'option_1' and year == 2027 and municipality == '101' and payer == 'municipality'"
        " and item == 'meals'"
    )
    assert row["mean"].item() == pytest.approx(cell.mean(), abs=0.006)
    assert row["p05"].item() == pytest.approx(np.quantile(cell, 0.05), abs=0.006)


def test_money_has_cents(tables):
    for name in ("costs", "school_costs", "funding", "budget"):
        values = tables[name]["mean"]
        assert (values == values.round(2)).all()


def test_compensation_closes_to_zero_with_the_rest_of_the_country(tables):
    compensation = tables["funding"].query("item == 'home_municipality_compensation'")
    sums = compensation.groupby(["option", "year"], observed=True)["mean"].sum()
    assert sums.abs().max() < 0.05
    assert OUTSIDE in set(compensation["municipality"])


def test_a_school_that_is_closed_costs_nothing_here(tables):
    rows = tables["school_costs"].query("option == 'option_1' and school == 'koulu_1' and year > 2026")
    assert len(rows) == 0


def test_the_budget_begins_with_the_first_costed_year(tables, result):
    budget = tables["budget"]
    assert budget["year"].min() == result.scenario.first_year
    assert budget["year"].nunique() == result.as_is.budget_draw_year_municipality_item.shape[1]
    assert set(budget["item"]) == set(BUDGET_ITEMS)
