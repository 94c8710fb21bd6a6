"""How sure a run is of its school years, and how many replications it should have: a sentence for page and screen."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.report.precision import (
    FEWEST_TO_COUNT,
    PRECISION_SHARE,
    confidence_interval,
    replications_needed,
)
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

NOT_TAUGHT = ("lessons_supervised", "lessons_lost")


def not_taught_share(outcome: OperationsOutcome, first_year: int) -> Floats:
    """Return the share of the region's lessons that nobody teaches, over the costed years. (replication,)"""
    costed = [place for place, year in enumerate(outcome.years) if year >= first_year]

    def lessons(measure: str) -> Floats:
        total: Floats = outcome.values[measure][:, costed].sum(axis=(1, 2))
        return total

    missed, planned = sum(lessons(measure) for measure in NOT_TAUGHT), lessons("lessons_planned")
    return np.divide(missed, planned, out=np.zeros_like(planned), where=planned > 0.0)


def stopped_sentence(result: RunResult, texts: Texts) -> str:
    """Return what the limit of events did to the run; nothing where no school year reached it."""
    if not result.stopped:
        return ""
    options = ", ".join(result.stopped)
    if not result.replications_kept:
        return texts("page.events_limit_everywhere", options=options)
    return texts(
        "page.events_limit", options=options, kept=result.replications_kept, asked=result.replications
    )


def precision_sentence(result: RunResult, texts: Texts) -> str:
    """Return how precise the lessons not taught as it is are, and what a stated precision would take; or nothing."""
    outcome = result.as_is.operations
    if outcome is None or not outcome.years or (result.stopped and not result.replications_kept):
        return ""
    share = not_taught_share(outcome, result.scenario.first_year)
    mean, _, high = confidence_interval(share).tolist()
    told = texts.percent(mean, 2)
    if len(share) < 2:
        return texts("page.precision_of_one", share=told)
    values = {
        "replications": len(share),
        "share": told,
        "half_width": texts.number(100.0 * (high - mean), 2),
    }
    if len(share) < FEWEST_TO_COUNT:
        return texts("page.precision_of_few", **values, fewest=FEWEST_TO_COUNT)
    needed = float(replications_needed(share, np.array(PRECISION_SHARE * mean)))
    return texts(
        "page.precision",
        **values,
        precision=texts.percent(PRECISION_SHARE),
        needed=texts.number(needed) if np.isfinite(needed) else "∞",
    )
