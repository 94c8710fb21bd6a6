"""Write the small municipal extracts of ``data/municipal_*`` from a folder of national files.

    python -m tests.validation.extract_municipal DATA_FOLDER

Only needed when the national files change. Municipalities stand in the division of 2020 (Valtimo in Nurmes).
"""

import csv
import gzip
import io
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent / "data"
YEARS = (2018, 2019)
MERGED = {"Valtimo": "Nurmes", "Maarianhamina - Mariehamn": "Maarianhamina"}
MERGED_CODES = {"911": "541"}
WHOLE_COUNTRY = "KOKO MAA"
OLDEST_PROJECTED = 15
BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15")
EVENT_COLUMNS = [
    *("births_mother_0_19", "births_mother_20_24", "births_mother_25_29"),
    *("births_mother_30_34", "births_mother_35_39", "births_mother_40_plus"),
    *("deaths", "immigration", "emigration"),
    *("inmig_0_19", "inmig_20_39", "inmig_40_59", "inmig_60_plus"),
    *("outmig_0_19", "outmig_20_39", "outmig_40_59", "outmig_60_plus"),
]
"""Of the components file; one column of an events table each."""

TEXT = {"dtype": str, "keep_default_na": False}


def save(name, header, rows):
    """Write rows as CSV, gzipped without a time so that the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8")
    path = DATA / name
    path.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)


def key_of_2020(finland):
    """Return code and region by Finnish name, division of 2020."""
    key = pd.read_csv(finland / "geo" / "municipality_key_selected_years.csv", **TEXT)
    rows = key[key["year"] == "2020"]
    return {
        name: (code, region)
        for name, code, region in zip(
            rows["name_fi"], rows["municipality_code"], rows["region_fi"], strict=True
        )
    }


def populations(finland, key):
    """Write the population by municipality, sex and age at the end of both years."""
    samples = {
        2018: ("005_11re_2018_comma_latin1.csv", ","),
        2019: ("005_11re_2019_semicolon_latin1.csv", ";"),
    }
    for year, (file, separator) in samples.items():
        table = pd.read_csv(
            finland / "statfin_samples" / file, sep=separator, encoding="latin-1", skiprows=2, **TEXT
        )
        table = table.set_axis([*("name", "age"), *table.columns[2:-2], "male", "female"], axis=1)
        people = {}
        for name, age, male, female in table[["name", "age", "male", "female"]].itertuples(index=False):
            if name == WHOLE_COUNTRY or age == "Yhteensä":
                continue
            code = key[MERGED.get(name, name)][0]
            for sex, count in (("male", male), ("female", female)):
                row = people.setdefault((code, sex), [0] * 101)
                row[int(age.split()[0])] += int(count)
        rows = [(*place, *people[place]) for place in sorted(people, key=lambda p: (p[0], p[1] == "female"))]
        save(f"municipal_population_{year}.csv.gz", ("municipality", "sex", *range(101)), rows)


def events(finland, key):
    """Write births by mother's age, deaths and moves of 2015 and 2019; an empty cell is not known."""
    region = dict(key.values())
    table = pd.read_csv(finland / "municipality_components_2015_2019.csv", **TEXT)
    rows = [
        (
            record["municipality_code"],
            region[record["municipality_code"]],
            record["year"],
            record["pop_total"],
            record["births"],
            *(str(round(float(record[column]))) if record[column] else "" for column in EVENT_COLUMNS),
        )
        for record in table.to_dict("records")
    ]
    header = ("municipality", "region", "year", "population", "births", *EVENT_COLUMNS)
    save("municipal_events_2015_2019.csv.gz", header, sorted(rows))


def moves(finland, key):
    """Write moves 2014–2018 within each region by pair, and with the rest of the country by municipality."""
    table = pd.read_csv(finland / "intermunicipal_moves_2014_2018_sum.csv", **TEXT)
    pairs = Counter()
    for origin, destination, count in table.itertuples(index=False):
        (start, from_region), (end, to_region) = (
            key[MERGED.get(name, name)] for name in (origin, destination)
        )
        if start == end:
            continue
        if from_region == to_region:
            pairs[start, end] += int(count)
        else:
            pairs[start, "outside"] += int(count)
            pairs["outside", end] += int(count)
    save(
        "municipal_moves_2014_2018.csv.gz",
        ("origin", "destination", "count"),
        [(*pair, count) for pair, count in sorted(pairs.items())],
    )


def schedules(finland):
    """Write Finland's fertility and mortality by age in 2018 and 2019."""
    total = pd.read_csv(finland / "tfr_region_1990_2019.csv").query("name == 'Finland'")
    by_age = pd.read_csv(finland / "pasfr_region_age1_1990_2019.csv").query("reg_code == 246")
    deaths = pd.read_csv(finland / "mx_region_age1_sex_2000_2019_modelled.csv").query("reg_code == 246")
    years = [str(year) for year in YEARS]
    births = by_age[years] * total[years].iloc[0] / 100
    rows = [
        ("fertility", "female", age, *(f"{rate:.6g}" for rate in rates))
        for age, rates in zip(by_age["age"], births.to_numpy(), strict=True)
    ]
    rows += [
        ("mortality", sex, age, *(f"{rate:.6g}" for rate in rates))
        for sex, age, rates in zip(deaths["sex"], deaths["age"], deaths[years].to_numpy(), strict=True)
    ]
    save("municipal_national_schedules.csv", ("rate", "sex", "age", *years), rows)


def projection(finland):
    """Write Statistics Finland's projection of 2019 for four regions, ages 0–15."""
    table = pd.read_csv(finland / "statfin_projection2019_municipality_age0_20_four_regions.csv", **TEXT)
    table = table[table["age"].isin([str(age) for age in range(OLDEST_PROJECTED + 1)])]
    years = [column for column in table.columns if column.isdecimal()]
    table["municipality_code"] = table["municipality_code"].replace(MERGED_CODES)
    sums = (
        table.astype(dict.fromkeys(("age", *years), int)).groupby(["municipality_code", "age"])[years].sum()
    )
    rows = [(code, age, *values) for (code, age), values in zip(sums.index, sums.to_numpy(), strict=True)]
    save("municipal_projection_2019.csv.gz", ("municipality", "age", *years), rows)
    return sorted({row[0] for row in rows})


def postcode_bands(finland, codes):
    """Write children of the postcode areas summed over each municipality, 2019 and 2024."""
    table = pd.read_csv(
        finland / "geo" / "paavo_2013_2020_2024_children_by_postcode.csv", dtype={"municipality_code": str}
    )
    table["municipality_code"] = table["municipality_code"].str.zfill(3)
    chosen = table[table["year"].isin([2019, 2024]) & table["municipality_code"].isin(codes)]
    sums = chosen.groupby(["year", "municipality_code"])[list(BANDS)].sum().astype(int)
    rows = [(year, code, *values) for (year, code), values in zip(sums.index, sums.to_numpy(), strict=True)]
    save("municipal_postcode_children.csv", ("year", "municipality", *BANDS), rows)


def main(data_folder):
    finland = data_folder / "finland"
    key = key_of_2020(finland)
    populations(finland, key)
    events(finland, key)
    moves(finland, key)
    schedules(finland)
    postcode_bands(finland, projection(finland))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.validation.extract_municipal DATA_FOLDER")
    main(Path(sys.argv[1]))
