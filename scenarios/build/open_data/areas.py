"""Children by postcode area, scaled to the municipality's registered ages."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.importers.postcode_areas import BANDS, fill_hidden
from kopa_sim.importers.rounding import apportion
from kopa_sim.importers.writing import write_table
from open_data.extracts import Extracts
from open_data.people import residents_by_age
from open_data.regions import RegionSpec

Floats = NDArray[np.float64]

COLUMNS: Final = tuple(f"age_{first}_{last}" for first, last in BANDS)


@dataclass(frozen=True)
class Areas:
    """Postcode areas of the base year.

    ``table`` has the columns of areas.csv but the children, with the mean income of 2024, the nearest to the price
    year; ``children`` is (area, band) in whole persons; ``coverage`` is registered residents by those of the
    postcode statistics, by municipality: five bands of children and the adults.
    """

    table: pd.DataFrame
    children: NDArray[np.int64]
    coverage: dict[str, Floats]


def fill_suppressed(areas: pd.DataFrame) -> Floats:
    """Children by area and band, with an estimate where the source hides them. (area, band)"""
    return fill_hidden(
        areas[list(COLUMNS)].to_numpy(dtype=float),
        areas["population"].to_numpy(dtype=float),
        areas["municipality_code"].to_numpy(),
    )


def adults(areas: pd.DataFrame, children: Floats) -> Floats:
    """Residents of 18 and more by area: all residents less the children. (area,)"""
    rest: Floats = areas["population"].to_numpy(dtype=float) - children.sum(axis=1)
    return rest


def measure_areas(extracts: Extracts, region: RegionSpec) -> Areas:
    """Scale the children of the inhabited postcode areas to the registered ages of their municipality."""
    table = extracts.areas_2019[extracts.areas_2019["population"] > 0].reset_index(drop=True)
    later_income = extracts.areas_2024.set_index("postcode")["mean_income_eur"]
    table["mean_income_eur"] = table["postcode"].map(later_income)
    counted = fill_suppressed(table)
    grown = adults(table, counted)
    children = np.zeros(counted.shape, dtype=np.int64)
    coverage: dict[str, Floats] = {}
    for code in region.municipalities:
        inside = (table["municipality_code"] == code).to_numpy()
        ages = residents_by_age(extracts, code)
        registered = np.array([ages[first : last + 1].sum() for first, last in BANDS])
        for band in range(len(BANDS)):
            children[inside, band] = apportion(counted[inside, band], int(registered[band]))
        sums = np.append(counted[inside].sum(axis=0), grown[inside].sum())
        coverage[code] = np.append(registered, ages[18:].sum()) / sums
    return Areas(table, children, coverage)


def write_areas(areas: Areas, folder: Path) -> None:
    """Write areas.csv."""
    names = tuple(f"children_{first}_{last}" for first, last in BANDS)
    columns = ("area", "name", "municipality", "x", "y", *names, "area_m2", "income", "population")
    rows = [
        (
            *(str(record[name]) for name in ("postcode", "name", "municipality_code")),
            *(int(record[name]) for name in ("x", "y")),
            *(int(count) for count in children),
            int(record["area_m2"]),
            None if np.isnan(record["mean_income_eur"]) else int(record["mean_income_eur"]),
            int(record["population"]),
        )
        for record, children in zip(areas.table.to_dict("records"), areas.children, strict=True)
    ]
    write_table(folder / "areas.csv", columns, rows)
