"""What plans cost by the tables of the schools."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.tables import ClosingTables, Lingering, SchoolTable

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


class PlanCosts(NamedTuple):
    """What plans cost by the tables. All (plan,).

    Attributes
    ----------
    cost
        All of it, what lingers included; infinite where the plan is not permitted.
    minutes
        Mean of a journey.
    lingering
        The part of the cost that is paid for what is needed no more.
    """

    cost: Floats
    minutes: Floats
    lingering: Floats


def tables_cost(tables: ClosingTables, change_plan_school: Ints) -> PlanCosts:
    """Return what plans cost by the tables: exact where every table is, else never more than the truth.

    Parameters
    ----------
    change_plan_school
        Index of the year at whose beginning each school changes, the number of years for never. (plan, school)
    """
    change = np.asarray(change_plan_school, dtype=np.intp)
    schools, years = np.arange(len(tables.schools)), tables.change_cost.shape[1] - 1
    is_open = open_schools(tables.now_open, change, years)
    permitted = tables.may_change[schools, change].all(axis=1)
    permitted &= (is_open.astype(np.intp) @ tables.cover.T.astype(np.intp) > 0).all(axis=(1, 2))
    cost = tables.common_cost + tables.change_cost[schools, change].sum(axis=1)
    minutes = np.full(len(change), float(tables.common_minutes))
    for school, table in enumerate(tables.tables):
        row = rows_that_hold(table, is_open)
        cost += while_open(table.cost, row, is_open[:, :, school]).sum(axis=1)
        minutes += while_open(table.minutes, row, is_open[:, :, school]).sum(axis=1)
    lingering = np.zeros(len(change))
    if tables.lingering is not None:
        lingering = _lingering(tables.lingering, tables.tables, is_open)
    return PlanCosts(np.where(permitted, cost + lingering, np.inf), minutes / tables.pupil_years, lingering)


def open_schools(now_open: Bools, change_plan_school: Ints, years: int) -> Bools:
    """Return which schools are open. (plan, year, school)"""
    changed = change_plan_school[:, None, :] <= np.arange(years)[:, None]
    return np.asarray(changed != now_open)


def rows_that_hold(table: SchoolTable, is_open: Bools) -> Ints:
    """Return the rows of a school's table by who is open. (plan, year, school) → (plan, year)"""
    bits = 1 << np.arange(len(table.neighbours))
    if not len(bits):
        return table.row(np.zeros(is_open.shape[:2], dtype=np.intp))
    return table.row(~is_open[:, :, table.neighbours] @ bits)


def while_open(values: Floats, row_plan_year: Ints, is_open_plan_year: Bools) -> Floats:
    """Return a school's values in the rows that hold, 0 while it is shut. (row, year, …) → (plan, year, …)"""
    found = values[row_plan_year, np.arange(row_plan_year.shape[1])]
    shown = is_open_plan_year.reshape(found.shape[:2] + (1,) * (found.ndim - 2))
    return np.where(shown, found, 0.0)


def surplus(needed: Floats, relief: Floats, kept_before: Floats, stays: float) -> Floats:
    """Return what is paid beyond need: ``max(0, kept − needed − relief)``, kept as in ``Lingering``.

    Parameters
    ----------
    needed, relief
        The year is the last axis but one. (…, year, kind)
    kept_before
        (…, kind)
    """
    found, kept = np.zeros(needed.shape), kept_before
    for year in range(needed.shape[-2]):
        kept = np.maximum(needed[..., year, :], kept * stays)
        found[..., year, :] = np.maximum(kept - needed[..., year, :] - relief[..., year, :], 0.0)
    return found


def _lingering(lingering: Lingering, tables: tuple[SchoolTable, ...], is_open: Bools) -> Floats:
    """Return what lingers costs. (plan,)"""
    shape: tuple[int, ...] = (len(is_open), *lingering.needed_always.shape)
    needed = np.broadcast_to(lingering.needed_always, shape).copy()
    relief = np.broadcast_to(lingering.relief_always, shape).copy()
    for school, table in enumerate(tables):
        pool = lingering.pool_school[school]
        if pool < 0:
            continue
        row = rows_that_hold(table, is_open)
        needed[:, pool] += while_open(lingering.needed[school], row, is_open[:, :, school])
        relief[:, pool] += while_open(lingering.relief[school], row, is_open[:, :, school])
    beyond = surplus(needed, relief, lingering.kept_before_pool_kind, lingering.stays)
    return np.asarray((beyond * lingering.price_year_kind).sum(axis=(1, 2, 3)))
