"""The tables of a run keep the design's columns, and their sums agree with one another.

Everything is recomputed from the tables alone, with plain arithmetic, as a reader of the run folder would.
"""

import numpy as np
import pytest

from kopa_sim.report.tables import build_tables

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
    "access_groups": ["option", "year", "income_group", "measure"],
    "distribution": ["option", "year", "municipality", "quantity", "bin_from"],
    "child_impact": ["option", "year", "school", "receiving_school", "measure"],
    "net_cost": ["option", "year", "municipality", "measure"],
    "present_values": ["option", "municipality", "discount_rate", "measure"],
}
GROSS = ("municipality", "other_municipality")
GRADES = [str(grade) for grade in range(10)]


@pytest.fixture(scope="module")
def tables(result):
    return {
        name: table.astype({column: str for column in table.columns if table[column].dtype == "category"})
        for name, table in build_tables(result).items()
    }


@pytest.fixture(scope="module")
def discount(result):
    rate = result.scenario.values["economy.discount_rate"]
    first = result.scenario.first_year
    return lambda years: (1 + rate) ** -(years - first)


def test_every_table_of_the_design_is_there(tables):
    intervals = {"operations_intervals", "operations_schools", "operations_subjects"}
    others = intervals | {"break_even", "network", "routes", "shared_posts", "tours", "verdict"}
    assert set(tables) == {*KEYS, *others}


@pytest.mark.parametrize("name", KEYS)
def test_columns_are_the_keys_and_the_statistics(tables, name):
    assert list(tables[name].columns) == KEYS[name] + STATISTICS


def test_network_and_verdict_have_their_own_columns(tables):
    network = [
        "open",
        "places",
        "pupils",
        "use_share",
        "rooms",
        "groups",
        "special_classes",
        "repair_debt_eur",
    ]
    assert list(tables["network"].columns) == ["option", "year", "school", *network]
    words = ["verdict", "binding_constraint"]
    assert list(tables["verdict"].columns) == ["option", "municipality", "measure", *STATISTICS, *words]


@pytest.mark.parametrize("name", [*KEYS, "network", "verdict"])
def test_no_fact_stands_twice(tables, name):
    keys = {**KEYS, "network": ["option", "year", "school"], "verdict": ["option", "municipality", "measure"]}
    assert not tables[name].duplicated(keys[name]).any()


def test_the_required_items_and_measures_are_there(tables):
    assert set(tables["costs"]["item"]) == {
        *("teaching", "support_staff", "transport", "meals", "welfare", "administration"),
        *("property_running", "property_capital", "transition", "ict", "disruption"),
    }
    assert set(tables["funding"]["item"]) >= {
        *("state_share", "tax_base_equalisation", "home_municipality_compensation"),
        *("cooperation_payment", "upper_secondary_unit_price", "vocational"),
    }
    assert set(tables["staffing"]["measure"]) >= {
        *("hours_required", "hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given"),
        *("posts", "overtime_hours", "driven_km", "driven_hours"),
    }
    assert set(tables["access"]["measure"]) >= {
        *("mean_min", "p90_min", "max_min", "over_3km_share", "over_5km_share", "transported_share"),
        *("near_limit_share", "over_limit_share", "theil_between", "theil_within", "gini_min"),
    }
    assert set(tables["verdict"]["measure"]) >= {
        *("net_cost_pv_difference_eur", "net_cost_per_pupil_eur", "net_cost_per_resident_eur"),
        *("tax_points_difference", "sustainability_gap_tax_points", "payback_year", "payback_reached_share"),
        *("cheaper_share", "sustainable_share", "mean_min_difference", "theil_between_difference"),
        *("theil_within_difference", "widens_inequality_share"),
    }


def test_lesson_outcomes_sum_to_the_lessons_planned_and_no_other_measure_looks_like_one(tables):
    operations = tables["operations"]
    lessons = operations[operations["measure"].str.startswith("lessons_")]
    assert set(lessons["measure"]) == {
        *("lessons_planned", "lessons_as_planned", "lessons_unqualified", "lessons_merged"),
        *("lessons_remote_cover", "lessons_supervised", "lessons_lost"),
    }
    wide = lessons.pivot_table(index=["option", "year", "municipality"], columns="measure", values="mean")
    planned = wide.pop("lessons_planned")
    assert np.allclose(wide.sum(axis=1), planned, rtol=1e-6)


