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
    named_months_year_municipality_subject
        Months of pay from 1 August on that an option names; NaN where it names none. (year, municipality, subject)
    usual_months_draw
        The mean of all teachers, for those whose age is not known. (draw,)
    """

    dismissed_year_municipality_subject: Bools
    named_months_year_municipality_subject: Floats
    usual_months_draw: Floats

    def notice_share(self, year: int, others: Floats, of_books: Floats, books_months: Floats) -> Floats:
        """Return the part of the year for which a dismissed post is paid. (draw, municipality, subject)

        Parameters
        ----------
        year
            Place along the year axis.
        others, of_books
            Posts that may be dismissed: of teachers of unknown and of known age. (draw, municipality, subject)
        books_months
            The mean notice of those of known age. (draw, municipality, subject)
        """
        usual = self.usual_months_draw[:, None, None]
        together = others + of_books
        known = np.divide(of_books, together, out=np.zeros_like(together), where=together > 0)
        named = self.named_months_year_municipality_subject[year]
        months = np.where(np.isnan(named), usual + known * (books_months - usual), named)
        return np.minimum(months / MONTHS_A_YEAR, 1.0)


def dismissal_terms(plan: Plan, n_municipalities: int, parameters: Parameters) -> DismissalTerms | None:
    """Return the terms of an option's dismissals, None where it has none; of two for one post the later holds.

    Notice is given when the post has gone, on 1 August, so that it is paid for as long as the notice lasts.
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
    return DismissalTerms(dismissed, months, parameters.draws("teaching.dismissal_notice_months"))
