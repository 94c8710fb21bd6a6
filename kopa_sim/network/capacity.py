"""Places respected: who moves on when the nearest school is full."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kopa_sim.model.journeys import Unproved
from kopa_sim.network.choices import GradeClass, nearest_placement
from kopa_sim.network.moved import Moved, Present
from kopa_sim.network.placement import Placement
from kopa_sim.network.transportation import TOLERANCE, Transported, transport_pupils
from kopa_sim.network.whole_areas import transport_whole

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class PlacesSolution:
    """An assignment that respects places where that is possible.

    Attributes
    ----------
    placements
        Of those without a school to stay in, one for each class of grades.
    moved
        Those who had a school to stay in, one for each class of grades.
    overflow_school
        Pupils beyond the places of each school. (school,)
    short_school
        Schools among which places are missing: one more place at any of them would take in a pupil who is
        beyond the places now. (school,)
    short_groups
        These schools in groups: those of one could pass pupils on to one another, so that a place at any of them
        helps the same pupils.
    unproved
        What is open where the search was cut short; None where the assignment is proved best.
    """

    placements: tuple[Placement, ...]
    moved: tuple[Moved, ...]
    overflow_school: Floats
    short_school: Bools
    short_groups: tuple[Ints, ...]
    unproved: Unproved | None = None


def school_loads(placements: Sequence[Placement], demands: Sequence[Floats], n_schools: int) -> Floats:
    """Return pupils by school when every class's demand by point follows its placement. (school,)"""
    loads = [placed.loads(demand, n_schools) for placed, demand in zip(placements, demands, strict=True)]
    total: Floats = np.sum(loads, axis=0)
    return total


def respect_places(
    classes: Sequence[GradeClass],
    demands: Sequence[Floats],
    places_school: Floats,
    area_point: Ints,
    present: Sequence[Present] = (),
    wished: Sequence[Placement] | None = None,
    *,
    protect_present: bool = True,
    whole_areas: bool = False,
) -> PlacesSolution:
    """Return the assignment of least total minutes that respects places, or exceeds them least.

    Pupils who have a school to stay in leave it only where places would be exceeded otherwise. When they are not
    protected their minutes count like everyone's, and among assignments of equally few minutes the one that moves
    fewest of them is taken. Only schools that compete with an overfull one, directly or through others, are solved
    anew; everyone else goes to the school they wish for, or stays where that is protected.

    Parameters
    ----------
    demands
        Pupils of each class at each point in the mean future who have no school to stay in. Each (point,)
    places_school
        Places over all grades. (school,)
    area_point
        Area of each point. (point,)
    present
        For each class those who have one.
    wished
        Where each class goes while there is room: every point to one school, the nearest if not told.
    whole_areas
        Whether all of an area and class must go to one school. Where pupils who have one are protected, all who have
        none must, and likewise all who have the same.
    """
    n_schools = len(places_school)
    wished = tuple(nearest_placement(of) for of in classes) if wished is None else tuple(wished)
    overflow, short = np.zeros(n_schools), np.zeros(n_schools, dtype=np.bool_)
    everyone = _stack(classes, demands, present)
    free_to_go = (everyone.present < 0) | (not protect_present)
    bound_for = np.where(free_to_go, _schools_wished(everyone, wished), everyone.present)
    load = np.bincount(bound_for, weights=everyone.pupils, minlength=n_schools)
    affected = _competing(everyone, load > places_school + TOLERANCE)
    anew = affected[bound_for]
    unforced = [
        _all_moved(everyone.chosen(of_class), bound_for[of_class], n_schools)
        for of_class in ((everyone.of_class == index) & ~anew for index in range(len(classes)))
    ]
    if not anew.any():
        return PlacesSolution(wished, tuple(unforced), overflow, short, ())
    columns, rows = np.flatnonzero(affected), everyone.chosen(anew)
    solved = _solve(rows, columns, places_school, area_point, protect_present, whole_areas)
    overflow[columns], short[columns] = solved.overflow_school, solved.short_school
    share = solved.pupils_row_school / rows.pupils[:, None]
    starts = rows.present < 0
    placements, moved = [], []
    for index, of_wished in enumerate(wished):
        of_class = rows.of_class == index
        free, staying = of_class & starts, of_class & ~starts
        placements.append(_replaced(of_wished, share[free], rows.point[free], columns))
        forced = _moved(rows.chosen(staying), share[staying], columns, n_schools)
        moved.append(forced.joined(unforced[index]))
    groups = _groups(columns, solved, np.isfinite(rows.minutes[:, columns]))
    return PlacesSolution(tuple(placements), tuple(moved), overflow, short, groups, solved.unproved)


@dataclass(frozen=True)
class _Rows:
    """Pupils of one class at one point. ``minutes`` is (row, school), the others (row,).

    ``present`` is the school they may stay in, -1 for those who have none.
    """

    minutes: Floats
    pupils: Floats
    of_class: Ints
    point: Ints
    present: Ints

    def chosen(self, rows: Bools) -> "_Rows":
        return _Rows(
            self.minutes[rows], self.pupils[rows], self.of_class[rows], self.point[rows], self.present[rows]
        )


