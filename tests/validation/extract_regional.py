"""Write the small extracts behind the test of intervals, ``data/regional_*`` and others, from national files.

    python -m tests.validation.extract_regional DATA_FOLDER

Only needed when the national files change.
"""

import sys
from pathlib import Path

import pandas as pd

from tests.validation.extract_municipal import BANDS, TEXT, save

OLDEST_KEPT = 49
MUNICIPAL_BASE = "2015"
NORDIC = ("Denmark", "Finland", "Norway", "Sweden")


def regions(finland):
    """Write the population of the regions to age 49, and of all ages in the base year of the municipalities."""
    table = pd.read_csv(finland / "population_region_age1_sex_1972_2019.csv", **TEXT)
    table = table[table["name"] != "Finland"]
    years = [column for column in table.columns if column.isdecimal()]
    keys = ["reg_code", "name", "sex", "age"]
    kept = table[table["age"].astype(int) <= OLDEST_KEPT]
    save("regional_population_1972_2019.csv.gz", [*keys, *years], kept[[*keys, *years]].to_numpy().tolist())
    base = table[[*keys, MUNICIPAL_BASE]].to_numpy().tolist()
    save("regional_population_2015.csv.gz", [*keys, MUNICIPAL_BASE], base)


def fertility(finland):
    """Write Finland's shares of fertility by mother's age 15–49."""
    table = pd.read_csv(finland / "pasfr_region_age1_1990_2019.csv").query(
        "reg_code == 246 and 15 <= age <= 49"
    )
    years = [column for column in table.columns if column.isdecimal()]
    rows = [
        (age, *(f"{value:.4f}" for value in values))
        for age, values in zip(table["age"], table[years].to_numpy(), strict=True)
    ]
    save("national_fertility_shape_1990_2019.csv", ["age", *years], rows)


def life_expectancy(finland):
    """Write Finland's life expectancy at birth."""
    tables = {
        sex: pd.read_csv(finland / "e0_region_sex_1990_2019.csv", **TEXT).query(
            f"name == 'Finland' and sex == '{sex}'"
        )
        for sex in ("male", "female")
    }
    years = [column for column in tables["male"].columns if column.isdecimal()]
    rows = [(sex, *table[years].to_numpy()[0]) for sex, table in tables.items()]
    save("national_life_expectancy_1990_2019.csv", ["sex", *years], rows)


def net_migration(demography):
    """Write net immigration of four Nordic countries, thousands a year."""
    table = pd.read_csv(demography / "wpp2024_annual_indicators.csv")
    chosen = table[(table["item"] == "net_migration_thousands") & table["country"].isin(NORDIC)]
    rows = [
        (country, year, f"{value:.3f}")
        for country, year, value in chosen[["country", "year", "value"]].to_numpy()
    ]
    save("nordic_net_migration_1990_2023.csv", ["country", "year", "thousands"], sorted(rows))


def children(finland):
    """Write children of the postcode areas of every year, summed over the municipalities of 2020."""
    table = pd.read_csv(
        finland / "geo" / "paavo_2013_2020_2024_children_by_postcode.csv",
        dtype={"municipality_code": str, "postcode": str},
    )
    table["municipality_code"] = table["municipality_code"].str.zfill(3)
    division = table[table["year"] == 2020].set_index("postcode")["municipality_code"]
    table["municipality"] = table["postcode"].map(division).fillna(table["municipality_code"])
    columns = ["population", *BANDS]
    sums = table.groupby(["municipality", "year"])[columns].sum().astype(int)
    present = set(division)
    rows = [
        (*key, *values) for key, values in zip(sums.index, sums.to_numpy(), strict=True) if key[0] in present
    ]
    save("municipal_children_2013_2024.csv.gz", ["municipality", "year", *columns], rows)


def main(data_folder):
    finland = data_folder / "finland"
    regions(finland)
    fertility(finland)
    life_expectancy(finland)
    net_migration(data_folder / "demography")
    children(finland)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.validation.extract_regional DATA_FOLDER")
    main(Path(sys.argv[1]))
