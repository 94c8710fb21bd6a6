"""The days on which a teacher is missing, whatever the reason: illness, a vacant post, or a leave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.operations.absences import Absence
from kopa_sim.operations.careers import Gap

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class MissedDay:
    """A teaching day without the teacher.

    Attributes
    ----------
    day
        School day.
    first
        Whether the news comes on this morning, so that it takes a while until a substitute is there.
    kind
        "absence", "vacancy" or "leave".
    stand_in
        Whether an unqualified teacher has been appointed, so that no substitute is called.
    gap
        Which of the post's gaps of the year it belongs to, from 1; 0 for illness.
    """

    day: int
    first: bool
    kind: str
    stand_in: bool = False
    gap: int = 0


def missed_days(absence: Absence, gaps: Sequence[Gap], teaches_day: Bools) -> tuple[MissedDay, ...]:
    """Return the teaching days that a post misses, rising.

    Nobody is ill in a post that has nobody. In a gap nobody is surprised: the principal has known for long.

    Parameters
    ----------
    teaches_day
        School days on which the post teaches. (day,)
    """
    found = {
        day: MissedDay(day, first, "absence") for day, first in zip(absence.days, absence.first, strict=True)
    }
    for number, gap in enumerate(gaps, start=1):
        for day in range(max(gap.start, 0), min(gap.end, len(teaches_day))):
            if teaches_day[day]:
                found[day] = MissedDay(day, False, gap.kind, gap.unqualified, number)
    return tuple(found[day] for day in sorted(found))