def _stack(classes: Sequence[GradeClass], demands: Sequence[Floats], present: Sequence[Present]) -> _Rows:
    """Return every class and point with pupils who can reach a school, and those who have one."""
    parts = []
    for index, (of, demand) in enumerate(zip(classes, demands, strict=True)):
        point = np.flatnonzero((demand > 0) & of.reachable_point)
        none = np.full(len(point), -1, dtype=np.intp)
        parts.append((of.minutes_point_school[point], demand[point], none * 0 + index, point, none))
    for index, (of, staying) in enumerate(zip(classes, present, strict=False)):
        of_class = np.full(len(staying.point), index, dtype=np.intp)
        minutes = of.minutes_point_school[staying.point]
        parts.append((minutes, staying.pupils, of_class, staying.point, staying.school))
    return _Rows(*(np.concatenate([part[axis] for part in parts]) for axis in range(5)))


def _schools_wished(rows: _Rows, wished: Sequence[Placement]) -> Ints:
    """Return the school each row wishes for. (row,)"""
    found: Ints = rows.minutes.argmin(axis=1)
    for index, placed in enumerate(wished):
        school_point = np.full(max(int(rows.point.max(initial=0)), int(placed.point.max(initial=0))) + 1, -1)
        school_point[placed.point] = placed.school
        of_class = rows.of_class == index
        found[of_class] = school_point[rows.point[of_class]]
    return found


def _solve(
    rows: _Rows,
    columns: Ints,
    places_school: Floats,
    area_point: Ints,
    protect_present: bool,
    whole_areas: bool,
) -> Transported:
    minutes, places = rows.minutes[:, columns], places_school[columns]
    moves = (rows.present[:, None] >= 0) & (rows.present[:, None] != columns)
    if protect_present:
        longest = minutes[np.isfinite(minutes)].max()
        minutes = minutes + np.where(moves, (len(columns) + 1.0) * (longest + 1.0), 0.0)
    if whole_areas:
        cluster = area_point[rows.point] * (rows.of_class.max() + 1) + rows.of_class
        if protect_present:
            cluster = cluster * (len(places_school) + 1) + rows.present + 1
        return transport_whole(minutes, rows.pupils, places, cluster)
    # whoever is protected moves last in any case, so there is no tie left to break
    return transport_pupils(minutes, rows.pupils, places, None if protect_present else moves)


def _moved(staying: _Rows, share_row_school: Floats, columns: Ints, n_schools: int) -> Moved:
    key = staying.point * n_schools + staying.present
    leaves = columns[None, :] != (key % n_schools)[:, None]
    rows = np.flatnonzero((leaves & (share_row_school > 0)).any(axis=1))
    row, column = np.nonzero(share_row_school[rows])
    return Moved(key[rows][row], columns[column], share_row_school[rows][row, column], n_schools)


def _all_moved(rows: _Rows, bound_for: Ints, n_schools: int) -> Moved:
    """Return the moves of those who have a school to stay in and go to another of their own wish."""
    leaves = (rows.present >= 0) & (rows.present != bound_for)
    key = rows.point[leaves] * n_schools + rows.present[leaves]
    return Moved(key, bound_for[leaves], np.ones(len(key)), n_schools)


def _competing(rows: _Rows, overfull: Bools) -> Bools:
    """Return the schools that compete with an overfull one, directly or through others. (school,)"""
    if not overfull.any():
        return overfull
    linked = _linked_schools(np.isfinite(rows.minutes))
    competing: Bools = np.isin(linked, linked[overfull])
    return competing


def _linked_schools(may_attend: Bools) -> Ints:
    """Return the number of the group of schools that compete for the same pupils. (school,)"""
    n_schools = may_attend.shape[1]
    first = may_attend.argmax(axis=1)
    row, school = np.nonzero(may_attend)
    competes = np.zeros((n_schools, n_schools), dtype=np.bool_)
    competes[first[row], school] = True
    _, label = connected_components(coo_array(competes), directed=False)
    return np.asarray(label, dtype=np.intp)


def _groups(columns: Ints, solved: Transported, may_attend: Bools) -> tuple[Ints, ...]:
    """Return the schools that are short, those together whose pupils may go to one another's."""
    short = np.flatnonzero(solved.short_school)
    here = (solved.pupils_row_school[:, short] > 0).astype(np.float64)
    passes_on = here.T @ may_attend[:, short] > 0
    n_groups, label = connected_components(coo_array(passes_on), directed=False)
    return tuple(columns[short[label == group]] for group in range(n_groups if len(short) else 0))


def _replaced(nearest: Placement, share_row_school: Floats, point_row: Ints, columns: Ints) -> Placement:
    """Return the placement with the points of the solved rows following their solved shares."""
    row, column = np.nonzero(share_row_school)
    kept = ~np.isin(nearest.point, point_row)
    return Placement(
        np.concatenate([nearest.point[kept], point_row[row]]),
        np.concatenate([nearest.school[kept], columns[column]]),
        np.concatenate([nearest.share[kept], share_row_school[row, column]]),
    )
