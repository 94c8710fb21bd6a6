"""Cells of a PX file: all of them in order, or rows that begin with the keys of their labels.

Source: PC-Axis file format specification 2013, Statistics Sweden.
"""

import re
from collections.abc import Sequence
from math import prod
from typing import Final

import numpy as np

from kopa_sim.importers.formats.cells import ALLOWED, read_values
from kopa_sim.importers.formats.limits import too_many_missing
from kopa_sim.importers.formats.px_keywords import PxFile
from kopa_sim.importers.stat_table import Dimension, Floats
from kopa_sim.scenario.findings import Findings, listed, shown

_CELL: Final = re.compile(r'"[^"]*"|[^\s",;]+')
_CHUNK: Final[int] = 4096


def fill_cells(
    name: str, file: PxFile, data: str, dimensions: tuple[Dimension, ...], findings: Findings
) -> tuple[Floats, dict[int, str]] | None:
    """Return the cells after DATA= and the symbols by position, or None after saying what is wrong with them."""
    sizes = tuple(map(len, dimensions))
    keyed = [one for one in file.strings("STUB") if file.strings("KEYS", one)]
    cells: list[str] = _CELL.findall(data)
    if keyed:
        placed = _keyed_cells(name, file, cells, dimensions, keyed, findings)
    elif len(cells) != prod(sizes):
        findings.add(
            f"{name} row {file.data_line}",
            f"DATA= holds {len(cells):,} cells, its variables make {prod(sizes):,}",
            "one cell for each combination of VALUES",
            "download the file anew",
        )
        placed = None
    else:
        placed = range(len(cells)), cells
    if placed is None:
        return None
    return _values(name, file, placed[0], placed[1], sizes, findings)


def _keyed_cells(
    name: str,
    file: PxFile,
    cells: Sequence[str],
    dimensions: tuple[Dimension, ...],
    keyed: Sequence[str],
    findings: Findings,
) -> tuple[Sequence[int], Sequence[str]] | None:
    """Return the flat position of each cell of a sparse file, whose rows begin with the keys of their stub.

    A row that is left out is missing: the file does not say whether it is zero.
    """
    stub = len(file.strings("STUB"))
    lookups = [_keys(file, dimension) for dimension in dimensions[:stub]]
    if len(keyed) != stub:
        findings.add(name, f"KEYS are given for {listed(keyed)} only", "KEYS for every variable of STUB")
        return None
    width = prod(len(dimension) for dimension in dimensions[stub:])
    positions: list[int] = []
    given: list[str] = []
    for start in range(0, len(cells), stub + width):
        keys = [cell.strip('"') for cell in cells[start : start + stub]]
        row = cells[start + stub : start + stub + width]
        unknown = [key for key, lookup in zip(keys, lookups, strict=False) if key not in lookup]
        if unknown or len(row) != width:
            read = (
                f"key {shown(unknown[0])} is not known" if unknown else "the last row of DATA= is cut short"
            )
            findings.add(f"{name} row {file.data_line}", read, f"{stub} keys and {width} cells a row")
            return None
        position = 0
        for key, lookup in zip(keys, lookups, strict=True):
            position = position * len(lookup) + lookup[key]
        positions += range(position * width, (position + 1) * width)
        given += row
    return positions, given


def _keys(file: PxFile, dimension: Dimension) -> dict[str, int]:
    by_label = "VALUES" in map(str.upper, file.strings("KEYS", dimension.label))
    keys = dimension.labels if by_label or not any(dimension.codes) else dimension.codes
    return {key: place for place, key in enumerate(keys)}


def _values(
    name: str,
    file: PxFile,
    positions: Sequence[int],
    cells: Sequence[str],
    sizes: tuple[int, ...],
    findings: Findings,
) -> tuple[Floats, dict[int, str]] | None:
    whole = prod(sizes)
    if too_many_missing(name, whole, len(cells), findings):
        return None
    values = np.full(whole, np.nan)
    symbols: dict[int, str] = {}
    places = np.asarray(positions, dtype=np.int64)
    for start in range(0, len(cells), _CHUNK):
        texts = [cell.strip('"') for cell in cells[start : start + _CHUNK]]
        part = places[start : start + _CHUNK]
        values[part], marks, faults = read_values(texts)
        symbols.update((int(part[at]), mark) for at, mark in marks.items())
        for at in faults:
            findings.add_cell(name, file.data_line, "DATA", f"{shown(texts[at])} is not a number", ALLOWED)
    given = np.zeros(whole, dtype=bool)
    given[places] = True
    symbols.update(dict.fromkeys(np.flatnonzero(~given).tolist(), ""))
    return None if findings.problems else (values.reshape(sizes), dict(sorted(symbols.items())))
