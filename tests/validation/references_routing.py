"""Vehicle routing beside published optima, for docs/validation.md."""

from tests.validation.comparison import Comparison
from tests.validation.cvrp_case import PUBLISHED_LENGTH, PUBLISHED_VEHICLES, solved

TITLE = "Routes of school transport"
INTRODUCTION = """The routes that carry pupils, on an instance of vehicle routing whose optimum is known
(docs/routing.md). The school bus benchmark RSRB01 (Park, Tae and Kim 2012) is checked by
`tests/validation/test_cvrp_school_buses.py` where its files are at hand; they carry no
licence and are not shipped."""

SOURCE = "Christofides and Eilon 1969 (CVRPLIB)"

COMPARISONS = (
    Comparison(
        "E-n22-k4: length of all routes",
        "375, the optimum",
        SOURCE,
        lambda: solved(1).cost_eur,
        PUBLISHED_LENGTH - 0.5,
        PUBLISHED_LENGTH + 0.5,
        "units of length",
        True,
        decimals=1,
    ),
    Comparison(
        "E-n22-k4: vehicles",
        "4",
        SOURCE,
        lambda: float(len(solved(1).runs)),
        PUBLISHED_VEHICLES - 0.5,
        PUBLISHED_VEHICLES + 0.5,
        "vehicles",
        True,
        decimals=1,
    ),
)
