"""Write the small extracts in each scenario's source/ folder from a folder of national files.

    python scenarios/build/extract.py DATA_FOLDER

Only needed when the national files change: the scenario tables are built from the extracts alone. The
hand-kept files school_facts.csv and schools_added.csv are left as they are.
"""

import json
import sys
from pathlib import Path

import pandas as pd
from open_data.regions import REGIONS, RegionSpec

BANDS = ["age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17"]
AREA_COLUMNS = [
    *("postcode", "name", "municipality_code", "x", "y", "area_m2", "population"),
    *BANDS,
    "mean_income_eur",
]
COMPONENT_COLUMNS = [
    *("year", "municipality_code", "municipality", "land_km2", "pop_total"),
    *("pop_in_localities", "pop_sparse", "births"),
    *("births_mother_0_19", "births_mother_20_24", "births_mother_25_29"),
    *("births_mother_30_34", "births_mother_35_39", "births_mother_40_plus"),
    *("deaths", "immigration", "emigration"),
    *("inmig", "inmig_0_19", "inmig_20_39", "inmig_40_59", "inmig_60_plus"),
    *("outmig", "outmig_0_19", "outmig_20_39", "outmig_40_59", "outmig_60_plus"),
]
SCHOOL_COLUMNS = [
    *("register_number", "name", "municipality_code", "type", "grades", "grades_basis"),
    *("provider", "postcode", "x", "y", "language", "status", "source"),
]
RATE_YEARS = [str(year) for year in range(2015, 2020)]


def save(table: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with line feeds."""
    table.to_csv(path, index=False, lineterminator="\n")


def read(path: Path, **options: object) -> pd.DataFrame:
    """Read every column as text, so that nothing is reformatted on the way."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, **options)  # type: ignore[call-overload]


def extract_people(finland: Path, region: RegionSpec, source: Path) -> None:
    """Write population, vital events and moves of the region's municipalities."""
    statfin = finland / "statfin_samples" / "005_11re_2019_semicolon_latin1.csv"
    population = read(statfin, sep=";", encoding="latin-1", skiprows=2)
    population.columns = pd.Index(["municipality", "age", "total", "male", "female"])
    save(
        population[population["municipality"].isin(list(region.municipalities.values()))],
        source / "population_2019.csv",
    )
    components = read(finland / "municipality_components_2015_2019.csv")
    inside = components["municipality_code"].isin(list(region.municipalities))
    save(components.loc[inside, COMPONENT_COLUMNS], source / "components_2015_2019.csv")
    moves = read(finland / "intermunicipal_moves_2014_2018_sum.csv")
    names = [*region.municipalities.values(), *region.merged]
    ends = moves["from_municipality"].isin(names) | moves["to_municipality"].isin(names)
    save(moves[ends], source / "moves_2014_2018.csv")


def extract_rates(finland: Path, region: RegionSpec, source: Path) -> None:
    """Write fertility and mortality of the region."""
    total = read(finland / "tfr_region_1990_2019.csv")
    by_age = read(finland / "pasfr_region_age1_1990_2019.csv")
    mortality = read(finland / "mx_region_age1_sex_2000_2019_modelled.csv")
    row = total[total["name"] == region.statistics_region]
    code = row["reg_code"].iloc[0]
    save(row[["name", *RATE_YEARS]], source / "fertility_total.csv")
    save(
        by_age.loc[by_age["reg_code"] == code, ["age", *RATE_YEARS]],
        source / "fertility_percent_by_age.csv",
    )
    save(mortality.loc[mortality["reg_code"] == code, ["sex", "age", "2019"]], source / "mortality.csv")


def extract_places(finland: Path, region: RegionSpec, source: Path) -> None:
    """Write postcode areas, schools, main villages and borders."""
    geo, codes = finland / "geo", list(region.municipalities)
    for year in (2019, 2024):
        areas = read(geo / f"paavo_{year}_postcode_areas.csv")
        save(
            areas.loc[areas["municipality_code"].isin(codes), AREA_COLUMNS],
            source / f"postcode_areas_{year}.csv",
        )
    schools = read(geo / f"schools_{region.folder}_2025.csv")
    save(schools[SCHOOL_COLUMNS], source / "schools_2025.csv")
    points = read(geo / "municipality_points_2020.csv")
    save(
        points.loc[
            points["municipality_code"].isin(codes),
            ["municipality_code", "place", "centre_lon", "centre_lat", "centre_source"],
        ],
        source / "municipality_centres.csv",
    )
    borders = json.loads((geo / "municipalities_2020_4500k.geojson").read_text(encoding="utf-8"))
    chosen = [feature for feature in borders["features"] if feature["properties"]["code"] in codes]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in chosen)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (source / "municipalities.geojson").write_text(text, encoding="utf-8")


def main(data_folder: Path) -> None:
    """Write the extracts of all regions."""
    scenarios = Path(__file__).resolve().parent.parent
    finland = data_folder / "finland"
    for region in REGIONS:
        source = scenarios / region.folder / "source"
        source.mkdir(parents=True, exist_ok=True)
        extract_people(finland, region, source)
        extract_rates(finland, region, source)
        extract_places(finland, region, source)
        print(f"{region.folder}: extracts written")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python scenarios/build/extract.py DATA_FOLDER")
    main(Path(sys.argv[1]))
