"""The official municipalities by code and name, and the municipality each merged one is counted in."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kopa_sim.scenario.nearest import did_you_mean

_CODE: Final = re.compile(r"^(?P<letters>[A-ZÅÄÖ]{0,3})\s*(?P<digits>\d{1,4})$", re.IGNORECASE)
_CODE_AND_NAME: Final = re.compile(r"^(?P<code>(?:[A-ZÅÄÖ]{2})?\d{1,3})[\s.:]+(?P<name>\D.*)$")
_COUNTRY: Final = frozenset(
    {"koko maa", "whole country", "hela landet", "suomi", "finland", "total", "yhteensä", "totalt", "sss"}
)


@dataclass(frozen=True)
class Municipality:
    """One municipality of any year since 2013.

    Attributes
    ----------
    names
        Finnish name, Swedish name, and other spellings of the statistics.
    languages
        The majority's language first: fi, sv, fi+sv or sv+fi.
    """

    code: str
    names: tuple[str, ...]
    languages: str

    @property
    def name(self) -> str:
        """Finnish name."""
        return self.names[0]

    @property
    def shown(self) -> str:
        """Name and code, as messages write them."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Merger:
    """A municipality that became part of others from 1 January of a year; more than one when it was split."""

    year: int
    code: str
    into: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """What an area label of an official table names.

    Attributes
    ----------
    kind
        municipality, country, or other (a region, a sub-region, or a name that is not known).
    code
        Official code; empty unless a municipality.
    """

    kind: str
    code: str = ""


def _rows(name: str) -> list[dict[str, str]]:
    text = files("kopa_sim.importers.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def municipalities() -> dict[str, Municipality]:
    """Return every municipality of the years 2013–2026 by code (Statistics Finland, CC BY 4.0)."""
    return {
        row["municipality"]: Municipality(
            row["municipality"],
            (row["name_fi"], row["name_sv"], *filter(None, row["other_names"].split("|"))),
            row["languages"],
        )
        for row in _rows("municipalities.csv")
    }


@cache
def mergers() -> dict[str, Merger]:
    """Return the municipalities that have become part of others, by code."""
    found: dict[str, Merger] = {}
    for row in _rows("municipality_changes.csv"):
        before = found.get(row["municipality"])
        into = (*(before.into if before else ()), row["into"])
        found[row["municipality"]] = Merger(int(row["year"]), row["municipality"], into)
    return found


@cache
def _by_name() -> dict[str, str]:
    return {_plain(name): item.code for item in municipalities().values() for name in item.names}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def present_code(code: str) -> str:
    """Return the code of the municipality that a municipality is part of today, by its mergers one after another.

    A municipality that was split keeps its code: its people cannot be divided by age.
    """
    change = mergers().get(code)
    return code if change is None or len(change.into) > 1 else present_code(change.into[0])


def merger_message(code: str) -> str:
    """Return where a merged municipality is counted: ``Valtimo (911) is counted in Nurmes (541) from 2020``."""
    known, change = municipalities(), mergers()[code]
    return f"{known[code].shown} is counted in {known[present_code(code)].shown} from {change.year}."


def place_of(label: str, code: str = "") -> Place:
    """Return what an area's printed name and code stand for.

    A code decides where it is a municipality's (``KU091``, ``091``, ``91``); a code with other letters (MK, SK …) is
    a region. Else the name: ``091 Helsinki``, ``KU091 Helsinki``, ``Helsinki``, ``Maarianhamina - Mariehamn``.
    """
    if _plain(label) in _COUNTRY or _plain(code) == "sss":
        return Place("country")
    if code.strip().isdecimal() and _of_name(label):
        # bare numbers may only count the categories; a name is one municipality's alone
        return _named(label)
    for text in (code, label):
        found = _of_code(text.strip())
        if found is not None:
            return found
    both = _CODE_AND_NAME.match(label.strip())
    if both is not None:
        of_code = _of_code(both["code"])
        # a number before a name that is not the municipality's own is some other number
        if of_code is not None and (of_code.kind == "other" or _of_name(both["name"]) in ("", of_code.code)):
            return of_code
        return _named(both["name"])
    return _named(label)


def _of_code(text: str) -> Place | None:
    match = _CODE.match(text)
    if match is None:
        return None
    if match["letters"] and match["letters"].upper() != "KU":
        return Place("other")
    code = match["digits"].zfill(3)
    return Place("municipality", code) if code in municipalities() else Place("other")


def _named(label: str) -> Place:
    code = _of_name(label)
    return Place("municipality", code) if code else Place("other")


def _of_name(label: str) -> str:
    parts = (label, *re.split(r"\s+[-–/]\s+", label))
    return next((_by_name()[_plain(part)] for part in parts if _plain(part) in _by_name()), "")


def nearest_municipality(text: str, among: Iterable[str] | None = None) -> str:
    """Return a question that names the municipality most like a text; empty where none is."""
    names = among if among is not None else [item.name for item in municipalities().values()]
    return did_you_mean(text, names)


def shown_code(code: str) -> str:
    """Return name and code of a municipality, the bare code where it is not known."""
    known = municipalities().get(code)
    return known.shown if known else code


def language_of(code: str) -> str:
    """Return the language that most pupils of a municipality are taught in, by its official languages: fi or sv."""
    return "sv" if municipalities()[code].languages.startswith("sv") else "fi"
