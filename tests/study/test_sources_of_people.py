"""Where births, deaths and moves come from, in words."""

from dataclasses import replace

import numpy as np

from kopa_sim.demography import launch
from kopa_sim.study.held_counts import held_notices
from kopa_sim.study.sources_of_people import sources_of_people
from tests.demography import worlds

REGION = worlds.region()


def told(data):
    start = launch(REGION, data, worlds.parameters(), 2030)
    return "\n".join(sources_of_people(REGION, data, start))


def test_years_of_events_are_told_as_spans():
    rows = [(0, "births", -1, 15, 49, 30.0)]
    of = told(worlds.data(events=worlds.events(rows, years=(2015, 2018, 2019))))
    assert "births: learnt from the events table, 2015, 2018–2019" in of
    assert "deaths: not given; mortality is the country's" in of


def test_where_nothing_is_given_the_default_is_named():
    of = told(worlds.data())
    assert "births: not given; fertility is the country's" in of
    assert "demography.default_out_migration_rate_share" in of
    assert "demography.default_emigration_rate_share" in of


def test_moves_between_pairs_alone_are_moves_without_ages():
    of = told(worlds.data(moves=worlds.moves([(0, 1, 20.0), (1, -1, 5.0)])))
    assert "moves within the country: learnt from the moves table, 2014–2018, without ages" in of


def test_net_migration_alone_is_said_to_need_its_form():
    of = told(worlds.data(events=worlds.events([(0, "net_migration", -1, 0, 100, -9.0)])))
    assert "demography.migration_form = net_counts" in of


def test_who_was_not_counted_at_launch_is_told():
    one = worlds.observations([(2024, 0, -1, 0, 17, 500.0)])
    of = told(worlds.busy_data(observations=one))
    assert "the counts of 2024 do not tell of ages 18–100 and of municipalities 902" in of
    assert "differ only from 2025 on" in of
    everyone = worlds.observations([(2024, m, -1, 0, 100, count) for m, count in ((0, 3000.0), (1, 800.0))])
    assert "do not tell of" not in told(worlds.busy_data(observations=everyone))


def test_dwellings_that_would_empty_the_other_areas_are_told_and_usual_ones_are_not():
    def lines(dwellings):
        plans = worlds.housing([(0, 2027, dwellings)])
        data = worlds.busy_data(housing=plans)
        start = launch(REGION, data, worlds.parameters(), 2030)
        return "\n".join(held_notices(REGION, data, start))

    assert "from outside the region" in lines(5.0)
    assert "empty its other areas" not in lines(5.0)
    many = lines(600.0)
    assert f"area {REGION.areas.codes[0]} take" in many
    assert "in 2027" in many


def test_the_table_of_events_may_hold_counts_that_are_not_known():
    events = worlds.events([(0, "births", -1, 15, 49, np.nan)])
    assert "births: not given" in told(replace(worlds.data(), events=events))
