"""Write data/downloads from a folder of national files: small downloads in the shapes a planner saves them in.

    python tests/importers/extract_downloads.py DATA_FOLDER

Only needed when the national files change. data/downloads.md tells which file is a piece of a real download and which
is real figures in the shape of one.
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "data" / "downloads"
KAINUU = {"205": "Kajaani", "105": "Hyrynsalmi", "697": "Ristijärvi"}
NURMES = {"541": "Nurmes", "911": "Valtimo", "176": "Juuka"}
MOTHERS = ("0_19", "20_24", "25_29", "30_34", "35_39", "40_plus")
MOTHER_LABELS = ("- 19", "20 - 24", "25 - 29", "30 - 34", "35 - 39", "40 -")
MOVERS = ("0_19", "20_39", "40_59", "60_plus")
MOVER_LABELS = ("0 - 19", "20 - 39", "40 - 59", "60 -")
YEARS = ("2015", "2019")
KINDS = {"perusaste": "11", "erityiskoulu": "12", "lukio": "15", "perusaste_ja_lukio": "19"}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cut_population(finland):
    """Keep the title, the header, the whole country and six municipalities of the real files, byte for byte."""
    names = [*KAINUU.values(), *NURMES.values(), "KOKO MAA"]
    for source in sorted((finland / "statfin_samples").iterdir()):
        lines = source.read_bytes().split(b"\r\n")
        starts = tuple(f'"{name}"'.encode("latin-1") for name in names)
        kept = [*lines[:3], *(line for line in lines[3:] if line.startswith(starts)), b""]
        (HERE / source.name).write_bytes(b"\r\n".join(kept))


def cut_paavo(finland):
    for year in (2019, 2024):
        source = finland / "geo" / f"paavo_{year}_postcode_areas.csv"
        lines = source.read_text(encoding="utf-8").splitlines()
        place = lines[0].split(",").index("municipality_code")
        codes = [*KAINUU, *NURMES]
        kept = [line for line in lines[1:] if next(csv.reader([line]))[place] in codes]
        (HERE / source.name).write_text("\n".join([lines[0], *kept, ""]), encoding="utf-8")


def shape_paavo(finland):
    """One municipality's areas as the database gives them: contents in the columns, ``..`` where hidden."""
    names = {
        "x": "X-koordinaatti metreinä",
        "y": "Y-koordinaatti metreinä",
        "area_m2": "Postinumeroalueen pinta-ala",
        "population": "Asukkaat yhteensä, 2019 (HE)",
        **{
            f"age_{a}_{b}": f"{a}-{b}-vuotiaat, 2019 (HE)"
            for a, b in ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17))
        },
        "mean_income_eur": "Asukkaiden keskitulot, 2019 (HR)",
    }
    lines = ['"12f7 -- Paavo – Postinumeroalueittainen avoin tieto 2021"', ""]
    lines.append(",".join(['"Postinumeroalue"', *(f'"{name}"' for name in names.values())]))
    for row in rows_of(finland / "geo" / "paavo_2019_postcode_areas.csv"):
        if row["municipality_code"] == "105":
            label = f'"{row["postcode"]} {row["name"]} ({row["municipality"]})"'
            lines.append(",".join([label, *(row[name] or ".." for name in names)]))
    (HERE / "012_12f7_hyrynsalmi.csv").write_bytes("\r\n".join([*lines, ""]).encode("latin-1", "replace"))


