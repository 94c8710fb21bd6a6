"""The cohort step beside published cohort-component projections, for docs/validation.md."""

from functools import partial

from tests.validation.cohort_cases import (
    canada_largest_difference,
    sweden_largest_difference,
    wpp_difference,
    wpp_people,
)
from tests.validation.comparison import SHARE, Comparison

TITLE = "The cohort step"
INTRODUCTION = """Published projections made again by the same step that projects the municipalities, under the
conventions of each source (docs/demography/projection.md)."""

REMARKS = {
    "Estonia": "a case without migration: life tables and births alone",
    "Finland": "the timing of the United Nations' migration is not published; half and half is ours",
    "Sweden": "as Finland; net migration is 3.5 times as large against the population, and so is the difference",
}


def _united_nations(country: str) -> Comparison:
    total = wpp_people(country, "pop_projected", 2030).sum()
    return Comparison(
        f"{country} 2010–2030, five-year steps: total of 2030 against the published one",
        f"{total:,.1f} thousand",
        "United Nations, World Population Prospects 2012",
        partial(wpp_difference, country, 2030),
        -0.0025,
        0.0025,
        SHARE,
        True,
        REMARKS[country],
        decimals=3,
    )


COMPARISONS = (
    Comparison(
        "Canada 1950–1970, single ages and years: largest difference of any cell in any of the twenty years",
        "202 cells in each year",
        "United Nations, ccmppWPP",
        lambda: 1e6 * canada_largest_difference(),
        0.0,
        1.0,
        "millionths of a person",
        True,
        "net counts at the end of the year; births at all ages but 0 and 100+",
    ),
    Comparison(
        "Sweden 1993–1998, one five-year step: largest difference of any group",
        "36 groups in whole persons",
        "Preston, Heuveline and Guillot 2001, Box 6.2",
        sweden_largest_difference,
        0.0,
        0.5,
        "persons",
        True,
        "migration half and half; the difference is the rounding of the printed figures",
    ),
    *(_united_nations(country) for country in ("Estonia", "Finland", "Sweden")),
)
