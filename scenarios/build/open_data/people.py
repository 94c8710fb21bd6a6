"""Residents by municipality, sex and age, and the table of municipalities."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.writing import write_table
from open_data.extracts import Extracts
from open_data.regions import RegionSpec

OLDEST = 100


def residents_by_age(extracts: Extracts, code: str) -> NDArray[np.int64]:
    """Residents of a municipality by single year of age, both sexes, 31.12.2019. (age 0..100)"""
    total: NDArray[np.int64] = _by_sex(extracts, code).sum(axis=0)
    return total


def _by_sex(extracts: Extracts, code: str) -> NDArray[np.int64]:
    """(sex: male, female; age 0..100); the last age of the source, "100 -", is open."""
    rows = extracts.population[extracts.population["municipality"] == code]
    counts = np.zeros((2, OLDEST + 1), dtype=np.int64)
    for age, male, female in zip(rows["age"], rows["male"], rows["female"], strict=True):
        if age != "Yhteensä":
            counts[:, int(age.split()[0])] = int(male), int(female)
    return counts


def write_population(extracts: Extracts, region: RegionSpec, folder: Path) -> None:
    """Write population.csv."""
    rows = [
        (code, sex, age, int(count))
        for code in sorted(region.municipalities)
        for sex, counts in zip(("male", "female"), _by_sex(extracts, code), strict=True)
        for age, count in enumerate(counts)
    ]
    write_table(folder / "population.csv", ("municipality", "sex", "age", "count"), rows)


def write_municipalities(extracts: Extracts, region: RegionSpec, folder: Path) -> None:
    """Write municipalities.csv."""
    latest = extracts.components[extracts.components["year"] == "2019"].set_index("municipality_code")
    rows = [
        (code, name, int(str(latest.loc[code, "land_km2"])))
        for code, name in sorted(region.municipalities.items())
    ]
    write_table(folder / "municipalities.csv", ("municipality", "name", "land_km2"), rows)
