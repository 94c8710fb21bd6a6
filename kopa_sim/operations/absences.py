"""When teachers are away: spells of absence by season, with a wave of influenza in winter."""

from dataclasses import dataclass
from math import erf, log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import SchoolCalendar

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class AbsenceLaw:
    """How spells of absence come about in one school year, the same for every teacher.

    Attributes
    ----------
    spells
        Mean number of spells a teacher-year.
    start_cumulative_day
        Probability that a spell starts on this school day or before. (day,)
    median_days, log_sd
        A spell lasts the next whole day above a lognormal number with these.
    """

    spells: float
    start_cumulative_day: Floats
    median_days: float
    log_sd: float


@dataclass(frozen=True)
class Absence:
    """The teaching days one teacher misses in a school year.

    Attributes
    ----------
    days
        School days, rising.
    first
        Whether each of them is the first teaching day of its absence.
    """

    days: tuple[int, ...]
    first: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.days)


def absence_law(
    year: int, calendar: SchoolCalendar, assumptions: Assumptions, streams: Streams, replication: int
) -> AbsenceLaw:
    """Return the law of absences of one school year.

    Spells start at random; the rate follows the month and rises while the region's influenza wave lasts. The
    wave's first week is drawn once for the region. Spells may overlap, so that the number away is that of an
    M/G/∞ queue: a teacher is away with probability 1 − exp(−spells × mean length / days), which is set to
    the stated days a year.
    """
    weight = assumptions.absence_season_by_month[calendar.month_day - 1]
    start_weeks = assumptions.flu_wave_start_weeks
    if len(start_weeks) and assumptions.flu_wave_weeks > 0:
        generator = streams.generator("flu_wave", f"region/{year}", replication)
        first = int(start_weeks[int(generator.integers(len(start_weeks)))])
        week = calendar.week_day
        wave = (week >= first) & (week < first + assumptions.flu_wave_weeks)
        weight = np.where(wave, weight * assumptions.flu_wave_factor, weight)
    median, log_sd = assumptions.absence_spell_median_days, assumptions.absence_spell_log_sd
    return AbsenceLaw(
        spells=spells_a_year(assumptions.absence_days_per_teacher_year, median, log_sd, calendar.days),
        start_cumulative_day=np.cumsum(weight) / np.sum(weight),
        median_days=median,
        log_sd=log_sd,
    )


def spells_a_year(days_away: float, median_days: float, log_sd: float, days: int) -> float:
    """Return the mean number of spells that keeps somebody away on so many of a year's school days."""
    away_share = min(days_away / days, 0.99)
    return -log1p(-away_share) * days / mean_spell_days(median_days, log_sd, days)


def mean_spell_days(median_days: float, log_sd: float, longest: int) -> float:
    """Return the mean length of a spell in school days: the sum over k of P(lognormal > k), cut at ``longest``.

    >>> mean_spell_days(0.5, 0.0, 190)
    1.0
    """

    def survival(day: int) -> float:
        if day == 0:
            return 1.0
        if log_sd == 0.0:
            return float(median_days > day)
        return 0.5 * (1.0 - erf(log(day / median_days) / (log_sd * sqrt(2.0))))

    return sum(survival(day) for day in range(longest))


def spell_days(generator: np.random.Generator, median_days: float, log_sd: float, spells: int) -> Floats:
    """Return the length of spells in whole days: the next whole number above a lognormal one. (spell,)"""
    days: Floats = np.ceil(median_days * np.exp(log_sd * generator.standard_normal(spells)))
    return days


def draw_absence(generator: np.random.Generator, law: AbsenceLaw, teaches_day: Bools) -> Absence:
    """Return the teaching days that one teacher misses.

    A spell that runs over the end of the year is carried to its beginning, so that August starts with its
    share of long absences and no warm-up is needed.

    Parameters
    ----------
    teaches_day
        School days on which the teacher teaches. (day,)
    """
    n_days, n_spells = len(teaches_day), int(generator.poisson(law.spells))
    starts = np.searchsorted(law.start_cumulative_day, generator.random(n_spells), side="right")
    lengths = spell_days(generator, law.median_days, law.log_sd, n_spells)
    away: set[int] = set()
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        away.update(day % n_days for day in range(start, start + min(int(length), n_days)))
    return _missed(away, teaches_day)


def _missed(away: set[int], teaches_day: Bools) -> Absence:
    """Return the missed teaching days of a year, telling the first of each run of days away.

    A run that was carried over from the end of the year has its substitute already: it has no first day in
    August.
    """
    days, first, is_new = [], [], False
    for day in sorted(away):
        if (day - 1) % len(teaches_day) not in away:
            is_new = True
        if teaches_day[day]:
            days.append(day)
            first.append(is_new)
            is_new = False
    return Absence(tuple(days), tuple(first))
