"""The question of the certificate, made ready for solvers: finite tables, what lingers, units."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_costs import surplus
from kopa_sim.network.planning.certificate_rows import compact
from kopa_sim.network.planning.tables import ClosingTables, Lingering

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SIZE: Final[float] = 1e4
"""Solvers see costs and minutes of about this size, for their tolerances are absolute."""


@dataclass(frozen=True)
class Case:
    """Tables in units that solvers like, with a mask where infinity stood.

    Attributes
    ----------
    tables
        What is bounded, in the units of money and minutes that were given; no table has two rows alike.
    neighbours
        By school.
    cost, minutes
        By school, finite; 0 where not permitted. (row, year)
    permitted
        By school. (row, year)
    change_cost
        0 where the school may not change. (school, years + 1)
    constant_cost, constant_minutes
        What no plan changes.
    lingering
        Of the pools that count, None where none does; ``pool_school`` is −1 for schools of other pools. Prices are in
        the unit of cost.
    cost_unit, minutes_unit
        What the solvers see as one.
    """

    tables: ClosingTables
    neighbours: tuple[Ints, ...]
    cost: tuple[Floats, ...]
    minutes: tuple[Floats, ...]
    permitted: tuple[Bools, ...]
    change_cost: Floats
    constant_cost: float
    constant_minutes: float
    lingering: Lingering | None
    cost_unit: float
    minutes_unit: float

    @property
    def years(self) -> int:
        """Number of years."""
        return int(self.change_cost.shape[1]) - 1

    @property
    def now_open(self) -> Bools:
        """Open before the first year. (school,)"""
        return self.tables.now_open

    @property
    def cover(self) -> Bools:
        """Groups of which a school must be open. (row, school)"""
        return self.tables.cover


def make_case(tables: ClosingTables) -> Case:
    """Return the tables as solvers want them.

    What lingers in a pool is left out where a school that needs anything has a table that is not exact: closings that
    the table does not see may make it need more, so that less lingers than its rows say, and the bound would be none.
    """
    tables = compact(tables)
    permitted = [np.isfinite(table.cost) & np.isfinite(table.minutes) for table in tables.tables]
    cost = [np.where(yes, table.cost, 0.0) for yes, table in zip(permitted, tables.tables, strict=True)]
    minutes = [np.where(yes, table.minutes, 0.0) for yes, table in zip(permitted, tables.tables, strict=True)]
    change_cost = np.where(tables.may_change, tables.change_cost, 0.0)
    cost_unit = _unit(cost, tables.common_cost)
    minutes_unit = _unit(minutes, tables.common_minutes)
    always, lingering = _lingering(tables)
    tables = replace(tables, common_cost=tables.common_cost + always, lingering=lingering)
    if lingering is not None:
        lingering = replace(lingering, price_year_kind=lingering.price_year_kind / cost_unit)
    return Case(
        tables,
        tuple(table.neighbours for table in tables.tables),
        tuple(values / cost_unit for values in cost),
        tuple(values / minutes_unit for values in minutes),
        tuple(permitted),
        change_cost / cost_unit,
        tables.common_cost / cost_unit,
        tables.common_minutes / minutes_unit,
        lingering,
        cost_unit,
        minutes_unit,
    )


def _unit(values: list[Floats], common: float) -> float:
    """Return what the solvers should see as one."""
    total = float(sum(abs(table).max(axis=0, initial=0.0).sum() for table in values)) + abs(common)
    return total / SIZE if total > 0 else 1.0


def _lingering(tables: ClosingTables) -> tuple[float, Lingering | None]:
    """Return what lingers under every plan, and what lingers in the pools whose every table is exact."""
    whole = tables.lingering
    if whole is None:
        return 0.0, None
    pools = np.arange(len(whole.needed_always))
    with_schools = np.isin(pools, whole.pool_school)
    counted = (
        with_schools
        if whole.holds_beyond
        else with_schools & ~np.isin(pools, _uncertain_pools(tables, whole))
    )
    beyond = (
        surplus(whole.needed_always, whole.relief_always, whole.kept_before_pool_kind, whole.stays)
        * whole.price_year_kind
    )
    always = float(beyond[~with_schools].sum())
    if not counted.any() or not whole.price_year_kind.any():
        return always, None
    position = np.where(counted, counted.cumsum() - 1, -1)
    return always, replace(
        whole,
        pool_school=position[whole.pool_school],
        kept_before_pool_kind=whole.kept_before_pool_kind[counted],
        needed_always=whole.needed_always[counted],
        relief_always=whole.relief_always[counted],
    )


def _uncertain_pools(tables: ClosingTables, lingering: Lingering) -> list[int]:
    """Return the pools in which a school may need more than its rows say."""
    return [
        int(lingering.pool_school[school])
        for school, table in enumerate(tables.tables)
        if not table.exact and (lingering.needed[school].any() or lingering.relief[school].any())
    ]
