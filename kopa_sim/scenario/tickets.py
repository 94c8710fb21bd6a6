"""The tickets table: from where a scheduled bus takes pupils to which school, and what their tickets cost."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, N_GRADES, UPPER_SECONDARY, grades_of_span
from kopa_sim.model.region import Areas
from kopa_sim.model.tickets import Tickets
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, shown

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

YEARLY: Final[str] = "year"
USUAL_EUR: Final[dict[bool, tuple[float, float]]] = {False: (20.0, 400.0), True: (150.0, 4000.0)}
"""Prices of a month and of a year that need no second look: 6 km cost 86 and 40 km 230 EUR a month (Kitee 2025)."""

EVERY_GRADE: Final[tuple[int, ...]] = tuple(range(N_GRADES))[BASIC_GRADES]


def read_tickets(
    columns: Columns,
    areas: Areas,
    schools: tuple[str, ...],
    municipalities: tuple[str, ...],
    findings: Findings,
) -> tuple[Tickets, Ints]:
    """Return the tickets and their column for each school, after saying which rows cannot be.

    A row of an area comes before one of its municipality.
    """
    school = columns.resolve("school", schools, "school", findings)
    places = _places(columns, areas, municipalities, findings)
    yearly = np.array([text == YEARLY for text in columns.texts["per"]], dtype=np.bool_)
    served = np.unique(school[school >= 0])
    column_school = np.full(len(schools), -1, dtype=np.intp)
    column_school[served] = np.arange(len(served))
    ticket = np.full((len(areas), len(served), N_GRADES), -1, dtype=np.intp)
    by_area = np.array([bool(text) for text in columns.texts["area"]], dtype=np.bool_)
    for of_area in (False, True):
        seen = np.full_like(ticket, -1)
        for row in np.flatnonzero((by_area == of_area) & (school >= 0)).tolist():
            where = np.ix_(places[row], [column_school[school[row]]], _grades(columns, row, findings))
            if (seen[where] >= 0).any():
                _say_twice(columns, row, int(seen[where].max()), findings)
            seen[where] = row
        ticket = np.where(seen >= 0, seen, ticket)
    _tell_unusual(columns, yearly, findings)
    return Tickets(ticket, np.nan_to_num(columns.numbers["price_eur"]), yearly), column_school


def _places(
    columns: Columns, areas: Areas, municipalities: tuple[str, ...], findings: Findings
) -> list[list[int]]:
    """Return the areas of each row, after saying which rows name none."""
    area = columns.resolve("area", areas.codes, "area", findings)
    municipality = columns.resolve("municipality", municipalities, "municipality", findings)
    places: list[list[int]] = []
    for row in range(len(columns)):
        found = [] if area[row] < 0 else [int(area[row])]
        named = bool(columns.texts["area"][row])
        if not named and not columns.texts["municipality"][row]:
            if columns.sound[row]:
                read = "neither an area nor a municipality is given"
                columns.fault(
                    findings, row, "area", read, "the area or the municipality where the pupils live"
                )
        elif not named:
            found = np.flatnonzero(areas.municipality == municipality[row]).tolist()
        elif found and 0 <= municipality[row] != areas.municipality[area[row]]:
            read = f"area {shown(areas.codes[area[row]])} is not in municipality {municipalities[municipality[row]]}"
            right = municipalities[areas.municipality[area[row]]]
            columns.fault(findings, row, "municipality", read, f"{right}, or an empty cell")
        places.append(found)
    return places


def _grades(columns: Columns, row: int, findings: Findings) -> tuple[int, ...]:
    """Return the grades of a row, all of grades 0 to 9 where none are given."""
    span = columns.texts["grades"][row]
    if not span:
        return EVERY_GRADE
    try:
        grades = grades_of_span(span)
    except ValueError:
        columns.fault(findings, row, "grades", f"{shown(span)} is not a span of grades", "0-9, 7-9, 1-6+9")
        return ()
    if UPPER_SECONDARY in grades:
        read = f"{shown(span)}: journeys of upper secondary students are supported by Kela"
        columns.fault(findings, row, "grades", read, "grades 0 to 9")
    return grades


def _say_twice(columns: Columns, row: int, other: int, findings: Findings) -> None:
    read = f"row {columns.table.rows[other]} gives a ticket for the same way and grade"
    columns.fault(findings, row, "school", read, "one ticket for a way and a grade")


def _tell_unusual(columns: Columns, yearly: NDArray[np.bool_], findings: Findings) -> None:
    price = columns.numbers["price_eur"]
    for row in np.flatnonzero(columns.sound).tolist():
        low, high = USUAL_EUR[bool(yearly[row])]
        if not low <= price[row] <= high:
            per = "year" if yearly[row] else "month"
            findings.notice(
                f"{columns.table.file} row {columns.table.rows[row]}: a ticket of {price[row]:g} EUR a {per} lies"
                f" outside {low:g} to {high:g} EUR, where tickets of school journeys usually do."
            )
