"""Plans whose price is the sum of their years' prices: every year with the same schools is priced once."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.network.planning.problem import Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

YearPricer = Callable[[Ints, Bools], tuple[ArrayLike, ArrayLike, ArrayLike]]
"""(year_state, thrown_state_switch) → (cost, minutes, broken), each (state,)."""

FIRST_ROOM: Final[int] = 1024
"""Answers for which there is room before the table of answers grows."""


class YearwisePricer:
    """Prices plans from a function that prices one year, and remembers what it said.

    Right where a year's price depends on nothing but the year and the switches thrown by then, and the price of a
    change on nothing but its year.

    Attributes
    ----------
    known
        Pairs of a year and thrown switches that were priced.
    """

    def __init__(
        self,
        years: int,
        price_of_year: YearPricer,
        change_cost_switch_year: ArrayLike | None = None,
        pupil_years: float = 1.0,
    ) -> None:
        """Make ready to price plans.

        Parameters
        ----------
        years
            How many there are.
        price_of_year
            Prices states, each the index of a year and the switches that are thrown by then: ``year_state``
            (state,) and ``thrown_state_switch`` (state, switch). Answers with three arrays (state,): cost; minutes,
            added up over the pupils; and how far limits are exceeded.
        change_cost_switch_year
            Cost of throwing a switch at the beginning of a year, or never. Default: none. (switch, years + 1)
        pupil_years
            Divides the minutes of all years into a mean.
        """
        self._years = np.arange(years)
        self._price_of_year = price_of_year
        self._change_cost = (
            None if change_cost_switch_year is None else np.asarray(change_cost_switch_year, float)
        )
        self._pupil_years = pupil_years
        self._row: dict[bytes, int] = {}
        self._answers = np.empty((FIRST_ROOM, 3))

    @property
    def known(self) -> int:
        """Return how many pairs of a year and thrown switches were priced."""
        return len(self._row)

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the prices of plans. The argument is (plan, switch)."""
        plans = np.asarray(change_plan_switch)
        n_plans, n_years = len(plans), len(self._years)
        thrown = (plans[:, None, :] <= self._years[:, None]).reshape(n_plans * n_years, -1)
        rows = self._rows(np.tile(self._years, n_plans), thrown)
        cost, minutes, broken = self._answers[rows].reshape(n_plans, n_years, 3).sum(axis=1).T
        if self._change_cost is not None:
            cost = cost + self._change_cost[np.arange(plans.shape[1]), plans].sum(axis=1)
        return Prices(cost, minutes / self._pupil_years, broken.copy())

    def _rows(self, year_state: Ints, thrown_state_switch: Bools) -> Ints:
        """Return where the answers for states stand, those asked for the first time among them."""
        packed = np.packbits(thrown_state_switch, axis=1)
        keys = row_keys(np.hstack([year_state.astype(np.uint16)[:, None].view(np.uint8), packed]))
        first = {key: state for state, key in enumerate(keys) if key not in self._row}
        if first:
            self._learn(first, year_state, thrown_state_switch)
        return np.array([self._row[key] for key in keys], dtype=np.intp)

    def _learn(self, first: dict[bytes, int], year_state: Ints, thrown_state_switch: Bools) -> None:
        """Price states that are not known; ``first`` says where each stands among those asked for."""
        states = np.fromiter(first.values(), np.intp, len(first))
        answers = self._price_of_year(year_state[states], thrown_state_switch[states])
        start, end = len(self._row), len(self._row) + len(states)
        self._answers = with_room(self._answers, end)
        for column, answer in enumerate(answers):
            self._answers[start:end, column] = answer
        self._row.update(zip(first, range(start, end), strict=True))


def row_keys(rows: NDArray[np.generic]) -> list[bytes]:
    """Return the bytes of each row of a table."""
    table = np.ascontiguousarray(rows)
    if not table.shape[1]:
        return [b""] * len(table)
    keys: list[bytes] = table.view(f"V{table.itemsize * table.shape[1]}")[:, 0].tolist()
    return keys


def with_room(table: Floats, rows: int) -> Floats:
    """Return a table that has room for so many rows, twice as many as it had if it had not."""
    if rows <= len(table):
        return table
    larger = np.empty((max(rows, 2 * len(table)), *table.shape[1:]))
    larger[: len(table)] = table
    return larger
