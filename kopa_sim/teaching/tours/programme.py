"""The least costly people of one family as a mixed-integer programme, with its proven bound.

First the people of a home base are taken together (a relaxation, so its bound holds); then each home base's people
are told apart by a smaller programme of the same rows, one crew of one for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kopa_sim.teaching.tours.crew import Crew, add_crew, most_people
from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.linear import Effort, Programme
from kopa_sim.teaching.tours.people import Day, Worker, left_by
from kopa_sim.teaching.tours.problem import WHOLE, Floats

SECOND_GAP = 0.002
"""Where lessons take unlike parts of a post, the weeks of the people found are settled to this gap."""


@dataclass(frozen=True)
class Proposal:
    """People found and the yearly price below which none can be."""

    workers: tuple[Worker, ...]
    bound: float


def propose(family: Family, effort: Effort) -> Proposal:
    """Return the people that the programme finds for a family."""
    if not len(family.bases):
        return Proposal((), 0.0)
    programme = Programme()
    shares, most = family.problem.posts.shares, most_people(family)
    strict = effort.strict and family.whole and not family.alike
    crews = [add_crew(programme, family, int(base), most, shares, whole=strict) for base in family.bases]
    rest = _lessons_are_given(programme, family, crews, family.lessons)
    _posts_in_all(programme, family, crews, rest)
    answer = programme.solve(effort)
    if answer.values is None:
        return Proposal((), answer.bound)
    if family.whole and not family.alike:
        posts = [post for crew in crews for post in _posts(crew, answer.values)]
        second = replace(effort, nodes=max(effort.nodes // 2, 1), gap=max(effort.gap, SECOND_GAP))
        workers = _one_by_one(family, posts, family.lessons, second)
    else:
        workers = [worker for crew in crews for worker in _tell_apart(family, crew, answer.values, effort)]
    return Proposal(_kept(family, workers), answer.bound)


def staffed_at(family: Family, posts: Sequence[tuple[int, float]], effort: Effort) -> tuple[Worker, ...]:
    """Return the people in posts of given home bases and sizes for whom a family's lessons cost least."""
    return _kept(family, _one_by_one(family, posts, family.lessons, effort))


def _kept(family: Family, workers: Sequence[Worker]) -> tuple[Worker, ...]:
    """Return the people whose week keeps every rule, and who do not give a lesson that others have given.

    Whole lessons follow from whole days and posts in all but odd cases; there the answer, not a rule, gives way.
    """
    kept: list[Worker] = []
    for worker in workers:
        if worker.allowed(family) and worker.stands(family) and left_by(family, [*kept, worker]).min() >= 0:
            kept.append(worker)
    return tuple(kept)


def _lessons_are_given(
    programme: Programme, family: Family, crews: Sequence[Crew], lessons: Floats
) -> list[tuple[int, float]]:
    """Every lesson is given by somebody, by the hour, or not at all; return the latter two with their loads."""
    rest = []
    hourly, missing = family.eur("hourly_eur"), family.eur("not_given_eur")
    share = family.problem.posts.largest_hourly_share
    whole = family.whole and (not family.alike or np.isfinite(share))
    for school in np.flatnonzero(lessons.sum(axis=1) > WHOLE):
        by_hour = []
        for subject in np.flatnonzero(lessons[school] > WHOLE):
            given = [
                crew.lessons[at] for crew in crews if (at := (int(school), int(subject))) in crew.lessons
            ]
            hour = programme.variable(float(hourly[subject]), whole=whole)
            by_hour.append((hour, 1.0 / float(family.obligation_h[subject])))
            none = programme.variable(float(missing[subject]))
            rest += [(number, float(family.load_of_lesson[subject])) for number in (hour, none)]
            terms = [(number, 1.0) for number in [*given, hour, none]]
            programme.row(terms, float(lessons[school, subject]), float(lessons[school, subject]))
        if np.isfinite(share):
            programme.at_most(by_hour, share)
    return rest


def _posts_in_all(
    programme: Programme, family: Family, crews: Sequence[Crew], rest: Sequence[tuple[int, float]]
) -> None:
    """Add the number of posts of each size and what they can hold over all home bases.

    Says nothing new of whole numbers of people; it lets the search settle first how many there are.
    """
    load = float(family.lessons.sum(axis=0) @ family.load_of_lesson)
    room = []
    for share in family.problem.posts.shares:
        total = programme.variable(0.0, most_people(family), whole=True)
        posts = [(number, 1.0) for crew in crews for (_, size), number in crew.posts.items() if size == share]
        programme.row([*posts, (total, -1.0)], 0.0, 0.0)
        room.append((total, family.room(share, 0.0)))
    overtime = [
        (number, float(family.load_of_lesson[subject]))
        for crew in crews
        for subject, number in enumerate(crew.overtime)
    ]
    programme.row([*room, *overtime, *rest], load, np.inf)


def _posts(crew: Crew, values: Floats) -> list[tuple[int, float]]:
    """Return the home base and size of every post of a crew, the largest first."""
    return [
        (crew.base, share)
        for (_, share), number in sorted(crew.posts.items(), key=lambda kind: (-kind[0][1], kind[0][0]))
        for _ in range(round(values[number]))
    ]


