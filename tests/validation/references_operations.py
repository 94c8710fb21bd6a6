"""The simulated school year in the limit cases that theory solves, for docs/validation.md."""

from tests.validation.comparison import COUNT, Comparison
from tests.validation.operations_cases import CASES, PEOPLE, REPLICATIONS

TITLE = "The school year in limit cases"
INTRODUCTION = f"""The classes of the simulated school year alone, in cases that queueing and renewal theory solve
(docs/operations.md): {PEOPLE} substitutes, calls at random, exponential engagements; {REPLICATIONS} replications. The
band is theory plus and minus half of the simulation's own 95 % confidence interval, so one figure in twenty may fall
outside by chance; with a rate a tenth too high every one does (`tests/validation/test_operations_theory.py`)."""

COMPARISONS = tuple(
    Comparison(
        case.name,
        f"{case.theory:.4f}",
        case.source,
        lambda case=case: case.interval()[0],
        case.theory - case.half_width,
        case.theory + case.half_width,
        COUNT,
        independent=True,
        decimals=4,
    )
    for case in CASES
)
