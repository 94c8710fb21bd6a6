"""The design's definitions on the minimal scenario, recomputed in plain arithmetic, one future at a time."""

import math

import pytest

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS, PAYERS

FUTURES = (0, 7, 33)
MUNICIPALITIES = (0, 1)


class Future:
    """One future of one municipality under one option, as lists of euros by costed year."""

    def __init__(self, entry, draw, municipality):
        costed = range(*entry.plan.costed.indices(len(entry.plan.years)))
        costs, funding = entry.money.costs, entry.money.funding
        paid = costs.municipal_draw_year_municipality_payer_item[draw, :, municipality]
        own = [PAYERS.index("municipality"), PAYERS.index("other_municipality")]
        capital = COST_ITEMS.index("property_capital")
        self.gross = [sum(float(paid[t, payer].sum()) for payer in own) for t in costed]
        self.cash_capital = [sum(float(paid[t, payer, capital]) for payer in own) for t in costed]
        rent = costs.accounting_capital_draw_year_municipality[draw, :, municipality]
        self.rent = [float(rent[t]) for t in costed]
        rows = funding.funding_draw_year_municipality_item[draw, :, municipality]
        self.funding = [sum(float(rows[t, item]) for item in range(len(FUNDING_ITEMS))) for t in costed]
        self.net = [gross - money for gross, money in zip(self.gross, self.funding, strict=True)]
        tax = entry.money.tax_base_draw_year_municipality[draw, :, municipality]
        self.tax_base = [float(tax[t]) for t in costed]
        from_here = entry.flow_keys[:, 0] == municipality
        self.pupils = [float(entry.flows_draw_year_flow[draw, t, from_here].sum()) for t in costed]


def present_value(amounts, rate=0.03):
    return sum(amount / (1 + rate) ** t for t, amount in enumerate(amounts))


def futures(result, option_index, draw, municipality):
    entry = result.options[option_index]
    return entry, Future(entry, draw, municipality), Future(result.as_is, draw, municipality)


@pytest.fixture(
    params=[(option, draw, place) for option in (0, 1, 5) for draw in FUTURES for place in MUNICIPALITIES]
)
def case(request, result):
    option, draw, municipality = request.param
    return (*futures(result, option, draw, municipality), draw, municipality)


def stated(entry, measure, draw, municipality):
    return float(entry.verdict.values[measure][draw, municipality])


def test_the_discount_rate_of_the_scenario_is_the_one_used_here(result):
    assert result.scenario.values["economy.discount_rate"] == 0.03


def test_the_difference_is_that_of_present_values_of_net_cost(case):
    entry, own, as_is, draw, municipality = case
    difference = present_value(own.net) - present_value(as_is.net)
    assert stated(entry, "net_cost_pv_difference_eur", draw, municipality) == pytest.approx(
        difference, abs=0.01
    )
    assert stated(entry, "cheaper_share", draw, municipality) == float(difference < 0)


def test_available_money_is_funding_and_todays_effort_growing_with_the_tax_base(case):
    entry, own, as_is, draw, municipality = case
    available = [
        money + as_is.net[0] * base / as_is.tax_base[0]
        for money, base in zip(own.funding, own.tax_base, strict=True)
    ]
    missing = present_value(own.gross) - present_value(available)
    point = present_value([0.01 * base for base in own.tax_base])
    gap = stated(entry, "sustainability_gap_tax_points", draw, municipality)
    assert gap == pytest.approx(missing / point, rel=1e-9)
    if missing > 0.01:
        assert stated(entry, "sustainable_share", draw, municipality) == 0.0


def test_cost_per_pupil_has_rent_in_place_of_cash_for_buildings(case):
    entry, own, _, draw, municipality = case
    accounts = [
        net - cash + rent for net, cash, rent in zip(own.net, own.cash_capital, own.rent, strict=True)
    ]
    per_pupil = sum(accounts) / sum(own.pupils)
    assert stated(entry, "net_cost_per_pupil_eur", draw, municipality) == pytest.approx(per_pupil, rel=1e-6)


def test_tax_points_are_the_difference_over_one_per_cent_of_taxable_income(case):
    entry, own, as_is, draw, municipality = case
    point = present_value([0.01 * base for base in own.tax_base])
    difference = present_value(own.net) - present_value(as_is.net)
    assert stated(entry, "tax_points_difference", draw, municipality) == pytest.approx(
        difference / point, abs=1e-9
    )


def test_payback_is_the_year_from_which_the_option_has_cost_less_for_good(case):
    entry, own, as_is, draw, municipality = case
    running, cumulated = 0.0, []
    for mine, theirs in zip(own.net, as_is.net, strict=True):
        running += mine - theirs
        cumulated.append(running)
    years = [
        year for t, year in enumerate(entry.plan.costed_years) if all(value < 0 for value in cumulated[t:])
    ]
    payback = stated(entry, "payback_year", draw, municipality)
    assert stated(entry, "payback_reached_share", draw, municipality) == float(bool(years))
    assert payback == years[0] if years else math.isnan(payback)


def test_the_region_is_the_sum_of_its_municipalities(result):
    for entry in result.options:
        for draw in FUTURES:
            parts = [stated(entry, "net_cost_pv_difference_eur", draw, place) for place in MUNICIPALITIES]
            assert stated(entry, "net_cost_pv_difference_eur", draw, -1) == pytest.approx(
                sum(parts), abs=0.01
            )


def test_compensation_follows_the_pupils_of_two_years_before(result):
    """Pupils who cross the border from 2027 are first paid for in 2029."""
    entry = next(option for option in result.options if option.plan.option == "open_borders")
    item = FUNDING_ITEMS.index("home_municipality_compensation")
    paid = entry.money.funding.funding_draw_year_municipality_item[:, :, :2, item]
    years = entry.plan.years
    assert not paid[:, : years.index(2029)].any()
    keys, flows = entry.flow_keys, entry.flows_draw_year_flow
    schools = result.scenario.region.schools.municipality
    crossing = keys[:, 0] != schools[keys[:, 1]]
    crossed = flows[:, years.index(2027)][:, crossing].sum(axis=1)
    assert ((abs(paid[:, years.index(2029)]).sum(axis=1) > 0) == (crossed > 0)).all()


def test_basic_pupils_are_counted_without_upper_secondary(result):
    entry = result.as_is
    basic = entry.pupils_draw_year_school_grade[..., BASIC_GRADES].sum()
    assert basic < entry.pupils_draw_year_school_grade.sum()
