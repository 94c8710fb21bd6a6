"""Editions of the postcode statistics as rows of texts, from a database table or a table with one row an area."""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from kopa_sim.importers.categories import year_in, years_of
from kopa_sim.importers.facts import NOTHING
from kopa_sim.importers.paavo_fields import CHILDREN, field_of
from kopa_sim.importers.roles import roles_of
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.scenario.delimited import SEPARATORS, clean, decode

_LABEL: Final = re.compile(r"^(?P<code>\d{5})\s*(?P<name>.*?)\s*(?:\((?P<municipality>[^()]*)\))?$")
_HEADER_LINES: Final[int] = 5

Row = dict[str, str]


@dataclass
class Edition:
    """Rows of one edition: field -> text; ``year`` is that of the residents, None where nothing tells it."""

    source: str
    year: int | None
    rows: dict[str, Row] = field(default_factory=dict)


def edition_of_text(source: str, content: bytes) -> Edition | None:
    """Return the edition of a CSV with one row a postcode area, or None where the file is none.

    The columns are known by their names, in the database's, the map service's or plain words.
    """
    lines = decode(content).splitlines()
    for number in range(min(_HEADER_LINES, len(lines))):
        for separator in SEPARATORS:
            header = next(csv.reader([lines[number]], delimiter=separator), [])
            fields = [field_of(clean(cell)) for cell in header]
            names = [name for name, _ in fields if name]
            if "postcode" in names and set(CHILDREN) <= set(names):
                text = "\n".join(lines[number + 1 :])
                return _read_rows(source, fields, csv.reader(io.StringIO(text), delimiter=separator))
    return None


def _read_rows(source: str, fields: list[tuple[str, int | None]], reader: object) -> Edition:
    years = {year for name, year in fields if year and (name in CHILDREN or name == "residents")}
    # the last resort is the file's own name: paavo_2019_postcode_areas.csv
    edition = Edition(source, years.pop() if len(years) == 1 else year_in(source))
    for cells in reader:  # type: ignore[attr-defined]
        row: Row = {}
        for (name, _), cell in zip(fields, cells, strict=False):
            if name and name not in row:
                row[name] = clean(cell)
        _add(edition, row.pop("postcode", ""), row)
    return edition


def editions_of_table(table: StatTable) -> list[Edition]:
    """Return the editions of a database table with a dimension of postcodes; empty where it has none."""
    roles = roles_of(table)
    if roles.postcode < 0:
        return []
    contents = max(roles.others, key=lambda index: _fields_known(table, index), default=-1)
    if contents < 0 or _fields_known(table, contents) < len(CHILDREN):
        return []
    fields = [field_of(label) for label in table.dimensions[contents].labels]
    periods = _periods(table, roles.year)
    years = {year for name, year in fields if name in CHILDREN and year}
    common: dict[str, Row] = defaultdict(dict)
    editions: dict[int | None, Edition] = {}
    for period_place, period in periods:
        for place, (name, year) in enumerate(fields):
            if not name:
                continue
            told = period if period is not None else year
            of_year = name in CHILDREN or name == "residents"
            year_of = told if of_year else None
            if of_year:
                editions.setdefault(year_of, Edition(table.source, year_of or year_in(table.title)))
            rows = editions[year_of].rows if of_year else common
            for area, label in enumerate(table.dimensions[roles.postcode].labels):
                position = [0] * len(table.dimensions)
                position[contents], position[roles.postcode] = place, area
                if roles.year >= 0:
                    position[roles.year] = period_place
                text = _cell(table, tuple(position))
                rows.setdefault(_label_of(table, roles.postcode, area, label), {})[name] = text
    del years
    return [_completed(edition, common) for edition in editions.values()]


def _fields_known(table: StatTable, index: int) -> int:
    return sum(bool(field_of(label)[0]) for label in table.dimensions[index].labels)


def _periods(table: StatTable, index: int) -> list[tuple[int, int | None]]:
    if index < 0:
        return [(0, None)]
    labels = table.dimensions[index].labels
    return [(place, span[1] if (span := years_of(label)) else None) for place, label in enumerate(labels)]


def _label_of(table: StatTable, index: int, position: int, label: str) -> str:
    codes = table.dimensions[index].codes
    code = codes[position] if len(codes) == len(table.dimensions[index]) else ""
    return label if re.match(r"^\d{5}", label) or not code else f"{code} {label}"


def _cell(table: StatTable, position: tuple[int, ...]) -> str:
    value = float(table.values[position])
    if value == value:
        return f"{value:.15g}"
    flat = 0
    for size, place in zip(table.values.shape, position, strict=True):
        flat = flat * size + place
    return table.symbols.get(flat, "")


def _completed(edition: Edition, common: dict[str, Row]) -> Edition:
    whole = Edition(edition.source, edition.year)
    for label, row in edition.rows.items():
        match = _LABEL.match(label)
        if match is None:
            continue
        named = {"name": match["name"], "municipality": match["municipality"] or ""}
        _add(whole, match["code"], {**named, **common.get(label, {}), **row})
    return whole


def _add(edition: Edition, postcode: str, row: Row) -> None:
    """Keep a row of a postcode area; the row of the whole country has no postcode."""
    match = _LABEL.match(postcode.strip())
    if match is not None:
        named = {"name": match["name"], "municipality": match["municipality"] or ""}
        edition.rows.setdefault(match["code"], {**{k: v for k, v in named.items() if v}, **row})
    elif postcode.strip().isdecimal() and len(postcode.strip()) < 5:
        # a spreadsheet has taken the leading zeros
        edition.rows.setdefault(postcode.strip().zfill(5), row)


def number(text: str) -> float:
    """Return the number of a cell, NaN where the publisher hides it; a dash is exactly none."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if plain in NOTHING:
        return 0.0
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return float("nan")
