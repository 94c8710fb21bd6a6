"""Schools near one another, which one trip serves: their grouping, and the ways that end at all of them."""

from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.routing.problem import Roads

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_SCHOOLS: Final[int] = 5
"""Schools of one group: all orders in which to pass them are tried."""


def group_schools(
    schools: list[int],
    pupils: Floats,
    km_school_school: Floats,
    limit_km: float,
    apart_school_school: Bools | None = None,
) -> tuple[tuple[int, ...], ...]:
    """Return groups of schools that lie within a distance of the group's largest.

    The school with most pupils takes in its nearest ones, then the largest of the others its own, and so on; equal
    ones come in their order.

    Parameters
    ----------
    schools
        Indices of the schools to which pupils are carried.
    pupils
        Pupils carried to each of them. (len(schools),)
    km_school_school
        Distances of all schools of the region. (school, school)
    apart_school_school
        Schools that are never in one group, as they begin too far apart; none where not given. (school, school)
    """
    left = sorted(schools, key=lambda school: (-pupils[schools.index(school)], school))
    groups = []
    while left:
        largest = left[0]
        near = sorted(left[1:], key=lambda school: (km_school_school[largest, school], school))
        group = [largest]
        for school in near if limit_km > 0 else []:
            alone = apart_school_school is not None and apart_school_school[school, group].any()
            if km_school_school[largest, school] <= limit_km and not alone and len(group) < MOST_SCHOOLS:
                group.append(school)
        groups.append(tuple(group))
        left = [school for school in left if school not in group]
    return tuple(groups)


def roads_to_all(roads: Roads, schools: int) -> Roads:
    """Return roads in which the first places, schools, are one place that ends the ride.

    From a stop it is as far to that place as to pass all the schools, in the order that is shortest from there;
    nobody rides longer than that. Ways from the schools begin at the first.

    Parameters
    ----------
    schools
        How many of the first places are schools. Depots and stops come after them.
    """
    kept = np.concatenate([[0], np.arange(schools, len(roads))])
    km, minutes = (
        table[np.ix_(kept, kept)].copy() for table in (roads.km_place_place, roads.minutes_place_place)
    )
    stops = np.arange(schools, len(roads))
    orders = [list(order) for order in permutations(range(schools))]

    def lengths(table: Floats) -> Floats:
        """Length from each stop through the schools in each order. (order, stop)"""
        return np.array([table[stops, order[0]] + table[order[:-1], order[1:]].sum() for order in orders])

    through_km, through_minutes = lengths(roads.km_place_place), lengths(roads.minutes_place_place)
    shortest = through_minutes.argmin(axis=0), np.arange(len(stops))
    km[1:, 0], minutes[1:, 0] = through_km[shortest], through_minutes[shortest]
    return Roads(km, minutes)
