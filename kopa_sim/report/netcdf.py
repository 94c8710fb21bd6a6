"""results.nc: the tables as labelled arrays, and draw by draw what the verdict rests on.

Variables are named after their table, or ``<table>_<measure>`` where a table has measures, each with its unit.
Dimensions are the tables' keys; ``statistic`` is mean, p05, p50, p95, ``bound`` the columns of
the tables of intervals. The variables that begin with ``draws_``
keep every future: of the verdict and the pupils always, of all tables when asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from kopa_sim.report.all_draws import KeptTable
from kopa_sim.report.statistics import STATISTICS
from kopa_sim.report.tables.operations_intervals import INTERVAL_COLUMNS
from kopa_sim.report.units import unit_of

Floats = NDArray[np.float64]

DIMENSION_NAMES = {("funding", "item"): "funding_item", ("budget", "item"): "budget_item"}
"""Keys whose labels differ from those of the same key in costs.csv."""

INTERVALS = ("operations_intervals", "operations_schools", "operations_subjects")
"""Tables whose columns are bounds of intervals and counts, along a dimension of their own."""

LISTS = frozenset({"routes", "tours", "shared_posts", "turning_points", "distribution", "child_impact"})
"""Tables that are lists, of what is driven and by whom and of what turns a verdict, without axes of their own."""


def dimension_of(table: str, key: str) -> str:
    """Return the name of the dimension for a key of a table."""
    return DIMENSION_NAMES.get((table, key), key)


def keys_of(table: pd.DataFrame) -> list[str]:
    """Return the key columns of a table."""
    return [
        str(name)
        for name, kind in table.dtypes.items()
        if (isinstance(kind, pd.CategoricalDtype) or kind.kind == "i")
        and name not in ("verdict", "binding_constraint")
    ]


def labels_of(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[Any]]:
    """Return the labels along each dimension: all that any table uses, years rising, names as they first come."""
    labels: dict[str, dict[Any, None]] = {}
    for name, table in tables.items():
        for key in keys_of(table):
            column = table[key]
            named = isinstance(column.dtype, pd.CategoricalDtype)
            values = column.cat.categories if named else column.unique()
            labels.setdefault(dimension_of(name, key), {}).update(dict.fromkeys(values.tolist()))
    labels.pop("measure", None)
    return {
        dimension: sorted(found) if isinstance(next(iter(found), ""), int) else list(found)
        for dimension, found in labels.items()
    }


def _places(column: "pd.Series[Any]", labels: list[Any]) -> NDArray[np.intp]:
    place = {label: index for index, label in enumerate(labels)}
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = np.array([place[label] for label in column.cat.categories], dtype=np.intp)
        return codes[column.cat.codes.to_numpy()]
    unique, inverse = np.unique(column.to_numpy(), return_inverse=True)
    return np.array([place[label] for label in unique.tolist()], dtype=np.intp)[inverse]


def _dense(name: str, table: pd.DataFrame, columns: list[str], labels: Mapping[str, list[Any]]) -> Floats:
    """Return the columns as an array over the table's keys, NaN where there is no row. (column, *keys)"""
    keys = [key for key in keys_of(table) if key != "measure"]
    dimensions = [dimension_of(name, key) for key in keys]
    array = np.full((len(columns), *(len(labels[dimension]) for dimension in dimensions)), np.nan)
    if len(table):
        places = tuple(
            _places(table[key], labels[dimension]) for key, dimension in zip(keys, dimensions, strict=True)
        )
        where: Any = (slice(None), *places)
        array[where] = table[columns].to_numpy().T
    return array


def _variables_of(
    name: str, table: pd.DataFrame, labels: Mapping[str, list[Any]]
) -> Iterator[tuple[str, xr.Variable]]:
    dimensions = [dimension_of(name, key) for key in keys_of(table) if key != "measure"]
    statistics = list(STATISTICS)
    columns, axis = (INTERVAL_COLUMNS, "bound") if name in INTERVALS else (statistics, "statistic")
    if "measure" in table.columns:
        for measure, rows in table.groupby("measure", observed=True, sort=False):
            dense = _dense(name, rows, list(columns), labels)
            attributes = {"units": unit_of(str(measure))}
            yield f"{name}_{measure}", xr.Variable((axis, *dimensions), dense, attributes)
    elif set(columns) <= set(table.columns):
        dense = _dense(name, table, list(columns), labels)
        yield name, xr.Variable((axis, *dimensions), dense, {"units": unit_of(name)})
    else:
        keys = keys_of(table)
        for column in [str(column) for column in table.columns if column not in keys]:
            dense = _dense(name, table, [column], labels)[0]
            yield f"{name}_{column}", xr.Variable(dimensions, dense, {"units": unit_of(column)})


def _kept_variable(kept: KeptTable, labels: Mapping[str, list[Any]]) -> xr.Variable:
    """Return every future of a table along the table's own dimensions, NaN where a label is not its own."""
    dimensions = [dimension_of(kept.table, key.name) for key in kept.keys]
    axes = [labels[dimension] for dimension in dimensions]
    array = np.full([len(axis) for axis in axes], np.nan, dtype=np.float32)
    places = [[axis.index(label) for label in key.labels] for axis, key in zip(axes, kept.keys, strict=True)]
    array[np.ix_(*places)] = kept.values
    return xr.Variable(dimensions, array, {"units": kept.units})


def build_dataset(
    tables: Mapping[str, pd.DataFrame],
    draws: Mapping[str, xr.Variable],
    coordinates: Mapping[str, list[Any]],
    attributes: Mapping[str, Any],
    kept: Sequence[KeptTable] = (),
) -> xr.Dataset:
    """Return all tables and the kept futures as one labelled dataset."""
    tables = {name: table for name, table in tables.items() if name not in LISTS and len(table)}
    labels = {**labels_of(tables), **coordinates, "bound": list(INTERVAL_COLUMNS)}
    variables = {**draws, **{table.name: _kept_variable(table, labels) for table in kept}}
    for name, table in tables.items():
        variables.update(_variables_of(name, table, labels))
    used = {str(dimension) for variable in variables.values() for dimension in variable.dims}
    coords = {dimension: values for dimension, values in labels.items() if dimension in used}
    return xr.Dataset(variables, {**coords, "statistic": list(STATISTICS)}, dict(attributes))


def write_netcdf(dataset: xr.Dataset, path: Path) -> None:
    """Write a dataset, compressed; the same numbers give the same bytes."""
    encoding: dict[Any, dict[str, Any]] = {
        name: {"zlib": True, "complevel": 1, "shuffle": True}
        for name, variable in dataset.data_vars.items()
        if variable.size
    }
    dataset.to_netcdf(path, engine="h5netcdf", encoding=encoding)
