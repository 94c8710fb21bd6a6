"""The region's age schedules of fertility and mortality."""

from pathlib import Path
from typing import Final

import numpy as np

from kopa_sim.importers.writing import write_table
from open_data.extracts import Extracts

FERTILE: Final = range(15, 50)
YEARS: Final = ("2015", "2016", "2017", "2018", "2019")


def write_rates(extracts: Extracts, folder: Path) -> None:
    """Write rates.csv.

    Fertility: total fertility rate of 2019 times the mean age distribution of 2015–2019, ages 15–49. The little
    that the graduated source has outside those ages is shared out in proportion. Mortality: 2019, by sex.
    """
    by_age = extracts.fertility_by_age.set_index("age")[list(YEARS)].astype(float)
    shares = np.array([by_age.loc[str(age)].mean() for age in FERTILE])
    rates = float(extracts.fertility_total["2019"].iloc[0]) * shares / shares.sum()
    rows: list[tuple[str, str, int, float]] = [
        ("fertility", "female", age, float(rate)) for age, rate in zip(FERTILE, rates, strict=True)
    ]
    for sex in ("male", "female"):
        column = extracts.mortality[extracts.mortality["sex"] == sex]
        rows += [
            ("mortality", sex, int(age), float(rate))
            for age, rate in zip(column["age"], column["2019"], strict=True)
        ]
    write_table(folder / "rates.csv", ("rate", "sex", "age", "value"), rows)
