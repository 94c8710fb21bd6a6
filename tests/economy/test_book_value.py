"""Book value and write-down."""

import pytest

from kopa_sim.economy.book_value import book_value_draw_year_school, write_down
from kopa_sim.economy.buildings import building_states
from tests.economy.worlds import close, plan_of, with_schools, world, year_at


def one(year_closed=None, **columns):
    region = with_schools(
        {"code": "one", "municipality": "901", "grades": "0-9", "floor_area_m2": 1_000.0, **columns}
    )
    plan = plan_of(region) if year_closed is None else close(plan_of(region), 0, year_closed)
    return world(region, plan, rows=[])


def test_the_given_value_falls_over_the_years_of_depreciation_that_are_left():
    value = book_value_draw_year_school(one(book_value_eur=600_000.0, built=2002).basis)[0, :, 0]
    assert value[year_at(2026)] == pytest.approx(600_000)
    assert value[year_at(2028)] == pytest.approx(600_000 * 4 / 6)


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
    closed = one(2028, book_value_eur=600_000.0, built=2002)
    states = building_states(closed.region, closed.plan, closed.parameters)
    written = write_down(closed.basis, states)[0, :, 0]
    assert written == pytest.approx([0, 0, 0, 0, 400_000, 0])
