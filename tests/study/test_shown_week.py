"""The week of a real run that people can watch: one week for all options, and lessons that add up."""

import numpy as np

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.study.shown_week import JANUARY, days_of_week, year_shown


def logs(result):
    return [option.operations.log for option in result.options if option.operations.log is not None]


def test_the_middle_simulated_year_is_shown(result):
    years = {log.year for log in logs(result)}
    assert years == {year_shown(result.as_is.plan)}
    assert years <= set(result.as_is.operations.years)


def test_every_option_shows_the_same_week_of_january(result):
    weeks = {event.day // 5 for log in logs(result) for event in log.events}
    assert len(weeks) == 1
    days = days_of_week(logs(result)[0], weeks.pop())
    assert len(days) == 5
    assert days[2].month == JANUARY


def test_an_option_that_does_nothing_shows_what_as_is_shows(null_result):
    nothing = next(option for option in null_result.options if option.plan.option == "nothing")
    assert nothing.operations.log is None
    assert null_result.as_is.operations.log is not None


def test_options_with_a_year_of_their_own_have_a_week_of_their_own(result):
    as_is = result.as_is.plan
    for option in result.options[1:]:
        first = option.plan.first_difference(as_is)
        own = first is not None and first <= year_shown(as_is)
        assert (option.operations.log is not None) is own


def test_events_and_teachers_are_of_the_region(result):
    schools = len(result.scenario.region.schools)
    for log in logs(result):
        assert log.persons
        for person in log.persons:
            assert len(person.tour) == 5
            assert all(0 <= school < schools for day in person.tour for school, _ in day)
        for event in log.events:
            assert 0 <= event.school < schools
            assert -1 <= event.subject < len(SUBJECTS)
            assert event.outcome in ("", *OperationsOutcome.LESSON_OUTCOMES)
            assert event.lessons >= 0.0


def test_a_week_loses_no_more_than_its_year(result):
    at = result.as_is.operations.years.index(year_shown(result.as_is.plan))
    log = result.as_is.operations.log
    for outcome in ("lessons_lost", "lessons_supervised"):
        year = result.as_is.operations.values[outcome][0, at].sum()
        week = sum(event.lessons for event in log.events if event.outcome == outcome)
        assert week <= year + 1e-6


def test_lessons_by_school_and_subject_make_those_of_the_municipality(result):
    region = result.scenario.region
    for option in result.options:
        lessons = option.operations.lessons_replication_outcome_year_school_subject
        for outcome, name in enumerate(OperationsOutcome.LESSON_OUTCOMES):
            by_school = lessons[:, outcome].sum(axis=3)
            for municipality in range(len(region.municipalities)):
                own = by_school[..., region.schools.municipality == municipality].sum(axis=2)
                np.testing.assert_allclose(own, option.operations.values[name][..., municipality], atol=1e-6)
