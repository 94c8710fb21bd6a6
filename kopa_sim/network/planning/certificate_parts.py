"""Dividing schools into parts whose plans can be sought one by one."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_states import Space, make_space

Bools = NDArray[np.bool_]

MOST_STATES: Final[int] = 90 << 20
"""States of all years of schools that are planned together: 22 schools for 20 years; time and memory (2 GB) only."""


@dataclass(frozen=True)
class Division:
    """Schools divided into spaces; every table is owned once, a school may be a member of several.

    Attributes
    ----------
    spaces
        The plans of each piece.
    whole
        Whether no school is a member of two.
    """

    spaces: tuple[Space, ...]
    whole: bool


def divide(case: Case, allowed: Bools, most_states: int = MOST_STATES, few_states: int = 0) -> Division:
    """Return linked schools together where they have few enough states, else in overlapping pieces."""
    first, last = allowed.argmax(axis=1), case.years - allowed[:, ::-1].argmax(axis=1)
    is_free = first < last
    spaces: list[Space] = []
    whole = True
    for linked in _linked(case, is_free):
        members = [school for school in linked if is_free[school]]
        if _count_states(first, last, members, case.years) <= most_states:
            spaces.append(make_space(case, allowed, members, linked))
            continue
        whole = False
        for owned in _pieces(case, linked, is_free, first, last, few_states):
            around = sorted(_members(case, owned, is_free))
            spaces.append(make_space(case, allowed, around, sorted(owned)))
    return Division(tuple(spaces), whole)


def _linked(case: Case, is_free: Bools) -> list[list[int]]:
    """Return groups of schools whose plans depend on one another."""
    n_schools = len(is_free)
    ends: list[tuple[int, int]] = []
    for school, neighbours in enumerate(case.neighbours):
        ends += [(school, other) for other in neighbours.tolist() if is_free[other]]
    for row in case.cover:
        group = [school for school in np.flatnonzero(row).tolist() if is_free[school]]
        ends += [(group[0], other) for other in group[1:]]
    pairs = np.array(ends, dtype=np.intp).reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n_schools, n_schools))
    label = connected_components(graph, directed=False)[1]
    return [np.flatnonzero(label == group).tolist() for group in range(int(label.max(initial=-1)) + 1)]


def _members(case: Case, owned: Set[int], is_free: Bools) -> set[int]:
    """Return the free schools on which tables depend."""
    around = {other for school in owned for other in case.neighbours[school].tolist()}
    return {school for school in owned | around if is_free[school]}


def _count_states(first: NDArray[np.intp], last: NDArray[np.intp], members: list[int], years: int) -> float:
    """Return how many states all years have."""
    year = np.arange(years)[:, None]
    free = ((first[members] <= year) & (year < last[members])).sum(axis=1)
    return float(np.exp2(free).sum())


def _pieces(
    case: Case,
    linked: list[int],
    is_free: Bools,
    first: NDArray[np.intp],
    last: NDArray[np.intp],
    few_states: int,
) -> list[set[int]]:
    """Return the tables of linked schools in pieces, grown from a school by whatever adds fewest states."""
    left = set(linked)
    pieces: list[set[int]] = []

    def states(owned: set[int]) -> float:
        return _count_states(first, last, sorted(_members(case, owned, is_free)), case.years)

    while left:
        seed = max(sorted(left), key=lambda school: states({school}))
        piece = {seed}
        left.discard(seed)
        while left:
            best = min(sorted(left), key=lambda school: states(piece | {school}))
            if states(piece | {best}) > few_states:
                break
            piece.add(best)
            left.discard(best)
        pieces.append(piece)
    return pieces