def _tell_apart(family: Family, crew: Crew, values: Floats, effort: Effort) -> list[Worker]:
    """Return the people of one home base."""
    posts = _posts(crew, values)
    if len(posts) <= 1:
        return [_worker(family, crew, values, share) for _, share in posts]
    lessons = np.zeros_like(family.lessons)
    for at, number in crew.lessons.items():
        lessons[at] = values[number]
    return _one_by_one(family, posts, np.rint(lessons) if family.whole else lessons, effort)


def _one_by_one(
    family: Family, posts: Sequence[tuple[int, float]], lessons: Floats, effort: Effort
) -> list[Worker]:
    """Return the people in given posts, each with a week, for whom these lessons cost least."""
    if not posts:
        return []
    programme, whole = Programme(), family.whole and not family.alike
    persons = [add_crew(programme, family, base, 1, [share], whole=whole) for base, share in posts]
    for person in persons:
        programme.at_most([(number, 1.0) for number in person.posts.values()], 1.0)
    _lessons_are_given(programme, family, persons, lessons)
    answer = programme.solve(effort)
    if answer.values is None:
        return []
    told = zip(persons, posts, strict=True)
    return [_worker(family, one, answer.values, post[1]) for one, post in told if _works(one, answer.values)]


def _works(person: Crew, values: Floats) -> bool:
    return any(values[number] > 0.5 for number in person.posts.values())


def _worker(family: Family, person: Crew, values: Floats, share: float) -> Worker:
    """Return a person's week: lessons poured day by day, a school's lessons together."""
    left = np.zeros_like(family.lessons)
    for at, number in person.lessons.items():
        left[at] = values[number]
    if family.whole:
        left = np.rint(left)
    home = frozenset([person.base])
    flows = _by_days(family, person, values, left.sum(axis=1))
    days: list[Day] = []
    for sites, number in sorted(person.days.items(), key=lambda kind: sorted(kind[0])):
        given = {site: flows[sites, site] for site in sites}
        days += _pour(family, person.base, sites, round(values[number]), given, left)
    rest = float(left[person.base].sum())
    free = family.problem.week.days - len(days)
    days += _pour(family, person.base, home, free, {person.base: rest}, left)
    return Worker(person.base, share, tuple(days))


def _by_days(
    family: Family, person: Crew, values: Floats, lessons_school: Floats
) -> dict[tuple[frozenset[int], int], float]:
    """Return a person's lessons by the schools of the day and the school; whole where lessons are.

    With days fixed this is a flow, so a corner of the linear programme has whole lessons.
    """
    found = {at: float(values[number]) for at, number in person.given.items()}
    if not family.whole:
        return found
    if any(abs(lessons - round(lessons)) > WHOLE for lessons in found.values()):
        programme, most = Programme(), float(family.problem.week.lessons_a_day)
        flow = {at: programme.variable() for at in found}
        for sites, days in person.days.items():
            room = most * round(values[days])
            programme.at_most([(flow[sites, site], 1.0) for site in sites], room)
        for school in {school for _, school in flow}:
            there = [(number, 1.0) for (_, site), number in flow.items() if site == school]
            programme.row(there, float(lessons_school[school]), float(lessons_school[school]))
        answer = programme.solve(Effort())
        if answer.values is not None:
            found = {at: float(answer.values[number]) for at, number in flow.items()}
    return {at: float(round(lessons)) for at, lessons in found.items()}


def _pour(
    family: Family, base: int, sites: frozenset[int], count: int, given: dict[int, float], left: Floats
) -> list[Day]:
    """Return the days of one pattern, and take their lessons out of ``left``."""
    days, order = [], family.patterns[base][sites].sites
    for _ in range(count):
        room = float(family.problem.week.lessons_a_day)
        taken = np.zeros((len(order), left.shape[1]))
        for place, site in enumerate(order):
            here = min(room, given[site])
            room, given[site] = room - here, given[site] - here
            taken[place] = _take(left[site], here)
        days += _trimmed(family, base, Day(family.patterns[base][sites], taken))
    return days


def _take(left: Floats, lessons: float) -> Floats:
    """Return so many lessons, the first subjects first, and take them out of ``left``. (subject of family,)"""
    before = np.cumsum(left) - left
    taken: Floats = np.clip(lessons - before, 0.0, left)
    left -= taken
    return taken


def _trimmed(family: Family, base: int, day: Day) -> list[Day]:
    """Return the day without schools at which nothing is taught, where that is no longer a drive."""
    used = day.lessons_site_subject.sum(axis=1) > WHOLE
    if not used.any():
        return []
    sites = frozenset(np.array(day.drive.sites)[used].tolist())
    drive = family.patterns[base].get(sites)
    if drive is None or drive.km > day.drive.km + WHOLE:
        return [day]
    lessons = dict(zip(day.drive.sites, day.lessons_site_subject, strict=True))
    return [Day(drive, np.array([lessons[site] for site in drive.sites]))]
