"""The tables keep the columns that the design promises, and every measure that must be there."""

import pytest

from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS
from kopa_sim.model.staffing import STAFFING_MEASURES, OperationsOutcome
from tests.report.synthetic import ACCESS_MEASURES, VERDICT_MEASURES

STATISTICS = ["mean", "p05", "p50", "p95"]
KEYS = {
    "population": ["year", "municipality", "sex", "age"],
    "starters": ["year", "area"],
    "pupils": ["option", "year", "school", "grade"],
    "groups": ["option", "year", "school", "grade_band"],
    "flows": ["option", "year", "home_municipality", "school", "grade_band"],
    "costs": ["option", "year", "municipality", "payer", "item"],
    "school_costs": ["option", "year", "school", "item"],
    "repairs": ["option", "year", "school", "measure"],
    "budget": ["option", "year", "municipality", "item"],
    "funding": ["option", "year", "municipality", "item"],
    "providers": ["option", "year", "provider", "language", "measure"],
    "child_money": ["year", "municipality", "age_group", "measure"],
    "staffing": ["option", "year", "municipality", "subject", "measure"],
    "operations": ["option", "year", "municipality", "measure"],
    "operations_lessons": ["option", "year", "school", "subject", "outcome"],
    "access": ["option", "year", "municipality", "grade_band", "measure"],
    "access_areas": ["option", "year", "area", "measure"],
    "distribution": ["option", "year", "municipality", "quantity", "bin_from"],
    "child_impact": ["option", "year", "school", "receiving_school", "measure"],
    "net_cost": ["option", "year", "municipality", "measure"],
    "present_values": ["option", "municipality", "discount_rate", "measure"],
    "break_even": ["question", "way", "pupils_taught", "distance_km"],
}


INTERVALS = ("operations_intervals", "operations_schools", "operations_subjects")


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_first_then_the_statistics(tables, name):
    assert list(tables[name].columns) == KEYS[name] + STATISTICS


@pytest.mark.parametrize("name", KEYS)
def test_no_two_rows_have_the_same_keys(tables, name):
    assert not tables[name].duplicated(KEYS[name]).any()


@pytest.mark.parametrize("name", KEYS)
def test_the_quantiles_do_not_cross(tables, name):
    table = tables[name].dropna(subset=STATISTICS)
    assert (table["p05"] <= table["p50"]).all()
    assert (table["p50"] <= table["p95"]).all()


def test_network_has_its_own_columns(tables):
    assert list(tables["network"].columns) == [
        *("option", "year", "school"),
        *("open", "places", "pupils", "use_share", "rooms", "groups", "special_classes", "repair_debt_eur"),
    ]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("operations_intervals", ("option", "year", "municipality", "measure")),
        ("operations_schools", ("option", "year", "school", "measure")),
        ("operations_subjects", ("option", "year", "municipality", "subject", "outcome")),
    ],
)
def test_intervals_have_bounds_of_the_mean_and_of_the_difference(tables, name, keys):
    assert list(tables[name].columns) == [
        *keys,
        *("mean", "low", "high"),
        *("difference", "difference_low", "difference_high", "replications_needed"),
    ]
    assert not tables[name].duplicated(list(keys)).any()


def test_verdict_has_two_columns_of_text(tables):
    expected = ["option", "municipality", "measure", *STATISTICS, "verdict", "binding_constraint"]
    assert list(tables["verdict"].columns) == expected


def test_there_are_no_more_tables_than_promised(tables):
    assert set(tables) == {*KEYS, "network", "verdict", *INTERVALS}


def test_tables_show_the_costed_years(tables, result):
    first, last = result.scenario.first_year, result.scenario.end_year
    simulated = {"operations", "operations_lessons", *INTERVALS}
    simulated |= {"access_areas", "distribution", "child_impact"}
    for name in (
        set(tables)
        - {"population", "budget", "verdict", "present_values", "break_even", "child_money"}
        - simulated
    ):
        assert sorted(tables[name]["year"].unique()) == list(range(first, last + 1)), name


def _every(table, key, wanted, *of):
    for _, rows in table.groupby(list(of), observed=True):
        assert set(rows[key]) >= set(wanted)


def test_every_cost_item_of_the_municipality_stands_in_every_year(tables):
    own = tables["costs"][tables["costs"]["payer"] == "municipality"]
    _every(own, "item", COST_ITEMS, "option", "year", "municipality")


def test_every_funding_item_stands_in_every_year(tables):
    _every(tables["funding"], "item", FUNDING_ITEMS, "option", "year", "municipality")


def test_every_staffing_measure_stands_in_every_year(tables):
    _every(tables["staffing"], "measure", STAFFING_MEASURES, "option", "year", "municipality")


def test_every_lesson_outcome_stands_in_every_simulated_year(tables):
    wanted = ("lessons_planned", *OperationsOutcome.LESSON_OUTCOMES, "disruption_cost_eur")
    _every(tables["operations"], "measure", wanted, "option", "year", "municipality")


def test_every_access_measure_stands_for_all_pupils(tables):
    everyone = tables["access"][tables["access"]["grade_band"] == "all"]
    _every(everyone, "measure", ACCESS_MEASURES, "option", "year", "municipality")


def test_every_measure_of_the_verdict_stands_for_each_municipality_and_the_region(tables):
    _every(tables["verdict"], "measure", VERDICT_MEASURES, "option", "municipality")
