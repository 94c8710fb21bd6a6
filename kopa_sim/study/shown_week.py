"""The one week of a simulated school year that people can watch: which it is, and what happened in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from kopa_sim.model.plan import Plan
from kopa_sim.model.school_year_log import YearLog
from kopa_sim.study.prepare import Prepared
from kopa_sim.study.school_year import logged_year
from kopa_sim.study.workers import Workers

DAYS_A_WEEK: Final[int] = 5
JANUARY: Final[int] = 1
REPLICATION: Final[int] = 0
"""The replication whose week is shown: the first, which every run has."""


def year_shown(plan: Plan) -> int:
    """Return the middle one of the representative years."""
    costed = plan.costed_years
    return costed[len(costed) // 2]


def days_of_week(log: YearLog, week: int) -> tuple[date, ...]:
    """Return the dates of a teaching week, numbered from 0."""
    return log.calendar[week * DAYS_A_WEEK : (week + 1) * DAYS_A_WEEK]


def most_disrupted_week(log: YearLog) -> int:
    """Return the January week in which most lessons go another way than planned, the first of equals.

    A week belongs to the month of its middle day. A year without a week in January has it from all of its weeks.
    """
    n_weeks = -(-len(log.calendar) // DAYS_A_WEEK)
    disrupted = np.zeros(n_weeks)
    for event in log.events:
        if event.outcome and event.outcome != "lessons_as_planned":
            disrupted[event.day // DAYS_A_WEEK] += event.lessons
    days = [days_of_week(log, week) for week in range(n_weeks)]
    january = [week for week in range(n_weeks) if days[week][len(days[week]) // 2].month == JANUARY]
    candidates = january or list(range(n_weeks))
    return max(candidates, key=lambda week: (disrupted[week], -week))


def week_of_option(prepared: Prepared, task: tuple[int, int]) -> YearLog:
    """Live through the shown year of one option and keep the events of one week; of as_is the week is chosen.

    Parameters
    ----------
    task
        Place of the option, and number of the week; -1 to choose the most disrupted one of January.
    """
    place, number = task
    year = year_shown(prepared.as_is.plan)
    log = logged_year(prepared, prepared.options[place], REPLICATION, year)
    week = most_disrupted_week(log) if number < 0 else number
    return replace(log, events=log.week(week))


def shown_weeks(prepared: Prepared, workers: Workers) -> Sequence[YearLog | None]:
    """Return the week of every option, for all the one that is worst as it is.

    None stands for an option that still is "as it is" in that year.
    """
    as_is = prepared.as_is.plan
    year = year_shown(as_is)
    firsts = [option.plan.first_difference(as_is) for option in prepared.options]
    own = [place for place, first in enumerate(firsts) if first is not None and year >= first]
    at = next(place for place, option in enumerate(prepared.options) if option.plan is as_is)
    (known,) = workers.map(week_of_option, [(at, -1)])
    number = most_disrupted_week(known)
    logs = workers.map(week_of_option, [(place, number) for place in own])
    found = dict(zip(own, logs, strict=True)) | {at: known}
    return [found.get(place) for place in range(len(prepared.options))]
