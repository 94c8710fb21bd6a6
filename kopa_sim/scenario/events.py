"""The tables of what happened: births, deaths and moves."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import EVENTS, SEXES, EventCounts, MoveCounts
from kopa_sim.model.region import OUTSIDE
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.ranges import refuse_falling, refuse_overlap

Ints = NDArray[np.intp]

NET_MIGRATION: Final[str] = "net_migration"
"""The one event whose count may be negative."""


def read_events(columns: Columns, codes: tuple[str, ...], findings: Findings) -> EventCounts:
    """Return births, deaths and moves by municipality, year and ages."""
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    years, sexes = columns.whole("year"), columns.texts["sex"]
    _refuse_negative(columns, findings)
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


def read_moves(columns: Columns, codes: tuple[str, ...], findings: Findings) -> MoveCounts:
    """Return domestic moves between municipalities; the rest of the country stands as -1."""
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
            columns.fault(
                findings,
                row,
                column,
                f"unknown municipality {shown(code)}",
                listed((*codes, OUTSIDE)),
                did_you_mean(code, (*codes, OUTSIDE)) or f'write "{OUTSIDE}" for the rest of the country',
            )
    return padded
