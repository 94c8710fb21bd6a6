"""Births, deaths, moves and later counts."""

import numpy as np
import pytest

from kopa_sim.model.people import EVENTS
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, table

EVENT_HEADER = "municipality,year,event,sex,age_from,age_to,count\n"
MOVE_HEADER = "origin,destination,year_from,year_to,count\n"
OBSERVATION_HEADER = "year,municipality,area,age_from,age_to,count\n"


class TestEvents:
    def test_they_are_kept_by_index(self, folder):
        table(
            "events",
            EVENT_HEADER
            + "902,2023,deaths,male,0,100,9\n901,2022,births,both,15,29,10.5\n901,2022,births,both,30,49,4\n",
        )(folder)
        events = load_scenario(folder).demographic.events
        assert events.municipality.tolist() == [1, 0, 0]
        assert [EVENTS[i] for i in events.event] == ["deaths", "births", "births"]
        assert events.sex.tolist() == [0, -1, -1]
        assert events.age_from.tolist() == [0, 15, 30]
        assert events.age_to.tolist() == [100, 29, 49]
        assert events.count.tolist() == [9, 10.5, 4]

    def test_the_same_ages_may_stand_for_each_sex_year_and_event(self, folder):
        rows = [
            f"901,{year},{event},{sex},0,100,5"
            for year in (2022, 2023)
            for event in ("deaths", "immigration")
            for sex in ("male", "female")
        ]
        table("events", EVENT_HEADER + "\n".join(rows))(folder)
        assert len(load_scenario(folder).demographic.events.year) == 8

    def test_a_range_within_a_longer_one_overlaps_it(self, folder):
        table(
            "events",
            EVENT_HEADER
            + "901,2022,deaths,male,0,100,9\n901,2022,deaths,male,5,6,1\n901,2022,deaths,female,7,8,1\n",
        )(folder)
        check_one_problem(folder, ["events.csv row 3, column age_from", "overlaps row 2 (0 to 100)"])

    def test_net_migration_may_be_below_zero(self, folder):
        table("events", EVENT_HEADER + "901,2022,net_migration,both,0,19,-12\n")(folder)
        assert load_scenario(folder).demographic.events.count.tolist() == [-12]

    def test_no_other_event_may_be_below_zero(self, folder):
        table(
            "events",
            EVENT_HEADER + "901,2022,net_migration,both,0,19,-12\n901,2022,deaths,both,0,100,-3\n",
        )(folder)
        check_one_problem(
            folder,
            [
                "events.csv row 3, column count",
                '"-3" is negative',
                "a number, 0 or more, for deaths",
                "only net_migration may be below zero",
            ],
        )


class TestMoves:
    def test_the_rest_of_the_country_is_outside(self, folder):
        table(
            "moves", MOVE_HEADER + "901,outside,2019,2023,40\noutside,902,2019,2023,7\n902,901,2019,2023,3\n"
        )(folder)
        moves = load_scenario(folder).demographic.moves
        assert moves.origin.tolist() == [0, -1, 1]
        assert moves.destination.tolist() == [-1, 1, 0]
        assert moves.count.tolist() == [40, 7, 3]

    def test_periods_of_a_pair_that_follow_each_other(self, folder):
        table("moves", MOVE_HEADER + "901,902,2014,2018,40\n901,902,2019,2023,7\n")(folder)
        assert len(load_scenario(folder).demographic.moves.count) == 2

    def test_periods_of_a_pair_that_overlap(self, folder):
        table("moves", MOVE_HEADER + "901,902,2014,2018,40\n901,902,2018,2023,7\n")(folder)
        check_one_problem(
            folder, ["moves.csv row 3, column year_from", "901, 902: year_from 2018 overlaps row 2"]
        )


class TestObservations:
    def test_counts_of_municipalities_and_of_areas(self, folder):
        table("observations", OBSERVATION_HEADER + "2025,901,,7,12,140\n2025,902,90202,7,12,20\n")(folder)
        observations = load_scenario(folder).demographic.observations
        assert observations.area.tolist() == [-1, 4]
        assert observations.municipality.tolist() == [0, 1]
        assert observations.year.tolist() == [2025, 2025]

    def test_a_table_without_the_column_of_areas(self, folder):
        table("observations", "year,municipality,age_from,age_to,count\n2025,901,7,12,140\n")(folder)
        assert load_scenario(folder).demographic.observations.area.tolist() == [-1]

    def test_an_unknown_area(self, folder):
        table("observations", OBSERVATION_HEADER + "2025,901,90109,7,12,140\n")(folder)
        check_one_problem(folder, ["observations.csv row 2, column area", 'unknown area "90109"'])

    def test_ages_that_overlap(self, folder):
        table("observations", OBSERVATION_HEADER + "2025,901,,7,12,140\n2025,901,,12,15,80\n")(folder)
        check_one_problem(
            folder, ["observations.csv row 3", "2025, 901: age_from 12 overlaps row 2 (7 to 12)"]
        )

    def test_none_are_none(self, folder):
        data = load_scenario(folder).demographic
        assert (data.events, data.moves, data.observations, data.history) == (None, None, None, {})


def test_a_journey_without_a_path_is_infinite_and_needs_no_minutes(folder):
    table("travel_times", "area,school,minutes,km,path\n90102,mallila,,,no\n90201,mallila,4,,\n")(folder)
    times = load_scenario(folder).travel_times
    assert np.isinf(times.minutes_area_school[1, 2]) and np.isinf(times.km_area_school[1, 2])
    assert times.minutes_area_school[3, 2] == 4


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("90102,mallila,,no", None),
        ("90102,mallila,,yes", ["column minutes", "the cell is empty", "path = no"]),
        ("90102,mallila,,", ["column minutes", "the cell is empty"]),
        ("90102,mallila,5,no", ["column path", "minutes where there is no path"]),
    ],
)
def test_a_journey_has_minutes_or_no_path(folder, row, said):
    table("travel_times", f"area,school,minutes,path\n{row}\n")(folder)
    if said is None:
        load_scenario(folder)
    else:
        check_one_problem(folder, said)


def test_given_journeys_stand_by_area_and_school(folder):
    table("travel_times", "area,school,minutes,km\n90102,mallila,14.5,11\n90201,mallila,4,\n")(folder)
    times = load_scenario(folder).travel_times
    assert times.minutes_area_school.shape == times.km_area_school.shape == (5, 3)
    assert times.minutes_area_school[1, 2] == 14.5
    assert times.km_area_school[1, 2] == 11
    assert times.minutes_area_school[3, 2] == 4
    assert np.isnan(times.km_area_school[3, 2])
    assert np.isnan(times.minutes_area_school).sum() == 13
