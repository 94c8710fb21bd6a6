"""The transportation problem behind full schools, solved exactly and fast.

Minimise the pupils' total minutes subject to everyone having a school and no school more pupils than places.
Overflow is allowed at a price above any chain of moves, so that places are exceeded only where no assignment at
all respects them.

A linear programme over all pairs of pupils and schools would be large and nearly all of its pairs useless. Areas
are therefore solved first as if everyone lived at one place; the prices of a place that this yields tell which
pairs can matter, and pairs left out are taken in as long as the prices say that they could help. The answer is
that of the full problem (column generation; Dantzig & Wolfe 1960).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from kopa_sim.model.errors import LimitReachedError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

TOLERANCE: Final[float] = 1e-6
"""Pupils, minutes and shares smaller than this are noise of the solver."""
WINDOW_MIN: Final[float] = 2.0
"""Schools whose minutes and price are within this of the best stand in the first programme; speed only."""


@dataclass(frozen=True)
class Transported:
    """Optimal flows and what they show.

    Attributes
    ----------
    pupils_row_school
        Pupils of each row bound for each school. (row, school)
    overflow_school
        Pupils beyond places. (school,)
    short_school
        Schools where one more place would take in a pupil who is beyond the places now. (school,)
    """

    pupils_row_school: Floats
    overflow_school: Floats
    short_school: Bools


def transport_pupils(
    minutes_row_school: Floats,
    pupils_row: Floats,
    places_school: Floats,
    cluster_row: Ints,
    moves_row_school: Bools | None = None,
) -> Transported:
    """Return the assignment of least total minutes that respects places, or exceeds them least.

    Of several such assignments the one that moves fewest pupils is returned, where moves are told.

    Parameters
    ----------
    minutes_row_school
        Minutes of the rows' pupils to each school; infinite where they may not go. (row, school)
    pupils_row
        Pupils of each row, positive. (row,)
    places_school
        Places. (school,)
    cluster_row
        Rows of one number live near one another; used for speed only. (row,)
    moves_row_school
        Whether the row's pupils change school when they go there. (row, school)

    Raises
    ------
    LimitReachedError
        If the solver stops without an answer.
    """
    may_attend = np.isfinite(minutes_row_school)
    longest = minutes_row_school[may_attend].max()
    penalty = (len(places_school) + 1.0) * (longest + 1.0)
    prices = _cluster_prices(minutes_row_school, pupils_row, places_school, cluster_row, penalty)
    pupils, prices = _generate_columns(minutes_row_school, pupils_row, places_school, prices, penalty)
    if moves_row_school is not None and (pupils * moves_row_school).sum() > TOLERANCE:
        pupils = _move_fewest(
            minutes_row_school, pupils_row, places_school, (pupils, prices, penalty), moves_row_school
        )
    pupils[pupils < TOLERANCE * pupils_row[:, None]] = 0.0
    # rows so small that the solver takes them for nobody go to their nearest school
    lost = pupils.sum(axis=1) <= 0.0
    pupils[lost, minutes_row_school[lost].argmin(axis=1)] = pupils_row[lost]
    pupils *= (pupils_row / pupils.sum(axis=1))[:, None]
    overflow = pupils.sum(axis=0) - places_school
    return Transported(pupils, np.where(overflow > TOLERANCE, overflow, 0.0), prices > penalty / 2)


def _cluster_prices(
    minutes: Floats, pupils_row: Floats, places: Floats, cluster_row: Ints, penalty: float
) -> Floats:
    """Return the price of a place at each school if all rows of a cluster lived at its centre. (school,)"""
    cluster, number = np.unique(cluster_row, return_inverse=True)
    pupils = np.bincount(number, weights=pupils_row, minlength=len(cluster)).astype(np.float64)
    total = np.zeros((len(cluster), len(places)))
    np.add.at(total, number, minutes * pupils_row[:, None])
    centre: Floats = total / pupils[:, None]
    reached = np.isfinite(centre).any(axis=1)
    if not reached.any():
        return np.zeros(len(places))
    no_price = np.zeros(len(places))
    return _generate_columns(centre[reached], pupils[reached], places, no_price, penalty)[1]


def _generate_columns(
    minutes: Floats, pupils_row: Floats, places: Floats, prices: Floats, penalty: float
) -> tuple[Floats, Floats]:
    """Solve over the pairs that guessed prices call useful, and take in others until none could help.

    Returns
    -------
    tuple
        Pupils (row, school) and the price of a place at each school (school,).
    """
    may_attend = np.isfinite(minutes)
    cost = minutes + prices
    chosen = may_attend & (cost <= cost.min(axis=1, keepdims=True) + WINDOW_MIN)
    while True:
        pupils, prices = _solve_chosen(minutes, pupils_row, places, chosen, penalty)
        cost = minutes + prices
        best = np.where(chosen, cost, np.inf).min(axis=1, keepdims=True)
        helpful = may_attend & ~chosen & (cost < best - TOLERANCE)
        if not helpful.any():
            return pupils, prices
        chosen |= helpful


def _solve_chosen(
    minutes: Floats, pupils_row: Floats, places: Floats, chosen: Bools, penalty: float
) -> tuple[Floats, Floats]:
    """Return flows over the chosen pairs and the price of a place; rows with one choice need no programme."""
    decided = chosen.sum(axis=1) == 1
    pupils = np.where(chosen & decided[:, None], pupils_row[:, None], 0.0)
    left = places - pupils.sum(axis=0)
    open_rows = np.flatnonzero(~decided)
    if not len(open_rows):
        return pupils, np.where(left < -TOLERANCE, penalty, 0.0)
    row, school = np.nonzero(chosen[open_rows])
    flow, prices = _linear_programme(
        minutes[open_rows[row], school], row, school, pupils_row[open_rows], left, penalty
    )
    pupils[open_rows[row], school] = flow
    return pupils, prices


def _linear_programme(
    minutes: Floats, row: Ints, school: Ints, pupils_row: Floats, places: Floats, penalty: float
) -> tuple[Floats, Floats]:
    """Return the flow along the given pairs (pair,) and the price of a place at each school (school,)."""
    n_pairs, n_rows, n_schools = len(minutes), len(pupils_row), len(places)
    pair, every_school = np.arange(n_pairs), np.arange(n_schools)
    everyone = csr_array((np.ones(n_pairs), (row, pair)), shape=(n_rows, n_pairs + n_schools))
    sign = np.concatenate([np.ones(n_pairs), -np.ones(n_schools)])
    to_school = np.concatenate([school, every_school])
    column = np.concatenate([pair, n_pairs + every_school])
    within = csr_array((sign, (to_school, column)), shape=(n_schools, n_pairs + n_schools))
    solved = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices
        np.concatenate([minutes, np.full(n_schools, penalty)]),
        A_ub=within,
        b_ub=places,
        A_eq=everyone,
        b_eq=pupils_row,
        bounds=(0, None),
        method="highs-ds",
    )
    if solved.status != 0:
        raise LimitReachedError(f"assigning pupils to schools with places stopped: {solved.message}")
    flow = np.maximum(np.asarray(solved.x[:n_pairs], dtype=np.float64), 0.0)
    return flow, -np.asarray(solved.ineqlin.marginals, dtype=np.float64)


def _move_fewest(
    minutes: Floats,
    pupils_row: Floats,
    places: Floats,
    found: tuple[Floats, Floats, float],
    moves_row_school: Bools,
) -> Floats:
    """Return, among all assignments as good as the one found, one that moves fewest pupils. (row, school)

    The prices tell which those are (complementary slackness): they use only pairs that are cheapest at these prices,
    fill every school whose place has a price, and exceed only schools whose place costs the penalty.

    Parameters
    ----------
    found
        The assignment, the price of a place at each school, and the price of a pupil beyond the places.
    """
    pupils, prices, penalty = found
    cost = minutes + prices
    row, school = np.nonzero(np.isfinite(minutes) & (cost <= cost.min(axis=1, keepdims=True) + TOLERANCE))
    n_pairs, n_schools = len(row), len(places)
    pair, every_school = np.arange(n_pairs), np.arange(n_schools)
    everyone = csr_array((np.ones(n_pairs), (row, pair)), shape=(len(pupils_row), n_pairs + n_schools))
    sign = np.concatenate([np.ones(n_pairs), -np.ones(n_schools)])
    at = (np.concatenate([school, every_school]), np.concatenate([pair, n_pairs + every_school]))
    load = csr_array((sign, at), shape=(n_schools, n_pairs + n_schools))
    full = prices > TOLERANCE
    beyond = np.where(prices > penalty - TOLERANCE * penalty, np.inf, 0.0)
    solved = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices
        np.concatenate([moves_row_school[row, school].astype(np.float64), np.zeros(n_schools)]),
        A_ub=load[~full],
        b_ub=places[~full],
        A_eq=vstack([everyone, load[full]]),
        b_eq=np.concatenate([pupils_row, places[full]]),
        bounds=np.column_stack([np.zeros(n_pairs + n_schools), np.r_[np.full(n_pairs, np.inf), beyond]]),
        method="highs-ds",
    )
    if solved.status != 0:
        return pupils
    fewest = np.zeros_like(pupils)
    fewest[row, school] = np.maximum(solved.x[:n_pairs], 0.0)
    return fewest
