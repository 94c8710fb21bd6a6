"""What becomes of lessons over a link: they are given as well as the sending school's teachers give theirs.

A sending school for which no teacher is found sends nothing. The lessons it owes stand at the receiving schools,
whose pupils miss them, and not at the sending school, whose own pupils' lessons are counted apart. Adults beside
the pupils and rooms are paid as planned; where no teacher is found who sits beside them, an assistant does.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.teaching.remote import SITE_TEACHER, RemoteLessons

Floats = NDArray[np.float64]

OUTCOMES: Final[tuple[str, ...]] = ("hours_qualified", "hours_unqualified", "hours_not_given")
"""In whose hands the lessons are that a school's teachers are to give."""


@dataclass(frozen=True)
class LinkOutcome:
    """Lessons that a school does not give its own pupils. All but the last (draw, year, school, subject).

    The first three are lessons as they are held, the others as posts count them.

    Attributes
    ----------
    given
        Weekly lessons that pupils get over the link.
    given_by_qualified
        Those of them that a qualified teacher gives.
    not_given
        Weekly lessons over the link for which the sending school finds nobody.
    not_given_counted
        The same as posts count them.
    unqualified_for_others
        Weekly lessons that unqualified teachers of the school are paid for beyond those of its own pupils.
    site_teacher_hours
        Weekly lessons in which a teacher is found who sits beside the pupils. (draw, year, school)
    """

    given: Floats
    given_by_qualified: Floats
    not_given: Floats
    not_given_counted: Floats
    unqualified_for_others: Floats
    site_teacher_hours: Floats


def no_links(shape: tuple[int, ...]) -> LinkOutcome:
    """Return what holds where nothing is taught over a link; ``shape`` is (draws, years, schools, subjects)."""
    nothing = np.zeros(shape)
    return LinkOutcome(nothing, nothing, nothing, nothing, nothing, np.zeros(shape[:3]))


def settle_links(
    measures: dict[str, Floats], own: Floats, load: Floats, remote: RemoteLessons
) -> LinkOutcome:
    """Return what becomes of the lessons over links, and leave in ``measures`` those of a school's own pupils.

    Parameters
    ----------
    measures
        OUTCOMES of all that a school's teachers are paid for; scaled in place to the lessons of its own pupils.
    own, load
        Lessons schools give their own pupils, and all they are paid for. Both (draw, year, school, subject)
    """
    missing = _share(measures["hours_not_given"], load, where_nothing=1.0)
    qualified = _share(measures["hours_qualified"], load - measures["hours_not_given"], where_nothing=0.0)
    not_given, counted, by_qualified = np.zeros_like(load), np.zeros_like(load), np.zeros_like(load)
    every_year = np.arange(load.shape[1])
    for delivery in remote.deliveries:
        held, schools = delivery.held_draw_year_member_subject, delivery.schools
        missing_there, qualified_there = (
            share[:, every_year, delivery.sending_year][:, :, None] for share in (missing, qualified)
        )
        not_given[:, :, schools] += held * missing_there
        counted[:, :, schools] += delivery.received_draw_year_member_subject * missing_there
        by_qualified[:, :, schools] += held * (1.0 - missing_there) * qualified_there
    of_own = _share(own, load, where_nothing=0.0)
    for_others = measures["hours_unqualified"] * (1.0 - of_own)
    for name in OUTCOMES:
        measures[name] *= of_own
    found = 1.0 - missing[..., SITE_TEACHER]
    return LinkOutcome(
        given=np.maximum(remote.held - not_given, 0.0),
        given_by_qualified=by_qualified,
        not_given=not_given,
        not_given_counted=counted,
        unqualified_for_others=for_others,
        site_teacher_hours=remote.site_teacher_hours * found,
    )


def _share(part: Floats, whole: Floats, where_nothing: float) -> Floats:
    """Return part / whole, at most one; ``where_nothing`` where there is no whole. Shape of ``whole``"""
    share = np.full_like(whole, where_nothing)
    np.divide(part, whole, out=share, where=whole > 0)
    return np.minimum(share, 1.0, out=share)
