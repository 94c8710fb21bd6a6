"""A run that carries counted pupils on: the first costed years have the pupils that progression gives."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.people import PupilCounts
from kopa_sim.study import check_all, run_scenario
from kopa_sim.study.prepare import prepare


@pytest.fixture(scope="module")
def counting(scenario):
    """Municipality 901 counted twenty pupils in every grade of 2023 and 2024."""
    year, grade = (axis.ravel() for axis in np.mgrid[2023:2025, 0:10])
    counts = PupilCounts(year, np.zeros_like(year), grade, np.full(len(year), 20.0))
    return replace(
        scenario,
        demographic=replace(scenario.demographic, pupil_counts=counts),
        values={**scenario.values, "demography.enrolment_method": "grade_progression"},
    )


def of_first(scenario, pupils_area_grade):
    at_home = scenario.region.areas.municipality == 0
    return pupils_area_grade[..., at_home, BASIC_GRADES].sum(axis=-2)


def test_the_mean_future_has_the_counted_pupils_and_their_progression(counting):
    prepared = prepare(counting, seed=1, draws=1)
    pupils = of_first(counting, prepared.mean_pupils.pupils_draw_year_area_grade[0])
    assert pupils[counting.plan_years.index(2024)] == pytest.approx(20.0)
    assert pupils[counting.plan_years.index(2026), 3:] == pytest.approx(20.0)


def test_the_other_municipality_and_its_chance_are_untouched(scenario, counting):
    plain, counted = (
        run_scenario(each, seed=1, draws=4, replications=0, option_ids=["as_is"])
        for each in (scenario, counting)
    )
    elsewhere = scenario.region.areas.municipality == 1
    before, after = (each.starters_draw_year_area for each in (plain, counted))
    assert (before[..., elsewhere] == after[..., elsewhere]).all()
    assert (before[..., ~elsewhere] != after[..., ~elsewhere]).any()


def with_counts(scenario, **by_year):
    demographic = scenario.demographic
    counts = demographic.pupil_counts
    factor = np.ones(len(counts.count))
    for year, times in by_year.items():
        factor[counts.year == int(year[1:])] = times
    return replace(
        scenario,
        demographic=replace(demographic, pupil_counts=replace(counts, count=counts.count * factor)),
    )


def test_a_count_ten_times_too_large_is_named_where_places_fall_short(counting):
    found = check_all(with_counts(counting, y2024=20.0))
    (line,) = [notice for notice in found.notices if "901, 2024" in notice]
    assert "3,600 pupils of grades 1–9 are counted" in line
    assert "residents are 7–15 years old" in line
    short = [problem for problem in found.problems if "places short" in problem.read]
    assert short
    assert all("municipality 901, 2024: 3,600 pupils" in problem.mend for problem in short)
