"""population.csv, starters.csv, pupils.csv, groups.csv, flows.csv and network.csv against the arrays behind them."""

import numpy as np
import pytest

from kopa_sim.model.grades import GRADE_BANDS


def test_population_has_every_year_from_the_base_year(tables, result):
    population = tables["population"]
    assert population["year"].min() == result.scenario.base_year
    people = result.population_draw_year_municipality_sex_age.mean(axis=0, dtype=float).sum()
    assert population["mean"].sum() == pytest.approx(people, abs=1e-3)


def test_the_base_year_is_certain(tables, result):
    base = tables["population"].query("year == @result.scenario.base_year")
    assert (base["p05"] == base["p95"]).all()


def test_one_cell_of_the_population_is_where_it_should_be(tables, result):
    row = tables["population"].query(
        "year == 2027 and municipality == '101' and sex == 'female' and age == 7"
    )
    cell = result.population_draw_year_municipality_sex_age[:, 3, 1, 1, 7].astype(float)
    assert row["mean"].item() == pytest.approx(cell.mean(), abs=1e-6)
    assert row["p95"].item() == pytest.approx(np.quantile(cell, 0.95), abs=1e-6)


def test_starters_are_those_of_the_costed_years(tables, result):
    cell = result.starters_draw_year_area[:, 2, 3].mean()
    row = tables["starters"].query("year == 2026 and area == '88003'")
    assert row["mean"].item() == pytest.approx(cell, abs=1e-6)


def test_all_pupils_are_in_the_table(tables, result):
    for option in result.options:
        rows = tables["pupils"][tables["pupils"]["option"] == option.plan.option]
        pupils = option.pupils_draw_year_school_grade[:, option.plan.costed].mean(axis=0).sum()
        assert rows["mean"].sum() == pytest.approx(pupils, abs=1e-3)


def test_a_closed_school_has_no_rows_of_pupils_and_groups(tables):
    for name in ("pupils", "groups"):
        closed = tables[name].query("option == 'option_1' and school == 'koulu_1' and year > 2026")
        before = tables[name].query("option == 'option_1' and school == 'koulu_1' and year == 2026")
        assert len(closed) == 0
        assert len(before) > 0


def test_a_grade_that_a_school_never_teaches_is_left_out(tables):
    grades = set(tables["pupils"].query("school == 'koulu_1'")["grade"])
    assert grades == {"0", "1", "2", "3", "4", "5", "6"}


def test_flows_carry_their_own_keys(tables, result):
    option = result.options[1]
    home, school, band = option.flow_keys[5]
    region = result.scenario.region
    row = tables["flows"][
        (tables["flows"]["option"] == option.plan.option)
        & (tables["flows"]["year"] == 2028)
        & (tables["flows"]["home_municipality"] == region.municipalities.codes[home])
        & (tables["flows"]["school"] == region.schools.codes[school])
        & (tables["flows"]["grade_band"] == GRADE_BANDS[band])
    ]
    assert row["mean"].item() == pytest.approx(option.flows_draw_year_flow[:, 4, 5].mean(), abs=1e-6)


def test_flows_stand_in_the_order_of_their_keys(tables):
    flows = tables["flows"]
    codes = [flows[key].cat.codes if key != "year" else flows[key] for key in flows.columns[:5]]
    order = np.lexsort([np.asarray(code) for code in reversed(codes)])
    assert (order == np.arange(len(flows))).all()


def test_a_closed_school_stays_in_the_network_as_closed(tables):
    row = tables["network"].query("option == 'option_1' and school == 'koulu_1' and year == 2027")
    assert row["open"].item() == 0.0
    assert row["places"].item() == 0.0
    assert np.isnan(row["use_share"].item())


def test_use_is_pupils_by_places(tables):
    used = tables["network"].dropna(subset=["use_share"])
    np.testing.assert_allclose(used["use_share"], used["pupils"] / used["places"], atol=1e-6)


def test_special_classes_stand_beside_the_groups_of_a_school(tables, result):
    option = result.options[1]
    plan, school = option.plan, result.scenario.region.schools.codes.index("koulu_2")
    row = tables["network"].query("option == 'option_1' and school == 'koulu_2' and year == 2028")
    year = plan.years.index(2028)
    classes = option.special_classes_draw_year_school[:, year, school].mean()
    assert classes > 0
    assert row["special_classes"].item() == pytest.approx(classes, abs=1e-6)
    groups = option.groups_draw_year_school_band[:, year, school].sum(axis=1).mean()
    assert row["groups"].item() == pytest.approx(groups, abs=1e-6)


def test_rooms_are_empty_where_the_scenario_gives_none(tables):
    open_schools = tables["network"][tables["network"]["open"] == 1]
    given = open_schools.groupby("school", observed=True)["rooms"].first()
    assert given["koulu_0"] == 8.0
    assert np.isnan(given["koulu_1"])
