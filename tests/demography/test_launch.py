from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.step import expected_step
from tests.demography import worlds

REGION = worlds.region()
BANDS = ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17), (18, 100))


def launched(given=None, end_year=2030, region=REGION, **changes):
    return launch(region, given or worlds.busy_data(), worlds.parameters(**changes), end_year)


def observed(counts, year=2024, municipality=0):
    return [(year, municipality, -1, *ages, float(count)) for ages, count in zip(BANDS, counts, strict=True)]


COUNTS = (55, 90, 190, 110, 80, 2300)


def test_without_observations_the_futures_set_out_from_the_base_year():
    start = launched()
    assert start.launch_year == 2019
    assert start.years == tuple(range(2019, 2031))
    assert (start.launch_population_municipality_sex_age == worlds.population()).all()
    assert start.future_years == tuple(range(2020, 2031))
    assert (start.fertility_followed_municipality == 1).all()
    assert start.observation_misfit.size == 0


def test_the_course_is_held_to_the_observations():
    given = worlds.busy_data(observations=worlds.observations(observed(COUNTS)))
    start = launched(given)
    assert start.launch_year == 2024
    people = start.launch_population_municipality_sex_age[0].sum(axis=0)
    assert [people[first : last + 1].sum() for first, last in BANDS] == list(COUNTS)
    assert (start.observation_misfit == 0).all()
    assert len(start.path_year_municipality_sex_age) == 6


def test_the_path_is_whole_persons():
    given = worlds.busy_data(observations=worlds.observations(observed(COUNTS)))
    path = launched(given).path_year_municipality_sex_age
    assert (path == np.round(path)).all()
    assert (path >= 0).all()


def test_contradicting_counts_are_reported_not_hidden():
    rows = [(2021, 0, -1, 0, 6, 110.0), (2021, 0, -1, 0, 6, 130.0), (2021, 0, 1, 0, 6, 40.0)]
    misfit = launched(worlds.busy_data(observations=worlds.observations(rows))).observation_misfit
    assert misfit[:2].tolist() == [20.0, 0.0]
    assert misfit[2] == pytest.approx(90.0)  # all small children live in the one area counted


def test_observations_after_the_end_or_before_the_base_year_are_left_out():
    rows = [*observed(COUNTS, 2050), *observed(COUNTS, 2010)]
    start = launched(worlds.busy_data(observations=worlds.observations(rows)))
    assert start.launch_year == 2019
    assert np.isnan(start.observation_misfit).all()


def test_fewer_children_than_projected_lower_the_fertility_that_follows():
    low = worlds.busy_data(observations=worlds.observations([(2024, 0, -1, 0, 2, 40.0)]))
    plain, followed = launched(), launched(low)
    ratio = followed.fertility_followed_municipality
    assert (ratio < 0.95).all()
    assert ratio[1] == pytest.approx(ratio[0], rel=0.05)  # the neighbour follows the region
    assert followed.rates.fertility_municipality_age == pytest.approx(
        plain.rates.fertility_municipality_age * ratio[:, None]
    )
    stubborn = launched(low, fertility_follows_observations=False)
    assert (stubborn.fertility_followed_municipality == 1).all()


def projected(fertility_level, last_year, given=None):
    """The expected course from 2019 with fertility at a level, held to nothing, by year."""
    given = given or worlds.busy_data()
    rates = estimate_rates(given, worlds.parameters())
    rates = replace(rates, fertility_municipality_age=rates.fertility_municipality_age * fertility_level)
    course = {2019: given.population_municipality_sex_age}
    for year in range(2020, last_year + 1):
        people = course[year - 1]
        course[year] = expected_step(people[None], rates, unit_factors(len(people))).closing[0]
    return course


def counted(people, year):
    """The counts by band of both municipalities that a population gives."""
    return [
        (year, municipality, -1, *ages, float(people[municipality, :, ages[0] : ages[1] + 1].sum()))
        for municipality in (0, 1)
        for ages in BANDS
    ]


def test_the_births_between_base_and_launch_follow_the_children_counted():
    """Counts of a world with 80 % of the births: the years between bear about as many, and launch is no jump."""
    sizes = (30000, 8000)
    usual, low = (projected(level, 2024, worlds.busy_data(sizes)) for level in (1.0, 0.8))
    given = worlds.busy_data(sizes, observations=worlds.observations(counted(low[2024], 2024)))
    start = launched(given)
    assert start.years[:6] == tuple(range(2019, 2025))
    assert start.fertility_followed_municipality == pytest.approx([0.8, 0.8], rel=0.005)
    born = start.path_year_municipality_sex_age[..., 0].sum(axis=2)
    for index, year in enumerate(range(2020, 2025), start=1):
        assert born[index] == pytest.approx(low[year][..., 0].sum(axis=1), rel=0.05)
        assert born[index].sum() < 0.87 * usual[year][..., 0].sum()
    assert born[5].sum() == pytest.approx(born[4].sum(), rel=0.05)


def test_where_nothing_follows_the_counted_children_are_born_between_and_later_ones_at_the_base_fertility():
    sizes = (30000, 8000)
    low = projected(0.8, 2024, worlds.busy_data(sizes))
    given = worlds.busy_data(sizes, observations=worlds.observations(counted(low[2024], 2024)))
    start = launched(given, fertility_follows_observations=False)
    assert (start.fertility_followed_municipality == 1).all()
    born = start.path_year_municipality_sex_age[1:, :, :, 0].sum(axis=2)
    for index, year in enumerate((2022, 2023, 2024), start=2):  # the band of ages 0–2
        assert born[index] == pytest.approx(low[year][..., 0].sum(axis=1), rel=0.05)
    parameters = worlds.parameters(fertility_follows_observations=False)
    later = expected_future(start, parameters).population_draw_year_municipality_sex_age[0, 6, :, :, 0]
    assert later.sum() > 1.15 * born[-1].sum()