def shape_register(finland):
    """The register as the map service gives it; the school that its city has closed is closed here."""
    rows = rows_of(finland / "geo" / "schools_kainuu_2025.csv")
    rows += rows_of(finland / "geo" / "schools_pohjois_karjala_2025.csv")
    chosen = [row for row in rows if row["municipality_code"] in (*KAINUU, *NURMES)]
    lines = ["FID,tunn,onimi,oltyp,olo,x,y"]
    features = []
    for row in chosen:
        olo = "0" if row["status"] == "in register 2025" else "1"
        lines.append(
            f"oppilaitokset.{row['register_number']},{row['register_number']},{row['name']},"
            f"{KINDS[row['type']]},{olo},{row['x']},{row['y']}"
        )
        properties = {
            "tunn": row["register_number"],
            "onimi": row["name"],
            "oltyp": KINDS[row["type"]],
            "olo": olo,
        }
        place = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
        features.append({"type": "Feature", "geometry": place, "properties": properties})
    (HERE / "oppilaitokset.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": features}
    (HERE / "oppilaitokset.json").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def cut_borders(finland):
    text = (finland / "geo" / "municipalities_2020_4500k.geojson").read_text(encoding="utf-8")
    borders = json.loads(text)
    codes = (*KAINUU, *NURMES, "290", "578", "620", "765", "777")
    borders["features"] = [item for item in borders["features"] if item["properties"]["code"] in codes]
    (HERE / "kunnat.geojson").write_text(json.dumps(borders, ensure_ascii=False), encoding="utf-8")


def components(finland):
    rows = rows_of(finland / "municipality_components_2015_2019.csv")
    return {
        (row["municipality_code"], row["year"]): row
        for row in rows
        if row["municipality_code"] in (*KAINUU, *NURMES)
    }


def shape_births(counts):
    """12dq, semicolons, Latin-1, codes and names of areas."""
    lines = ['"12dq -- Elävänä syntyneet äidin iän (5-v.) mukaan alueittain, 1990-2019"', ""]
    lines.append('"Alue";"Äidin ikä";"2015 Elävänä syntyneet";"2019* Elävänä syntyneet"')
    for code in sorted({code for code, _ in counts}):
        name = counts[code, "2019"]["municipality"]
        totals = ";".join(counts[code, year]["births"] for year in YEARS)
        lines.append(f'"KU{code} {name}";"Yhteensä";{totals}')
        for group, label in zip(MOTHERS, MOTHER_LABELS, strict=True):
            cells = ";".join(
                str(round(float(counts[code, year][f"births_mother_{group}"]))) for year in YEARS
            )
            lines.append(f'"KU{code} {name}";"{label}";{cells}')
    (HERE / "001_12dq.csv").write_bytes("\r\n".join([*lines, ""]).encode("latin-1"))


def shape_deaths(counts):
    """12ak as PX, in utf-8, with languages beside one another."""
    codes = sorted({code for code, _ in counts})
    names = ",".join(f'"{counts[code, "2019"]["municipality"]}"' for code in codes)
    cells = "\n".join(" ".join(counts[code, year]["deaths"] for year in YEARS) for code in codes)
    text = f"""CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
LANGUAGE="fi";
LANGUAGES="fi","sv";
DECIMALS=0;
MATRIX="001_12ak_2019";
CONTENTS="Kuolleet";
TITLE="12ak -- Kuolleet iän (5-v.) ja sukupuolen mukaan alueittain, "
"1990-2019";
STUB="Alue","Ikä";
STUB[sv]="Område","Ålder";
HEADING="Vuosi","Tiedot";
VALUES("Alue")={names};
VALUES("Ikä")="Yhteensä";
VALUES("Vuosi")="2015","2019";
VALUES("Tiedot")="Kuolleet";
CODES("Alue")={",".join(f'"KU{code}"' for code in codes)};
CODES("Ikä")="SSS";
SOURCE="Tilastokeskus, kuolleet";
DATA=
{cells};
"""
    (HERE / "12ak.px").write_bytes(text.replace("\n", "\r\n").encode("utf-8"))


def dimension(identifier, label, codes, labels):
    category = {
        "index": {code: i for i, code in enumerate(codes)},
        "label": dict(zip(codes, labels, strict=True)),
    }
    return identifier, {"label": label, "category": category}


