"""What each school costs by which of its neighbours are shut: the food of the certificate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SchoolTable:
    """One open school's yearly cost by which of its neighbours are shut.

    Attributes
    ----------
    neighbours
        Schools whose closing sends this school pupils, those that matter most first. (neighbour,)
    cost, minutes
        While the school is open: cost, and the sum over its pupils of their minutes. Row r holds with exactly those
        neighbours shut whose bit is set in r (bit 0 is the first neighbour), all others open; infinite cost where
        that is not permitted. Costs are discounted. (2 ** neighbour, year), or (row, year) with ``row_of_shut``
    exact
        Whether the rows hold whatever schools beside the neighbours are open. Where not, the closing of further
        schools is taken never to make this one cheaper.
    row_of_shut
        The row that holds for each set of shut neighbours, where many sets share a row; None where each has its own.
        (2 ** neighbour,)
    """

    neighbours: Ints
    cost: Floats
    minutes: Floats
    exact: bool
    row_of_shut: Int32s | None = None

    def row(self, shut: Ints) -> Ints:
        """Return the rows that hold for sets of shut neighbours, given by their bits."""
        return shut if self.row_of_shut is None else self.row_of_shut[shut].astype(np.intp)


@dataclass(frozen=True)
class Lingering:
    """What a school needs no more is still paid for a while: kept(t) = max(needed(t), kept(t − 1) × stays).

    Paid beyond need are ``max(0, kept(t) − needed(t) − relief(t))`` at the year's price, for every pool and kind.

    Attributes
    ----------
    pool_school
        Pool (municipality) of each school. (school,)
    needed, relief
        By school: (row, year, kind), rows as in the school's table.
    stays
        Share that stays a year.
    price_year_kind
        Discounted. (year, kind)
    kept_before_pool_kind
        What is kept when the first year begins. (pool, kind)
    needed_always, relief_always
        Of schools that are in no table. (pool, year, kind)
    holds_beyond
        Whether rows of tables that are not exact hold as bounds whatever further schools are shut: ``needed`` is the
        least and ``needed + relief`` the most. Where not, the certificate leaves out what lingers in their pools.
    """

    pool_school: Ints
    needed: tuple[Floats, ...]
    relief: tuple[Floats, ...]
    stays: float
    price_year_kind: Floats
    kept_before_pool_kind: Floats
    needed_always: Floats
    relief_always: Floats
    holds_beyond: bool = False


@dataclass(frozen=True)
class ClosingTables:
    """The costs of closing schools, school by school: enough for a bound on every plan that only closes and opens.

    Cost of a plan = common + Σ over open schools and years of their table + Σ over schools of ``change_cost`` of the
    year in which each changes (+ lingering).

    Attributes
    ----------
    schools
        Names. Only schools that may change or lose or gain pupils through others; the rest stands in ``common``.
    now_open
        Open before the first year. A school changes once: an open one closes, a closed one opens. (school,)
    may_change
        When the school may change; the last column says whether it may stay as it is. (school, years + 1)
    tables
        By school.
    change_cost
        Discounted, of changing at the beginning of a year, or never. (school, years + 1)
    cover
        Each row names schools of which at least one must be open in every year. (row, school)
    common_cost, common_minutes
        What no plan changes.
    pupil_years
        Divides minutes into a mean.
    """

    schools: tuple[str, ...]
    now_open: Bools
    may_change: Bools
    tables: tuple[SchoolTable, ...]
    change_cost: Floats
    cover: Bools
    common_cost: float
    common_minutes: float
    pupil_years: float
    lingering: Lingering | None = None


@dataclass(frozen=True)
class Certificate:
    """A proved bound: no permitted plan within the objective's limit is better than this.

    ``change_school`` is the bound's own plan, None where none was found; ``finished`` is False where the clock cut
    the solver short (the bound still holds). ``impossible`` says that no plan keeps the limits.
    """

    bound: float
    change_school: Ints | None
    finished: bool
    impossible: bool
