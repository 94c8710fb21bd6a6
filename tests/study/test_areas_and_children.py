"""The way to school by area and the sheets of closed schools, of a whole run in every future."""

import numpy as np
import pytest

from kopa_sim.model.area_access import AREA_SUMS
from kopa_sim.report.tables.access_areas import access_areas_table, area_values
from kopa_sim.study.child_impact import composite_share, group_size, sheet
from kopa_sim.study.routes import carried_minutes


def option_of(result, name):
    return next(option for option in result.options if option.plan.option == name)


def test_areas_together_have_the_mean_way_of_the_region(result):
    for option in result.options:
        access = option.area_access
        places = [option.plan.years.index(year) for year in access.years]
        total = access.sums_draw_year_area_sum.sum(axis=2)
        region = option.access.values
        shares = ("over_3km", "over_5km", "transported", "near_limit", "over_limit")
        measures = {"mean_min": "minutes"} | {f"{name}_share": name for name in shares}
        for name, summed in measures.items():
            mean = total[..., AREA_SUMS.index(summed)] / total[..., 0]
            assert mean == pytest.approx(region[name][:, places, -1, -1], rel=1e-9, abs=1e-12)
        pupils = option.pupils_draw_year_school_grade[:, places, :, :10].sum(axis=(2, 3))
        assert total[..., 0] == pytest.approx(pupils)


def test_an_option_that_does_nothing_changes_no_ones_way(null_result):
    nothing = option_of(null_result, "nothing")
    values = area_values(nothing.area_access, null_result.as_is.area_access)
    difference = values["minutes_difference"]
    assert (difference[~np.isnan(difference)] == 0).all()
    assert nothing.child_impact is None


def test_the_sheet_of_a_closed_school_is_about_all_its_pupils_in_every_future(result):
    option = option_of(result, "close_village")
    impact, as_is = option.child_impact, result.as_is
    (whole,) = np.flatnonzero(impact.rows.receiving < 0)
    year, school = impact.rows.year[whole], impact.rows.school[whole]
    assert not option.plan.open_year_school[year, school]
    there = as_is.pupils_draw_year_school_grade[:, year, school]
    assert impact.sums_draw_row_sum[:, whole, : there.shape[1]] == pytest.approx(there)


def test_a_sheet_says_what_the_tables_of_schools_say(result):
    option = option_of(result, "close_village")
    impact, found = option.child_impact, sheet(result, option)
    (whole,) = np.flatnonzero(impact.rows.receiving < 0)
    (one,) = np.flatnonzero(impact.rows.receiving >= 0)
    year, school, receiving = impact.rows.year[one], impact.rows.school[one], impact.rows.receiving[one]
    for row in (whole, one):
        # all of them are in grades 0–6
        np.testing.assert_allclose(
            found["before_group_size"][:, row], group_size(result.as_is)[:, year, school, 0]
        )
        np.testing.assert_allclose(
            found["after_composite_share"][:, row], composite_share(option)[:, year, receiving]
        )
    assert (found["minutes_difference"] > 0).all()


def test_a_sheet_has_the_minutes_of_the_routes_where_they_are_known(result):
    option = option_of(result, "close_village")
    rows, years = option.child_impact.rows, option.catchments.years
    (one,) = np.flatnonzero(rows.receiving >= 0)
    region, journeys = result.scenario.region, result.journeys
    rides = carried_minutes(region, journeys, result.parameters.mean(), option.routes, years)[rows.year[one]]
    arcs = result.as_is.catchments.by_year[rows.year[one]]
    cells = arcs.cell_point[arcs.school[arcs.cell_arc] == rows.school[one]]
    # all of them live farther than five kilometres from the school that receives them, and are carried
    ride, direct = (minutes[cells, rows.receiving[one]] for minutes in (rides, journeys.minutes_point_school))
    found = sheet(result, option)
    assert found["after_over_5km_share"][:, one] == pytest.approx(1.0)
    assert found["after_max_min"][:, one] == pytest.approx(ride.max())
    assert ride.max() != pytest.approx(direct.max(), abs=0.1)


def test_families_that_answer_to_a_closure_are_asked_about_as_they_are_before(result):
    # every future of every sheet has the children of as_is, whatever people the option has of its own
    for option in result.options:
        if option.child_impact is not None:
            whole = option.child_impact.rows.receiving < 0
            rows = option.child_impact.rows
            as_is = result.as_is.pupils_draw_year_school_grade[:, rows.year[whole], rows.school[whole]]
            assert (option.child_impact.pupils[:, whole] <= as_is.sum(axis=2) + 1e-9).all()


def test_the_table_has_every_area_with_pupils_in_three_years(result):
    table = access_areas_table(result)
    assert len(set(table["year"])) == 3
    assert set(table["area"]) == set(result.scenario.region.areas.codes)
