"""Projections of municipalities beside what was counted and beside Statistics Finland's, for docs/validation.md."""

from functools import partial

import numpy as np

from tests.validation.comparison import COUNT, SHARE, Comparison
from tests.validation.municipal_data import municipalities
from tests.validation.municipal_projection import (
    BASE,
    FOUR_REGIONS,
    bias_2024,
    difference,
    median_difference,
    missed_2024,
    one_year_missed,
    unexplained,
)

TITLE = "Municipalities"
INTRODUCTION = """Default parameters, every region a scenario of its own, schedules of the whole country
(`tests/validation/municipal_projection.py`). Statistics Finland's projection of 2019 starts from the end of 2018;
ours from the end of 2019 with the events of 2015 and 2019, and where said from 2018 with the events of 2015, so that
it knows no more. The 65 municipalities of Kainuu, Central Finland, Lapland and North Karelia stand in the division of
2020 (Valtimo in Nurmes). Against the official projection the band is half a percent a year, in the median
municipality one percent a year, written down after a first look; against counts it is what the official projection,
or the forecast "as today", missed by. The count of 2024 is that of the postcode areas, scaled by what they held of
the registered children in 2019."""

STATFIN = "Statistics Finland, population projection 2019"
POSTCODES = "Statistics Finland, Paavo 2024"
REGISTER = "Statistics Finland, population and its changes 2019"

NURMES = "541"
ONE_YEAR = {(0, 15): 0.0159, (0, 0): 0.0779, (1, 6): 0.0391, (7, 15): 0.0169}
"""What "as today" misses by one year ahead: Σ |error| over municipalities, share."""

OFFICIAL_2024 = {(7, 12): (-0.0266, 0.0400), (13, 15): (-0.0239, 0.0371)}
"""Bias and Σ |error| over municipalities of the official projection in 2024, shares."""

OFFICIAL_2024_BY_REGION = {
    "Kainuu": -0.0648,
    "Keski-Suomi": -0.0172,
    "Lappi": -0.0226,
    "Pohjois-Karjala": -0.0318,
}
"""Bias of the official projection in 2024, ages 7–12."""

NAMES = {
    "Kainuu": "Kainuu",
    "Keski-Suomi": "Central Finland",
    "Lappi": "Lapland",
    "Pohjois-Karjala": "North Karelia",
}
YEARS_AHEAD = {5: 2024, 10: 2029, 20: 2039}

FROM_2018 = "fertility held at that of 2018 (1.41; the official projection assumed 1.35), moves of 2015 alone"
REMARKS = {
    ("Kainuu", 5): "in 2024 our projection was nearer to the count than the official one, see below",
    (None, 10): FROM_2018,
    (None, 20): FROM_2018,
}


def identity() -> float:
    """Persons the components leave unexplained, all municipalities but the merged one."""
    kept = np.array([code != NURMES for code in municipalities().codes])
    return float(np.abs(unexplained()[kept]).sum())


def _ages(ages: tuple[int, int]) -> str:
    return f"age {ages[0]}" if ages[0] == ages[1] else f"ages {ages[0]}–{ages[1]}"


def _one_year(ages: tuple[int, int]) -> Comparison:
    today = ONE_YEAR[ages]
    return Comparison(
        f"310 municipalities, {_ages(ages)}, one year ahead from 2018: Σ \\|error\\| over municipalities",
        f"as today {100 * today:.2f} %",
        REGISTER,
        partial(one_year_missed, slice(ages[0], ages[1] + 1)),
        0.0,
        today,
        SHARE,
        True,
        "rates of 2015, infants of 2018; the single births of 2019 are chance" if ages == (0, 0) else "",
        decimals=2,
    )


def _beside_official(years: int, region: str | None, base_year: int = BASE) -> Comparison:
    where = "65 municipalities" if region is None else NAMES[region]
    start = "" if base_year == BASE else f", both from {base_year}"
    remark = REMARKS.get((region, years), "") if (region is None) == (base_year != BASE) else ""
    return Comparison(
        f"{where}, ages 7–15 in {YEARS_AHEAD[years]}{start}: against the official projection",
        "0 %",
        STATFIN,
        partial(difference, YEARS_AHEAD[years], region, base_year),
        -0.005 * years,
        0.005 * years,
        SHARE,
        True,
        remark,
        decimals=2,
    )


def _median(years: int) -> Comparison:
    return Comparison(
        f"65 municipalities, ages 7–15 in {YEARS_AHEAD[years]}: median \\|difference\\| of a municipality",
        "0 %",
        STATFIN,
        partial(median_difference, YEARS_AHEAD[years]),
        0.0,
        0.01 * years,
        SHARE,
        True,
        decimals=2,
    )


def _counted(ages: tuple[int, int], base_year: int) -> tuple[Comparison, Comparison]:
    bias, missed = OFFICIAL_2024[ages]
    where = f"65 municipalities, {_ages(ages)} in 2024, from {base_year}"
    return (
        Comparison(
            f"{where}: projected against counted",
            f"official {100 * bias:.2f} %",
            POSTCODES,
            partial(bias_2024, "ours", ages, None, base_year),
            bias,
            -bias,
            SHARE,
            True,
            decimals=2,
        ),
        Comparison(
            f"{where}: Σ \\|error\\| over municipalities",
            f"official {100 * missed:.2f} %",
            POSTCODES,
            partial(missed_2024, "ours", ages, None, base_year),
            0.0,
            missed,
            SHARE,
            True,
            decimals=2,
        ),
    )


def _counted_region(region: str) -> Comparison:
    bias = OFFICIAL_2024_BY_REGION[region]
    return Comparison(
        f"{NAMES[region]}, ages 7–12 in 2024, from 2019: projected against counted",
        f"official {100 * bias:.2f} %",
        POSTCODES,
        partial(bias_2024, "ours", (7, 12), region),
        bias,
        -bias,
        SHARE,
        True,
        decimals=2,
    )


COMPARISONS = (
    Comparison(
        "Population 2019 − 2018 − births + deaths − net moves: Σ \\|residual\\| of all municipalities but Nurmes,"
        " persons",
        "0 but for corrections of the register; median 0",
        REGISTER,
        identity,
        0,
        1_100,
        COUNT,
        True,
        "the band is two persons in ten thousand; 1,012 without Mariehamn, whose name the two sources write"
        " differently; with Valtimo merged into Nurmes, whose own residual is 4",
        decimals=0,
    ),
    *(_one_year(ages) for ages in ONE_YEAR),
    *(_beside_official(years, None) for years in YEARS_AHEAD),
    *(_median(years) for years in YEARS_AHEAD),
    *(_beside_official(years, region) for region in FOUR_REGIONS for years in YEARS_AHEAD),
    *(_beside_official(years, None, 2018) for years in YEARS_AHEAD),
    *(row for base_year in (2019, 2018) for ages in OFFICIAL_2024 for row in _counted(ages, base_year)),
    *(_counted_region(region) for region in FOUR_REGIONS),
)
