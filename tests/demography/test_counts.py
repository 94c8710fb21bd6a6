import numpy as np
import pytest

from kopa_sim.demography.counts import (
    event_groups,
    event_years,
    mean_population,
    move_groups,
    population_of,
)
from tests.demography import worlds


def test_no_table_means_no_groups():
    assert len(event_groups(worlds.data(), "births")) == 0
    assert len(move_groups(worlds.data(), leaving=True)) == 0


def test_rows_of_several_years_are_added_up_and_each_year_is_exposed():
    rows = [(0, "deaths", -1, 0, 100, 30.0), (1, "deaths", -1, 0, 100, 9.0), (0, "births", -1, 15, 49, 25.0)]
    given = worlds.data(events=worlds.events(rows, years=(2015, 2019)))
    groups = event_groups(given, "deaths")
    assert groups.municipality.tolist() == [0, 1]
    assert groups.count.tolist() == [60.0, 18.0]
    assert groups.exposure_group_sex_age.sum(axis=(1, 2)) == pytest.approx(
        2 * given.population_municipality_sex_age.sum(axis=(1, 2))
    )


def test_a_row_of_one_sex_exposes_only_that_sex():
    groups = event_groups(worlds.data(events=worlds.events([(0, "deaths", 1, 60, 79, 4.0)])), "deaths")
    assert groups.exposure_group_sex_age[0, 0].sum() == 0
    assert groups.exposure_group_sex_age[0, 1].sum() > 0


def test_an_empty_cell_is_no_count():
    rows = [(0, "deaths", -1, 0, 100, np.nan)]
    assert len(event_groups(worlds.data(events=worlds.events(rows)), "deaths")) == 0


def test_ages_at_the_event_are_half_a_year_younger_than_at_the_end_of_the_year():
    rows = [(0, "out_migration", -1, 0, 19, 1.0), (0, "out_migration", -1, 20, 100, 1.0)]
    groups = event_groups(worlds.data(events=worlds.events(rows)), "out_migration")
    share = groups.ages_at_year_end()
    assert share[0, [0, 1, 19, 20, 21]].tolist() == [1.0, 1.0, 1.0, 0.5, 0.0]
    assert share[1, [19, 20, 21, 100]].tolist() == [0.0, 0.5, 1.0, 1.0]
    assert (share.sum(axis=0) == 1).all()


def test_ages_beyond_a_hundred_belong_to_the_open_group():
    groups = event_groups(worlds.data(events=worlds.events([(0, "deaths", -1, 90, 120, 3.0)])), "deaths")
    assert groups.age_to.tolist() == [100]
    assert groups.ages_at_event()[0].sum() == 11


def test_unknown_populations_are_those_of_the_nearest_known_year():
    people = worlds.population()
    history = {2018: people * 1.1, 2015: people * 1.3}
    given = worlds.data(history=history)
    assert (population_of(given, 2019) == people).all()
    assert (population_of(given, 2016) == history[2015]).all()
    assert (population_of(given, 2030) == people).all()
    assert mean_population(given, 2019) == pytest.approx(people * 1.05)
    assert (mean_population(given, 2015) == history[2015]).all()


def test_moves_count_once_for_their_whole_period():
    given = worlds.data(moves=worlds.moves(worlds.MOVES))
    leaving, arriving = move_groups(given, leaving=True), move_groups(given, leaving=False)
    assert leaving.municipality.tolist() == [0, 1]
    assert leaving.count.tolist() == [720.0, 250.0]
    assert arriving.count.tolist() == [650.0, 180.0]  # from the neighbour too
    people = given.population_municipality_sex_age
    assert (leaving.exposure_group_sex_age == 5 * people).all()


def test_one_year_may_be_counted_alone():
    earlier = worlds.events([(0, "births", -1, 15, 49, 30.0)], years=(2015,))
    later = worlds.events([(0, "births", -1, 15, 49, 20.0)], years=(2019,))
    pairs = zip(vars(earlier).values(), vars(later).values(), strict=True)
    given = worlds.data(events=type(earlier)(*(np.concatenate(pair) for pair in pairs)))
    assert event_years(given, "births") == (2015, 2019)
    assert event_years(given, "deaths") == ()
    assert event_years(worlds.data(), "births") == ()
    assert event_groups(given, "births", [2019]).count.tolist() == [20.0]
    assert event_groups(given, "births").years.tolist() == [2.0]
    assert len(event_groups(given, "births", [])) == 0