def test_what_a_count_finds_missing_came_about_in_all_the_years_before_it():
    """A fifth more children aged 8 to 15 after five years: about as many more each year, not all in the last."""
    sizes = (30000, 8000)
    usual = projected(1.0, 2024, worlds.busy_data(sizes))
    more = 1.2 * usual[2024][0, :, 8:16].sum()
    given = worlds.busy_data(sizes, observations=worlds.observations([(2024, 0, -1, 8, 15, more)]))
    path = (
        launched(given, fertility_follows_observations=False).path_year_municipality_sex_age[:, 0].sum(axis=1)
    )
    cohort = [path[index, 3 + index : 11 + index].sum() for index in range(6)]
    without = [usual[2019 + index][0, :, 3 + index : 11 + index].sum() for index in range(6)]
    gained = np.diff(np.array(cohort) / np.array(without))
    assert gained.sum() == pytest.approx(0.2, abs=0.002)
    assert gained == pytest.approx(np.full(5, 0.04), abs=0.008)


def test_counts_of_adults_alone_leave_fertility_as_it_is():
    given = worlds.busy_data(observations=worlds.observations([(2024, 0, -1, 18, 100, 2300.0)]))
    plain, held = launched(), launched(given)
    assert (held.rates.fertility_municipality_age == plain.rates.fertility_municipality_age).all()
    assert (held.fertility_followed_municipality == 1).all()


def test_adults_counted_later_do_not_pass_for_a_change_of_fertility():
    """Twice the women bear twice the children: the ratio sees only what women do not explain."""
    rows = [(2020, 0, -1, 15, 49, 4000.0)]
    crowd = launched(worlds.busy_data(observations=worlds.observations(rows)), 2024)
    women = crowd.path_year_municipality_sex_age[-1][0, 1, 15:50].sum()
    assert women == pytest.approx(2000, rel=0.05)
    born = [(2023, 0, -1, 0, 2, 150.0)]
    followed = launched(worlds.busy_data(observations=worlds.observations(rows + born)), 2024)
    alone = launched(worlds.busy_data(observations=worlds.observations(born)), 2024)
    assert followed.fertility_followed_municipality[0] < 0.8 * alone.fertility_followed_municipality[0]


def test_two_years_of_history_stand_before_the_base_year():
    people = worlds.population()
    history = {2018: people + 1, 2017: people + 2, 2016: people + 3}
    start = launched(worlds.busy_data(history=history))
    assert start.years[:3] == (2017, 2018, 2019)
    assert (start.path_year_municipality_sex_age[0] == people + 2).all()
    gap = launched(worlds.busy_data(history={2017: people}))
    assert gap.years[0] == 2019


def test_an_end_before_the_base_year_is_refused():
    with pytest.raises(ValueError, match="end year 2018"):
        launched(end_year=2018)


def test_area_rows_give_shares_and_hold_no_population():
    rows = [(2022, 0, 0, 0, 6, 500.0), (2022, 0, 1, 0, 6, 500.0)]
    start = launched(worlds.busy_data(observations=worlds.observations(rows)))
    assert start.launch_year == 2022
    assert start.area_share_year_area_age[0, :3, 3] == pytest.approx([0.5, 0.5, 0.0])
    free = launched(worlds.busy_data())
    expected = free.path_year_municipality_sex_age[0, 0].sum()
    assert abs(start.launch_population_municipality_sex_age[0].sum() - expected) < 0.05 * expected


def test_counts_of_all_areas_hold_the_municipality():
    rows = [(2022, 0, area, 0, 6, count) for area, count in enumerate((100.0, 60.0, 40.0))]
    start = launched(worlds.busy_data(observations=worlds.observations(rows)))
    assert start.launch_population_municipality_sex_age[0, :, :7].sum() == 200
    assert len(start.observation_misfit) == 3
    assert start.observation_misfit == pytest.approx(np.zeros(3), abs=1e-6)


def test_areas_are_told_from_the_first_year_to_the_last():
    start = launched(worlds.busy_data(history={2018: worlds.population()}), 2025)
    assert start.area_share_year_area_age.shape == (8, 4, 19)
    assert start.settlement.years == start.years
    alone = launched(end_year=2019)
    assert alone.area_share_year_area_age.shape == (1, 4, 19)


def test_shares_sum_to_one_in_every_municipality_and_age():
    shares = launched().area_share_year_area_age[0]
    for municipality in (0, 1):
        total = shares[REGION.areas.municipality == municipality].sum(axis=0)
        assert total == pytest.approx(np.ones(19))


def test_a_municipality_without_events_elsewhere_changes_no_bit():
    wide = worlds.region((3, 1, 2))
    alone, together = launched(), launched(worlds.busy_data(sizes=(3000, 800, 500)), region=wide)
    assert (
        together.launch_population_municipality_sex_age[:2] == alone.launch_population_municipality_sex_age
    ).all()
    for name, ours in vars(alone.rates).items():
        theirs = getattr(together.rates, name)
        same = (
            theirs == ours
            if not isinstance(ours, np.ndarray)
            else (theirs[:2, : ours.shape[1]] == ours).all()
        )
        assert same, name


def test_the_given_tables_are_not_changed():
    given = worlds.busy_data(observations=worlds.observations(observed(COUNTS)))
    before = given.population_municipality_sex_age.copy()
    launched(replace(given))
    assert (given.population_municipality_sex_age == before).all()
