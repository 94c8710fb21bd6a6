"""The transportation problem behind full schools, as a year of a Plan poses it.

Minimise the pupils' total minutes subject to everyone having a school and no school more pupils than places, which
are exceeded only where no assignment at all respects them. The public engine solves it exactly, by displacement
chains (:func:`kopa_sim.network.location.assign_pupils`); no solver with limits of its own is involved. What a
municipality adds is a second wish: of assignments with equally few minutes, the one that moves fewest pupils.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Unproved
from kopa_sim.network.location import assign_pupils

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TOLERANCE: Final[float] = 1e-6
"""Pupils, minutes and shares smaller than this are noise."""


@dataclass(frozen=True)
class Transported:
    """Optimal flows and what they show.

    Attributes
    ----------
    pupils_row_school
        Pupils of each row bound for each school. (row, school)
    overflow_school
        Pupils beyond places. (school,)
    short_school
        Schools where one more place would take in a pupil who is beyond the places now. (school,)
    unproved
        What is open where a search was cut short; None where the flows are proved best.
    """

    pupils_row_school: Floats
    overflow_school: Floats
    short_school: Bools
    unproved: Unproved | None = None


def transport_pupils(
    minutes_row_school: Floats,
    pupils_row: Floats,
    places_school: Floats,
    moves_row_school: Bools | None = None,
) -> Transported:
    """Return the assignment of least total minutes that respects places, or exceeds them least.

    Of several such assignments the one that moves fewest pupils is returned, where moves are told: a move counts as
    so small a part of a minute that a whole chain of them stays below :data:`TOLERANCE`.

    Parameters
    ----------
    minutes_row_school
        Minutes of the rows' pupils to each school; infinite where they may not go. (row, school)
    pupils_row
        Pupils of each row, positive. (row,)
    places_school
        Places. (school,)
    moves_row_school
        Whether the row's pupils change school when they go there. (row, school)
    """
    cost = minutes_row_school
    if moves_row_school is not None:
        cost = cost + moves_row_school * (TOLERANCE / (len(places_school) + 1.0))
    assigned = assign_pupils(cost, pupils_row, places_school)
    pupils = assigned.pupils_area_school
    pupils = np.where(pupils < TOLERANCE * pupils_row[:, None], 0.0, pupils)
    pupils *= (pupils_row / pupils.sum(axis=1))[:, None]
    overflow = np.where(assigned.overflow_school > TOLERANCE, assigned.overflow_school, 0.0)
    return Transported(pupils, overflow, assigned.short_school)
