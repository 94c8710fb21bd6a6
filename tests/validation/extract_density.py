"""Write ``data/postcode_density_2019.csv`` from the national file of postcode areas.

    python -m tests.validation.extract_density DATA_FOLDER

Only needed when the national file changes.
"""

import csv
import sys
from pathlib import Path

from tests.validation.extract_municipal import save

SQUARE_METRES_PER_KM2 = 1e6


def main(finland):
    with (finland / "geo" / "paavo_2019_postcode_areas.csv").open(encoding="utf-8") as stream:
        rows = [
            (
                row["postcode"],
                f"{float(row['area_m2']) / SQUARE_METRES_PER_KM2:.2f}",
                row["age_7_12"],
                row["age_13_15"],
            )
            for row in csv.DictReader(stream)
            if row["age_7_12"] and row["age_13_15"]
        ]
    save("postcode_density_2019.csv", ("postcode", "area_km2", "age_7_12", "age_13_15"), rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
