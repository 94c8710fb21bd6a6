"""Write ``data/municipality_classes_2026.csv`` from the national key of municipalities and children by postcode.

    python -m tests.validation.extract_classes DATA_FOLDER

Only needed when the national files change.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from tests.validation.extract_municipal import save

YEAR = "2026"
SQUARE_METRES_PER_KM2 = 1e6
CLASS_OF_GROUPING = {
    "Urban municipalities": "urban",
    "Semi-urban municipalities": "semi-urban",
    "Rural municipalities": "rural",
}


def by_municipality(finland):
    """Children of ages 7-15 at the end of 2024, and square metres, by code of municipality."""
    children, land = Counter(), Counter()
    with (finland / "geo" / "paavo_2024_postcode_areas.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            children[row["municipality_code"]] += int(row["age_7_12"] or 0) + int(row["age_13_15"] or 0)
            land[row["municipality_code"]] += int(float(row["area_m2"] or 0))
    return children, land


def main(finland):
    children, land = by_municipality(finland)
    with (finland / "geo" / "municipality_key_selected_years.csv").open(encoding="utf-8") as stream:
        rows = [
            (
                row["municipality_code"],
                row["name_fi"],
                CLASS_OF_GROUPING[row["statistical_grouping"]],
                children[row["municipality_code"]],
                round(land[row["municipality_code"]] / SQUARE_METRES_PER_KM2),
            )
            for row in csv.DictReader(stream)
            if row["year"] == YEAR
        ]
    header = ("municipality", "name", "class", "children_7_15", "land_km2")
    save("municipality_classes_2026.csv", header, sorted(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
