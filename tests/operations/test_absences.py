"""Spells of absence: how many days, when, and how the first day is told."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.streams import Streams
from kopa_sim.operations.absences import (
    _missed,
    absence_law,
    draw_absence,
    mean_spell_days,
    spell_days,
)
from kopa_sim.operations.school_calendar import school_calendar
from tests.operations.worlds import assumptions

CALENDAR = school_calendar(2026, assumptions())
EVERY_DAY = np.ones(CALENDAR.days, dtype=bool)


def law(replication=0, **changes):
    return absence_law(2026, CALENDAR, assumptions(**changes), Streams(1), replication)


def draw_many(of, teachers, teaches=EVERY_DAY):
    return [draw_absence(np.random.default_rng(seed), of, teaches) for seed in range(teachers)]


def confidence_interval(values, width=2.6):
    """99 % interval of the mean of independent values."""
    mean, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
    return mean - width * error, mean + width * error


@pytest.mark.parametrize("days", [4.0, 10.0, 40.0])
def test_teachers_are_away_as_many_days_as_stated(days):
    calm = law(absence_days_per_teacher_year=days, flu_wave_weeks=0, absence_season_by_month=[1.0] * 12)
    missed = [len(absence) for absence in draw_many(calm, 2000)]
    low, high = confidence_interval(missed)
    assert low <= days <= high


def test_the_season_and_the_wave_move_absences_and_keep_their_number():
    missed = [len(absence) for absence in draw_many(law(), 2000)]
    low, high = confidence_interval(missed)
    assert low <= 10.0 <= high + 0.15  # spells that meet in a busy week overlap a little more


def test_more_teachers_are_away_during_the_wave():
    of = law(flu_wave_start_weeks=[5], flu_wave_factor=4.0)
    away = np.zeros(CALENDAR.days)
    for absence in draw_many(of, 1500):
        away[list(absence.days)] += 1
    wave = np.isin(CALENDAR.week_day, [6, 7, 8])
    before = np.isin(CALENDAR.week_day, [2, 3, 4])
    assert away[wave].mean() > 1.8 * away[before].mean()


def test_the_wave_comes_in_the_same_week_for_all_and_changes_with_the_replication():
    assert np.array_equal(law().start_cumulative_day, law().start_cumulative_day)
    starts = {law(replication).start_cumulative_day.tobytes() for replication in range(20)}
    assert len(starts) > 3


def test_nobody_is_away_when_the_rate_is_zero():
    none = law(absence_days_per_teacher_year=0.0)
    assert none.spells == 0.0
    assert all(len(absence) == 0 for absence in draw_many(none, 50))


def test_spells_last_as_long_as_computed():
    lengths = spell_days(np.random.default_rng(3), 1.6, 1.0, 200_000)
    assert np.array_equal(lengths, np.ceil(1.6 * np.exp(np.random.default_rng(3).standard_normal(200_000))))
    assert mean_spell_days(1.6, 1.0, 190) == pytest.approx(np.minimum(lengths, 190).mean(), rel=0.01)


@pytest.mark.parametrize(("median", "expected"), [(0.5, 1.0), (1.5, 2.0), (3.2, 4.0)])
def test_spells_without_spread_last_the_next_whole_day(median, expected):
    assert mean_spell_days(median, 0.0, 190) == expected


@settings(deadline=None)
@given(median=st.floats(0.1, 10.0), log_sd=st.floats(0.0, 2.0), more=st.floats(0.01, 3.0))
def test_longer_medians_never_make_shorter_spells(median, log_sd, more):
    assert mean_spell_days(median + more, log_sd, 190) >= mean_spell_days(median, log_sd, 190) - 1e-9


def days_of(text):
    """Read a week-by-week sketch: x away and teaching, o away without teaching, . present."""
    away = {day for day, mark in enumerate(text) if mark in "xo"}
    teaches = np.array([mark != "o" for mark in text])
    return _missed(away, teaches)


def test_each_run_of_days_away_has_one_first_day():
    missed = days_of("..xxx..x.")
    assert missed.days == (2, 3, 4, 7)
    assert missed.first == (True, False, False, True)


def test_the_first_missed_lesson_day_of_a_part_post_is_its_first_teaching_day():
    missed = days_of("..oxo.x.")
    assert missed.days == (3, 6)
    assert missed.first == (True, True)


def test_a_day_without_teaching_does_not_begin_the_absence_anew():
    assert days_of(".xox..").first == (True, False)


def test_an_absence_carried_over_from_the_end_of_the_year_has_its_substitute_already():
    missed = days_of("xx...x")
    assert missed.days == (0, 1, 5)
    assert missed.first == (False, False, True)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), days=st.floats(0.0, 100.0), week=st.sets(st.integers(0, 4), min_size=1))
def test_only_teaching_days_are_missed_and_each_once(seed, days, week):
    generator = np.random.default_rng(seed)
    teaches = np.resize([day in week for day in range(5)], CALENDAR.days)
    absence = draw_absence(generator, law(absence_days_per_teacher_year=days), teaches)
    assert list(absence.days) == sorted(set(absence.days))
    assert all(teaches[day] for day in absence.days)
    assert len(absence.first) == len(absence.days)


def test_a_spell_longer_than_the_year_fills_the_year():
    endless = replace(law(), spells=50.0, median_days=1000.0, log_sd=0.0)
    assert len(draw_absence(np.random.default_rng(1), endless, EVERY_DAY)) == CALENDAR.days
