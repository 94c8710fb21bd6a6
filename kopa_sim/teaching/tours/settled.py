"""Home bases of an earlier year, kept where nothing is dearer for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kopa_sim.teaching.tours.family import Family
from kopa_sim.teaching.tours.people import Worker, price
from kopa_sim.teaching.tours.problem import WHOLE
from kopa_sim.teaching.tours.weeks import quick_worker

HomeBases = Mapping[int, Sequence[int]]
"""Home bases that posts had before, by the number of their family of subjects: a school for each post."""
Post = tuple[int, float]
"""Home base and size of a post."""
Staff = Callable[[Sequence[Post]], tuple[Worker, ...]]
"""Gives the people of a family in given posts."""


@dataclass(frozen=True)
class _Bases:
    """Whose home base is new, by place among the people, and the earlier ones that nobody has."""

    new: list[int]
    free: list[int]


def at_earlier_bases(
    family: Family, workers: tuple[Worker, ...], earlier: Sequence[int], staff: Staff | None = None
) -> tuple[Worker, ...]:
    """Return people who cost no more, with home bases of an earlier year for as many as can be.

    First each week is laid out from an earlier home base with the same lessons; then, where that is dearer, all
    lessons are given out anew to the same posts with one at an earlier home base.

    Parameters
    ----------
    earlier
        Home bases of the family's posts in the earlier year.
    staff
        Gives the family's lessons to people in given posts; None where only weeks are laid out anew.
    """
    people = list(workers)
    for place in _compared(people, earlier).new:
        for base in dict.fromkeys(_compared(people, earlier).free):
            moved = _moved(family, people[place], base)
            if moved is not None:
                people[place] = moved
                break
    if staff is None:
        return tuple(people)
    for place in _compared(people, earlier).new:
        free = [base for base in dict.fromkeys(_compared(people, earlier).free) if base in family.patterns]
        if not free or place >= len(people):
            break
        posts = [(free[0] if at == place else worker.base, worker.share) for at, worker in enumerate(people)]
        tried = list(staff(posts))
        if price(family, tried) <= price(family, people) + WHOLE:
            people = tried
    return tuple(people)


def _compared(people: Sequence[Worker], earlier: Sequence[int]) -> _Bases:
    """Return whose home base is new, and which of the earlier ones are left."""
    free, new = list(earlier), []
    for place, worker in enumerate(people):
        if worker.base in free:
            free.remove(worker.base)
        else:
            new.append(place)
    return _Bases(new, free)


def _moved(family: Family, worker: Worker, base: int) -> Worker | None:
    """Return the person with the same lessons and another home base, nothing where that is dearer or not allowed."""
    if base not in family.patterns:
        return None
    moved = quick_worker(family, base, worker.share, worker.lessons(family))
    if moved is None or not moved.stands(family) or moved.eur(family) > worker.eur(family) + WHOLE:
        return None
    return moved
