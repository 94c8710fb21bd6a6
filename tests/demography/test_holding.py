import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography import expected_future, launch
from kopa_sim.demography.holding import hold_to, spread_ratio
from kopa_sim.demography.step import grow_older
from tests.demography import worlds

REGION = worlds.region()
PARAMETERS = worlds.parameters()


def official(rows):
    """Official counts from (year, municipality, age_from, age_to, count) rows."""
    return worlds.observations([(year, place, -1, first, last, n) for year, place, first, last, n in rows])


def futures(rows=None, end_year=2030, parameters=PARAMETERS, **changes):
    given = worlds.busy_data(official=None if rows is None else official(rows), **changes)
    start = launch(REGION, given, parameters, end_year)
    return start, expected_future(start, parameters)


def residents(future, year, municipality, first, last):
    people = future.population_draw_year_municipality_sex_age[0, future.years.index(year), municipality]
    return people[:, first : last + 1].sum()


def ageing(newborn):
    """A year in which everyone grows older, nobody dies or moves and as many are born as ever."""

    def later(people):
        older = grow_older(people)
        older[..., 0] = newborn
        return older

    return later


def test_the_expected_course_meets_the_official_counts_of_every_year():
    rows = [
        (year, 0, first, last, 10.0 * (year - 1990))
        for year in range(2020, 2031)
        for first, last in ((0, 6), (7, 15))
    ]
    start, future = futures(rows)
    for year, _, first, last, count in rows:
        assert residents(future, year, 0, first, last) == pytest.approx(count)
    assert abs(start.official_misfit).max() < 1e-9


def test_nothing_given_changes_no_bit():
    plain, empty = futures(), futures([(2050, 0, 0, 6, 1.0)])
    assert (plain[0].planned.hold_ratio == 1.0).all()
    assert (
        plain[1].population_draw_year_municipality_sex_age
        == empty[1].population_draw_year_municipality_sex_age
    ).all()
    assert np.isnan(empty[0].official_misfit).all()


def test_a_municipality_and_ages_without_counts_are_held_to_nothing():
    start, _ = futures([(2024, 0, 7, 15, 250.0)])
    assert (start.planned.hold_ratio[:, 1] == 1.0).all()
    assert (start.planned.hold_ratio[:, 0, :, 40:] == 1.0).all()


def test_both_sexes_are_scaled_alike():
    start, _ = futures([(2020, 0, 7, 15, 250.0)])
    ratio = start.planned.hold_ratio[0, 0]
    assert ratio[0] == pytest.approx(ratio[1], rel=1e-12)
    assert np.ptp(ratio[:, 7:16]) == pytest.approx(0.0, abs=1e-12)


def test_the_years_between_take_an_equal_part_along_the_cohorts():
    people = np.full((1, 2, 101), 50.0)
    held = hold_to(official([(2024, 0, 10, 10, 200.0)]), people, (2020, 2021, 2022, 2023, 2024), ageing(50.0))
    ratio = held.ratio_year_municipality_sex_age[:, 0, 0]
    assert [ratio[index, 6 + index] for index in range(5)] == pytest.approx([2 ** (1 / 5)] * 5)
    ratio = ratio.copy()
    for index in range(5):
        ratio[index, 6 + index] = 1.0
    assert ratio == pytest.approx(np.ones((5, 101)))


def test_cohorts_born_between_take_all_of_it_at_birth():
    people = np.full((1, 2, 101), 50.0)
    held = hold_to(official([(2024, 0, 0, 3, 200.0)]), people, (2020, 2021, 2022, 2023, 2024), ageing(50.0))
    ratio = held.ratio_year_municipality_sex_age[:, 0, 0]
    assert ratio[:, 0] == pytest.approx([1.0, 0.5, 0.5, 0.5, 0.5])  # those born in 2020 are four and not held
    assert ratio[:, 1:] == pytest.approx(np.ones((5, 100)))


def test_births_keep_the_last_ratio_and_the_others_follow_the_rates_alone():
    rows = [(2024, 0, 0, 2, 40.0), (2024, 0, 30, 39, 500.0)]
    start, _ = futures(rows)
    ratio = start.planned.hold_ratio[:, 0, 0]
    assert ratio[4, 0] != 1.0
    assert (ratio[5:, 0] == ratio[4, 0]).all()
    assert (ratio[5:, 1:] == 1.0).all()


def test_a_level_of_the_scenario_does_not_move_what_is_held():
    low = worlds.parameters(fertility_level=0.7)
    for parameters in (PARAMETERS, low):
        _, future = futures([(2030, 0, 0, 6, 150.0)], parameters=parameters)
        assert residents(future, 2030, 0, 0, 6) == pytest.approx(150.0)


