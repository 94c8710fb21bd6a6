"""Which of a group's schools take part in a year, and where its teachers sit."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def seat_of_year(named: int, members: Ints, able_year_school: Bools, places_year_school: Floats) -> Ints:
    """Return the school where shared teachers sit. (year,)

    The named school while it is able to; else, or where none is named (-1), the able member with most
    places. Places and not pupils decide, so that the seat is the same in every future.

    Parameters
    ----------
    able_year_school
        Schools that could be the seat. (year, school)
    """
    places = np.where(able_year_school[:, members], places_year_school[:, members], -1.0)
    seat: Ints = members[np.argmax(places, axis=1)]
    if named >= 0:
        return np.where(able_year_school[:, named], named, seat)
    return seat


def where_two_or_more(active_year_member: Bools) -> Bools:
    """Return the active members, none in years with fewer than two: alone there is nobody to share with."""
    shared: Bools = active_year_member & (active_year_member.sum(axis=1, keepdims=True) >= 2)
    return shared
