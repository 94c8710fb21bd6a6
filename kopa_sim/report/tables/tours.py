"""tours.csv: which shared person is at which school on which day; shared_posts.csv: what sharing makes and costs."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.study.support_weeks import SupportWeek
from kopa_sim.teaching.pool_tours import SolvedYear
from kopa_sim.teaching.tours import SharedTeaching, Visit
from kopa_sim.teaching.tours.problem import WHOLE
from kopa_sim.teaching.vacancies import unfilled_share

Floats = NDArray[np.float64]

WEEKDAYS: Final[tuple[str, ...]] = ("monday", "tuesday", "wednesday", "thursday", "friday")
TOUR_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "year",
    "pool",
    "teacher",
    "home_base",
    "post_share",
    "weekday",
    "order",
    "school",
    "subject",
    "lessons",
    "leg_km",
    "home_km",
    "driving_min",
)
TOUR_NAMES: Final[tuple[str, ...]] = (
    "option",
    "pool",
    "teacher",
    "home_base",
    "weekday",
    "school",
    "subject",
)
"""Columns of names; the others are numbers."""
SHARED_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "year",
    "pool",
    "sharing",
    "own_posts",
    "shared_posts",
    "lessons_in_posts",
    "lessons_hourly",
    "lessons_qualified",
    "overtime_lessons",
    "credit_lessons",
    "site_changes",
    "driven_km",
    "driven_hours",
    "posts_eur",
    "overtime_eur",
    "travel_eur",
    "hourly_eur",
    "total_eur",
    "method",
    "gap_share",
)
SHARED_NAMES: Final[tuple[str, ...]] = ("option", "pool", "sharing", "method")
BEFORE, AFTER = "before", "after"
Row = tuple[str | int | float, ...]


def _solved(option: OptionResult) -> Iterator[tuple[str, SolvedYear]]:
    """Yield every pool's solved years, year by year."""
    pairs = [(pool.name, year) for pool in option.tours for year in pool.solved]
    yield from sorted(pairs, key=lambda pair: (pair[1].year, pair[0]))


def teacher_names(solved: SolvedYear) -> dict[int, str]:
    """Return a name for each person: the subject with most lessons and a number, as in "languages 1"."""
    lessons: dict[int, Floats] = {}
    for visit in solved.after.visits:
        given = np.array(visit.lessons_subject)
        lessons[visit.person] = lessons.get(visit.person, np.zeros_like(given)) + given
    counted: Counter[str] = Counter()
    names = {}
    for person in solved.after.people:
        subject = SUBJECTS[int(solved.subjects[int(lessons[person.number].argmax())])]
        counted[subject] += 1
        names[person.number] = f"{subject} {counted[subject]}"
    return names


def _tour_rows(result: RunResult, option: OptionResult, pool: str, solved: SolvedYear) -> Iterator[Row]:
    codes = result.scenario.region.schools.codes
    names, people = teacher_names(solved), {person.number: person for person in solved.after.people}
    for visit in solved.after.visits:
        person = people[visit.person]
        head = (option.plan.option, solved.year, pool, names[visit.person])
        home = codes[solved.schools[person.home_base]]
        place = (WEEKDAYS[visit.weekday - 1], visit.order, codes[solved.schools[visit.school]])
        driving: Row = (visit.leg_km, visit.home_km, _driving_min(solved, visit))
        held = solved.held_on(visit)
        for subject in np.flatnonzero(held > WHOLE).tolist():
            given = (SUBJECTS[int(solved.subjects[subject])], float(held[subject]))
            yield (*head, home, person.share, *place, *given, *driving)
            driving = (0.0, 0.0, 0.0)


def _driving_min(solved: SolvedYear, visit: Visit) -> float:
    """Return the minutes of the drive to the school and, at the last one of the day, of the way home."""
    km, minutes = solved.problem.km_school_school, solved.problem.minutes_school_school
    apart = (km > 0) & np.isfinite(km)
    if not apart.any():
        return 0.0
    return float((visit.leg_km + visit.home_km) * (minutes[apart][0] / km[apart][0]))


def _support_rows(result: RunResult, option: OptionResult, week: SupportWeek) -> Iterator[Row]:
    """Yield the visits of a principal or of assistants; lessons are hours of work."""
    codes = result.scenario.region.schools.codes
    for visit in sorted(week.visits, key=lambda visit: (visit.person, visit.weekday, visit.order)):
        head = (option.plan.option, week.year, week.pool, f"{week.staff} {visit.person}", codes[week.seat])
        minutes = (visit.leg_km + visit.home_km) / week.speed_km_h * 60.0
        yield (
            *(*head, week.shares[visit.person - 1]),
            *(WEEKDAYS[visit.weekday - 1], visit.order, codes[visit.school], week.staff, visit.hours),
            *(visit.leg_km, visit.home_km, minutes),
        )


