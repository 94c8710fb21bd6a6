"""The observations table: later counts that the projection is held to."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Observations
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, shown
from kopa_sim.scenario.ranges import refuse_falling, refuse_overlap, refuse_years_outside

Ints = NDArray[np.intp]


def read_observations(
    columns: Columns,
    codes: tuple[str, ...],
    areas: tuple[str, ...] | None,
    municipality_of_area: Ints | None,
    years: tuple[int, int] | None,
    findings: Findings,
) -> Observations:
    """Return later counts of persons by age.

    Parameters
    ----------
    areas, municipality_of_area
        Codes of the areas and the municipality of each; None where the areas table could not be read.
    years
        base_year and end_year; None where they are not known.
    """
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    area = columns.resolve("area", areas, "area", findings)
    refuse_years_outside(columns, years, findings)
    if municipality_of_area is not None:
        _refuse_strange_areas(columns, municipality, area, municipality_of_area, codes, findings)
    refuse_falling(columns, "age_from", "age_to", findings)
    year = columns.whole("year")
    keys = [
        (int(y), codes[m], text) if m >= 0 else None
        for y, m, text in zip(year, municipality, columns.texts["area"], strict=True)
    ]
    refuse_overlap(columns, keys, "age_from", "age_to", findings)
    return Observations(
        year=year,
        municipality=municipality,
        area=area,
        age_from=columns.whole("age_from"),
        age_to=columns.whole("age_to"),
        count=columns.numbers["count"],
    )


def _refuse_strange_areas(
    columns: Columns,
    municipality: Ints,
    area: Ints,
    municipality_of_area: Ints,
    codes: tuple[str, ...],
    findings: Findings,
) -> None:
    home = np.where(area >= 0, municipality_of_area[area], -1)
    for row in np.flatnonzero((home >= 0) & (municipality >= 0) & (home != municipality)):
        columns.fault(
            findings,
            int(row),
            "area",
            f"area {shown(columns.texts['area'][row])} is not in municipality {codes[municipality[row]]}",
            "the municipality that the areas table gives",
            f"area {columns.texts['area'][row]} belongs to {codes[home[row]]}",
        )
