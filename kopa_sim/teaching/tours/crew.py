"""The people of one home base in a mixed-integer programme.

A crew is any number of people with the same home base, taken together; a crew of one is a person. Its posts, its
days by the schools they visit and its lessons are counted, so people who may change places are never told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.linear import Programme
from kopa_sim.teaching.tours.problem import WHOLE

WHOLE_POST = 1.0 - WHOLE


@dataclass(frozen=True)
class Crew:
    """Numbers of a crew's variables in the programme.

    Attributes
    ----------
    base
        The home base.
    posts
        People, by step of the duty credit and size of post.
    days
        Days a week, by the schools visited; days at the home base alone are not counted.
    given
        Lessons, by the schools visited on the day and the school; days at the home base alone are under its own
        name.
    lessons
        Lessons, by school and subject of the family.
    overtime
        Overtime lessons. [subject of family]
    """

    base: int
    posts: dict[tuple[int, float], int]
    days: dict[frozenset[int], int]
    given: dict[tuple[frozenset[int], int], int]
    lessons: dict[tuple[int, int], int]
    overtime: list[int]


def add_crew(
    programme: Programme, family: Family, base: int, most_people: int, shares: Sequence[float], *, whole: bool
) -> Crew:
    """Add the people of one home base to the programme, with what one week can hold.

    Parameters
    ----------
    most_people
        Most posts of one kind.
    shares
        Sizes of post allowed.
    whole
        Whether whole lessons are demanded, not only hoped for from whole days and posts.
    """
    crew = _variables(programme, family, base, most_people, shares, whole)
    _days_hold_lessons(programme, family, crew)
    _posts_hold_days(programme, family, crew)
    _posts_hold_lessons(programme, family, crew)
    return crew


def _variables(
    programme: Programme, family: Family, base: int, most_people: int, shares: Sequence[float], whole: bool
) -> Crew:
    home, week = frozenset([base]), family.problem.week
    reach = family.patterns[base]
    posts = {
        (tier, share): programme.variable(share * family.post_eur, most_people, whole=True)
        for tier, (changes, credit) in enumerate(week.tiers())
        for share in shares
        if family.room(share, credit) > WHOLE and (changes == 0 or len(reach) > 1)
    }
    days = {
        sites: programme.variable(drive.km * family.km_year_eur, most_people * week.days, whole=True)
        for sites, drive in reach.items()
        if sites != home
    }
    given = {(sites, school): programme.variable() for sites in reach for school in sites}
    schools = sorted({school for sites in reach for school in sites})
    lessons = {
        (school, subject): programme.variable(0.0, family.lessons[school, subject], whole=whole)
        for school in schools
        for subject in range(len(family.subjects))
        if family.lessons[school, subject] > WHOLE
    }
    limit = family.problem.posts.overtime_limit_h * most_people
    return Crew(
        base,
        posts,
        days,
        given,
        lessons,
        [programme.variable(eur, limit) for eur in family.eur("overtime_eur")],
    )


def _days_hold_lessons(programme: Programme, family: Family, crew: Crew) -> None:
    """No day holds more lessons than it has, and none of a school that it does not visit."""
    most, total = float(family.problem.week.lessons_a_day), family.lessons.sum(axis=1)
    for sites, days in crew.days.items():
        programme.at_most([*((crew.given[sites, school], 1.0) for school in sites), (days, -most)])
        for school in sites:
            if len(sites) > 1 or total[school] < most:
                programme.at_most(
                    [(crew.given[sites, school], 1.0), (days, -min(most, float(total[school])))]
                )
    home = [(crew.given[frozenset([crew.base]), crew.base], 1.0)]
    away = [(days, most) for days in crew.days.values()]
    week = most * family.problem.week.days
    programme.at_most([*home, *away, *((post, -week) for post in crew.posts.values())])
    for school in {school for school, _ in crew.lessons}:
        taught = [(number, 1.0) for (at, _), number in crew.lessons.items() if at == school]
        on_days = [(number, -1.0) for (_, at), number in crew.given.items() if at == school]
        programme.row([*taught, *on_days], 0.0, 0.0)


def _posts_hold_days(programme: Programme, family: Family, crew: Crew) -> None:
    """People change site at most as often as their step of the duty credit allows."""
    tiers = family.problem.week.tiers()
    reach = family.patterns[crew.base]
    changes = [
        (days, float(reach[sites].changes)) for sites, days in crew.days.items() if reach[sites].changes
    ]
    if changes:
        allowed = [(post, -float(tiers[tier][0])) for (tier, _), post in crew.posts.items()]
        programme.at_most([*changes, *allowed])
    if family.problem.posts.part_posts_travel:
        _part_posts_travel(programme, family, crew)


def _part_posts_travel(programme: Programme, family: Family, crew: Crew) -> None:
    """Everybody in a part post teaches at the home base, where it has lessons, and is away on a day at least."""
    part = [post for (_, share), post in crew.posts.items() if share < WHOLE_POST]
    at_home = float(family.lessons[crew.base].sum())
    if not part:
        return
    programme.at_most([*((post, 1.0) for post in part), *((days, -1.0) for days in crew.days.values())])
    if at_home > WHOLE:
        taught = [(number, -1.0) for (school, _), number in crew.lessons.items() if school == crew.base]
        programme.at_most([*((post, min(1.0, at_home)) for post in part), *taught])


def _posts_hold_lessons(programme: Programme, family: Family, crew: Crew) -> None:
    """Lessons other than overtime fit into the posts, less the duty credit; overtime only in whole posts."""
    load, tiers = family.load_of_lesson, family.problem.week.tiers()
    taught = [(number, float(load[subject])) for (_, subject), number in crew.lessons.items()]
    over = [(number, -float(load[subject])) for subject, number in enumerate(crew.overtime)]
    room = [(post, -family.room(share, tiers[tier][1])) for (tier, share), post in crew.posts.items()]
    programme.at_most([*taught, *over, *room])
    limit = family.problem.posts.overtime_limit_h
    whole = [(post, -limit) for (_, share), post in crew.posts.items() if share >= WHOLE_POST]
    programme.at_most([*((number, 1.0) for number in crew.overtime), *whole])
    for subject, number in enumerate(crew.overtime):
        lessons = [(taught_in, -1.0) for (_, at), taught_in in crew.lessons.items() if at == subject]
        if len(family.subjects) > 1:
            programme.at_most([(number, 1.0), *lessons])


def most_people(family: Family) -> int:
    """Return more posts than one home base can need."""
    smallest = min(family.problem.posts.shares)
    posts = (family.lessons / family.obligation_h).sum()
    return int(np.ceil(posts / smallest)) + 2
