"""Editions of the postcode statistics as rows of texts, from a table or a map layer with one row an area."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kopa_sim.importers.categories import plain, year_in
from kopa_sim.importers.facts import NOTHING
from kopa_sim.importers.paavo_fields import CHILDREN, field_of
from kopa_sim.scenario.delimited import SEPARATORS, clean, decode

LABEL: Final = re.compile(r"^(?P<code>\d{5})\s*(?P<name>.*?)\s*(?:\((?P<municipality>[^()]*)\))?$")
"""``00100 Helsinki Keskusta - Etu-Töölö (Helsinki)``"""

_HEADER_LINES: Final[int] = 5
EDITION_LAG: Final[int] = 2
"""An edition of the map service, which its column ``vuosi`` names, holds the residents of two years before."""

Row = dict[str, str]


@dataclass
class Edition:
    """Rows of one edition: postcode -> field -> text; ``year`` is that of the residents, None where none tells it."""

    source: str
    year: int | None
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def has_children(self) -> bool:
        """Whether it counts children; else it only tells more of areas that another file counts."""
        return any(name in row for row in self.rows.values() for name in CHILDREN)

    def add(self, postcode: str, row: Mapping[str, str]) -> None:
        """Keep a row of a postcode area; the row of the whole country has no postcode."""
        match = LABEL.match(postcode.strip())
        if match is not None:
            named = {"name": match["name"], "municipality": match["municipality"] or ""}
            self.rows.setdefault(match["code"], {**{k: v for k, v in named.items() if v}, **row})
        elif postcode.strip().isdecimal() and len(postcode.strip()) < 5:
            # a spreadsheet has taken the leading zeros
            self.rows.setdefault(postcode.strip().zfill(5), dict(row))


def edition_of_text(source: str, content: bytes) -> Edition | None:
    """Return the edition of a CSV with one row a postcode area, or None where the file is none.

    The columns are known by their names, in the database's, the map service's or plain words.
    """
    lines = decode(content).splitlines()
    for number in range(min(_HEADER_LINES, len(lines))):
        for separator in SEPARATORS:
            header = [clean(cell) for cell in next(csv.reader([lines[number]], delimiter=separator), [])]
            if _tells_children(header):
                text = io.StringIO("\n".join(lines[number + 1 :]))
                cells = csv.reader(text, delimiter=separator)
                records = (dict(zip(header, map(clean, row), strict=False)) for row in cells)
                return _edition(source, header, records)
    return None


def edition_of_map(source: str, collection: Any) -> Edition | None:
    """Return the edition of a map layer of postcode areas (GeoJSON), or None where the file is none."""
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return None
    records = [_properties(feature) for feature in features]
    return _edition(source, list(records[0]), records) if _tells_children(list(records[0])) else None


def _properties(feature: Any) -> Row:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    given = properties.items() if isinstance(properties, dict) else ()
    return {str(name): "" if value is None else str(value) for name, value in given}


def _tells_children(names: Iterable[str]) -> bool:
    fields = {field_of(name)[0] for name in names}
    return {"postcode", *CHILDREN} <= fields


def _edition(source: str, names: list[str], records: Iterable[Row]) -> Edition:
    fields = {name: field_of(name) for name in names}
    edition = Edition(source, None)
    published: set[str] = set()
    for record in records:
        row: Row = {}
        for name, cell in record.items():
            if name in fields and fields[name][0] and fields[name][0] not in row:
                row[fields[name][0]] = cell
            if plain(name) == "vuosi":
                published.add(cell)
        edition.add(row.pop("postcode", ""), row)
    told = {year for name, year in fields.values() if year and (name in CHILDREN or name == "residents")}
    edition.year = _year(source, told, published)
    return edition


def _year(source: str, told: set[int], published: set[str]) -> int | None:
    """Return the year of the residents: by the columns' names, the edition, or last the file's own name."""
    if len(told) == 1:
        return told.pop()
    edition = published.pop() if len(published) == 1 else ""
    return int(edition) - EDITION_LAG if re.fullmatch(r"20\d\d", edition) else year_in(source)


def number(text: str) -> float:
    """Return the number of a cell, NaN where the publisher hides it; a dash is exactly none."""
    digits = text.replace("\u00a0", "").replace(" ", "")
    if digits in NOTHING:
        return 0.0
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return float("nan")
