"""Who goes to which of the schools that are open when each has so many places: exact, and quick to redo."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.network.location.chains import Chains
from kopa_sim.network.location.outcome import ImpossibleNetworkError
from kopa_sim.network.location.problem import checked_numbers, own_order

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Assignment:
    """Pupils at schools, total distance least within the places.

    Attributes
    ----------
    pupils_area_school
        Pupils of each area at each school. (area, school)
    total_distance
        Pupils × distance.
    overflow_school
        Pupils beyond the places, as few as can be: nobody but where no assignment respects places. (school,)
    short_school
        Schools where one more place would take in a pupil who is beyond the places now. (school,)
    moves
        Chains of moves it took from the nearest school, or from the assignment before.
    distance_area_school, places_school, closed_school
        What was asked; schools that are closed take in no one.
    """

    pupils_area_school: Floats
    total_distance: float
    overflow_school: Floats
    short_school: Bools
    moves: int
    distance_area_school: Floats
    places_school: Floats
    closed_school: Bools

    @property
    def respects_places(self) -> bool:
        """Whether no school has more pupils than places."""
        return not self.overflow_school.any()


def assign_pupils(
    distance_area_school: ArrayLike, pupils_area: ArrayLike, places_school: ArrayLike
) -> Assignment:
    """Return the assignment of least pupils × distance in which no school has more pupils than places.

    Everyone starts at the nearest school, of equally near ones the first; then chains of moves settle the schools
    that are too full (the transportation problem, Hitchcock 1941, by successive shortest paths). Whole pupils
    and places give whole pupils; an area is split where only some of it fits. Where places fall short of the
    pupils who can reach them, they are exceeded as little as can be.

    Parameters
    ----------
    distance_area_school
        Distance, minutes or any cost of one pupil, not negative; infinite where no one may go. (area, school)
    pupils_area
        Pupils, whole or not. (area,)
    places_school
        Places; infinite where there is no limit. (school,)

    Raises
    ------
    ImpossibleNetworkError
        If an area with pupils can reach no school; it names the areas.
    ValueError
        If the arrays are not what they should be.
    """
    distance = checked_numbers("distance_area_school", distance_area_school, 2, infinite=True)
    n_areas, n_schools = distance.shape
    pupils = checked_numbers("pupils_area", pupils_area, 1, n_areas)
    places = checked_numbers("places_school", places_school, 1, n_schools, infinite=True)
    _refuse_unreached(distance, pupils)
    nearest = np.zeros((n_areas, n_schools))
    nearest[np.arange(n_areas), distance.argmin(axis=1)] = pupils
    return _settled(distance, nearest, places, np.zeros(n_schools, dtype=np.bool_))


def close_school(assigned: Assignment, school: int) -> Assignment:
    """Return the assignment of least pupils × distance after one school closes.

    Its pupils move on along the cheapest chains; those whom no chain touches stay where they are, so that this is
    quicker than assigning everyone anew and gives the same total.

    Raises
    ------
    ImpossibleNetworkError
        If an area with pupils can reach no other school that is open; it names the areas.
    """
    closed = assigned.closed_school.copy()
    closed[school] = True
    reach = np.where(closed, np.inf, assigned.distance_area_school)
    _refuse_unreached(reach, assigned.pupils_area_school.sum(axis=1))
    places = np.where(closed, 0.0, assigned.places_school)
    return _settled(assigned.distance_area_school, assigned.pupils_area_school, places, closed)


def _refuse_unreached(distance: Floats, pupils: Floats) -> None:
    unreached = np.flatnonzero((pupils > 0) & ~np.isfinite(distance).any(axis=1))
    if len(unreached):
        raise ImpossibleNetworkError("no school within reach", unreached.tolist())


def _settled(distance: Floats, pupils_area_school: Floats, places: Floats, closed: Bools) -> Assignment:
    """Return the assignment after chains have settled the schools that are too full."""
    area = own_order(np.hstack([distance, pupils_area_school]))
    pupils = np.ascontiguousarray(pupils_area_school[area].T)
    load = pupils.sum(axis=1)
    excess, free = np.maximum(load - places, 0.0), np.maximum(places - load, 0.0)
    chains = Chains(distance[area], pupils, excess, free, closed, np.zeros(len(places)))
    chains.settle()
    settled = np.empty_like(pupils_area_school)
    settled[area] = chains.pupils_school_area.T
    area, school = np.nonzero(settled)
    total = math.fsum(settled[area, school] * distance[area, school])
    return Assignment(
        settled, total, chains.overflow_school, chains.short_schools(), chains.moves, distance, places, closed
    )
