"""Write ``data/postcode_children.csv.gz`` from the national file of children by postcode area.

    python -m tests.validation.extract_postcodes DATA_FOLDER

Only needed when the national file changes.
"""

import csv
import sys
from pathlib import Path

from tests.validation.extract_municipal import save

YEARS = ("2013", "2018", "2019", "2020", "2024")
BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")


def main(finland):
    with (finland / "geo" / "paavo_2013_2020_2024_children_by_postcode.csv").open(encoding="utf-8") as stream:
        rows = [
            (row["year"], row["postcode"], row["municipality_code"], *(row[band] for band in BANDS))
            for row in csv.DictReader(stream)
            if row["year"] in YEARS and all(row[band] for band in BANDS)
        ]
    save("postcode_children.csv.gz", ("year", "postcode", "municipality", *BANDS), rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