def tours_table(result: RunResult) -> pd.DataFrame:
    """Return one row for each subject of each visit of a shared teacher in a week of the mean future.

    Years are those for which tours were solved. The drive stands in the first row of a visit, zeros in its others.
    Principals and assistants whom schools share follow, a row for each visit.
    """
    rows: list[Row] = []
    for option in result.options:
        for pool, solved in _solved(option):
            rows += _tour_rows(result, option, pool, solved)
        for week in option.support_weeks:
            rows += _support_rows(result, option, week)
    table = pd.DataFrame(rows, columns=list(TOUR_COLUMNS)).round(
        {"post_share": 3, "lessons": 2, "leg_km": 1, "home_km": 1, "driving_min": 1}
    )
    return table.astype(dict.fromkeys(TOUR_NAMES, "category"))


def _shared_rows(result: RunResult, option: OptionResult, pool: str, solved: SolvedYear) -> Iterator[Row]:
    for sharing, answer in ((BEFORE, solved.sharing.before), (AFTER, solved.after)):
        money = paid(result, solved, answer)
        posted, hourly = solved.held(answer.posted_school_subject), solved.held(answer.hourly_school_subject)
        yield (
            *(option.plan.option, solved.year, pool, sharing, solved.own_posts, answer.posts),
            *(float(posted.sum()), float(hourly.sum())),
            qualified_lessons(result, solved, answer),
            float(answer.overtime_subject.sum()),
            *(sum(person.credit_h for person in answer.people), sum(one.changes for one in answer.people)),
            *(answer.year_km, answer.year_hours, *money, sum(money)),
            *(solved.method, _gap(answer)),
        )


def _gap(answer: SharedTeaching) -> float:
    """Return the share of the deciding price that might still be saved; NaN where nothing is proven."""
    return answer.gap if np.isfinite(answer.bound) else np.nan


def paid(result: RunResult, solved: SolvedYear, answer: SharedTeaching) -> tuple[float, float, float, float]:
    """Return the yearly pay of posts, overtime, kilometres and hourly lessons, euros.

    An hourly lesson is paid like a post's, where somebody is found to give it; the weight by which it decides who is
    hired is no money.
    """
    posts = solved.problem.posts
    lessons = answer.hourly_school_subject * _found(result, solved)[:, None]
    hourly = float((lessons * (posts.post_eur / posts.obligation_h)).sum())
    return answer.costs.posts, answer.costs.overtime, answer.costs.km, hourly


def qualified_lessons(result: RunResult, solved: SolvedYear, answer: SharedTeaching) -> float:
    """Return the weekly lessons given by a qualified teacher; for some hourly lessons nobody is found."""
    mean = result.parameters.mean()
    hourly = (solved.held(answer.hourly_school_subject).sum(axis=1) * _found(result, solved)).sum()
    of_posts = float(mean.draws("teaching.qualified_posts_share")[0])
    of_hourly = float(mean.draws("teaching.qualified_hourly_share")[0])
    return float(of_posts * solved.held(answer.posted_school_subject).sum() + of_hourly * hourly)


def _found(result: RunResult, solved: SolvedYear) -> Floats:
    """Return the share of each school's hourly lessons for which somebody is found. (member,)"""
    unfilled = unfilled_share(result.scenario.region, result.journeys, result.parameters.mean())
    found: Floats = 1.0 - unfilled[0][solved.schools]
    return found


def shared_posts_table(result: RunResult) -> pd.DataFrame:
    """Return one row for each pool and solved year before and one after sharing, in the mean future."""
    rows = [
        row
        for option in result.options
        for pool, solved in _solved(option)
        for row in _shared_rows(result, option, pool, solved)
    ]
    money = {name: 0 for name in SHARED_COLUMNS if name.endswith("_eur")}
    decimals = {
        "own_posts": 3,
        "lessons_in_posts": 2,
        "lessons_hourly": 2,
        "lessons_qualified": 2,
        "driven_km": 0,
        "driven_hours": 1,
        "gap_share": 5,
    }
    table = pd.DataFrame(rows, columns=list(SHARED_COLUMNS)).round(decimals | money)
    return table.astype(dict.fromkeys(SHARED_NAMES, "category"))
