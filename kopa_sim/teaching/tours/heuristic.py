"""People found quickly: the person who saves most, again and again, then rebuilt around those who serve badly.

For pools too large for the programme and for futures drawn by the thousand. It proves nothing; docs/tours.md
shows its distance from the optimum.
"""

import numpy as np

from kopa_sim.teaching.tours.crew import WHOLE_POST
from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.people import Worker, left_by, price, remainder
from kopa_sim.teaching.tours.problem import WHOLE, Floats
from kopa_sim.teaching.tours.weeks import quick_worker

Offer = tuple[float, Worker | None]
"""What a person saves in a year, and the person; nobody where none is allowed."""
Offers = dict[tuple[int, float, bytes], Offer]
"""Offers made so far, by home base, size of post and the lessons left within reach."""


def quick_people(family: Family, rounds: int = 3) -> tuple[Worker, ...]:
    """Return people for a family's lessons.

    Parameters
    ----------
    rounds
        How often all pairs of people are let go and replaced where that is cheaper.
    """
    offers: Offers = {}
    best = _hire(family, [], offers)
    for _ in range(rounds):
        better = _replaced(family, best, offers)
        if price(family, better) > price(family, best) - WHOLE:
            break
        best = better
    return tuple(best)


def _hire(family: Family, workers: list[Worker], known: Offers) -> list[Worker]:
    """Return the people with those added, one after another, who save most for their size of post."""
    hired = list(workers)
    while True:
        left = left_by(family, hired)
        offers = [
            _offer(family, base, share, left, known)
            for base in family.bases.tolist()
            for share in family.problem.posts.shares
        ]
        saving, worker = max(offers, key=lambda offer: offer[0], default=(0.0, None))
        if worker is None or saving <= WHOLE:
            return hired
        hired.append(worker)


def _offer(family: Family, base: int, share: float, left: Floats, known: Offers) -> Offer:
    """Return the person of a home base who saves most, remembered where nothing within reach has changed."""
    reach = sorted(site for sites in family.patterns[base] if len(sites) == 1 for site in sites)
    key = (base, share, left[reach].tobytes())
    if key not in known:
        known[key] = _fill(family, base, share, left)
    return known[key]


def _saving(family: Family, worker: Worker, left: Floats, before: float) -> float:
    """Return what the person saves in a year against leaving the lessons to nobody's post."""
    after = remainder(family, np.maximum(left - worker.lessons(family), 0.0)).eur(family)
    return before - after - worker.eur(family)


def _fill(family: Family, base: int, share: float, left: Floats) -> Offer:
    """Return a person filled with the lessons of the home base, then of the schools nearest to it."""
    nearest = sorted(
        (drive.km, next(iter(sites))) for sites, drive in family.patterns[base].items() if len(sites) == 1
    )
    before = remainder(family, left).eur(family)
    best: Offer = (-np.inf, None)
    given = np.zeros_like(left)
    for _, school in nearest:
        if left[school].sum() <= WHOLE:
            continue
        for credit in dict.fromkeys(credit for _, credit in family.problem.week.tiers()):
            more = given.copy()
            more[school] += _taken(family, share, credit, given, left[school])
            worker = quick_worker(family, base, share, more) if more.sum() > given.sum() + WHOLE else None
            if worker is not None:
                if worker.stands(family):
                    saving = _saving(family, worker, left, before)
                    best = max(best, (saving, worker), key=lambda offer: offer[0])
                given = more
                break
    return best


def _taken(family: Family, share: float, credit: float, given: Floats, left: Floats) -> Floats:
    """Return the lessons of one school that still fit, with overtime where it saves. (subject of family,)"""
    load = family.load_of_lesson
    used = float(given.sum(axis=0) @ load)
    overtime = family.problem.posts.overtime_limit_h if share >= WHOLE_POST else 0.0
    spare = np.minimum(family.eur("hourly_eur"), family.eur("not_given_eur")) > family.eur("overtime_eur")
    taken = np.zeros_like(left)
    for subject in np.argsort(-left, kind="stable"):
        extra = overtime * load[subject] if spare[subject] else 0.0
        room = max(family.room(share, credit) + extra - used, 0.0) / load[subject]
        taken[subject] = min(left[subject], np.floor(room + WHOLE) if family.whole else room)
        used += taken[subject] * load[subject]
    return taken


def _replaced(family: Family, workers: list[Worker], known: Offers) -> list[Worker]:
    """Return the people after letting each one and each pair go in turn, keeping what is cheaper."""
    best, cost = workers, price(family, workers)
    count = len(workers)
    for first in range(count):
        for second in range(first + 1):
            if first >= len(best):
                break
            kept = [worker for at, worker in enumerate(best) if at not in (first, second)]
            for base in family.bases.tolist():
                tried = _hire(family, _seeded(family, kept, base, known), known)
                if (eur := price(family, tried)) < cost - WHOLE:
                    best, cost = tried, eur
                    break
    return best


def _seeded(family: Family, kept: list[Worker], base: int, known: Offers) -> list[Worker]:
    """Return the people kept and one more, of the largest size of post, with the home base given."""
    _, more = _offer(family, base, max(family.problem.posts.shares), left_by(family, kept), known)
    return kept if more is None else [*kept, more]
