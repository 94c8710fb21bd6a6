"""Book value and write-down."""

import numpy as np
import pytest

from kopa_sim.economy.book_value import book_value_draw_year_school, write_down
from kopa_sim.economy.buildings import building_states
from kopa_sim.model.plan import PlaceChange
from tests.economy.worlds import VILLAGE, close, plan_of, two_municipalities, with_schools, world, year_at


def one(year_closed=None, **columns):
    region = with_schools(
        {"code": "one", "municipality": "901", "grades": "0-9", "floor_area_m2": 1_000.0, **columns}
    )
    plan = plan_of(region) if year_closed is None else close(plan_of(region), 0, year_closed)
    return world(region, plan, rows=[])


def test_the_given_value_falls_over_the_years_of_depreciation_that_are_left():
    value = book_value_draw_year_school(one(book_value_eur=600_000.0, built=2008).basis)[0, :, 0]
    assert value[year_at(2026)] == pytest.approx(600_000)
    assert value[year_at(2028)] == pytest.approx(600_000 * 10 / 12)


def test_a_given_value_of_a_building_older_than_its_depreciation_falls_over_the_least_years():
    """What is still in the books of a building of 1962 was capitalised later: eight years are left."""
    value = book_value_draw_year_school(one(book_value_eur=180_000.0, built=1962).basis)[0, :, 0]
    assert value[year_at(2026) :] == pytest.approx([180_000 * left / 8 for left in (8, 7, 6, 5)])


def test_a_building_almost_depreciated_has_the_least_years_left_where_its_value_is_given():
    value = book_value_draw_year_school(one(book_value_eur=600_000.0, built=1997).basis)[0, :, 0]
    assert value[year_at(2027)] == pytest.approx(600_000 * 7 / 8)
    by_age = book_value_draw_year_school(one(built=1997).basis)[0, :, 0]
    assert by_age[year_at(2026)] == pytest.approx(4_000 * 1_000 / 30)
    assert by_age[year_at(2027)] == 0.0


def test_without_an_age_half_the_years_of_depreciation_are_left():
    value = book_value_draw_year_school(one(book_value_eur=600_000.0).basis)[0, :, 0]
    assert value[year_at(2029)] == pytest.approx(600_000 * 12 / 15)


def test_without_a_given_value_it_follows_from_age():
    value = book_value_draw_year_school(one(built=2011).basis)[0, year_at(2026), 0]
    assert value == pytest.approx(4_000 * 1_000 / 2)


def test_an_old_building_is_written_off_already():
    assert not book_value_draw_year_school(one(built=1960).basis).any()


def test_with_nothing_known_it_is_the_usual_value_by_square_metre():
    assert book_value_draw_year_school(one().basis)[0, year_at(2026), 0] == pytest.approx(400_000)


def test_closing_writes_the_value_of_that_year_off_once():
    closed = one(2028, book_value_eur=600_000.0, built=2008)
    states = building_states(closed.region, closed.plan, closed.parameters)
    nothing_built = np.zeros((1, 6, 1))
    written = write_down(closed.basis, states, nothing_built)[0, :, 0]
    assert written == pytest.approx([0, 0, 0, 0, 500_000, 0])


def test_what_was_built_in_the_plan_is_written_off_with_what_stood():
    """An extension of 300,000 in 2026, a thirtieth a year: after two charges 280,000 are left in 2028."""
    region = two_municipalities()
    plan = close(plan_of(region, built=(PlaceChange(VILLAGE, 2026, 10.0, 300_000.0),)), VILLAGE, 2028)
    written = world(region, plan).costs().write_down_draw_year_municipality[0, :, 0]
    assert written == pytest.approx([0, 0, 0, 0, 400 * 1_400 * 13 / 15 + 280_000, 0])


def test_a_school_that_opens_in_the_plan_has_only_the_value_of_what_was_built():
    region = two_municipalities()
    plan = plan_of(region, built=(PlaceChange(VILLAGE, 2026, 60.0, 3_000_000.0),))
    plan.open_year_school[: year_at(2026), VILLAGE] = False
    written = world(region, close(plan, VILLAGE, 2027)).costs().write_down_draw_year_municipality[0, :, 0]
    assert written == pytest.approx([0, 0, 0, 2_900_000, 0, 0])
