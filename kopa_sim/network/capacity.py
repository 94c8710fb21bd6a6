"""Places respected: who moves on when the nearest school is full."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kopa_sim.network.choices import GradeClass, Placement, nearest_placement
from kopa_sim.network.transportation import TOLERANCE, transport_pupils

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class PlacesSolution:
    """An assignment that respects places where that is possible.

    Attributes
    ----------
    placements
        One for each class of grades.
    overflow_school
        Pupils beyond the places of each school. (school,)
    short_school
        Schools among which places are missing: one more place at any of them would take in a pupil who is
        beyond the places now. (school,)
    linked_school
        Number of the group of schools that compete, directly or through others, for the same pupils. (school,)
    """

    placements: tuple[Placement, ...]
    overflow_school: Floats
    short_school: Bools
    linked_school: Ints


def school_loads(placements: Sequence[Placement], demands: Sequence[Floats], n_schools: int) -> Floats:
    """Return pupils by school when every class's demand by point follows its placement. (school,)"""
    total = np.zeros(n_schools)
    for placement, demand in zip(placements, demands, strict=True):
        pupils = demand[placement.point] * placement.share
        total += np.bincount(placement.school, weights=pupils, minlength=n_schools)
    return total


def respect_places(
    classes: Sequence[GradeClass],
    demands: Sequence[Floats],
    places_school: Floats,
    area_point: Ints,
) -> PlacesSolution:
    """Return the assignment of least total minutes that respects places, or exceeds them least.

    Only schools that compete with an overfull one, directly or through others, are solved anew; everyone else
    goes to the nearest school.

    Parameters
    ----------
    demands
        Pupils of each class at each point in the mean future. Each (point,)
    places_school
        Places over all grades. (school,)
    area_point
        Area of each point. (point,)
    """
    n_schools = len(places_school)
    nearest = tuple(nearest_placement(of) for of in classes)
    overflow, short = np.zeros(n_schools), np.zeros(n_schools, dtype=np.bool_)
    rows = _stack(classes, demands)
    linked = _linked_schools(np.isfinite(rows.minutes))
    overfull = school_loads(nearest, demands, n_schools) > places_school + TOLERANCE
    if not overfull.any():
        return PlacesSolution(nearest, overflow, short, linked)
    affected = np.isin(linked, linked[overfull])
    columns, chosen = np.flatnonzero(affected), np.flatnonzero(affected[rows.minutes.argmin(axis=1)])
    of_class, point = rows.of_class[chosen], rows.point[chosen]
    solved = transport_pupils(
        rows.minutes[np.ix_(chosen, columns)],
        rows.pupils[chosen],
        places_school[columns],
        area_point[point] * len(classes) + of_class,
    )
    overflow[columns], short[columns] = solved.overflow_school, solved.short_school
    share = solved.pupils_row_school / rows.pupils[chosen, None]
    placements = tuple(
        _replaced(nearest[index], share[of_class == index], point[of_class == index], columns)
        for index in range(len(classes))
    )
    return PlacesSolution(placements, overflow, short, linked)


@dataclass(frozen=True)
class _Rows:
    """Pupils of one class at one point. ``minutes`` is (row, school), the others (row,)."""

    minutes: Floats
    pupils: Floats
    of_class: Ints
    point: Ints


def _stack(classes: Sequence[GradeClass], demands: Sequence[Floats]) -> _Rows:
    """Return every class and point with pupils who can reach a school."""
    wanted = [
        np.flatnonzero((demand > 0) & of.reachable_point) for of, demand in zip(classes, demands, strict=True)
    ]
    minutes = [of.minutes_point_school[rows] for of, rows in zip(classes, wanted, strict=True)]
    pupils = [demand[rows] for demand, rows in zip(demands, wanted, strict=True)]
    of_class = np.repeat(np.arange(len(classes)), [len(rows) for rows in wanted])
    return _Rows(np.concatenate(minutes), np.concatenate(pupils), of_class, np.concatenate(wanted))


def _linked_schools(may_attend: Bools) -> Ints:
    """Return the number of the group of schools that compete for the same pupils. (school,)"""
    n_schools = may_attend.shape[1]
    first = may_attend.argmax(axis=1)
    row, school = np.nonzero(may_attend)
    competes = np.zeros((n_schools, n_schools), dtype=np.bool_)
    competes[first[row], school] = True
    _, label = connected_components(coo_array(competes), directed=False)
    return np.asarray(label, dtype=np.intp)


def _replaced(nearest: Placement, share_row_school: Floats, point_row: Ints, columns: Ints) -> Placement:
    """Return the placement with the points of the solved rows following their solved shares."""
    row, column = np.nonzero(share_row_school)
    kept = ~np.isin(nearest.point, point_row)
    return Placement(
        np.concatenate([nearest.point[kept], point_row[row]]),
        np.concatenate([nearest.school[kept], columns[column]]),
        np.concatenate([nearest.share[kept], share_row_school[row, column]]),
    )