def test_basic_pupils_are_the_residents_of_the_ages_served_but_for_those_ahead_and_behind(tables):
    """Early starters have left at fifteen, late starters and repeaters are there at sixteen."""
    population = tables["population"]
    residents = population[population["age"].between(6, 15)].groupby("year")["mean"].sum()
    pupils = tables["pupils"]
    basic = pupils[pupils["grade"].isin(GRADES)].groupby(["option", "year"])["mean"].sum()
    for (_, year), count in basic.items():
        assert count == pytest.approx(residents[year], rel=0.01, abs=2.0)


def test_starters_are_the_first_graders(tables):
    starters = tables["starters"].groupby("year")["mean"].sum()
    pupils = tables["pupils"]
    first = pupils[(pupils["option"] == "as_is") & (pupils["grade"] == "1")].groupby("year")["mean"].sum()
    assert np.allclose(starters[first.index], first, atol=1e-3)


def test_flows_arrive_where_the_pupils_are(tables):
    flows = tables["flows"].groupby(["option", "year", "school"])["mean"].sum()
    pupils = tables["pupils"].groupby(["option", "year", "school"])["mean"].sum()
    assert np.allclose(flows, pupils[flows.index], atol=1e-3)


def test_school_costs_and_costs_are_the_same_money(tables):
    by_school = tables["school_costs"].groupby(["option", "year", "item"])["mean"].sum()
    by_payer = tables["costs"].groupby(["option", "year", "item"])["mean"].sum()
    assert np.allclose(by_school.reindex(by_payer.index, fill_value=0.0), by_payer, atol=1.0)


def test_compensation_and_payments_close_to_zero_with_the_outside(tables):
    funding = tables["funding"]
    between = funding[funding["item"].isin(["home_municipality_compensation", "cooperation_payment"])]
    assert np.allclose(between.groupby(["option", "year", "item"])["mean"].sum(), 0.0, atol=0.5)


def net_cost(tables, municipality=None):
    """Net cost by option and year: rows that municipalities pay, less their funding."""
    costs, funding = tables["costs"], tables["funding"]
    costs, funding = costs[costs["payer"].isin(GROSS)], funding[funding["municipality"] != "outside"]
    if municipality is not None:
        costs, funding = (table[table["municipality"] == municipality] for table in (costs, funding))
    return costs.groupby(["option", "year"])["mean"].sum() - funding.groupby(["option", "year"])["mean"].sum()


@pytest.mark.parametrize("municipality", [None, "901", "902"])
def test_present_values_can_be_recomputed_from_costs_and_funding(tables, discount, municipality):
    net = net_cost(tables, municipality).unstack("year")
    factors = discount(net.columns.to_numpy())
    value = (net * factors).sum(axis=1)
    verdict = tables["verdict"]
    row = verdict["municipality"] == (municipality or "ALL")
    stated = verdict[row & (verdict["measure"] == "net_cost_pv_difference_eur")].set_index("option")["mean"]
    for option, difference in stated.items():
        assert difference == pytest.approx(value[option] - value["as_is"], abs=50.0)


def test_the_share_of_sustainable_futures_decides_the_word(tables):
    verdict = tables["verdict"]
    rows = verdict[verdict["measure"] == "sustainable_share"]
    assert set(rows["verdict"]) <= {"sustainable", "conditional", "not_sustainable"}
    for _, row in rows.iterrows():
        if row["mean"] < 0.5:
            assert row["verdict"] == "not_sustainable"
        if row["verdict"] == "sustainable":
            assert row["mean"] >= 0.8
    others = verdict[verdict["measure"] != "sustainable_share"]
    assert others["verdict"].isna().all() or (others["verdict"] == "").all()


def test_every_option_has_a_verdict_as_is_too(tables, result):
    verdict = tables["verdict"]
    judged = verdict[(verdict["measure"] == "sustainable_share") & (verdict["municipality"] == "ALL")]
    assert list(judged["option"]) == [option.plan.option for option in result.options]


def test_between_and_within_are_all_of_the_regions_inequality(tables):
    access = tables["access"]
    region = access[(access["municipality"] == "ALL") & (access["grade_band"] == "all")]
    wide = region.pivot_table(index=["option", "year"], columns="measure", values="mean")
    assert (wide[["theil_between", "theil_within"]] >= 0).all().all()
    assert (wide["over_5km_share"] <= wide["over_3km_share"]).all()
    assert (wide["mean_min"] <= wide["max_min"]).all()
