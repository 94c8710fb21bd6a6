"""The tables of Statistics Finland that an import can ask for, as ``statfin_tables.toml`` lists them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kopa_sim.importers.fetch_selection import Selection

WHOLE_COUNTRY = "SSS"
"""Code of the whole country in every area variable of StatFin."""


@dataclass(frozen=True)
class KnownTable:
    """A table and which part of it is asked for.

    Attributes
    ----------
    number
        As Statistics Finland prints it: 11re.
    database
        Database and folder: StatFin/vaerak.
    what
        What it counts.
    areas
        Labels of the variables that name municipalities.
    years
        How many of the last years; 0 for all.
    source
        Address of its description.
    """

    number: str
    database: str
    what: str
    areas: tuple[str, ...]
    years: int
    source: str

    def selection(self, municipalities: Sequence[str] | None = None) -> Selection:
        """Return what to ask for: these municipalities (codes such as 205) or all, with the whole country."""
        codes = ["KU*"] if municipalities is None else [f"KU{code}" for code in municipalities]
        areas = {label: [WHOLE_COUNTRY, *codes] for label in self.areas}
        return areas | ({"Vuosi": [f"last {self.years}"]} if self.years else {})


@cache
def known_tables() -> dict[str, KnownTable]:
    """Return the tables by number."""
    text = files("kopa_sim.importers").joinpath("statfin_tables.toml").read_text("utf-8")
    tables = [
        KnownTable(**entry | {"areas": tuple(entry["areas"])}) for entry in tomllib.loads(text)["table"]
    ]
    return {table.number: table for table in tables}
