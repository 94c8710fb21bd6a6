"""Which vehicle makes which errands: one that has been to one school may fetch the pupils of another.

The errands stand; what is sought is who drives them and when. Each is a client of a routing problem of its own, its
service the whole errand, its window what the bells allow. A larger vehicle may make a smaller one's errand at its own
price. Nothing is shared unless it costs less than vehicles of their own.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, ProblemData, VehicleType

from kopa_sim.network.routing.engine import improve, of_visits, solver_problem, visits
from kopa_sim.network.routing.pricing import (
    NO_PATH_UNITS,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
    UNITS_PER_EUR,
    Wholes,
    second_units,
    seconds,
    seconds_between,
    units,
)
from kopa_sim.network.routing.problem import Floats, Roads, VehicleClass

YARD: Final[int] = 0
"""Location where all vehicles begin and end; errand e is location e + 1."""

Chain = tuple[int, list[int]]
"""A vehicle: its class, and the errands it makes in the order driven."""


@dataclass(frozen=True)
class Errand:
    """A trip with pupils as the vehicles' plan sees it.

    Attributes
    ----------
    first, last
        Places where it begins, at a stop, and ends, at a school.
    km, driving_s
        With pupils aboard.
    busy_s
        Seconds from coming to the first stop until the vehicle is free at the school.
    latest_min, earlier_min
        When it begins at the latest, minutes after midnight, and how much earlier it may.
    """

    first: int
    last: int
    pupils: int
    vehicle_class: int
    km: float
    driving_s: int
    busy_s: int
    latest_min: float
    earlier_min: float


@dataclass(frozen=True)
class Legs:
    """Legs without pupils for one class, from the row's errand to the column's; the yard comes first.

    A class without a depot pays for legs that are not planned by its empty-run factor: half of them before its first
    errand and half after its last. Between two errands it is the leg driven that is paid.

    Attributes
    ----------
    driving_s
        On the clock. (location, location)
    paid_km, paid_s
        Driving paid. (location, location)
    errand_factor
        Driving paid per driving of an errand itself.
    """

    driving_s: Wholes
    paid_km: Floats
    paid_s: Floats
    errand_factor: float


@dataclass(frozen=True)
class Shift:
    """What one vehicle does on a chain of errands.

    Attributes
    ----------
    starts_min
        When each errand begins.
    km, hours
        Paid.
    """

    starts_min: tuple[float, ...]
    km: float
    hours: float


def legs_of(roads: Roads, kind: VehicleClass, errands: tuple[Errand, ...]) -> Legs:
    """Return the legs that a class drives without pupils."""
    first = np.array([errand.first for errand in errands], dtype=np.intp)
    last = np.array([errand.last for errand in errands], dtype=np.intp)
    size = len(errands) + 1
    km, minutes = np.zeros((size, size)), np.zeros((size, size))
    for target, table in ((km, roads.km_place_place), (minutes, roads.minutes_place_place)):
        target[1:, 1:] = table[np.ix_(last, first)]
        if kind.depot is not None:
            target[YARD, 1:] = table[kind.depot, first]
            target[1:, YARD] = table[last, kind.depot]
        np.fill_diagonal(target, 0.0)
    driving_s = seconds_between(minutes)
    if kind.depot is not None:
        factor = kind.empty_run_factor
        return Legs(driving_s, factor * km, factor * driving_s.astype(np.float64), factor)
    paid_km, paid_s = km, driving_s.astype(np.float64)
    half = (kind.empty_run_factor - 1.0) / 2.0
    for paid, own in ((paid_km, [e.km for e in errands]), (paid_s, [e.driving_s for e in errands])):
        paid[YARD, 1:] = paid[1:, YARD] = half * np.array(own, dtype=np.float64)
    return Legs(driving_s, paid_km, paid_s, 1.0)


def chain_errands(
    roads: Roads,
    classes: tuple[VehicleClass, ...],
    errands: tuple[Errand, ...],
    iterations: int,
    seed: int,
) -> list[Chain]:
    """Return the vehicles that make all errands, at the least price found.

    Raises
    ------
    LimitReachedError
        If the solver ends without an answer, which its start rules out.
    """
    linked = _may_be_linked(roads, classes, errands)
    alone: list[Chain] = [
        (errand.vehicle_class, [index]) for index, errand in enumerate(errands) if not linked[index]
    ]
    members = np.flatnonzero(linked).tolist()
    if not members:
        return alone
    chosen = tuple(errands[index] for index in members)
    data = _solver_data(roads, classes, chosen)
    start: list[Chain] = [(errand.vehicle_class, [index]) for index, errand in enumerate(chosen)]
    found = visits(improve(data, iterations, seed, of_visits(data, start)))
    chains = alone + [(kind, [members[index] for index in chain]) for kind, chain in found]
    return sorted(chains, key=lambda chain: chain[1])


def shift_of(legs: Legs, errands: tuple[Errand, ...], chain: list[int]) -> Shift:
    """Return when a vehicle makes a chain of errands, and what is paid.

    The first begins as late as it may, and the others as soon as they may then: nobody waits for pay who need not.
    """
    starts = _starts(legs, errands, chain)
    nodes = np.array([YARD, *(index + 1 for index in chain), YARD])
    made_km = sum(errands[index].km for index in chain)
    made_s = sum(errands[index].driving_s for index in chain)
    between_s = int(legs.driving_s[nodes[1:-2], nodes[2:-1]].sum())
    elapsed_s = seconds(starts[-1] - starts[0]) + errands[chain[-1]].busy_s
    paid_s = float(legs.paid_s[nodes[:-1], nodes[1:]].sum()) + legs.errand_factor * made_s
    return Shift(
        tuple(starts),
        km=float(legs.paid_km[nodes[:-1], nodes[1:]].sum()) + legs.errand_factor * made_km,
        hours=(paid_s + elapsed_s - between_s - made_s) / SECONDS_PER_HOUR,
    )


def _starts(legs: Legs, errands: tuple[Errand, ...], chain: list[int]) -> list[float]:
    """Return when each errand of a chain begins. (errand of chain,)"""
    between = [
        errands[before].busy_s / SECONDS_PER_MINUTE
        + float(legs.driving_s[before + 1, after + 1]) / SECONDS_PER_MINUTE
        for before, after in pairwise(chain)
    ]
    first_min = errands[chain[-1]].latest_min
    for index, minutes in zip(reversed(chain[:-1]), reversed(between), strict=True):
        first_min = min(errands[index].latest_min, first_min - minutes)
    starts = [first_min]
    for index, minutes in zip(chain[1:], between, strict=True):
        soonest = errands[index].latest_min - errands[index].earlier_min
        starts.append(max(starts[-1] + minutes, soonest))
    return starts


def _may_be_linked(
    roads: Roads, classes: tuple[VehicleClass, ...], errands: tuple[Errand, ...]
) -> NDArray[np.bool_]:
    """Return which errands can be made before or after another one, in time and at a gain. (errand,)"""
    latest = np.array([errand.latest_min for errand in errands])
    soonest = latest - np.array([errand.earlier_min for errand in errands])
    busy_min = np.array([errand.busy_s for errand in errands]) / SECONDS_PER_MINUTE
    linked = np.zeros((len(errands), len(errands)), dtype=np.bool_)
    for kind in classes:
        legs = legs_of(roads, kind, errands)
        comes = legs.driving_s[1:, 1:] / SECONDS_PER_MINUTE + busy_min[:, None]
        in_time = soonest[:, None] + comes <= latest[None, :]
        waits_min = np.maximum(soonest[None, :] - latest[:, None] - comes, 0.0)
        eur = legs.paid_km * kind.km_eur + legs.paid_s / SECONDS_PER_HOUR * kind.hour_eur
        spared = kind.day_eur + eur[1:, YARD][:, None] + eur[YARD, 1:][None, :]
        linked |= in_time & (spared > eur[1:, 1:] + waits_min / 60.0 * kind.hour_eur)
    np.fill_diagonal(linked, False)
    either: NDArray[np.bool_] = np.any(linked | linked.T, axis=1)
    return either


def _solver_data(roads: Roads, classes: tuple[VehicleClass, ...], errands: tuple[Errand, ...]) -> ProblemData:
    legs = [legs_of(roads, kind, errands) for kind in classes]
    clients = [
        Client(
            location=index + 1,
            service_duration=errand.busy_s,
            tw_early=seconds(max(errand.latest_min - errand.earlier_min, 0.0)),
            tw_late=seconds(errand.latest_min),
        )
        for index, errand in enumerate(errands)
    ]
    return solver_problem(
        n_locations=len(errands) + 1,
        clients=clients,
        depots=[Depot(YARD)],
        vehicle_types=[
            VehicleType(
                num_available=len(errands),
                fixed_cost=round(kind.day_eur * UNITS_PER_EUR),
                unit_distance_cost=1,
                unit_duration_cost=second_units(kind),
                profile=index,
            )
            for index, kind in enumerate(classes)
        ],
        distance_matrices=[
            _leg_units(kind, errands, of_class) for kind, of_class in zip(classes, legs, strict=True)
        ],
        duration_matrices=[of_class.driving_s for of_class in legs],
    )


def _leg_units(kind: VehicleClass, errands: tuple[Errand, ...], legs: Legs) -> Wholes:
    """Return the price of every leg and of the errand to which it leads, beside seconds. (location, location)"""
    second_eur = kind.hour_eur / SECONDS_PER_HOUR
    errand_km = np.array([errand.km for errand in errands])
    errand_s = np.array([errand.driving_s for errand in errands])
    errand_units = units(
        legs.errand_factor * errand_km * kind.km_eur + (legs.errand_factor - 1.0) * errand_s * second_eur
    )
    errand_units[[errand.pupils > kind.seats for errand in errands]] = NO_PATH_UNITS
    leg = units(legs.paid_km * kind.km_eur + (legs.paid_s - legs.driving_s) * second_eur)
    leg = np.maximum(leg, 0)
    leg[:, 1:] += errand_units
    np.fill_diagonal(leg, 0)
    return leg