def test_a_band_counted_empty_is_emptied_in_its_year_and_not_before():
    start, future = futures([(2023, 1, 4, 6, 0.0)])
    assert residents(future, 2023, 1, 4, 6) == 0.0
    assert residents(future, 2022, 1, 3, 5) > 1.0
    assert start.official_misfit == pytest.approx([0.0])


def test_nobody_can_be_scaled_into_being_and_the_misfit_says_so():
    people = np.zeros((1, 2, 101))
    held = hold_to(official([(2020, 0, 10, 12, 30.0)]), people, (2020,), ageing(0.0))
    assert (held.ratio_year_municipality_sex_age == 1.0).all()
    assert held.misfit.tolist() == [-30.0]


def test_new_dwellings_come_on_top_of_the_official_projection():
    rows = [(year, 0, 0, 18, 400.0) for year in range(2020, 2031)]
    _, plain = futures(rows)
    _, built = futures(rows, housing=worlds.housing([(0, 2022, 30)]))
    more = residents(built, 2022, 0, 0, 18) - residents(plain, 2022, 0, 0, 18)
    assert more == pytest.approx(30 * 19 * 0.1 * (1 - 0.6))


def test_official_years_up_to_launch_are_left_to_the_observations():
    later = worlds.observations([(2022, 0, -1, 0, 6, 180.0)])
    start, _ = futures([(2021, 0, 0, 6, 500.0), (2025, 0, 0, 6, 190.0)], observations=later)
    assert np.isnan(start.official_misfit[0])
    assert start.official_misfit[1] == pytest.approx(0.0)


@settings(deadline=None, max_examples=40)
@given(
    counts=st.lists(st.tuples(st.integers(2020, 2030), st.integers(0, 5), st.floats(1.0, 500.0)), max_size=8),
)
def test_any_separate_bands_are_met_in_every_year_given(counts):
    bands = [(0, 2), (3, 6), (7, 12), (13, 15), (16, 18), (19, 100)]
    chosen = {(year, band): count for year, band, count in counts}
    rows = [(year, 0, *bands[band], count) for (year, band), count in chosen.items()]
    if not rows:
        return
    start, future = futures(rows)
    for year, _, first, last, count in rows:
        assert residents(future, year, 0, first, last) == pytest.approx(count, rel=1e-6)
    assert (start.planned.hold_ratio > 0).all()


def test_spreading_multiplies_back_to_the_ratio_for_every_cohort():
    ratio = np.exp(np.sin(np.arange(101)))[None, None]
    span = np.ones((4, 1, 1, 101))
    spread_ratio(span, ratio)
    for age in range(100):
        way = [span[index, 0, 0, age - 3 + index] for index in range(4) if age - 3 + index >= 0]
        assert np.prod(way) == pytest.approx(ratio[0, 0, age])


YEARLY = [
    (year, place, first, last)
    for year in range(2020, 2031)
    for place in (0, 1)
    for first, last in ((0, 6), (7, 15))
]


def held_to_own(windows, **levels):
    """The course at other levels, and ours held to its counts of the windows."""
    region, given = worlds.region((3, 1)), worlds.busy_data((3000, 800))
    other = worlds.parameters(**levels)
    there = expected_future(launch(region, given, other, 2045), other)
    rows = [(y, m, a, b, residents(there, y, m, a, b)) for y, m, a, b in windows]
    start = launch(region, worlds.busy_data((3000, 800), official=official(rows)), PARAMETERS, 2045)
    return there, expected_future(start, PARAMETERS), start.official_misfit


def in_region(future, year, first, last):
    return sum(residents(future, year, place, first, last) for place in (0, 1))


@pytest.mark.parametrize(("year", "first", "last"), [(2030, 6, 6), (2030, 0, 0), (2031, 0, 0), (2045, 7, 15)])
def test_lower_fertility_counted_by_bands_year_after_year_falls_on_births(year, first, last):
    there, held, misfit = held_to_own(YEARLY, fertility_level=0.8)
    assert abs(misfit).max() < 1e-9
    assert in_region(held, year, first, last) == pytest.approx(in_region(there, year, first, last), rel=0.02)


def test_more_moves_counted_by_bands_year_after_year_leave_births_nearly_as_they_are():
    there, held, misfit = held_to_own(YEARLY, in_migration_level=1.15)
    assert abs(misfit).max() < 1e-9
    assert in_region(held, 2031, 0, 0) == pytest.approx(in_region(there, 2031, 0, 0), rel=0.02)


def test_single_ages_counted_year_after_year_are_met_one_by_one():
    windows = [(year, place, age, age) for year in range(2020, 2031) for place in (0, 1) for age in range(19)]
    there, held, misfit = held_to_own(windows, fertility_level=0.8)
    assert abs(misfit).max() < 1e-9
    assert in_region(held, 2031, 0, 0) == pytest.approx(in_region(there, 2031, 0, 0), rel=0.01)
