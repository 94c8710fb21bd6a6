"""Teachers shared by a pool: exactly, quickly, and each school alone for comparison."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kopa_sim.teaching.tours.accounts import account
from kopa_sim.teaching.tours.answer import SharedTeaching
from kopa_sim.teaching.tours.family import Family, family_of
from kopa_sim.teaching.tours.heuristic import quick_people
from kopa_sim.teaching.tours.linear import Effort
from kopa_sim.teaching.tours.people import Worker, price
from kopa_sim.teaching.tours.problem import Ints, SharingProblem
from kopa_sim.teaching.tours.programme import propose, staffed_at
from kopa_sim.teaching.tours.settled import HomeBases, at_earlier_bases

Plan = Callable[[Family, Sequence[int]], tuple[tuple[Worker, ...], float]]
"""Gives the people of a family and their bound; named are home bases of an earlier year."""


@dataclass(frozen=True)
class Sharing:
    """A pool before and after its schools share teachers."""

    before: SharedTeaching
    after: SharedTeaching


def share_teachers(
    problem: SharingProblem, effort: Effort | None = None, earlier: HomeBases | None = None
) -> SharedTeaching:
    """Return the least costly people of a pool, with the proven bound of their price.

    Each family of subjects is a programme of its own; the cheaper of what it and the quick search find is kept.

    Parameters
    ----------
    earlier
        Home bases of an earlier year, kept where that costs nothing.
    """
    chosen = Effort() if effort is None else effort

    def plan(family: Family, bases: Sequence[int]) -> tuple[tuple[Worker, ...], float]:
        workers, bound = _best(family, chosen)
        return at_earlier_bases(
            family, workers, bases, lambda posts: staffed_at(family, posts, chosen)
        ), bound

    return _planned(problem, plan, earlier)


def share_teachers_quickly(
    problem: SharingProblem, rounds: int = 0, earlier: HomeBases | None = None
) -> SharedTeaching:
    """Return people found by the quick search alone. No bound is proven.

    Parameters
    ----------
    rounds
        How often people are let go and replaced where that is cheaper.
    earlier
        Home bases of an earlier year, kept where that costs nothing.
    """

    def plan(family: Family, bases: Sequence[int]) -> tuple[tuple[Worker, ...], float]:
        return at_earlier_bases(family, quick_people(family, rounds), bases), -np.inf

    return _planned(problem, plan, earlier)


def each_school_alone(problem: SharingProblem, effort: Effort | None = None) -> SharedTeaching:
    """Return the least costly people when every school has its own and nobody travels."""
    chosen = Effort() if effort is None else effort
    parts = []
    for subjects in problem.families():
        family = family_of(problem, subjects)
        workers: list[Worker] = []
        bound = 0.0
        for school in family.bases.tolist():
            found, proven = _best(_only(family, school), chosen)
            workers, bound = workers + list(found), bound + proven
        parts.append((family, tuple(workers), bound))
    return account(problem, parts)


def nobody_shared(problem: SharingProblem) -> SharedTeaching:
    """Return the pool when nobody is hired for it: every lesson is given by the hour, as far as it may be."""
    return _planned(problem, lambda family, bases: ((), -np.inf))


def compare_sharing(problem: SharingProblem, effort: Effort | None = None) -> Sharing:
    """Return the pool before, each school alone, and after, shared.

    Schools that share may still keep to themselves, so sharing is never the dearer of the two.
    """
    before, after = each_school_alone(problem, effort), share_teachers(problem, effort)
    if before.costs.total < after.costs.total:
        after = replace(before, bound=min(after.bound, before.costs.total))
    return Sharing(before, after)


def _planned(problem: SharingProblem, plan: Plan, earlier: HomeBases | None = None) -> SharedTeaching:
    """Return the answer with its schools taken in an order of their own, so their numbering changes nothing."""
    order, kept = _own_order(problem), {} if earlier is None else earlier
    place = np.argsort(order)
    ordered = problem.at_schools(order)
    families = [family_of(ordered, subjects) for subjects in ordered.families()]
    planned = []
    for family in families:
        bases = kept.get(int(ordered.posts.family[family.subjects[0]]), ())
        planned.append((family, *plan(family, [int(place[base]) for base in bases])))
    return account(ordered, planned).renamed(order, len(order))


def _best(family: Family, effort: Effort) -> tuple[tuple[Worker, ...], float]:
    """Return the cheaper people of the programme and the quick search, and the bound."""
    quick = quick_people(family, rounds=1)
    proposal = propose(family, effort)
    return min((proposal.workers, quick), key=lambda workers: price(family, workers)), proposal.bound


def _only(family: Family, school: int) -> Family:
    """Return the family's lessons at one school."""
    lessons = np.zeros_like(family.problem.lessons_school_subject)
    lessons[school] = family.problem.lessons_school_subject[school]
    return family_of(replace(family.problem, lessons_school_subject=lessons), family.subjects)


def _own_order(problem: SharingProblem) -> Ints:
    """Return the schools by their lessons and their distances to the others."""

    def key(school: int) -> tuple[float, ...]:
        lessons = problem.lessons_school_subject[school]
        km = np.sort(problem.km_school_school[school])
        return (-float(lessons.sum()), *lessons.tolist(), *km.tolist())

    return np.array(sorted(range(len(problem.lessons_school_subject)), key=key), dtype=np.intp)
