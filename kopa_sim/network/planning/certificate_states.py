"""The cheapest plan of a few schools, over all sets of schools that may have changed in each year.

Dynamic programming: a state of a year is the set of schools that have changed by then, and every school changes once,
so a year's states come from those of the year before by letting each school in turn change or not (the minimum over
subsets, one element at a time; Björklund, Husfeldt, Kaski & Koivisto 2007, "Fourier meets Möbius", for the idea).
A school is among the elements of a year only while it may both have changed and not have changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_case import Case

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


FEWER: Final[int] = 3
"""Tables are added up over this many schools fewer than all where they can be; speed only."""
FEW: Final[int] = 12
"""... and over no more than this; memory only."""


@dataclass(frozen=True)
class YearStates:
    """The states of a year. A state is a number whose first bit, the most significant, is the first free school.

    Attributes
    ----------
    free
        Schools that may have changed or not.
    heaps
        The tables, those together that depend on the same few schools.
    forbidden
        States in which a group that must be covered is shut. (state,)
    """

    free: tuple[int, ...]
    heaps: tuple["Heap", ...]
    forbidden: Bools


@dataclass(frozen=True)
class Heap:
    """Tables that depend on the same few free schools, added up before they are spread over all states.

    Attributes
    ----------
    tables
        Places of the tables among the owned.
    rows
        By table: the row that holds in each state of the few schools; the row after the last where the school itself
        is shut. (few,)
    few_state
        State of the few schools in each state. (state,)
    """

    tables: tuple[int, ...]
    rows: tuple[Ints, ...]
    few_state: NDArray[np.int32]


@dataclass(frozen=True)
class Space:
    """All plans of some schools.

    Attributes
    ----------
    members
        Schools whose year of change is sought.
    owned
        Schools whose tables are paid.
    first, last
        Of every school, whether a member or not: the first and the last year in which it may change. (school,)
    states
        By year.
    """

    members: tuple[int, ...]
    owned: tuple[int, ...]
    first: Ints
    last: Ints
    states: tuple[YearStates, ...]

    @property
    def n_states(self) -> int:
        """States of all years."""
        return sum(1 << len(states.free) for states in self.states)


def make_space(case: Case, allowed: Bools, members: Sequence[int], owned: Sequence[int]) -> Space:
    """Return the space of some schools' plans.

    Parameters
    ----------
    allowed
        When a school may change; each at some time. (school, years + 1)
    members
        All schools that own or are neighbours of owned tables and have more than one year to change.
    """
    first = allowed.argmax(axis=1)
    last = case.years - allowed[:, ::-1].argmax(axis=1)
    made: dict[tuple[tuple[int, ...], bytes], YearStates] = {}
    states: list[YearStates] = []
    for year in range(case.years):
        free = tuple(school for school in members if first[school] <= year < last[school])
        open_to_choice = (first <= year) & (year < last)
        shut = ((last <= year) == case.now_open) & ~open_to_choice
        key = (free, shut.tobytes())
        if key not in made:
            made[key] = _year_states(case, free, shut, members, owned)
        states.append(made[key])
    return Space(tuple(members), tuple(owned), first, last, tuple(states))


def _year_states(
    case: Case, free: tuple[int, ...], shut: Bools, members: Sequence[int], owned: Sequence[int]
) -> YearStates:
    """Return the states of a year in which the schools beside the free ones are open or shut as given.

    A free school that is not a member counts as open where a group must be covered.
    """
    heaps = tuple(
        _heap(case, free, few, tables, shut, owned) for few, tables in _few_schools(case, free, owned)
    )
    is_shut = _is_shut(case, free)
    forbidden = np.zeros(1 << len(free), dtype=np.bool_)
    for row in case.cover:
        group = np.flatnonzero(row).tolist()
        if set(group) & set(members):
            seen = all(school in is_shut or shut[school] for school in group)
            inside = [is_shut[school] for school in group if school in is_shut]
            if seen and inside:
                forbidden |= np.logical_and.reduce(inside)
    return YearStates(free, heaps, forbidden)


def _is_shut(case: Case, free: tuple[int, ...]) -> dict[int, Ints]:
    """Return by free school whether it is shut in each state. (state,)"""
    number = np.arange(1 << len(free))
    return {
        school: ((number >> (len(free) - 1 - place)) & 1) ^ int(not case.now_open[school])
        for place, school in enumerate(free)
    }


def _few_schools(
    case: Case, free: tuple[int, ...], owned: Sequence[int]
) -> list[tuple[tuple[int, ...], list[int]]]:
    """Return sets of few free schools and the tables that depend on no others, each table once."""
    most = min(max(len(free) - FEWER, 0), FEW)
    found: list[tuple[set[int], list[int]]] = []
    needs = [set(free) & {school, *case.neighbours[school].tolist()} for school in owned]
    for table in sorted(range(len(owned)), key=lambda at: -len(needs[at])):
        fitting = [heap for heap in found if len(heap[0] | needs[table]) <= max(most, len(heap[0]))]
        if fitting:
            few, tables = min(fitting, key=lambda heap: len(heap[0] | needs[table]))
            few |= needs[table]
            tables.append(table)
        else:
            found.append((needs[table], [table]))
    return [(tuple(sorted(few)), tables) for few, tables in found]


def _heap(
    case: Case,
    free: tuple[int, ...],
    few: tuple[int, ...],
    tables: list[int],
    shut: Bools,
    owned: Sequence[int],
) -> Heap:
    """Return tables that depend on a few schools."""
    is_shut = _is_shut(case, few)
    rows = tuple(_rows(case, owned[table], is_shut, shut, 1 << len(few)) for table in tables)
    number, few_state = np.arange(1 << len(free)), np.zeros(1 << len(free), dtype=np.intp)
    for school in few:
        few_state = (few_state << 1) | ((number >> (len(free) - 1 - free.index(school))) & 1)
    return Heap(tuple(tables), rows, few_state.astype(np.int32))


def _rows(case: Case, school: int, is_shut: dict[int, Ints], shut: Bools, n_states: int) -> Ints:
    """Return the row of a school's table that holds in each state of the few schools."""
    row = np.zeros(n_states, dtype=np.intp)
    for place, neighbour in enumerate(case.neighbours[school].tolist()):
        if neighbour in is_shut:
            row += is_shut[neighbour] << place
        elif shut[neighbour]:
            row += 1 << place
    row = case.tables.tables[school].row(row)
    closed = len(case.cost[school])
    if school in is_shut:
        row[is_shut[school] == 1] = closed
    elif shut[school]:
        row[:] = closed
    return row


