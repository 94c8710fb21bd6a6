"""The course of expected values, with what is planned for its years."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch
from kopa_sim.demography.rates import PlannedChanges
from tests.demography import worlds

END = 2025


@pytest.fixture(scope="module")
def start():
    return launch(worlds.region(), worlds.busy_data(), worlds.parameters(), END)


def people(launched, **changes):
    """Residents by year and age in the first municipality. (draw, year, age)"""
    futures = expected_future(launched, worlds.parameters(**changes))
    return futures.population_draw_year_municipality_sex_age[:, :, 0].sum(axis=2)


def with_plans(start, **years):
    planned = PlannedChanges.none(len(start.future_years), len(start.codes))
    for name, (year, value) in years.items():
        getattr(planned, name)[year, 0] = value
    return replace(start, planned=planned)


def test_new_residents_come_in_their_year_and_grow_older_after_it(start):
    plain = people(with_plans(start))
    settled = people(with_plans(start, arrivals=(2, 5.0)))
    gained = (settled - plain)[0]
    assert np.abs(gained[:3]).max() == 0
    assert gained[3, :100] == pytest.approx(np.full(100, 10.0))  # both sexes
    assert gained[4, 50] < 10  # some of them leave again


def test_people_are_held_in_their_year(start):
    plain, held = people(with_plans(start)), people(with_plans(start, hold_ratio=(1, 1.1)))
    assert held[0, 2] == pytest.approx(1.1 * plain[0, 2])


def test_families_leave_only_where_the_closure_response_is_on(start):
    closing = with_plans(start, lost_school_share=(1, 0.3))
    plain = people(with_plans(start))
    assert (people(closing, closure_response_share=0.0) == plain).all()
    answered = people(closing, closure_response_share=0.5)
    assert answered[0, 2] == pytest.approx(0.85 * plain[0, 2])


@pytest.mark.parametrize("timing", ["half_and_half", "start_unexposed"])
def test_the_timing_a_scenario_names_is_the_one_its_course_is_reckoned_by(timing):
    given = worlds.busy_data()
    usual, other = (
        people(launch(worlds.region(), given, chosen, END))
        for chosen in (worlds.parameters(), worlds.parameters(migration_timing=timing))
    )
    assert (usual[0, 0] == other[0, 0]).all()
    assert np.abs(usual[0, -1] - other[0, -1]).max() > 0.01
