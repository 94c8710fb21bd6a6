"""Columns of labels as variables, codes beside their labels taken together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kopa_sim.importers.formats.cells import distinct
from kopa_sim.importers.formats.layout import Layout
from kopa_sim.importers.formats.titles import names_in_title
from kopa_sim.importers.formats.words import AREA_CODE, NAMES, kind_of_labels, kind_of_name
from kopa_sim.importers.stat_table import Dimension

_CODE: Final = re.compile(r"[A-ZÅÄÖ]{0,5}\d{1,8}(-\d{0,3})?|[A-ZÅÄÖ]{1,6}")


@dataclass(frozen=True)
class LabelColumn:
    """A variable of the rows, and which of its categories each row has. (row,)"""

    dimension: Dimension
    positions: tuple[int, ...]


def label_dimensions(layout: Layout, language: str) -> list[LabelColumn]:
    """Return the variables whose labels stand in the first columns."""
    columns = [tuple(row.texts[at] for row in layout.rows) for at in range(layout.stub)]
    names = layout.names or ("",) * layout.stub
    pairs = _code_columns(columns, names)
    codes_only = any(_all_codes(column) for column in columns)
    found: list[LabelColumn] = []
    for at, column in enumerate(columns):
        if at in pairs:
            continue
        codes = columns[at - 1] if at - 1 in pairs else column if codes_only else None
        found.append(
            _column(names[at] or (names[at - 1] if at - 1 in pairs else ""), column, codes, language)
        )
    return found if layout.names else _renamed(found, layout.title, len(layout.headings))


def _column(name: str, labels: Sequence[str], codes: Sequence[str] | None, language: str) -> LabelColumn:
    # two areas of one name differ in their codes
    keys = list(zip(codes, labels, strict=True)) if codes is not None else [("", label) for label in labels]
    order = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    kind = None if name else kind_of_labels(label for _, label in order)
    name = name or (NAMES[kind][language] if kind else "")
    dimension = Dimension(name, tuple(code for code, _ in order), tuple(label for _, label in order))
    return LabelColumn(dimension, tuple(order[key] for key in keys))


def _code_columns(columns: Sequence[Sequence[str]], names: Sequence[str]) -> set[int]:
    """Return the columns that hold the codes of the labels in the column after them.

    A code always has one label; of two variables of their own every pair would occur. PxWeb writes codes for all
    variables or for none, so that one sure pair settles the unsure ones, a single code beside a single label.
    """
    firsts = range(0, len(columns) - 1, 2)
    if len(columns) % 2 == 0 and not any(names) and all(_one_label_each(columns, at) for at in firsts):
        return set(firsts) if any(_surely_codes(columns, at) for at in firsts) else set()
    found: set[int] = set()
    for at in range(len(columns) - 1):
        alike = names[at] in ("", names[at + 1]) or None in map(kind_of_name, names[at : at + 2])
        if alike and at - 1 not in found and _one_label_each(columns, at) and _surely_codes(columns, at):
            found.add(at)
    return found


def _one_label_each(columns: Sequence[Sequence[str]], at: int) -> bool:
    codes, labels = distinct(columns[at]), distinct(columns[at + 1])
    pairs = set(zip(columns[at], columns[at + 1], strict=True))
    return len(pairs) == len(codes) and len(labels) > len(codes) / 2


def _surely_codes(columns: Sequence[Sequence[str]], at: int) -> bool:
    codes = distinct(columns[at])
    if len(codes) == 1:
        return _reads_as_code(codes[0]) and not _reads_as_code(columns[at + 1][0])
    return all(map(_CODE.fullmatch, codes))


def _reads_as_code(text: str) -> bool:
    return text == "SSS" or AREA_CODE.fullmatch(text) is not None


def _all_codes(labels: Sequence[str]) -> bool:
    """Return whether a column holds codes in place of labels, as files saved with codes alone do."""
    once = distinct(labels)
    return any(map(_reads_as_code, once)) and all(map(_CODE.fullmatch, once))


def _renamed(found: list[LabelColumn], title: str, headings: int) -> list[LabelColumn]:
    """Return the variables of a file without names, with those its title tells."""
    names = names_in_title(title)
    if len(names) != len(found) + headings:
        return found
    renamed = []
    for column, name in zip(found, names, strict=False):
        dimension = column.dimension
        label = dimension.label or name
        renamed.append(
            LabelColumn(Dimension(label, dimension.codes, dimension.labels, dimension.role), column.positions)
        )
    return renamed
