"""The top of scenario.toml: schema, title, language and the years."""

from dataclasses import dataclass
from typing import Any, Final

from kopa_sim.scenario.defaults import SECTIONS
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.toml_file import TomlFile

SCHEMA: Final[int] = 1
REPORT_LANGUAGES: Final[tuple[str, ...]] = ("fi", "sv", "en")
YEARS: Final[tuple[str, ...]] = ("base_year", "first_year", "end_year", "price_year")
TOP_LEVEL: Final[tuple[str, ...]] = (
    "schema",
    "title",
    "language",
    *YEARS,
    "tables",
    *SECTIONS,
    "pilot",
    "uncertainty",
    "options",
)

LONGEST_TEXT: Final[int] = 200
"""Characters of a title."""

FIRST_POSSIBLE_YEAR: Final[int] = 1950
LAST_POSSIBLE_YEAR: Final[int] = 2150
LONGEST_HORIZON: Final[int] = 60
"""Years from base_year to end_year; beyond them every child is born of parents not born yet and nothing is known."""


@dataclass(frozen=True)
class Header:
    """The top-level keys; a year is None where it is missing or wrong."""

    title: str
    language: str
    base_year: int | None
    first_year: int | None
    end_year: int | None
    price_year: int | None

    @property
    def horizon(self) -> tuple[int, int, int] | None:
        """base_year, first_year and end_year where all three are known and in order."""
        years = (self.base_year, self.first_year, self.end_year)
        if years[0] is None or years[1] is None or years[2] is None or not years[0] < years[1] <= years[2]:
            return None
        return (years[0], years[1], years[2])


def read_header(toml: TomlFile, findings: Findings) -> Header:
    """Return the top of the file, after saying what is missing, unknown or out of order."""
    for key in toml.data:
        if key not in TOP_LEVEL:
            findings.add(
                toml.place((key,)),
                f"unknown key {shown(key)}",
                listed(TOP_LEVEL),
                did_you_mean(key, TOP_LEVEL),
            )
    if "pilot" in toml.data:
        findings.notice(f"{toml.origin(('pilot',))} section [pilot] is not used by any result yet.")
    schema = toml.data.get("schema")
    if schema is None:
        findings.add(toml.name, 'key "schema" is missing', "", f"write schema = {SCHEMA}")
    elif schema != SCHEMA or isinstance(schema, bool):
        findings.add(toml.place(("schema",)), f"schema {shown(schema)}", f"schema = {SCHEMA}")
    title = _text(toml, "title", findings)
    language = _text(toml, "language", findings)
    if language and language not in REPORT_LANGUAGES:
        findings.add(
            toml.place(("language",)), f"unknown language {shown(language)}", listed(REPORT_LANGUAGES)
        )
    years = {key: _year(toml, key, findings) for key in YEARS}
    header = Header(title, language, **years)
    _check_order(toml, header, findings)
    return header


def _text(toml: TomlFile, key: str, findings: Findings) -> str:
    value = toml.data.get(key)
    if value is None:
        findings.add(toml.name, f'key "{key}" is missing', "a text in quotes")
        return ""
    if not isinstance(value, str) or not value.strip():
        findings.add(toml.place((key,)), f"{shown(value)} is not a text", "a text in quotes")
        return ""
    fault = text_fault(value)
    if fault:
        findings.add(toml.place((key,)), *fault)
    return value


def text_fault(text: str) -> tuple[str, str] | None:
    """Return what makes a text unfit for a report and what is allowed, or None."""
    if len(text) > LONGEST_TEXT:
        return f"{shown(text)} has {len(text)} characters", f"at most {LONGEST_TEXT} characters"
    if not text.isprintable():
        return f"{shown(text)} holds invisible characters", "visible characters on one line"
    return None


def _year(toml: TomlFile, key: str, findings: Findings) -> int | None:
    value: Any = toml.data.get(key)
    allowed = f"a whole number from {FIRST_POSSIBLE_YEAR} to {LAST_POSSIBLE_YEAR}"
    if value is None:
        findings.add(toml.name, f'key "{key}" is missing', allowed)
        return None
    fits = isinstance(value, int) and not isinstance(value, bool)
    if not fits or not FIRST_POSSIBLE_YEAR <= value <= LAST_POSSIBLE_YEAR:
        findings.add(toml.place((key,)), f"{shown(value)} is not a year", allowed)
        return None
    return int(value)


def _check_order(toml: TomlFile, header: Header, findings: Findings) -> None:
    base, first, end = header.base_year, header.first_year, header.end_year
    if base is not None and first is not None and first <= base:
        findings.add(
            toml.place(("first_year",)),
            f"first_year {first} is not after base_year {base}",
            f"{base + 1} or later",
        )
    if first is not None and end is not None and end < first:
        findings.add(
            toml.place(("end_year",)), f"end_year {end} is before first_year {first}", f"{first} or later"
        )
    if base is not None and end is not None and end - base > LONGEST_HORIZON:
        findings.add(
            toml.place(("end_year",)),
            f"end_year {end} is {end - base} years after base_year {base}",
            f"at most {LONGEST_HORIZON} years: {base + LONGEST_HORIZON} or earlier",
        )
