"""The tables of what happened: births, deaths and moves."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import EVENTS, SEXES, EventCounts, MoveCounts
from kopa_sim.model.region import OUTSIDE
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, listed, shown, spans
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.ranges import refuse_falling, refuse_overlap

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MOTHERS: Final[tuple[int, int]] = (10, 55)
"""Youngest and oldest age at which a birth is believed."""
LEAST_RESIDENTS: Final[int] = 100
"""In smaller places every number is possible."""
FAR_YEARS: Final[int] = 10
"""Years before base_year from which the residents are no longer alike."""

NET_MIGRATION: Final[str] = "net_migration"
"""The one event whose count may be negative."""


def read_events(
    columns: Columns,
    codes: tuple[str, ...],
    findings: Findings,
    known: Floats | None = None,
    horizon: tuple[int, int] | None = None,
) -> EventCounts:
    """Return births, deaths and moves by municipality, year and ages.

    Parameters
    ----------
    known
        Residents of the base year, which no year's events exceed; None where not known. (municipality,)
    horizon
        base_year and end_year; None where they are not known.
    """
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    years, sexes = columns.whole("year"), columns.texts["sex"]
    _refuse_negative(columns, findings)
    _refuse_later(columns, "year", horizon, findings)
    _refuse_ages_of_mothers(columns, findings)
    if known is not None:
        _refuse_more_than_live(
            columns, [(m,) if m >= 0 else () for m in municipality.tolist()], 1, known, findings
        )
    if horizon is not None:
        _notice_far(columns, horizon[0], findings)
    refuse_falling(columns, "age_from", "age_to", findings)
    for sex in SEXES:
        # rows of both sexes count the persons of either sex again
        keys = [
            (codes[m], int(year), event) if m >= 0 and event and row_sex in (sex, "both") else None
            for m, year, event, row_sex in zip(
                municipality, years, columns.texts["event"], sexes, strict=True
            )
        ]
        refuse_overlap(columns, keys, "age_from", "age_to", findings)
    return EventCounts(
        municipality=municipality,
        year=years,
        event=np.array([EVENTS.index(e) if e else -1 for e in columns.texts["event"]], dtype=np.intp),
        sex=np.array([SEXES.index(s) if s in SEXES else -1 for s in sexes], dtype=np.intp),
        age_from=columns.whole("age_from"),
        age_to=columns.whole("age_to"),
        count=columns.numbers["count"],
    )


def _refuse_negative(columns: Columns, findings: Findings) -> None:
    """Say which counts are below zero; only those of net migration may be."""
    cells = columns.table.columns["count"]
    for row, (event, count) in enumerate(zip(columns.texts["event"], columns.numbers["count"], strict=True)):
        if event and event != NET_MIGRATION and count < 0.0:
            columns.fault(
                findings,
                row,
                "count",
                f"{shown(cells[row])} is negative",
                f"a number, 0 or more, for {event}",
                f"only {NET_MIGRATION} may be below zero",
            )


def _refuse_later(columns: Columns, column: str, years: tuple[int, int] | None, findings: Findings) -> None:
    if years is None:
        return
    given = columns.numbers[column]
    for row in np.flatnonzero(given > years[1]):
        read, allowed = f"{given[row]:.0f} is after the projection", f"years up to end_year {years[1]}"
        columns.fault(findings, int(row), column, read, allowed)


def _refuse_ages_of_mothers(columns: Columns, findings: Findings) -> None:
    """Say which births are of mothers of no age at which children are born."""
    youngest, oldest = MOTHERS
    for row, event in enumerate(columns.texts["event"]):
        first, last = columns.numbers["age_from"][row], columns.numbers["age_to"][row]
        if event == "births" and (first > oldest or last < youngest):
            read = f"births by mothers aged {first:.0f} to {last:.0f}"
            allowed = f"ages of the mother, some of them {youngest} to {oldest}"
            columns.fault(findings, row, "age_from", read, allowed)


def _refuse_more_than_live(
    columns: Columns, ends: Sequence[tuple[int, ...]], years: Ints | int, known: Floats, findings: Findings
) -> None:
    """Say which counts exceed the residents of every municipality at their ends. Known (municipality,)"""
    spans_of_years = np.broadcast_to(np.asarray(years), len(columns))
    cells = columns.table.columns["count"]
    for row, count in enumerate(columns.numbers["count"]):
        residents = max((float(known[m]) for m in ends[row]), default=0.0)
        if residents >= LEAST_RESIDENTS and abs(count) > residents * max(1, int(spans_of_years[row])):
            read = f"{shown(cells[row])} is more than the {residents:.0f} residents of base_year"
            columns.fault(findings, row, "count", read, "no more a year than there are residents")


def _notice_far(columns: Columns, base_year: int, findings: Findings) -> None:
    """Notice years too far back for the residents of base_year to be those to whom the events happened."""
    years = columns.numbers["year"]
    far = sorted({int(year) for year in years[years < base_year - FAR_YEARS]})
    if far:
        findings.notice(
            f"{columns.table.file}: events of {spans(far)} are set against the population of {base_year} where the"
            " history table has none nearer."
        )


def read_moves(
    columns: Columns,
    codes: tuple[str, ...],
    findings: Findings,
    known: Floats | None = None,
    horizon: tuple[int, int] | None = None,
) -> MoveCounts:
    """Return domestic moves between municipalities; the rest of the country stands as -1.

    ``known`` and ``horizon`` are those of ``read_events``.
    """
    origins = _ends_of_moves(columns, "origin", codes, findings)
    destinations = _ends_of_moves(columns, "destination", codes, findings)
    for row, (origin, destination) in enumerate(zip(origins, destinations, strict=True)):
        if origin and origin == destination:
            columns.fault(
                findings,
                row,
                "destination",
                f"{shown(origin)} is origin and destination",
                "two different places",
            )
    refuse_falling(columns, "year_from", "year_to", findings)
    refuse_overlap(columns, list(zip(origins, destinations, strict=True)), "year_from", "year_to", findings)
    index = {code: i for i, code in enumerate(codes)}
    _refuse_later(columns, "year_to", horizon, findings)
    if known is not None:
        ends = [
            tuple(index[c] for c in pair if c in index) for pair in zip(origins, destinations, strict=True)
        ]
        lasting = columns.whole("year_to") - columns.whole("year_from") + 1
        _refuse_more_than_live(columns, ends, lasting, known, findings)
    return MoveCounts(
        origin=np.array([index.get(code, -1) for code in origins], dtype=np.intp),
        destination=np.array([index.get(code, -1) for code in destinations], dtype=np.intp),
        year_from=columns.whole("year_from"),
        year_to=columns.whole("year_to"),
        count=columns.numbers["count"],
    )


def _ends_of_moves(
    columns: Columns, column: str, codes: tuple[str, ...], findings: Findings
) -> tuple[str, ...]:
    """Return the code at one end of each move, after saying which are unknown. (row,)"""
    padded = tuple(text.zfill(3) if text.isdecimal() else text for text in columns.texts[column])
    for row, code in enumerate(padded):
        if code and code != OUTSIDE and code not in codes:
            allowed = listed((*codes, OUTSIDE))
            listing = findings.still_lists(columns.table.file, column, allowed)
            near = did_you_mean(code, (*codes, OUTSIDE)) if listing else ""
            mend = near or f'write "{OUTSIDE}" for the rest of the country'
            columns.fault(findings, row, column, f"unknown municipality {shown(code)}", allowed, mend)
    return padded
