"""From the people of each family to one answer for the pool."""

from collections.abc import Sequence

import numpy as np

from kopa_sim.teaching.tours.answer import Costs, Person, SharedTeaching, Visit
from kopa_sim.teaching.tours.even import even_week
from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.people import Day, Worker, left_by, remainder
from kopa_sim.teaching.tours.problem import WHOLE, Floats, SharingProblem

Crewed = tuple[Family, tuple[Worker, ...], float]
"""A family, its people, and the proven bound of their price."""


def account(problem: SharingProblem, families: Sequence[Crewed]) -> SharedTeaching:
    """Return the answer made of the people of all families, their weeks evened out."""
    families = [
        (family, tuple(even_week(family, worker) for worker in workers), bound)
        for family, workers, bound in families
    ]
    people: list[Person] = []
    visits: list[Visit] = []
    for family, workers, _ in families:
        for worker in sorted(workers, key=lambda worker: (worker.base, -worker.share)):
            visits += _visits(problem, family, worker, len(people) + 1)
            people.append(_person(family, worker, len(people) + 1))
    hourly, missing = (
        np.zeros_like(problem.lessons_school_subject),
        np.zeros_like(problem.lessons_school_subject),
    )
    overtime = np.zeros(hourly.shape[1])
    for family, workers, _ in families:
        rest = remainder(family, left_by(family, workers))
        hourly[:, family.subjects], missing[:, family.subjects] = rest.hourly, rest.not_given
        overtime[family.subjects] += sum(worker.overtime(family) for worker in workers)
    posts = sum(worker.share * family.post_eur for family, workers, _ in families for worker in workers)
    week_km, minutes = sum(person.km for person in people), sum(person.minutes for person in people)
    year_km = week_km * problem.week.weeks
    prices = problem.posts
    return SharedTeaching(
        people=tuple(people),
        visits=tuple(visits),
        posted_school_subject=problem.lessons_school_subject - hourly - missing,
        hourly_school_subject=hourly,
        not_given_school_subject=missing,
        overtime_subject=overtime,
        costs=Costs(
            posts=float(posts),
            overtime=float(overtime @ prices.overtime_eur),
            km=year_km * prices.km_eur,
            hourly=float((hourly * prices.hourly_eur).sum()),
            not_given=float((missing * prices.not_given_eur).sum()),
        ),
        credit_eur=sum(_credit_eur(family, worker) for family, workers, _ in families for worker in workers),
        year_km=year_km,
        year_hours=minutes * problem.week.weeks / 60,
        bound=float(sum(bound for _, _, bound in families)),
    )


def _credit_eur(family: Family, worker: Worker) -> float:
    credit = family.problem.week.credit(worker.changes)
    return credit / family.credit_obligation_h * family.post_eur


def _person(family: Family, worker: Worker, number: int) -> Person:
    taught = worker.lessons(family).sum(axis=0) > WHOLE
    return Person(
        number=number,
        home_base=worker.base,
        subjects=tuple(family.subjects[taught].tolist()),
        share=worker.share,
        credit_h=family.problem.week.credit(worker.changes),
        overtime_h=float(worker.overtime(family).sum()),
        changes=worker.changes,
        km=worker.km,
        minutes=worker.minutes,
    )


def _visits(problem: SharingProblem, family: Family, worker: Worker, number: int) -> list[Visit]:
    """Return a person's week as visits: days at the home base first, then those of one school, then the rest."""
    days = sorted(worker.days, key=lambda day: (day.drive.km, len(day.drive.sites), day.drive.sites))
    return [
        visit
        for weekday, day in enumerate(days, start=1)
        for visit in _day(problem, family, worker.base, day, number, weekday)
    ]


def _day(
    problem: SharingProblem, family: Family, base: int, day: Day, number: int, weekday: int
) -> list[Visit]:
    km, visits, here = problem.km_school_school, [], base
    last = len(day.drive.sites)
    for order, (site, lessons) in enumerate(
        zip(day.drive.sites, day.lessons_site_subject, strict=True), start=1
    ):
        wide: Floats = np.zeros(problem.lessons_school_subject.shape[1])
        wide[family.subjects] = lessons
        leg = float(km[here, site]) if site != here else 0.0
        home = float(km[site, base]) if order == last and site != base else 0.0
        visits.append(Visit(number, weekday, order, site, tuple(wide.tolist()), leg, home))
        here = site
    return visits
