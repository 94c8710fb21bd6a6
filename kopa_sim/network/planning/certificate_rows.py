"""Rows of tables that are the same are kept once: few of the sets of shut neighbours bring different pupils."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.tables import ClosingTables, SchoolTable

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Int32s = NDArray[np.int32]

SEED: Final[int] = 1
"""Of the weights by which rows are told apart; rows that weigh the same are then compared number by number."""


def distinct_rows(tables: Sequence[NDArray[np.generic]]) -> tuple[Ints, Int32s]:
    """Return which rows are the first of their kind, and the kind of every row.

    Parameters
    ----------
    tables
        Arrays with the same rows; finite, or infinite. [(row, …)]
    """
    flat = [np.asarray(table).reshape(len(table), -1) for table in tables]
    weight = np.zeros(len(flat[0]))
    generator = np.random.default_rng(SEED)
    for table in flat:
        for number in range(table.shape[1]):
            values = table[:, number].astype(np.float64)
            weight += np.where(np.isfinite(values), values, 0.5) * generator.uniform(0.5, 1.5)
    _, first, kind = np.unique(weight, return_index=True, return_inverse=True)
    kind = kind.reshape(-1)
    if any(
        not np.array_equal(table[first[kind]], table) for table in flat
    ):  # different rows of the same weight
        whole = np.concatenate([table.astype(np.float64) for table in flat], axis=1)
        _, first, kind = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    return first.astype(np.intp), kind.reshape(-1).astype(np.int32)


def compact(tables: ClosingTables) -> ClosingTables:
    """Return the same tables in which no school has two rows alike."""
    lingering = tables.lingering
    found: list[SchoolTable] = []
    needed: list[Floats] = []
    relief: list[Floats] = []
    for school, table in enumerate(tables.tables):
        beside = [] if lingering is None else [lingering.needed[school], lingering.relief[school]]
        first, kind = distinct_rows([table.cost, table.minutes, *beside])
        of_shut = kind if table.row_of_shut is None else kind[table.row_of_shut]
        found.append(
            replace(table, cost=table.cost[first], minutes=table.minutes[first], row_of_shut=of_shut)
        )
        if lingering is not None:
            needed.append(lingering.needed[school][first])
            relief.append(lingering.relief[school][first])
    if lingering is not None:
        lingering = replace(lingering, needed=tuple(needed), relief=tuple(relief))
    return replace(tables, tables=tuple(found), lingering=lingering)
