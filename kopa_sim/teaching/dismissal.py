"""Whose surplus posts are dismissed, and how long they are paid after that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MONTHS_A_YEAR = 12.0


@dataclass(frozen=True)
class DismissalTerms:
    """When surplus posts end by notice.

    Attributes
    ----------
    dismissed_year_municipality_subject
        Whether surplus posts are dismissed. (year, municipality, subject)
    notice_share_draw_year_municipality_subject
        Part of the year, from 1 August on, for which a dismissed post is paid. (draw, year, municipality, subject)
    """

    dismissed_year_municipality_subject: Bools
    notice_share_draw_year_municipality_subject: Floats


def dismissal_terms(plan: Plan, n_municipalities: int, parameters: Parameters) -> DismissalTerms | None:
    """Return the terms of an option's dismissals, None where it has none; of two for one post the later holds.

    Notice is given when the post has gone, on 1 August, so that it is paid for as long as the notice lasts (Act on
    Civil Servants in Local Government 304/2003, section 40: 14 days to six months by length of service).
    """
    if not plan.dismissals:
        return None
    shape = (len(plan.years), n_municipalities, N_SUBJECTS)
    dismissed, months = np.zeros(shape, dtype=np.bool_), np.full(shape, np.nan)
    for dismissal in plan.dismissals:
        subjects = [SUBJECTS.index(subject) for subject in dismissal.subjects]
        where = np.ix_(
            np.flatnonzero(dismissal.years), np.array(dismissal.municipalities), np.array(subjects)
        )
        dismissed[where], months[where] = True, dismissal.notice_months
    usual = parameters.draws("teaching.dismissal_notice_months")[:, None, None, None]
    notice = np.where(np.isnan(months), usual, months) / MONTHS_A_YEAR
    return DismissalTerms(dismissed, np.minimum(notice, 1.0))
