"""The linear programme that mixes plans (see ``certificate_mixtures``)."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.network.planning.certificate_case import Case
from kopa_sim.network.planning.certificate_prices import Aim, Column, Copy, Weights
from kopa_sim.network.planning.certificate_states import Space

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

DISAGREEMENT: Final[float] = 300.0
"""Most that disagreement on a year may cost (costs are about 10,000 together); a lower price still proves a bound."""
EXCESS: Final[float] = 1000.0
"""What a unit beyond the limit costs (limits are about 10,000); a lower price still proves a bound."""


class _Rows:
    """Rows of a programme, gathered entry by entry."""

    def __init__(self) -> None:
        self._row: list[Ints] = []
        self._variable: list[Ints] = []
        self._value: list[Floats] = []
        self._right: list[Floats] = []
        self.count = 0

    def begin(self, right: ArrayLike) -> int:
        """Return the number of the first of new rows with their right sides."""
        first = self.count
        self._right.append(np.atleast_1d(np.asarray(right, dtype=np.float64)).ravel())
        self.count += self._right[-1].size
        return first

    def put(self, row: ArrayLike, variable: ArrayLike, value: ArrayLike) -> None:
        """Add entries."""
        rows, variables, values = np.broadcast_arrays(row, variable, value)
        self._row.append(rows.ravel().astype(np.intp))
        self._variable.append(variables.ravel().astype(np.intp))
        self._value.append(values.ravel().astype(np.float64))

    def matrix(self, n_variables: int) -> tuple[Any, Floats]:
        """Return the sparse matrix and the right sides."""
        if not self._row:
            return csr_array((self.count, n_variables)), np.zeros(self.count)
        at = (np.concatenate(self._row), np.concatenate(self._variable))
        matrix = csr_array((np.concatenate(self._value), at), shape=(self.count, n_variables))
        return matrix, np.concatenate(self._right)


def solve_mixture(
    case: Case, aim: Aim, spaces: Sequence[Space], copies: Sequence[Copy], columns: Sequence[Column]
) -> tuple[float, Floats, Weights]:
    """Return the least value of a mixture of plans, the share of each plan, and the prices it leads to."""
    n_columns, n_lingering = len(columns), 0 if case.lingering is None else case.lingering.needed_always.size
    kept = n_columns + np.arange(n_lingering)
    beyond = kept + n_lingering
    excess = n_columns + 2 * n_lingering
    apart = excess + 1 + np.arange(2 * len(copies) * case.years)
    costs = np.zeros(excess + 1 + len(apart))
    costs[:n_columns] = [column.minutes if aim.minutes else column.cost for column in columns]
    costs[excess], costs[apart] = EXCESS, DISAGREEMENT
    if case.lingering is not None and not aim.minutes:
        costs[beyond] = _paid(case)
    equal, most = _Rows(), _Rows()
    _one_plan_each(equal, spaces, columns)
    agree = _agree(equal, case, copies, columns, apart)
    limit = _limit(most, case, aim, columns, beyond, excess)
    shared = _lingering(most, case, columns, kept, beyond)
    equal_matrix, equal_right = equal.matrix(len(costs))
    most_matrix, most_right = most.matrix(len(costs))
    answer = linprog(costs, most_matrix, most_right, equal_matrix, equal_right, method="highs")
    if answer.x is None:
        raise LimitReachedError(f"a mixture of plans was not found: {answer.message}")
    dual = -np.asarray(answer.ineqlin.marginals)
    weights = Weights(
        float(dual[limit]) if limit is not None else 0.0,
        *_shared_prices(case, dual, shared),
        _agreed_prices(case, copies, np.asarray(answer.eqlin.marginals), agree),
    )
    value = float(np.asarray(answer.fun)) + (case.constant_minutes if aim.minutes else case.constant_cost)
    return value, np.asarray(answer.x[:n_columns]), weights


def _paid(case: Case) -> Floats:
    """Return the price of what is beyond need, flat."""
    assert case.lingering is not None
    shape = case.lingering.needed_always.shape
    return np.broadcast_to(case.lingering.price_year_kind, shape).ravel()


def _one_plan_each(rows: _Rows, spaces: Sequence[Space], columns: Sequence[Column]) -> None:
    """Add that the shares of each space's plans are one together."""
    place = {space.owned: at for at, space in enumerate(spaces)}
    first = rows.begin(np.ones(len(spaces)))
    rows.put(first + np.array([place[column.owned] for column in columns]), np.arange(len(columns)), 1.0)


