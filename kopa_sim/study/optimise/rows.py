"""The rows of a school's table: who comes with which neighbours shut, and what that costs.

Few sets of shut neighbours bring different pupils, and many leave no room: only what may happen is priced.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.pricing import ClosingPricer
from kopa_sim.study.optimise.room import Room

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]


@dataclass(frozen=True)
class Arrivals:
    """Groups that come to a school when certain others are shut.

    Attributes
    ----------
    groups
        Ascending. (group,)
    shut
        Schools that may close and must all be shut for a group to come. (group, switch)
    """

    groups: Ints
    shut: Bools


@dataclass(frozen=True)
class Rows:
    """What a school receives with each set of its neighbours shut.

    Attributes
    ----------
    units
        Place of the intake in the pricer's book, that of the school's own pupils where the row is not permitted.
        (row, year)
    permitted
        Whether the row keeps the limits on places in a year. (row, year)
    """

    units: Int32s
    permitted: Bools


def make_rows(
    pricer: ClosingPricer,
    school: int,
    neighbours: Ints,
    come_by_state: list[Arrivals],
    state_of_year: Ints,
    room: Room,
) -> Rows:
    """Return a school's rows in every year. ``come_by_state`` are its arrivals in every state of the base option."""
    n_rows, years = 1 << len(neighbours), pricer.years
    shut = np.zeros((n_rows, len(pricer.schools)), dtype=np.bool_)
    shut[:, neighbours] = (np.arange(n_rows)[:, None] >> np.arange(len(neighbours))) & 1 == 1
    permitted = ~room.lacking(shut)
    units = np.full((n_rows, years), pricer.own[school], dtype=np.int32)  # half the memory
    for state, come in enumerate(come_by_state):
        in_state = np.flatnonzero(state_of_year == state)
        found, roomy = _state_rows(pricer, school, neighbours, come, in_state, permitted[:, in_state])
        units[:, in_state] = found[:, None]
        permitted[:, in_state] = roomy
    return Rows(units, permitted)


def _state_rows(
    pricer: ClosingPricer, school: int, neighbours: Ints, come: Arrivals, years: Ints, permitted: Bools
) -> tuple[Ints, Bools]:
    """Return the intake of every row, and whether it has room in each of some years. (row,), (row, year)"""
    outside = np.ones(come.shut.shape[1], dtype=np.bool_)
    outside[neighbours] = False
    inside = ~come.shut[:, outside].any(axis=1)
    groups = come.groups[inside]
    bits = (come.shut[inside][:, neighbours] * (1 << np.arange(len(neighbours)))).sum(axis=1).astype(np.intp)
    patterns, pattern_of_group = np.unique(bits, return_inverse=True)
    number = np.arange(len(permitted))
    comes = (patterns[None, :] & ~number[:, None]) == 0
    keys = np.packbits(comes, axis=1)
    _, first, kind = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    kind = kind.reshape(-1)
    people = pricer.travellers.pupils[pricer.start + years][:, groups].sum(axis=2)
    by_pattern = np.zeros((len(patterns), len(years)))
    np.add.at(by_pattern, pattern_of_group, people.T)
    own = pricer.book.pupils[pricer.own[school], years]
    load = own + comes[first].astype(np.float64) @ by_pattern
    roomy = permitted & (load <= pricer.limits.most_pupils[years, school])[kind]
    wanted = np.zeros(len(first), dtype=np.bool_)
    np.logical_or.at(wanted, kind, roomy.any(axis=1))
    place = np.full(len(first), pricer.own[school], dtype=np.intp)
    place[wanted] = pricer.book.find(
        [Intake.of(school, groups[comes[row][pattern_of_group]]) for row in first[wanted]]
    )
    return place[kind], roomy
