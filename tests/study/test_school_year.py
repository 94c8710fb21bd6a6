"""The simulated school years of a study: which years, with which tours, and whether the log tells their numbers."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.study.prepare import prepare
from kopa_sim.study.school_year import (
    logged_year,
    operations_outcome,
    replicate,
)
from kopa_sim.study.toured import with_tours
from kopa_sim.study.travels import tours_of_year

OPTION = "together"
"""An option with a pool of all schools and a remote group."""


def with_values(scenario, **values):
    return replace(scenario, values={**scenario.values, "transport.method": "rule", **values})


@pytest.fixture(scope="module")
def prepared(scenario):
    few = with_values(scenario, **{"teaching.tours_futures": 2.0})
    return with_tours(prepare(few, seed=1, draws=2, option_ids=[OPTION]))


@pytest.fixture(scope="module")
def replicated(prepared):
    return replicate(prepared, prepared.options, 1)


def test_a_year_is_the_same_alone_and_among_all_years(scenario, prepared, replicated):
    every = with_values(scenario, **{"operations.every_year": True, "teaching.tours_method": "rule"})
    few = with_values(scenario, **{"teaching.tours_method": "rule"})
    as_is_of_every, as_is_of_few = (
        replicate(one, one.options[:1], 0)[0]
        for one in (prepare(values, seed=1, draws=1, option_ids=["as_is"]) for values in (every, few))
    )
    assert len(as_is_of_every.years) > len(as_is_of_few.years)
    places = [as_is_of_every.years.index(year) for year in as_is_of_few.years]
    for name, values in as_is_of_few.values.items():
        assert np.array_equal(as_is_of_every.values[name][places], values), name


def test_an_option_that_decides_nothing_is_not_simulated_and_has_the_outcome_of_as_is(prepared):
    nothing = replace(prepared.as_is, plan=replace(prepared.as_is.plan, option="nothing"))
    as_is, found = replicate(prepared, [prepared.as_is, nothing], 0)
    assert found is None
    known = operations_outcome(prepared.as_is.plan, prepared.as_is.plan, [as_is], None)
    same = operations_outcome(nothing.plan, prepared.as_is.plan, [found], known)
    assert same.years == known.years
    assert all(np.array_equal(same.values[name], known.values[name]) for name in known.values)
    lessons = known.lessons_replication_outcome_year_school_subject
    assert np.array_equal(same.lessons_replication_outcome_year_school_subject, lessons)


def test_replications_are_stacked_with_the_years_of_as_is_before_the_own_ones(prepared, replicated):
    as_is, own = replicated
    known = operations_outcome(prepared.as_is.plan, prepared.as_is.plan, [as_is, as_is], None)
    found = operations_outcome(prepared.options[1].plan, prepared.as_is.plan, [own, own], known)
    assert found.years[-len(own.years) :] == own.years
    lessons = found.lessons_replication_outcome_year_school_subject
    n_schools = len(prepared.scenario.region.schools)
    assert lessons.shape[:4] == (2, len(OperationsOutcome.LESSON_OUTCOMES), len(found.years), n_schools)
    asked = found.school_values["substitute_days_asked"]
    assert asked.shape == (2, len(found.years), n_schools)
    assert asked.sum(axis=2) == pytest.approx(found.values["substitute_days_asked"].sum(axis=2))
    planned = found.values["lessons_planned"].sum(axis=2)
    assert lessons.sum(axis=(1, 3, 4)) == pytest.approx(planned)


def test_a_run_that_was_cut_short_says_so(prepared, replicated):
    as_is = replace(replicated[0], stopped=True)
    known = operations_outcome(prepared.as_is.plan, prepared.as_is.plan, [replicated[0], as_is], None)
    assert known.stopped
    assert not operations_outcome(prepared.as_is.plan, prepared.as_is.plan, [replicated[0]], None).stopped


def test_shared_teachers_travel_as_their_tours_say(prepared):
    option = prepared.options[1]
    solved = option.tours[0].solved[0]
    found = tours_of_year(option.plan, option.tours, solved.year)
    assert len(found) == len(solved.after.people) > 0
    assert sum(teacher.share for teacher in found) == pytest.approx(solved.after.posts)
    lessons = np.zeros((len(prepared.scenario.region.schools), 20))
    for teacher in found:
        for visit in teacher.visits:
            for subject, count in visit.lessons:
                lessons[visit.school, subject] += count
    posted = np.zeros_like(lessons)
    posted[np.ix_(solved.schools, solved.subjects)] = solved.held(solved.after.posted_school_subject)
    assert lessons == pytest.approx(posted)
    km = sum(visit.leg_km + visit.home_km for teacher in found for visit in teacher.visits)
    assert km == pytest.approx(sum(person.km for person in solved.after.people))


def test_a_year_between_two_solved_ones_has_the_tours_of_the_nearer(prepared):
    option = prepared.options[1]
    years = [solved.year for solved in option.tours[0].solved]
    assert len(years) > 1
    for year in range(years[0], years[1] + 1):
        nearest = min(years[:2], key=lambda known: (abs(known - year), known))
        assert tours_of_year(option.plan, option.tours, year) == tours_of_year(
            option.plan, option.tours, nearest
        )


def test_before_the_pool_works_nobody_is_on_tour(prepared):
    option = prepared.options[1]
    assert tours_of_year(option.plan, option.tours, option.plan.years[0]) == ()


def test_the_log_is_that_of_the_replication(prepared, replicated):
    option, outcome = prepared.options[1], replicated[1]
    year = outcome.years[-1]
    log = logged_year(prepared, option, 1, year)
    assert log.year == year
    away = [
        person
        for person in log.persons
        if any(school != person.home_base for day in person.tour for school, _ in day)
    ]
    assert any("shared" in person.person for person in away)
    booked = outcome.lessons_outcome_year_school_subject[:, -1]
    merged = OperationsOutcome.LESSON_OUTCOMES.index("lessons_merged")
    told = sum(event.lessons for event in log.events if event.outcome == "lessons_merged")
    assert told == pytest.approx(booked[merged].sum())
    runs = sum(event.pupils for event in log.events)
    assert runs == pytest.approx(outcome.values["pupil_late_days"][-1].sum())
