"""The schools table."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, grades_of_span
from kopa_sim.model.region import Areas, Schools
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.municipalities import refuse_repeats

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

FARTHEST_SCHOOL_M: Final[float] = 60_000.0
"""A school farther than this from every area of its municipality is taken for a slip of the coordinates: the longest
ways to school in Finland are shorter."""

SAME_SPOT_M: Final[float] = 100.0
"""Schools of one name within this distance are one school twice."""

_DATE: Final = re.compile(r"[./:]|\d{4}-|[A-Za-z]{3}")

_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
EARLIEST_BELL_MIN: Final[int] = 6 * 60
LATEST_BELL_MIN: Final[int] = 12 * 60
"""Lessons of a morning begin between these; other times are slips."""

SPANS_ALLOWED: Final[str] = 'a grade or a rising range of 0 to 9, or upper_secondary; parts joined with "+"'


def read_schools(
    columns: Columns, codes: tuple[str, ...], areas: Areas | None, findings: Findings
) -> Schools:
    """Return the schools as they are now; with ``areas`` their place is checked against them."""
    refuse_repeats(columns, "school", findings)
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    x_m, y_m = read_coordinates(columns, findings)
    grades = _grades(columns, findings)
    if areas is not None:
        _refuse_far(columns, municipality, x_m, y_m, areas, codes, findings)
    _refuse_same_name(columns, municipality, x_m, y_m, grades, findings)
    return Schools(
        codes=columns.texts["school"],
        names=columns.texts["name"],
        municipality=municipality,
        x_m=x_m,
        y_m=y_m,
        grades_school_grade=grades,
        places=columns.numbers["places"],
        floor_area_m2=columns.numbers["floor_area_m2"],
        providers=columns.texts["provider"],
        special=columns.flag("special"),
        languages=columns.texts["language"],
        given_intake=_given_intake(columns, areas, findings),
        built_year=columns.numbers["built"],
        condition=columns.numbers["condition"],
        annual_property_cost_eur=columns.numbers["annual_property_cost_eur"],
        book_value_eur=columns.numbers["book_value_eur"],
        rooms=columns.numbers["rooms"],
        remote_ready=columns.flag("remote_ready"),
        bell_min=_bells(columns, findings) if columns.given("bell") else None,
        kitchens=columns.texts["kitchen"] if columns.given("kitchen") else None,
    )


def _grades(columns: Columns, findings: Findings) -> Bools:
    """Return the grades each school teaches. (school, grade)"""
    grades = np.zeros((len(columns), N_GRADES), dtype=np.bool_)
    for row, span in enumerate(columns.texts["grades"]):
        if not span:
            continue
        try:
            grades[row, list(grades_of_span(span))] = True
        except ValueError:
            mend = 'as in "1-6", "7-9", "0-9+upper_secondary"'
            if _DATE.search(span):
                mend += "; a spreadsheet may have turned the grades into a date: format the column as text"
            columns.fault(findings, row, "grades", f"{shown(span)} is not a grade span", SPANS_ALLOWED, mend)
    return grades


def _bells(columns: Columns, findings: Findings) -> Floats:
    """Return when lessons begin, minutes after midnight; NaN where not given or wrong. (school,)"""
    bells = np.full(len(columns), np.nan)
    for row, text in enumerate(columns.texts["bell"]):
        if not text:
            continue
        clock = _CLOCK.fullmatch(text)
        minutes = int(clock[1]) * 60 + int(clock[2]) if clock and int(clock[2]) < 60 else -1
        if EARLIEST_BELL_MIN <= minutes <= LATEST_BELL_MIN:
            bells[row] = minutes
        else:
            read, allowed = (
                f"{shown(text)} is not when lessons begin",
                "a time from 06:00 to 12:00, as in 08:45",
            )
            columns.fault(findings, row, "bell", read, allowed)
    return bells


def _given_intake(columns: Columns, areas: Areas | None, findings: Findings) -> Floats:
    """Return the intake of schools that nearest-school rules do not fill; NaN for the others. (school,)"""
    intake = columns.numbers["pupils"].copy()
    spoken = set(areas.languages) if areas is not None else None
    special = columns.flag("special")
    ignored = []
    for row, school in enumerate(columns.texts["school"]):
        provider, language = columns.texts["provider"][row], columns.texts["language"][row]
        why = _why_given(provider, bool(special[row]), language, spoken)
        if why and np.isnan(intake[row]) and columns.sound[row]:
            columns.fault(
                findings,
                row,
                "pupils",
                f"the cell is empty, and school {shown(school)} is {why}",
                "the number of pupils of special and non-municipal schools and of those whose language no area has",
                "such schools take a given intake; write how many pupils they have",
            )
        if not why and not np.isnan(intake[row]):
            ignored.append(school)
            intake[row] = np.nan
    if ignored:
        findings.notice(
            f"{columns.table.file}: column pupils is not used for {listed(ignored, 8)}; municipal schools are filled"
            " from the areas."
        )
    return intake


def _why_given(provider: str, special: bool, language: str, spoken: set[str] | None) -> str:
    """Return what makes a school take a given intake; empty for a school with a catchment."""
    if provider in ("state", "private"):
        return f"run by a {provider} provider"
    if special:
        return "a special school"
    if spoken is not None and language and language not in spoken:
        return f"in a language ({language}) that no area has"
    return ""


def _refuse_far(
    columns: Columns,
    municipality: Ints,
    x_m: Floats,
    y_m: Floats,
    areas: Areas,
    codes: tuple[str, ...],
    findings: Findings,
) -> None:
    away = np.hypot(x_m[:, None] - areas.x_m, y_m[:, None] - areas.y_m)
    away[municipality[:, None] != areas.municipality] = np.inf
    away[np.isnan(away)] = np.inf
    for row in np.flatnonzero(~np.isnan(x_m) & (municipality >= 0)):
        nearest_km = float(away[row].min(initial=np.inf)) / 1000
        if np.isfinite(nearest_km) and nearest_km > FARTHEST_SCHOOL_M / 1000:
            columns.fault(
                findings,
                int(row),
                "x and y",
                f"the school lies {nearest_km:.0f} km from the nearest area of its municipality"
                f" {codes[municipality[row]]}: on the wrong side of the coordinates",
                f"at most {FARTHEST_SCHOOL_M / 1000:.0f} km",
                "check whether x and y are swapped, digits are missing, or the municipality is another",
            )


def _refuse_same_name(
    columns: Columns, municipality: Ints, x_m: Floats, y_m: Floats, grades: Bools, findings: Findings
) -> None:
    """Say of a name that stands twice in a municipality: on one spot it is one school, else worth a look."""
    first: dict[tuple[int, str], int] = {}
    for row, name in enumerate(columns.texts["name"]):
        key = (int(municipality[row]), name.casefold())
        before = first.setdefault(key, row)
        if before == row or not name:
            continue
        codes = f"{columns.texts['school'][before]} and {columns.texts['school'][row]}"
        close = np.hypot(x_m[row] - x_m[before], y_m[row] - y_m[before]) < SAME_SPOT_M
        if close and (grades[row] & grades[before]).any():
            columns.fault(
                findings,
                row,
                "name",
                f"school {shown(name)} already stands in row {columns.table.rows[before]}, on the same spot",
                "each school once",
            )
        else:
            findings.notice(f"{columns.table.file}: schools {codes} have the same name {shown(name)}.")
