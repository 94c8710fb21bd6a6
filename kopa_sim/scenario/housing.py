"""The housing table: dwellings to be built, and who moves into them."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import HousingPlans
from kopa_sim.scenario.age_bands import BandColumn, band_columns
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.columns import CHILDREN_PER_DWELLING
from kopa_sim.scenario.findings import LISTED_ALIKE, Findings, spans
from kopa_sim.scenario.language_tracks import Tracks, divide_rows
from kopa_sim.scenario.ranges import refuse_years_outside

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

N_CHILD_AGES = 19
"""Ages 0 to 18."""

MOST_CHILDREN = 8.0
"""More children than this in a dwelling on average is taken for a mistake."""


def read_housing(
    columns: Columns, areas: tuple[str, ...] | None, years: tuple[int, int] | None, findings: Findings
) -> HousingPlans:
    """Return the dwellings planned.

    A column stands for the children of its ages together; they are spread evenly over them.

    Parameters
    ----------
    areas
        Codes of the areas; None where the areas table could not be read.
    years
        base_year and end_year; None where they are not known.
    """
    area = columns.resolve("area", areas, "area", findings)
    refuse_years_outside(columns, years, findings)
    bands = band_columns(columns, CHILDREN_PER_DWELLING, N_CHILD_AGES - 1, findings)
    if not bands:
        findings.add(
            columns.table.header_place(),
            "no column says how many children live in a new dwelling",
            "columns children_<from>_<to> or children_<age>, children per dwelling",
        )
    _refuse_crowds(columns, bands, findings)
    _refuse_children_alone(columns, bands, findings)
    _notice_repeats(columns, findings)
    return HousingPlans(
        area=area,
        year=columns.whole("year"),
        dwellings=np.nan_to_num(columns.numbers["dwellings"]),
        children_per_dwelling_row_age=_by_single_age(columns, bands),
        adults_per_dwelling=columns.numbers["adults"],
    )


def divide_housing(housing: HousingPlans, tracks: Tracks) -> HousingPlans:
    """Return the plans with those in an area of two language tracks divided by its share."""
    row, area, share = divide_rows(housing.area, tracks)
    return HousingPlans(
        area=area,
        year=housing.year[row],
        dwellings=housing.dwellings[row] * share,
        children_per_dwelling_row_age=housing.children_per_dwelling_row_age[row],
        adults_per_dwelling=housing.adults_per_dwelling[row],
    )


def _refuse_crowds(columns: Columns, bands: tuple[BandColumn, ...], findings: Findings) -> None:
    for row in range(len(columns)):
        children = sum(float(np.nan_to_num(columns.numbers[band.name][row])) for band in bands)
        if children > MOST_CHILDREN:
            columns.fault(
                findings,
                row,
                bands[0].name,
                f"{children:g} children in a dwelling",
                f"children per dwelling, all ages together at most {MOST_CHILDREN:g}",
                "divide the children by the dwellings",
            )


def _refuse_children_alone(columns: Columns, bands: tuple[BandColumn, ...], findings: Findings) -> None:
    children = sum((np.nan_to_num(columns.numbers[band.name]) for band in bands), np.zeros(len(columns)))
    for row in np.flatnonzero((columns.numbers["adults"] == 0) & (children > 0)):
        read, allowed = (
            "children and no adults in a dwelling",
            "adults above 0, or an empty cell for the usual number",
        )
        columns.fault(findings, int(row), "adults", read, allowed)


def _notice_repeats(columns: Columns, findings: Findings) -> None:
    """Notice rows that are the same in every cell: two plans alike, or one that was copied."""
    by_cells: dict[tuple[str, ...], list[int]] = {}
    for row, cells in enumerate(zip(*columns.table.columns.values(), strict=True)):
        by_cells.setdefault(cells, []).append(columns.table.rows[row])
    for rows in [rows for rows in by_cells.values() if len(rows) > 1][:LISTED_ALIKE]:
        findings.notice(f"{columns.table.file}: rows {spans(rows)} are the same; each is counted.")


def _by_single_age(columns: Columns, bands: tuple[BandColumn, ...]) -> Floats:
    """Return children per dwelling. (row, age 0–18)"""
    children = np.zeros((len(columns), N_CHILD_AGES))
    for band in bands:
        ages = np.arange(N_CHILD_AGES)
        inside = (ages >= band.first) & (ages <= band.last)
        if inside.any():
            children[:, inside] = np.nan_to_num(columns.numbers[band.name])[:, None] / inside.sum()
    return children
