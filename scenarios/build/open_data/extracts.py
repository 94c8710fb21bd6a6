"""Reading a region's source extracts."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from open_data.projection import to_etrs_tm35fin
from open_data.regions import RegionSpec


@dataclass(frozen=True)
class Extracts:
    """The tables of a region's source/ folder, columns as text unless a rule needs numbers."""

    population: pd.DataFrame
    components: pd.DataFrame
    moves: pd.DataFrame
    fertility_total: pd.DataFrame
    fertility_by_age: pd.DataFrame
    mortality: pd.DataFrame
    areas_2019: pd.DataFrame
    areas_2024: pd.DataFrame
    schools: pd.DataFrame
    school_facts: pd.DataFrame
    centres: pd.DataFrame
    borders: Path


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _areas(path: Path) -> pd.DataFrame:
    """Read postcode areas; an empty cell is a suppressed figure and stays missing."""
    table = pd.read_csv(path, dtype={"postcode": str, "name": str, "municipality_code": str})
    return table.sort_values("postcode").reset_index(drop=True)


def _schools(source: Path) -> pd.DataFrame:
    """Read the school register, with the schools added by hand where there are any."""
    schools = _text(source / "schools_2025.csv")
    added_path = source / "schools_added.csv"
    if added_path.exists():
        added = _text(added_path)
        points = [
            to_etrs_tm35fin(float(lon), float(lat))
            for lon, lat in zip(added["lon"], added["lat"], strict=True)
        ]
        added["x"] = [str(round(x)) for x, _ in points]
        added["y"] = [str(round(y)) for _, y in points]
        schools = pd.concat([schools, added[schools.columns]], ignore_index=True)
    return schools


def read_extracts(source: Path, region: RegionSpec) -> Extracts:
    """Read all extracts of a region."""
    codes = {name: code for code, name in region.municipalities.items()}
    population = _text(source / "population_2019.csv")
    population["municipality"] = population["municipality"].map(codes)
    return Extracts(
        population=population,
        components=_text(source / "components_2015_2019.csv"),
        moves=_text(source / "moves_2014_2018.csv"),
        fertility_total=_text(source / "fertility_total.csv"),
        fertility_by_age=_text(source / "fertility_percent_by_age.csv"),
        mortality=_text(source / "mortality.csv"),
        areas_2019=_areas(source / "postcode_areas_2019.csv"),
        areas_2024=_areas(source / "postcode_areas_2024.csv"),
        schools=_schools(source),
        school_facts=_text(source / "school_facts.csv"),
        centres=_text(source / "municipality_centres.csv"),
        borders=source / "municipalities.geojson",
    )
