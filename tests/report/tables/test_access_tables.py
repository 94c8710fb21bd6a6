"""access_areas.csv, access_groups.csv, distribution.csv and child_impact.csv against the arrays behind them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kopa_sim.model.area_access import AREA_SUMS, IMPACT_SUMS, AreaAccess, ChildImpact, ImpactRows
from kopa_sim.report.tables import build_tables
from kopa_sim.report.tables.access_areas import AREA_MEASURES, access_areas_table
from kopa_sim.report.tables.access_groups import GROUP_MEASURES, access_groups_table
from kopa_sim.study.child_impact import SHEET_MEASURES, composite_share, group_size, sheet

STATISTICS = ["mean", "p05", "p50", "p95"]
KEYS = {
    "access_areas": ["option", "year", "area", "measure"],
    "access_groups": ["option", "year", "income_group", "measure"],
    "distribution": ["option", "year", "municipality", "quantity", "bin_from"],
    "child_impact": ["option", "year", "school", "receiving_school", "measure"],
}


@pytest.fixture(scope="module")
def with_incomes(result):
    region = result.scenario.region
    incomes = np.linspace(20_000, 40_000, len(region.areas))
    region = replace(region, areas=replace(region.areas, mean_income_eur=incomes))
    return replace(result, scenario=replace(result.scenario, region=region))


@pytest.fixture(scope="module")
def tables(with_incomes):
    return build_tables(with_incomes)


@pytest.mark.parametrize("name", KEYS)
def test_keys_come_first_and_no_two_rows_have_the_same(tables, name):
    assert list(tables[name].columns) == KEYS[name] + STATISTICS
    assert len(tables[name])
    assert not tables[name].duplicated(KEYS[name]).any()


def value(table, **keys):
    for key, wanted in keys.items():
        table = table[table[key] == wanted]
    return table["mean"].item()


def area_access(pupils, minutes):
    """Sums by area of one year; each list by draw and then area."""
    pupils, minutes = np.array(pupils, dtype=float), np.array(minutes, dtype=float)
    sums = np.zeros((*pupils.shape, len(AREA_SUMS)))
    sums[..., AREA_SUMS.index("pupils")] = pupils
    sums[..., AREA_SUMS.index("minutes")] = pupils * minutes
    sums[..., AREA_SUMS.index("over_5km")] = pupils * (minutes > 30)
    sums[..., AREA_SUMS.index("minutes_log")] = pupils * minutes * np.log(minutes)
    sums[..., AREA_SUMS.index("over_3km")] = pupils * (minutes > 20)
    sums[..., AREA_SUMS.index("near_limit")] = pupils * (minutes == 40)
    sums[..., AREA_SUMS.index("over_limit")] = pupils * (minutes > 40)
    gini = np.full((len(pupils), 1, 4), 0.25)
    return AreaAccess((2026,), sums[:, None], np.ones_like(pupils)[:, None], {}, {}, gini)


def beside(result, own, present, **changed):
    """The run with two options whose journeys by area are these."""
    first, second = result.options[:2]
    options = (replace(first, area_access=present), replace(second, area_access=own, **changed))
    return replace(result, options=options)


def test_minutes_more_are_taken_within_each_future(result):
    present = area_access([[10, 5, 1, 1, 1]] * 2, [[10, 20, 1, 1, 1], [30, 20, 1, 1, 1]])
    own = area_access([[10, 5, 1, 1, 0]] * 2, [[25, 20, 1, 1, 1], [45, 20, 1, 1, 1]])
    table = access_areas_table(beside(result, own, present))
    row = table.query("option == 'option_1' and area == '88000' and measure == 'minutes_difference'")
    # 15 minutes more in both futures, though the futures themselves are 20 minutes apart
    assert row[STATISTICS].to_numpy().ravel() == pytest.approx([15, 15, 15, 15])
    assert value(table, option="option_1", area="88001", measure="minutes_difference") == 0
    assert set(table["measure"]) == set(AREA_MEASURES)
    assert table.query("option == 'option_1' and area == '88004'").empty


def test_an_option_like_as_is_differs_by_nothing(result):
    same = area_access([[10, 5, 1, 1, 1]], [[10, 20, 7, 13, 3]])
    table = access_areas_table(beside(result, same, same))
    assert (table.query("measure == 'minutes_difference'")["mean"] == 0).all()


def test_income_groups_are_means_over_their_pupils(with_incomes):
    region = with_incomes.scenario.region
    children = np.array([[3.0, 0.0], [3.0, 0.0], [2.0, 0.0], [2.0, 0.0], [2.0, 0.0]])
    region = replace(region, areas=replace(region.areas, children_area_band=children))
    run = replace(with_incomes, scenario=replace(with_incomes.scenario, region=region))
    # in order of income 3, 3, 2, 2, 2 children: the middle ones stand at 1.5, 4.5, 7, 9 and 11 of 12
    own = area_access([[1, 1, 1, 3, 2]], [[10, 20, 30, 50, 40]])
    present = area_access([[1, 1, 1, 3, 2]], [[10, 20, 30, 10, 10]])
    table = access_groups_table(beside(run, own, present)).query("option == 'option_1'")
    means = {
        group: value(table, income_group=group, measure="mean_min") for group in ("low", "middle", "high")
    }
    assert means == pytest.approx({"low": 10, "middle": 25, "high": (3 * 50 + 2 * 40) / 5})
    assert value(table, income_group="high", measure="minutes_difference") == pytest.approx(46 - 10)
    assert value(table, income_group="high", measure="over_5km_share") == pytest.approx(1.0)
    assert value(table, income_group="high", measure="pupils") == 5
    assert value(table, income_group="ALL", measure="mean_min") == pytest.approx((10 + 20 + 30 + 230) / 8)
    shares = {
        group: [
            value(table, income_group=group, measure=f"{name}_share")
            for name in ("over_3km", "near_limit", "over_limit")
        ]
        for group in ("low", "middle", "high", "ALL")
    }
    assert shares["low"] == [0, 0, 0]
    assert shares["middle"] == pytest.approx([1 / 2, 0, 0])
    assert shares["high"] == pytest.approx([1, 2 / 5, 3 / 5])
    assert shares["ALL"] == pytest.approx([6 / 8, 2 / 8, 3 / 8])
    assert set(table["measure"]) == set(GROUP_MEASURES)


def test_inequality_divides_between_and_within_income_groups(with_incomes):
    region = with_incomes.scenario.region
    children = np.array([[1.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    region = replace(region, areas=replace(region.areas, children_area_band=children))
    run = replace(with_incomes, scenario=replace(with_incomes.scenario, region=region))
    # low 10 and 10 minutes, middle nobody, high 20 and 40: means of 10, 30 and 20; a quarter and three of all minutes
    access = area_access([[1, 1, 0, 1, 1]], [[10, 10, 1, 20, 40]])
    table = access_groups_table(beside(run, access, access)).query("option == 'as_is'")
    high = (20 * np.log(20 / 30) + 40 * np.log(40 / 30)) / 60
    between = 1 / 4 * np.log(10 / 20) + 3 / 4 * np.log(30 / 20)
    found = {
        group: [
            value(table, income_group=group, measure=f"theil_{part}_groups") for part in ("between", "within")
        ]
        for group in ("low", "high", "ALL")
    }
    assert found["low"] == pytest.approx([0, 0], abs=1e-6)
    assert found["high"] == pytest.approx([0, high], abs=1e-6)
    assert found["ALL"] == pytest.approx([between, 3 / 4 * high], abs=1e-6)
    whole = (2 * 10 * np.log(10 / 20) + 40 * np.log(40 / 20)) / 80
    assert sum(found["ALL"]) == pytest.approx(whole, abs=2e-6)


def test_without_incomes_there_are_no_income_groups(result):
    assert "access_groups" not in build_tables(result)


def test_without_closures_there_are_no_sheets(result):
    as_is = replace(result, options=result.options[:1])
    assert "child_impact" not in build_tables(as_is)


def test_the_distribution_of_the_region_is_that_of_its_municipalities(tables):
    by = ["option", "year", "quantity", "bin_from"]
    table = tables["distribution"]
    region = table[table["municipality"] == "ALL"].set_index(by)["mean"]
    parts = table[table["municipality"] != "ALL"].groupby(by, observed=True)["mean"].sum()
    pd.testing.assert_series_equal(region.sort_index(), parts.sort_index(), check_exact=False, atol=1e-5)
    assert set(table["quantity"]) == {"minutes", "km"}


def impact_of(rows, draws=1, **sums):
    """A sheet from the sums of every row, the same in every future."""
    values = np.zeros((draws, len(rows), len(IMPACT_SUMS)))
    for name, of_row in sums.items():
        values[..., IMPACT_SUMS.index(name)] = of_row
    year, school, receiving = np.array(rows).T
    return ChildImpact(
        ImpactRows(year, school, receiving), values, np.full((draws, len(rows), 4), 9.0), False
    )


def with_schools(option, pupils, groups, composite, **changed):
    """An option with pupils of grade 1, groups and pupils in composite groups by school, in all years."""
    shape = option.groups_draw_year_school_band.shape
    by_grade, by_band = np.zeros((1, *shape[1:3], 11)), np.zeros((1, *shape[1:]))
    by_grade[..., 1], by_band[..., 1] = pupils, groups
    return replace(
        option,
        pupils_draw_year_school_grade=by_grade,
        groups_draw_year_school_band=by_band,
        special_classes_draw_year_school=np.zeros((1, *shape[1:3])),
        composite_pupils_draw_year_school=np.broadcast_to(
            np.array(composite, float), (1, *shape[1:3])
        ).copy(),
        **changed,
    )


def test_a_sheet_compares_the_groups_children_leave_with_those_they_join(result):
    # 12 children leave groups of 12: 9 of them join groups of 20 and 3 join groups of 8
    impact = impact_of(
        [(3, 1, -1), (3, 1, 0), (3, 1, 2)], pupils_grade_1=[12, 9, 3], before_minutes=[120, 90, 30]
    )
    as_is = with_schools(result.options[0], [31, 12, 5, 0], [2, 1, 1, 0], [0, 12, 5, 0])
    option = with_schools(result.options[1], [40, 0, 8, 0], [2, 0, 1, 0], [10, 0, 8, 0], child_impact=impact)
    found = sheet(replace(result, options=(as_is, option)), option)
    assert found["before_group_size"][0] == pytest.approx([12, 12, 12])
    assert found["after_group_size"][0] == pytest.approx([(9 * 20 + 3 * 8) / 12, 20, 8])
    assert found["before_composite_share"][0] == pytest.approx([1, 1, 1])
    assert found["after_composite_share"][0] == pytest.approx([(9 * 0.25 + 3) / 12, 0.25, 1])
    assert found["before_mean_min"][0] == pytest.approx([10, 10, 10])
    assert found["minutes_difference"][0] == pytest.approx([-10, -10, -10])
    assert "before_dangerous_share" not in found
    assert set(found) <= set(SHEET_MEASURES)


def test_the_groups_of_the_upper_grades_do_not_count_for_younger_children(result):
    # children of grade 1 go to a school with 24 of them in two groups and 60 of grade 8 in three
    impact = impact_of([(3, 1, -1), (3, 1, 0)], pupils_grade_1=[4, 4])
    as_is = with_schools(result.options[0], [20, 4, 0, 0], [2, 1, 0, 0], [0, 4, 0, 0])
    option = with_schools(result.options[1], [24, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], child_impact=impact)
    option.pupils_draw_year_school_grade[..., 0, 8] = 60
    option.groups_draw_year_school_band[..., 0, 3] = 3
    assert sheet(replace(result, options=(as_is, option)), option)["after_group_size"][0] == pytest.approx(
        [12, 12]
    )
    assert group_size(option)[0, 3, 0, :2] == pytest.approx([12, 20])


def test_a_composite_group_and_special_classes_are_shared_by_all_its_grades(result):
    # grades 1 and 5 are taught in one composite group, which stands at its lowest grade, and in a special class
    option = with_schools(result.options[1], [6, 0, 0, 0], [1, 0, 0, 0], [12, 0, 0, 0])
    option.pupils_draw_year_school_grade[..., 0, 5] = 6
    option.special_classes_draw_year_school[..., 0] = 1
    assert group_size(option)[0, 3, 0, 0] == pytest.approx(12 / 2)
    # a quarter of the school's pupils are in grade 9, and as much of the special class is theirs
    option.pupils_draw_year_school_grade[..., 0, 9] = 4
    option.groups_draw_year_school_band[..., 0, 3] = 1
    assert group_size(option)[0, 3, 0, :2] == pytest.approx([12 / 1.75, 4 / 1.25])


def test_children_of_several_levels_are_compared_with_the_groups_of_their_own(result):
    # three children of grade 1 join groups of 12 and one of grade 8 joins groups of 20
    impact = impact_of([(3, 1, -1), (3, 1, 0)], pupils_grade_1=[3, 3], pupils_grade_8=[1, 1])
    option = with_schools(result.options[1], [24, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], child_impact=impact)
    option.pupils_draw_year_school_grade[..., 0, 8] = 60
    option.groups_draw_year_school_band[..., 0, 3] = 3
    as_is = with_schools(result.options[0], [20, 4, 0, 0], [2, 1, 0, 0], [0, 4, 0, 0])
    found = sheet(replace(result, options=(as_is, option)), option)
    assert found["after_group_size"][0] == pytest.approx([14, 14])


def test_a_school_without_groups_has_no_size_and_no_share(result):
    option = with_schools(result.options[0], [0, 3, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0])
    assert np.isnan(group_size(option)[0, 0, 0]).all()
    assert np.isnan(composite_share(option)[0, 0, 0])
    assert group_size(option)[0, 0, 1, 0] == 3
    assert np.isnan(group_size(option)[0, 0, 1, 1:]).all()
    assert composite_share(option)[0, 0, 1] == 0


def test_the_sheet_of_a_closed_school_stands_in_the_table(tables, with_incomes):
    table = tables["child_impact"]
    option = with_incomes.options[1]
    pupils = table.query("measure == 'pupils' and receiving_school == 'ALL'")
    assert pupils["mean"].item() == pytest.approx(option.child_impact.pupils[:, 0].mean(), abs=1e-6)
    assert set(table["option"]) == {"option_1"}
    assert set(table["year"]) == {2027}
    grades = {name for name in set(table["measure"]) if name.startswith("pupils_grade_")}
    total = table[table["measure"].isin(grades) & (table["receiving_school"] == "ALL")]["mean"].sum()
    assert total == pytest.approx(pupils["mean"].item(), abs=1e-4)