def _agree(rows: _Rows, case: Case, copies: Sequence[Copy], columns: Sequence[Column], apart: Ints) -> int:
    """Add that a school changes in the same year in the piece that owns it and in others."""
    first = rows.begin(np.zeros(len(copies) * case.years))
    for at, (piece, school) in enumerate(copies):
        for number, column in enumerate(columns):
            sign = -1.0 if column.owned == piece else 1.0 if school in column.owned else 0.0
            year = column.change[school]
            if sign and year < case.years:
                rows.put(first + at * case.years + year, number, sign)
    count = len(copies) * case.years
    rows.put(first + np.arange(count), apart[:count], 1.0)
    rows.put(first + np.arange(count), apart[count:], -1.0)
    return first


def _limit(
    rows: _Rows, case: Case, aim: Aim, columns: Sequence[Column], beyond: Ints, excess: int
) -> int | None:
    """Add the limit of what is not the aim."""
    if not np.isfinite(aim.limit):
        return None
    row = rows.begin(aim.limit - (case.constant_cost if aim.minutes else case.constant_minutes))
    limited = [column.cost if aim.minutes else column.minutes for column in columns]
    rows.put(row, np.arange(len(columns)), limited)
    rows.put(row, excess, -1.0)
    if aim.minutes and case.lingering is not None:
        rows.put(row, beyond, _paid(case))
    return row


def _lingering(
    rows: _Rows, case: Case, columns: Sequence[Column], kept: Ints, beyond: Ints
) -> tuple[int, int]:
    """Add that what is needed is kept, what was kept lingers, and what is beyond need is paid."""
    lingering = case.lingering
    if lingering is None:
        return 0, 0
    number = np.arange(len(kept)).reshape(lingering.needed_always.shape)
    kept, beyond = kept.reshape(number.shape), beyond.reshape(number.shape)
    needed = rows.begin(-lingering.needed_always)
    rows.put(needed + number, kept, -1.0)
    before = np.zeros(number.shape)
    before[:, 0] = lingering.kept_before_pool_kind * lingering.stays
    lasting = rows.begin(-before)
    rows.put(lasting + number, kept, -1.0)
    rows.put(lasting + number[:, 1:], kept[:, :-1], lingering.stays)
    surplus = rows.begin(lingering.needed_always + lingering.relief_always)
    rows.put(surplus + number, kept, 1.0)
    rows.put(surplus + number, beyond, -1.0)
    for at, column in enumerate(columns):
        some = column.needed.nonzero()
        rows.put(needed + number[some], at, column.needed[some])
        both = column.needed + column.relief
        some = both.nonzero()
        rows.put(surplus + number[some], at, -both[some])
    return needed, surplus


def _shared_prices(case: Case, dual: Floats, shared: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return the prices of what is needed, and of what is needed or relieves."""
    if case.lingering is None:
        return np.zeros((0, 0, 0)), np.zeros((0, 0, 0))
    shape, size = case.lingering.needed_always.shape, case.lingering.needed_always.size
    needed, surplus = shared
    return dual[needed : needed + size].reshape(shape), dual[surplus : surplus + size].reshape(shape)


def _agreed_prices(case: Case, copies: Sequence[Copy], marginals: Floats, first: int) -> dict[Copy, Floats]:
    """Return the prices of changing in a year, 0 for never."""
    found: dict[Copy, Floats] = {}
    for at, copy in enumerate(copies):
        begin = first + at * case.years
        found[copy] = np.append(marginals[begin : begin + case.years], 0.0)
    return found
