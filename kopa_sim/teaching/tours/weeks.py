"""A person's week for given lessons, quickly: whole days at one school first, short visits put together after."""

from dataclasses import dataclass

import numpy as np

from kopa_sim.teaching.tours.family import DayPattern, Family
from kopa_sim.teaching.tours.people import Day, Worker
from kopa_sim.teaching.tours.problem import WHOLE, Floats


@dataclass(frozen=True)
class Visit:
    """Some schools on one day, with their lessons in all."""

    lessons: dict[int, float]
    drive: DayPattern


def quick_worker(family: Family, base: int, share: float, given: Floats) -> Worker | None:
    """Return a person who gives these lessons, or nothing where no allowed week is found.

    Parameters
    ----------
    given
        Lessons. (school, subject of family)
    """
    visits = _visits(family, base, given.sum(axis=1))
    if visits is None:
        return None
    left = given.copy()
    days = [_day(visit, left) for visit in visits]
    worker = Worker(base, share, tuple(days))
    return worker if worker.allowed(family) else None


def _visits(family: Family, base: int, lessons_school: Floats) -> list[Visit] | None:
    """Return visits of one school a day, joined two and two until they fit into the week."""
    visits, most = [], float(family.problem.week.lessons_a_day)
    for school in np.flatnonzero(lessons_school > WHOLE).tolist():
        drive = family.patterns[base].get(frozenset([school]))
        if drive is None:
            return None
        whole, rest = divmod(lessons_school[school] + WHOLE, most)
        parts = [most] * int(whole) + ([rest - WHOLE] if rest > 2 * WHOLE else [])
        visits += [Visit({school: part}, drive) for part in parts]
    while len(visits) > family.problem.week.days:
        joined = _cheapest_join(family, base, visits)
        if joined is None:
            return None
        visits = joined
    return visits


def _cheapest_join(family: Family, base: int, visits: list[Visit]) -> list[Visit] | None:
    """Return the visits with those two joined whose day together saves most kilometres."""
    best: tuple[float, list[Visit]] | None = None
    most = family.problem.week.lessons_a_day + WHOLE
    for first, one in enumerate(visits):
        for second in range(first):
            other = visits[second]
            if sum(one.lessons.values()) + sum(other.lessons.values()) > most:
                continue
            drive = family.patterns[base].get(frozenset(one.lessons) | frozenset(other.lessons))
            if drive is None:
                continue
            extra = drive.km - one.drive.km - other.drive.km
            if best is None or extra < best[0] - WHOLE:
                both = {site: one.lessons.get(site, 0) + other.lessons.get(site, 0) for site in drive.sites}
                rest = [visit for at, visit in enumerate(visits) if at not in (first, second)]
                best = (extra, [*rest, Visit(both, drive)])
    return None if best is None else best[1]


def _day(visit: Visit, left: Floats) -> Day:
    """Return the visit with its lessons by subject, and take them out of ``left``."""
    taken = []
    for site in visit.drive.sites:
        before = np.cumsum(left[site]) - left[site]
        here = np.clip(visit.lessons[site] - before, 0.0, left[site])
        left[site] -= here
        taken.append(here)
    return Day(visit.drive, np.array(taken))
