"""staffing.csv: hours and posts by subject, and posts of principals and assistants."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.staffing import MUNICIPAL_STAFFING_MEASURES, STAFFING_MEASURES, SUPPORT_STAFF
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, any_nonzero, decimals_of
from kopa_sim.report.tables.keys import municipality_key, option_key, year_key
from kopa_sim.study.result import OptionResult, RunResult

Bools = NDArray[np.bool_]

STAFF_KEY: Final = Key("subject", (*SUBJECTS, *SUPPORT_STAFF))
"""Teachers by subject, then the staff beside them."""

ALWAYS = (
    "hours_required",
    "hours_qualified",
    "hours_unqualified",
    "hours_remote",
    "hours_not_given",
    "posts",
)
"""Measures that every subject taught in a municipality has a row for; the others where they are not zero."""


def measures_of(option: OptionResult) -> tuple[str, ...]:
    """Return the measures of an option, those of schools first."""
    every = (*STAFFING_MEASURES, *MUNICIPAL_STAFFING_MEASURES)
    return tuple(measure for measure in every if measure in option.staffing)


def rows_to_keep(option: OptionResult) -> Bools:
    """Return which cells become rows. (year, municipality, subject, measure)

    A subject's hours and posts stand in every year when the municipality teaches it in any; overtime, driving, posts
    beyond need, and all of principals and assistants stand where they occur. A measure that would have no row in a
    municipality and year keeps that of its first subject, so that every measure is there.
    """
    costed, measures = option.plan.costed, measures_of(option)
    found = np.stack([any_nonzero(option.staffing[measure][:, costed]) for measure in measures], axis=3)
    taught: Bools = np.asarray(found.any(axis=(0, 3)))
    taught[:, N_SUBJECTS:] = False
    taught[~taught.any(axis=1), 0] = True
    always = np.array([measure in ALWAYS for measure in measures])
    keep = np.where(always, taught[None, :, :, None], False) | found
    missing = ~keep.any(axis=2)
    year, municipality, measure = np.nonzero(missing)
    keep[year, municipality, taught.argmax(axis=1)[municipality], measure] = True
    return keep


def staffing_table(result: RunResult) -> pd.DataFrame:
    """Return weekly lessons, posts and driving by municipality and subject or kind of staff."""
    measures = measures_of(result.options[0])
    keys = (
        option_key(result),
        year_key(result),
        municipality_key(result),
        STAFF_KEY,
        Key("measure", measures),
    )
    rows = Rows(keys)
    for index, option in enumerate(result.options):
        costed = option.plan.costed
        statistics = [summarise(option.staffing[measure][:, costed]) for measure in measures]
        rows.add(np.stack(statistics, axis=4), rows_to_keep(option), (index,))
    return rows.frame(decimals_of(measures))