def shape_migration(counts):
    """11a2 as JSON-stat 2 with identifiers of the kind that change every year, and 11a7 as a Swedish CSV."""
    codes = sorted({code for code, _ in counts})
    names = [counts[code, "2019"]["municipality"] for code in codes]
    contents = ("vm11_tulo", "vm11_lahto")
    dimensions = dict(
        [
            dimension("alue_23_20260101", "Alue", [f"KU{code}" for code in codes], names),
            dimension("ikaryhma_9", "Ikä", [label.replace(" ", "") for label in MOVER_LABELS], MOVER_LABELS),
            dimension("timeperiod_y", "Vuosi", YEARS, YEARS),
            dimension(
                "contentscode",
                "Tiedot",
                contents,
                ("Kuntien välinen tulomuutto", "Kuntien välinen lähtömuutto"),
            ),
        ]
    )
    values = [
        round(float(counts[code, year][f"{way}_{group}"]))
        for code in codes
        for group in MOVERS
        for year in YEARS
        for way in ("inmig", "outmig")
    ]
    table = {
        "version": "2.0",
        "class": "dataset",
        "label": "Kuntien välinen muutto iän mukaan alueittain",
        "source": "Tilastokeskus, muuttoliike",
        "role": {"time": ["timeperiod_y"], "geo": ["alue_23_20260101"], "metric": ["contentscode"]},
        "id": list(dimensions),
        "size": [len(each["category"]["index"]) for each in dimensions.values()],
        "dimension": dimensions,
        "value": values,
    }
    (HERE / "11a2.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    lines = [
        '"11a7 -- Invandring och utvandring efter område, 1990-2019"',
        "",
        '"Område","År","Invandring","Utvandring"',
    ]
    for code, name in zip(codes, names, strict=True):
        for year in YEARS:
            row = counts[code, year]
            lines.append(f'"{code} {name}","{year}",{row["immigration"]},{row["emigration"]}')
    (HERE / "11a7_sv.csv").write_text("\r\n".join([*lines, ""]), encoding="utf-8")


def shape_projection(finland):
    """The projection of 2019 for Kainuu, ages 0-20, in the columns of the table viewer."""
    rows = rows_of(finland / "statfin_projection2019_municipality_age0_20_four_regions.csv")
    years = [str(year) for year in range(2019, 2041)]
    lines = ['"128v -- Väestöennuste 2019: Väestö iän mukaan alueittain, 2019-2040"', ""]
    names = [f'"{year} Väestö 31.12. (ennuste 2019)"' for year in years]
    lines.append(",".join(['"Alue"', '"Ikä"', *names]))
    lines += [
        ",".join([f'"{row["municipality"]}"', f'"{row["age"]}"', *(row[year] for year in years)])
        for row in rows
        if row["municipality_code"] in KAINUU and row["age"].isdecimal()
    ]
    (HERE / "128v.csv").write_bytes("\r\n".join([*lines, ""]).encode("latin-1"))


def shape_moves(finland):
    """Moves between the three municipalities of Kainuu, as a table of areas of departure and arrival."""
    names = list(KAINUU.values())
    rows = rows_of(finland / "intermunicipal_moves_2014_2018_sum.csv")
    counts = {(row["from_municipality"], row["to_municipality"]): row["moves_2014_2018"] for row in rows}
    lines = ['"Kuntien välinen muutto lähtö- ja tuloalueen mukaan"', ""]
    lines.append('"Lähtöalue";"Tuloalue";"Vuosi";"Kuntien välinen muutto"')
    lines += [
        f'"{start}";"{end}";"2014-2018";{counts.get((start, end), "-") if start != end else "."}'
        for start in names
        for end in names
    ]
    (HERE / "moves_pairs.csv").write_bytes("\r\n".join([*lines, ""]).encode("latin-1"))


def main(data):
    finland = data / "finland"
    HERE.mkdir(parents=True, exist_ok=True)
    cut_population(finland)
    cut_paavo(finland)
    shape_paavo(finland)
    shape_register(finland)
    cut_borders(finland)
    counts = components(finland)
    shape_births(counts)
    shape_deaths(counts)
    shape_migration(counts)
    shape_projection(finland)
    shape_moves(finland)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
