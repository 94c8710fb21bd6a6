"""Counts of 31.12.2024 to which the projection is held."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.importers.postcode_areas import BANDS
from kopa_sim.importers.rounding import apportion
from kopa_sim.importers.writing import write_table
from open_data.areas import Areas, adults, fill_suppressed
from open_data.extracts import Extracts

YEAR = 2024


@dataclass(frozen=True)
class Observed:
    """Residents in 2024 in the areas of the base year.

    Attributes
    ----------
    children
        By area of the base year and band; -1 where the area no longer exists. (area, band)
    municipality
        Children by band and adults, by municipality code.
    published
        Children by band as published, before scaling, whole region. (band,)
    matched
        Later postcode and the area of the base year it is counted in, where they differ.
    """

    children: NDArray[np.int64]
    municipality: dict[str, NDArray[np.int64]]
    published: NDArray[np.float64]
    matched: dict[str, str]


def observe(extracts: Extracts, areas: Areas) -> Observed:
    """Scale the later postcode areas by the coverage of the base year.

    A postcode that the base year does not have (new, or without residents then) is counted in the nearest area of its
    municipality; an area without a later postcode has no count of its own.
    """
    later = extracts.areas_2024[extracts.areas_2024["population"] > 0].reset_index(drop=True)
    counted = fill_suppressed(later)
    grown = adults(later, counted)
    home, matched = _match(later, areas.table)
    children = np.full(areas.children.shape, -1, dtype=np.int64)
    totals: dict[str, NDArray[np.int64]] = {}
    for code, coverage in areas.coverage.items():
        inside = (later["municipality_code"] == code).to_numpy()
        sums = np.append(counted[inside].sum(axis=0), grown[inside].sum())
        totals[code] = np.floor(sums * coverage + 0.5).astype(np.int64)
        present = np.unique(home[inside])
        for band in range(len(BANDS)):
            weights = np.bincount(home[inside], counted[inside, band], len(areas.table)).astype(float)[
                present
            ]
            children[present, band] = apportion(weights, int(totals[code][band]))
    return Observed(children, totals, np.nansum(later[_columns()].to_numpy(dtype=float), axis=0), matched)


def _columns() -> list[str]:
    return [f"age_{first}_{last}" for first, last in BANDS]


def _match(later: pd.DataFrame, base: pd.DataFrame) -> tuple[NDArray[np.intp], dict[str, str]]:
    """Index of the base-year area of each later postcode, and the pairs that differ."""
    place = {postcode: index for index, postcode in enumerate(base["postcode"])}
    home = np.empty(len(later), dtype=np.intp)
    matched: dict[str, str] = {}
    for index, record in enumerate(later.to_dict("records")):
        postcode = str(record["postcode"])
        if postcode not in place:
            near = np.flatnonzero(base["municipality_code"] == record["municipality_code"])
            east, north = base["x"].to_numpy()[near] - record["x"], base["y"].to_numpy()[near] - record["y"]
            nearest = str(base["postcode"].iloc[near[np.hypot(east, north).argmin()]])
            matched[postcode] = nearest
        home[index] = place[matched.get(postcode, postcode)]
    return home, matched


def write_observations(observed: Observed, areas: Areas, folder: Path) -> None:
    """Write observations.csv: municipalities first, then areas."""
    rows: list[tuple[int, str, str | None, int, int, int]] = []
    for code in sorted(observed.municipality):
        spans = (*BANDS, (18, 100))
        for (first, last), count in zip(spans, observed.municipality[code], strict=True):
            rows.append((YEAR, code, None, first, last, int(count)))
    for area, code, counts in zip(
        areas.table["postcode"], areas.table["municipality_code"], observed.children, strict=True
    ):
        for (first, last), count in zip(BANDS, counts, strict=True):
            if count >= 0:
                rows.append((YEAR, code, area, first, last, int(count)))
    columns = ("year", "municipality", "area", "age_from", "age_to", "count")
    write_table(folder / "observations.csv", columns, rows)
