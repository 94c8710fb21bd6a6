"""Write the national ages behind the own share and tax-base equalisation, and print the three tables made of them.

    python scenarios/build/national_ages.py DATA_FOLDER [OUTPUT_FOLDER]

Only needed when the national files or the age prices change. The output folder is that of the parameter defaults
unless named; the printed tables go into funding.toml by hand. The rule is told in national_ages.md beside the table.
"""

import sys
import tomllib
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq

Floats = NDArray[np.float64]

COUNTED, LAST = 2019, 2060
FINLAND: Final = "246"
SEXES: Final = ("male", "female")
BOYS_SHARE: Final = 105 / 205
MIGRATION_YEARS: Final = [str(year) for year in range(2015, 2020)]
REGISTERED_BIRTHS: Final = {2020: 46_463, 2023: 43_383, 2024: 43_720, 2025: 45_835}
"""Statistics Finland; 2025 preliminary. The United Nations' births stand for the years not named."""

GROUPS: Final = {
    "ages_0_5": slice(0, 6),
    "age_6": slice(6, 7),
    "ages_7_12": slice(7, 13),
    "ages_13_15": slice(13, 16),
    "ages_16_over": slice(16, None),
    "adults_18_over": slice(18, None),
    "total": slice(None),
}
PRICES: Final = {
    "ages_0_5": "price_age_0_5_eur",
    "age_6": "price_age_6_eur",
    "ages_7_12": "price_age_7_12_eur",
    "ages_13_15": "price_age_13_15_eur",
    "ages_16_over": "price_age_16_over_eur",
}
OWN_SHARE_RESIDENTS, INCOME_YEAR = 2023, 2024
DEFAULTS: Final = Path(__file__).resolve().parents[2] / "kopa_sim" / "scenario" / "defaults"


def by_sex_age(path: Path, columns: list[str]) -> Floats:
    """Return the whole country's rows of a file. (sex, age, column)"""
    rows = pd.read_csv(path, dtype={"reg_code": str}).query("reg_code == @FINLAND")
    return np.stack([rows[rows["sex"] == sex].sort_values("age")[columns].to_numpy(float) for sex in SEXES])


def indicator(path: Path, item: str) -> dict[int, float]:
    """Return a yearly indicator of Finland, estimates followed by the medium projection, in persons."""
    rows = pd.read_csv(path).query("country == 'Finland'")
    chosen = rows[rows["item"].isin([item, f"{item}_proj"])]
    return {int(year): 1_000.0 * value for year, value in zip(chosen["year"], chosen["value"], strict=True)}


def survivors(people: Floats, births: float, rates: Floats) -> Floats:
    """Return who is alive at the end of a year, a year older; newborns are of age 0. (sex, age)"""
    born = births * np.array([BOYS_SHARE, 1.0 - BOYS_SHARE])
    older = people[:, :-1] * np.exp(-(rates[:, :-1] + rates[:, 1:]) / 2.0)
    older[:, -1] += people[:, -1] * np.exp(-rates[:, -1])
    return np.concatenate([(born * np.exp(-rates[:, 0]))[:, None], older], axis=1)


def one_year(people: Floats, births: float, deaths: float, rates: Floats) -> Floats:
    """Return the survivors, death rates raised or lowered alike so that as many die as are said to. (sex, age)"""
    alive = people.sum() + births - deaths
    level = brentq(lambda k: survivors(people, births, k * rates).sum() - alive, 0.2, 5.0)
    return survivors(people, births, level * rates)


def project(data: Path) -> pd.DataFrame:
    """Return residents by age group on 31 December of each year."""
    finland, united_nations = data / "finland", data / "demography" / "wpp2024_annual_indicators.csv"
    people = by_sex_age(finland / "population_region_age1_sex_1972_2019.csv", [str(COUNTED)])[:, :, 0]
    rates = by_sex_age(finland / "mx_region_age1_sex_2000_2019_modelled.csv", [str(COUNTED)])[:, :, 0]
    moves = by_sex_age(finland / "net_migration_region_age1_sex_1990_2019.csv", MIGRATION_YEARS).sum(axis=2)
    pattern = np.zeros_like(people)
    pattern[:, : moves.shape[1]] = moves / moves.sum()
    births = indicator(united_nations, "births_thousands") | REGISTERED_BIRTHS
    deaths = indicator(united_nations, "deaths_thousands")
    migration = indicator(united_nations, "net_migration_thousands")
    totals = indicator(united_nations, "population_thousands")
    rows = {COUNTED: people}
    for year in range(COUNTED + 1, LAST + 1):
        alive = one_year(rows[year - 1], births[year], deaths[year], rates)
        arrived = totals[year] - alive.sum() if year in totals else migration[year]
        rows[year] = alive + arrived * pattern
    groups = {
        year: {name: round(float(of_year[:, ages].sum())) for name, ages in GROUPS.items()}
        for year, of_year in rows.items()
    }
    return pd.DataFrame.from_dict(groups, orient="index").rename_axis("year")


def tables(ages: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the three tables of funding.toml, computed from the prices and the own share that stand in it."""
    entries = tomllib.loads((DEFAULTS / "funding.toml").read_text(encoding="utf-8"))
    price = {group: entries[name]["value"] for group, name in PRICES.items()}
    own_share = entries["own_share_eur_resident"]["value"]
    whole = own_share / entries["own_share_of_computed_cost_share"]["value"]
    of_ages = sum(ages[group] * price[group] for group in price) / ages["total"]
    adults = ages["adults_18_over"] / ages["total"]
    return {
        "national_computed_cost_index": 1.0 + (of_ages - of_ages[OWN_SHARE_RESIDENTS]) / whole,
        "national_age_0_5_share": ages["ages_0_5"] / ages["total"],
        "national_adult_share_index": adults / adults[INCOME_YEAR],
    }


def main(data: Path, output: Path) -> None:
    """Write the ages and print the tables."""
    ages = project(data)
    ages.to_csv(output / "national_ages.csv", lineterminator="\n")
    for name, values in tables(ages).items():
        entries = ", ".join(f"{year} = {value:.4f}" for year, value in values.items())
        print(f"\n[{name}]\nvalue = {{ {entries} }}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit("usage: python scenarios/build/national_ages.py DATA_FOLDER [OUTPUT_FOLDER]")
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else DEFAULTS)
