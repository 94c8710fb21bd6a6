"""The best sites beside OR-Library's published optima, for docs/validation.md."""

from functools import partial

from tests.validation.comparison import COUNT, Comparison
from tests.validation.or_library import MEDIANS, MEDIANS_WITH_CAPACITY, medians, medians_with_capacity

TITLE = "The best sites for schools"
INTRODUCTION = """The public engines of `kopa_sim.network.location` on published problems whose optima are known. Ours
is the proved lower bound, which meets the optimum only when that is both found and proved (docs/location.md)."""


def _proved_median(number: int) -> float:
    return medians(number).bound


def _proved_with_capacity(number: int) -> float:
    return medians_with_capacity(number).bound


def _comparison(what, optimum, source, ours, remark=""):
    return Comparison(
        what, f"{optimum:,}", source, ours, optimum - 0.5, optimum + 0.5, COUNT, True, remark, 1
    )


COMPARISONS = (
    *(
        _comparison(
            f"pmed{number}: total distance to p medians",
            optimum,
            "OR-Library (Beasley 1985)",
            partial(_proved_median, number),
        )
        for number, optimum in MEDIANS.items()
    ),
    *(
        _comparison(
            f"capacitated p-median {number}: total distance",
            optimum,
            "OR-Library (Osman and Christofides 1994)",
            partial(_proved_with_capacity, number),
            "50 nodes, 5 medians of capacity 120, each node served whole",
        )
        for number, optimum in MEDIANS_WITH_CAPACITY.items()
    ),
)
