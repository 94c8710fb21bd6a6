"""Write ``data/england_*`` from the files of the Greater London Authority's projection of pupils.

Run as ``python -m tests.validation.extract_england FOLDER`` where FOLDER holds the two files named below.
"""

import csv
import sys
from pathlib import Path

DATA = Path(__file__).parent / "data"
GRADES = ("reception", *(f"year_group_{number}" for number in range(1, 12)))


def pupils(folder: Path) -> list[list[str]]:
    """Rows of region, autumn in which the school year begins, and pupils by grade."""
    with (folder / "pupils_by_year_group_itl2_2011_12_to_2017_18.csv").open(encoding="utf-8") as file:
        return [
            [row["itl221cd"], row["time_period"][:4], *(f"{float(row[grade]):.0f}" for grade in GRADES)]
            for row in csv.DictReader(file)
        ]


def births(folder: Path) -> list[list[str]]:
    """Rows of region, name, and births of the years to mid-2007 … mid-2013."""
    with (folder / "births_midyear_itl2_2000_2018.csv").open(encoding="utf-8") as file:
        return [
            [
                row["gss_code"],
                row["gss_name"],
                *(f"{float(row[str(year)]):.0f}" for year in range(2007, 2014)),
            ]
            for row in csv.DictReader(file)
        ]


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    source = Path(sys.argv[1])
    write("england_pupils_2011_2017.csv", ["region", "autumn", *GRADES], pupils(source))
    years = [str(year) for year in range(2007, 2014)]
    write("england_births_2007_2013.csv", ["region", "name", *years], births(source))
