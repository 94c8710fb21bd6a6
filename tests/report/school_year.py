"""A made-up school year for tests of what people see: three teachers, a link, and a bad week in January."""

from datetime import date, timedelta

import numpy as np

from kopa_sim.model.school_year_log import DisruptionEvent, PersonWeek, YearLog
from kopa_sim.model.subjects import SUBJECTS

CLASS, LANGUAGES, MUSIC = (SUBJECTS.index(name) for name in ("class_teaching", "languages", "music"))
BAD_WEEK = 18
"""The week of 4 January 2027, counted from 0 over teaching weeks."""


def calendar(year=2026):
    """38 weeks from the middle of August with breaks in October, at Christmas, in March."""
    first = date.fromisocalendar(year, 33, 1)
    weeks = [week for week in range(42) if week not in (9, 19, 20, 28)]
    return tuple(first + timedelta(days=7 * week + weekday) for week in weeks for weekday in range(5))


def teacher(person, subject, home, *tour, over_link=False):
    return PersonWeek(person, subject, home, tour, over_link)


PERSONS = (
    teacher("koulu_0/class_teaching/0/2026", CLASS, 0, *[((0, 5.0),)] * 5),
    teacher(
        "koulu_0/languages/0/2026",
        LANGUAGES,
        0,
        ((0, 2.0), (2, 2.0)),
        ((1, 3.0),),
        (),
        ((2, 4.0),),
        ((0, 4.0),),
    ),
    teacher("remote/koulu_0/link/music/0/2026", MUSIC, 0, *[((2, 1.0), (3, 1.0))] * 5, over_link=True),
)


def event(day, kind, school, subject, lessons, outcome, person="", **other):
    return DisruptionEvent(day, None, kind, person, school, subject, lessons, outcome, **other)


def year_log(year=2026, bad_week=BAD_WEEK):
    """A year in which every week has a little trouble and one January week much."""
    days = calendar(year)
    ill = PERSONS[0].person
    events = [
        event(5 * week, "absence", 0, CLASS, 5.0, "lessons_as_planned", ill) for week in range(len(days) // 5)
    ]
    monday = 5 * bad_week
    events += [
        event(monday, "late", 2, LANGUAGES, 0.5, "lessons_supervised", PERSONS[1].person, minutes=25.0),
        event(monday + 1, "absence", 0, CLASS, 5.0, "lessons_lost", ill),
        event(monday + 1, "absence", 1, LANGUAGES, 3.0, "lessons_unqualified", PERSONS[1].person),
        event(monday + 2, "link", 2, MUSIC, 1.0, "lessons_supervised"),
        event(monday + 2, "school_transport", 3, -1, 0.0, "", minutes=20.0, pupils=14.0),
        event(monday + 3, "breakdown", 2, LANGUAGES, 4.0, "lessons_lost", PERSONS[1].person),
        event(monday + 4, "vacancy", 3, CLASS, 5.0, "lessons_merged"),
    ]
    return YearLog(year, PERSONS, tuple(sorted(events, key=lambda one: one.day)), days)


def larger_year_log(n_schools, seed=1, year=2026):
    """A year of many schools in which chance decides who is away and who drives where."""
    random = np.random.default_rng(seed)
    persons, events, days = [], [], calendar(year)
    for number in range(12):
        home, *others = random.permutation(n_schools)[:3].tolist()
        tour = tuple(
            tuple((school, 2.0) for school in ([home, *others] if weekday % 2 else [others[0]]))
            for weekday in range(5)
        )
        persons.append(PersonWeek(f"s{home}/languages/{number}/{year}", LANGUAGES, home, tour))
    outcomes = ("as_planned", "unqualified", "merged", "remote_cover", "supervised", "lost")
    for day in range(len(days)):
        for _ in range(int(random.poisson(18))):
            outcome = f"lessons_{random.choice(outcomes, p=(0.45, 0.25, 0.08, 0.02, 0.13, 0.07))}"
            school = int(random.integers(n_schools))
            events.append(event(day, "absence", school, CLASS, 4.0, outcome, f"s{school}/class/0/{year}"))
        if random.random() < 0.3:
            events.append(
                event(
                    day,
                    "breakdown",
                    persons[3].tour[1][1][0],
                    LANGUAGES,
                    2.0,
                    "lessons_lost",
                    persons[3].person,
                )
            )
        if random.random() < 0.2:
            events.append(
                event(day, "link", int(random.integers(n_schools)), MUSIC, 1.5, "lessons_supervised")
            )
    return YearLog(year, tuple(persons), tuple(events), days)
