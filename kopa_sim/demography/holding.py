"""Holding the expected course to counts: of an official projection, or of what was observed later."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.observations import bands_of, rake
from kopa_sim.demography.run_births import AYearLater, births_of_run
from kopa_sim.model.people import N_AGES, Observations

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS: Final[int] = 3
"""Rounds of spreading a ratio over the years since the last one given; the small rest falls on the year itself."""


@dataclass(frozen=True)
class Held:
    """A course held to an official projection, and by what.

    Attributes
    ----------
    ratio_year_municipality_sex_age
        Persons after holding against before, of the years after launch; exactly one where nothing is given.
    misfit
        Projected minus official persons by row; NaN for rows of years outside the course. (row,)
    """

    ratio_year_municipality_sex_age: Floats
    misfit: Floats


def hold_to(official: Observations | None, launch: Floats, years: tuple[int, ...], later: AYearLater) -> Held:
    """Return by what the course must be multiplied, year by year, to meet official or observed counts.

    In every year given the bands of ages are raked to their counts. Where years lie between, the ratio of a year
    given is spread along the cohorts: those alive when the span began are scaled by an equal part of it each year (on
    the logarithmic scale), those born since by all of it at birth, as if fertility had differed. Where years given
    follow each other the births of the whole run are multiplied by one ratio first, and only what remains is raked
    year by year: otherwise a band of small children would take in its older ages what is missing at birth. After the
    last year given the newborn keep its ratio, so that births do not jump back; all others follow the rates alone.

    Parameters
    ----------
    launch
        Residents at launch. (municipality, sex, age)
    years
        The years after launch.
    later
        The expected course by the rates, without new dwellings: those come on top of what is held.
    """
    ratio = np.ones((len(years), *launch.shape))
    misfit = np.full(0 if official is None else len(official.count), np.nan)
    given = [] if official is None else [y for y in years if len(bands_of(official, y).row)]
    people, done, run_end, births = launch, 0, 0, np.ones(len(launch))
    for year in given:
        end = years.index(year) + 1
        bands = bands_of(official, year)
        span = np.ones((end - done, *launch.shape))
        if len(span) == 1:
            if end > run_end:
                run = tuple(takewhile(given.__contains__, years[done:]))
                births, run_end = births_of_run(official, people, run, later), done + len(run)
            span[0, :, :, 0] = births[:, None]
        for _ in range(ROUNDS if len(span) > 1 else 1):
            reached = _walk(people, span, later)
            spread_ratio(span, _ratio(rake(reached, bands), reached))
        reached = _walk(people, span, later)
        rest = _ratio(rake(reached, bands), reached)
        span[-1] *= rest
        people = reached * rest
        misfit[bands.row] = bands.sums(people) - bands.count
        ratio[done:end], done = span, end
    if given:
        newborn = ratio[done - 1, :, :, 0]
        ratio[done:, :, :, 0] = np.where(newborn > 0, newborn, 1.0)
    return Held(ratio, misfit)


def _walk(people: Floats, ratio: Floats, later: AYearLater) -> Floats:
    for held in ratio:
        people = later(people) * held
    return people


def _ratio(after: Floats, before: Floats) -> Floats:
    """Return after by before, one where there is nobody to scale."""
    ratio: Floats = np.divide(after, before, out=np.ones_like(before), where=before > 0)
    return ratio


def spread_ratio(span_year: Floats, ratio_at_end: Floats) -> None:
    """Multiply the ratios of a span of years so that they reach a ratio at its end, cohort by cohort.

    Parameters
    ----------
    span_year
        Ratios so far, changed in place. (year of the span, municipality, sex, age)
    ratio_at_end
        What is still missing in the last year, by the ages of that year; a band counted empty is emptied only then.
        (municipality, sex, age)
    """
    n_years = len(span_year)
    age = np.arange(N_AGES)
    for index in range(n_years):
        to_go = n_years - 1 - index
        ratio = ratio_at_end[..., np.minimum(age + to_go, N_AGES - 1)]
        alive = age > index
        ratio = np.where(alive, ratio ** (1.0 / n_years), np.where(age == 0, ratio, 1.0))
        span_year[index] *= np.where((ratio > 0) | (to_go == 0), ratio, 1.0)
