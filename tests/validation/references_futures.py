"""Past forecasts of children beside plain ones, and how often intervals held, for docs/validation.md."""

from functools import partial

from tests.validation.comparison import SHARE, Comparison
from tests.validation.interval_results import municipal_futures, regional_score
from tests.validation.municipal_intervals import SIZES, coverage

TITLE = "Past forecasts and their intervals"
INTRODUCTION = """Forecasts made from what was known at each origin, against what came (docs/demography/futures.md).
Regions: Finland's 19, origins 1994, 1999, 2004, 2009 and 2014, data to 2019. Municipalities: launched 2015."""

GOAL = "72–88 % of intervals hold"
PUBLISHED = {
    "0": "32–61 % when widths come from past errors",
    "1–6": "80 % by name",
    "7–15": "26–38 % when past years are drawn at random, 71–83 % when widths come from past errors",
}
BIRTHS = "no error before 2014 was like the fall of births of 2010–2019; scenarios must cover such a fall"


def _error(origin: int) -> float:
    return regional_score("7–15", 5, origin).error["kopa_sim"]


def _held(ages: str, horizon: int) -> float:
    return regional_score(ages, horizon).coverage[0.80]


def _held_in_municipalities(year: int, band: str, size: int) -> float:
    return coverage(municipal_futures()["with the paths"], 0.80, year, band, SIZES[size])[0]


def _regional_error(origin: int, published: float) -> Comparison:
    return Comparison(
        f"Regions, ages 7–15 five years ahead, mean absolute error launched {origin}",
        f"{100 * published:.2f} % by cohort-change ratios of three years",
        "back-test on StatFin 11re",
        partial(_error, origin),
        0.0,
        published,
        SHARE,
        True,
        "smoothing constant of NCES 2001",
        decimals=2,
    )


def _regional_interval(ages: str, horizon: int, remark: str = "") -> Comparison:
    return Comparison(
        f"Regions, ages {ages}, 80 % intervals {horizon} years ahead: share that held".replace(
            "1 years", "1 year"
        ),
        PUBLISHED[ages],
        GOAL,
        partial(_held, ages, horizon),
        0.72,
        0.88,
        SHARE,
        True,
        remark,
        decimals=0,
    )


def _municipal_interval(year: int, band: str, size: int, whose: str) -> Comparison:
    return Comparison(
        f"Municipalities {whose}, ages {band} in {year}, 80 % intervals of 2015: share that held",
        "80 % by name",
        GOAL,
        partial(_held_in_municipalities, year, band, size),
        0.72,
        0.88,
        SHARE,
        True,
        "spread of moves fitted to the errors of 2018",
        decimals=0,
    )


COMPARISONS = (
    _regional_error(2009, 0.0061),
    _regional_error(2014, 0.0084),
    *(_regional_interval("7–15", horizon) for horizon in (1, 3, 5, 10)),
    *(_regional_interval("1–6", horizon, BIRTHS) for horizon in (3, 5, 10)),
    *(_regional_interval("0", horizon, BIRTHS) for horizon in (3, 5, 10)),
    *(
        _municipal_interval(year, band, size, whose)
        for year, band in ((2020, "7–12"), (2024, "13–15"))
        for size, whose in enumerate(("under 5,000", "of 5,000–20,000", "of 20,000 and over"))
    ),
)