def forward(space: Space, tables: Sequence[Floats], change_cost: Floats) -> list[Floats]:
    """Return by year what it costs at least to be in each state at its end. [(state,)]

    Parameters
    ----------
    tables
        By owned school, infinite where not permitted; the last row is that of the shut school.
        (row + 1, year)
    change_cost
        Of all schools, infinite where they may not change. (school, years + 1)
    """
    values: list[Floats] = []
    value = np.zeros(1)
    free: tuple[int, ...] = ()
    for year, states in enumerate(space.states):
        value = _across(space, value, free, states.free, year, change_cost, changed=1)
        value += _paid(states, tables, year)
        values.append(value)
        free = states.free
    return values


def backward(space: Space, tables: Sequence[Floats], change_cost: Floats) -> list[Floats]:
    """Return by year what the years after it cost at least from each state. [(state,)]"""
    n_years = len(space.states)
    value = np.zeros(1)
    found: list[Floats] = []
    for year in range(n_years - 1, -1, -1):
        after = space.states[year + 1].free if year + 1 < n_years else ()
        value = _across(space, value, after, space.states[year].free, year + 1, change_cost, changed=0)
        found.append(value)
        value = value + _paid(space.states[year], tables, year)
    return found[::-1]


def _paid(states: YearStates, tables: Sequence[Floats], year: int) -> Floats:
    """Return what a year costs in each state."""
    paid = np.where(states.forbidden, np.inf, 0.0)
    for heap in states.heaps:
        few = np.zeros(len(heap.rows[0]))
        for rows, table in zip(heap.rows, heap.tables, strict=True):
            few += tables[table][:, year].take(rows)
        paid += few.take(heap.few_state)
    return paid


def _across(
    space: Space,
    value: Floats,
    known: tuple[int, ...],
    sought: tuple[int, ...],
    year: int,
    change_cost: Floats,
    changed: int,
) -> Floats:
    """Return the least cost of each state on the other side of a year's beginning, when schools change (or never).

    Parameters
    ----------
    value
        Cost of each state of the ``known`` free schools, on the side that is known. (state,)
    known, sought
        Free schools of the year before and of the year itself, whichever of them is known.
    changed
        The bit of a school on the sought side once it has changed: 1 going forward. Going backward, where the later
        state is known, a change leads to its being still unchanged: 0.
    """
    value = value.copy()
    axes = list(known)
    for school in space.members:
        cost = change_cost[school, year]
        if school in known:
            cube = value.reshape(1 << axes.index(school), 2, -1)
            np.minimum(cube[:, changed], cube[:, 1 - changed] + cost, out=cube[:, changed])
            if school not in sought:
                value = np.ascontiguousarray(cube[:, changed]).ravel()
                axes.remove(school)
        elif school in sought:
            place = sum(other < school for other in axes)
            cube = value.reshape(1 << place, 1, -1)
            sides = [cube, cube + cost] if changed else [cube + cost, cube]
            value = np.concatenate(sides, axis=1).ravel()
            axes.insert(place, school)
    return value


def read_plan(space: Space, values: list[Floats], change_cost: Floats) -> tuple[float, Ints]:
    """Return the least cost and its plan from the costs of the states of every year."""
    n_years = len(values)
    change = space.first[list(space.members)].copy()
    place = {school: at for at, school in enumerate(space.members)}
    changed = dict.fromkeys(space.members, True)  # after the last year: those that never change change then
    least = np.inf
    for year in range(n_years, 0, -1):
        free = space.states[year - 1].free
        reached, steps = values[year - 1], [change_cost[school, year] for school in free]
        reached = _reached(reached, [changed[school] for school in free], steps)
        best = int(reached.argmin())
        if year == n_years:
            least = float(reached[best])
            if not np.isfinite(least):
                return np.inf, change
        state = iter(f"{best:b}".zfill(sum(changed[school] for school in free)))
        for school in free:
            if changed[school] and next(state) == "0":
                changed[school] = False
                change[place[school]] = year
        for school in space.members:  # whoever is not free in the year before is settled by its own years
            if school not in free:
                changed[school] = bool(space.last[school] <= year - 1)
    return least, change


def _reached(value: Floats, changed: list[bool], steps: list[float]) -> Floats:
    """Return the costs of the states that lead to a state; those that changed may have changed just now."""
    for place, (is_changed, cost) in enumerate(zip(changed, steps, strict=True)):
        # what has been treated stands before; each treated axis has two entries, or was dropped
        before = 1 << sum(changed[:place])
        cube = value.reshape(before, 2, -1)
        value = (
            np.stack([cube[:, 0] + cost, cube[:, 1]], axis=1).ravel()
            if is_changed
            else np.ascontiguousarray(cube[:, 0]).ravel()
        )
    return value
