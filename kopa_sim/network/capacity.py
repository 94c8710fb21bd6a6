"""Places respected: who moves on when the nearest school is full."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from kopa_sim.network.choices import GradeClass, nearest_placement
from kopa_sim.network.placement import Placement, joined
from kopa_sim.network.transportation import TOLERANCE, Transported, transport_pupils
from kopa_sim.network.whole_areas import transport_whole

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Present:
    """Pupils of a class of grades who have a school to stay in. All arrays (entry,)."""

    point: Ints
    school: Ints
    pupils: Floats


@dataclass(frozen=True)
class Moved:
    """Where those go who had a school to stay in and cannot all stay; everyone else does. All arrays (entry,).

    Attributes
    ----------
    key
        Point and school they leave, as :meth:`Placement.keys` numbers them.
    school
        Where they go, the school they leave among them.
    share
        Share of them; sums to one for each key.
    """

    key: Ints
    school: Ints
    share: Floats
    n_schools: int

    def apply(self, present: Placement) -> Placement:
        """Return a grade's pupils with a school to stay in where they are after the moves."""
        if not len(self.key) or not len(present):
            return present
        order = np.argsort(present.keys(self.n_schools), kind="stable")
        keys = present.keys(self.n_schools)[order]
        place = np.minimum(np.searchsorted(keys, self.key), len(keys) - 1)
        here = keys[place] == self.key
        entry = order[place[here]]
        gone = Placement(present.point[entry], self.school[here], present.share[entry] * self.share[here])
        stays = present.chosen(~np.isin(present.keys(self.n_schools), self.key))
        return joined([stays, gone], self.n_schools)


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
    linked_school
        Number of the group of schools that compete, directly or through others, for the same pupils. (school,)
    """

    placements: tuple[Placement, ...]
    moved: tuple[Moved, ...]
    overflow_school: Floats
    short_school: Bools
    linked_school: Ints


def present_pupils(by_grade: Sequence[Placement], demands_grade_point: Floats, n_schools: int) -> Present:
    """Return the pupils of some grades who have a school to stay in, by point and school."""
    pupils = [
        Placement(placed.point, placed.school, placed.share * demand[placed.point])
        for placed, demand in zip(by_grade, demands_grade_point, strict=True)
    ]
    total = joined(pupils, n_schools)
    some = total.share > 0
    return Present(total.point[some], total.school[some], total.share[some])


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
    anew; everyone else goes to the school they wish for, or stays.

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
        Whether all of an area and class without a school to stay in must go to one school, and likewise all who
        have one.
    """
    n_schools = len(places_school)
    wished = tuple(nearest_placement(of) for of in classes) if wished is None else tuple(wished)
    nothing = tuple(Moved(*(np.zeros(0, dtype=np.intp),) * 2, np.zeros(0), n_schools) for _ in classes)
    overflow, short = np.zeros(n_schools), np.zeros(n_schools, dtype=np.bool_)
    rows = _stack(classes, demands, present)
    linked = _linked_schools(np.isfinite(rows.minutes))
    bound_for = np.where(protect_present & (rows.present >= 0), rows.present, _schools_wished(rows, wished))
    load = np.bincount(bound_for, weights=rows.pupils, minlength=n_schools)
    overfull = load > places_school + TOLERANCE
    if not overfull.any():
        return PlacesSolution(wished, nothing, overflow, short, linked)
    affected = np.isin(linked, linked[overfull])
    columns, rows = np.flatnonzero(affected), rows.chosen(affected[bound_for])
    solved = _solve(rows, columns, places_school, area_point, protect_present, whole_areas)
    overflow[columns], short[columns] = solved.overflow_school, solved.short_school
    share = solved.pupils_row_school / rows.pupils[:, None]
    starts = rows.present < 0
    placements, moved = [], []
    for index, of_wished in enumerate(wished):
        of_class = rows.of_class == index
        free, staying = of_class & starts, of_class & ~starts
        placements.append(_replaced(of_wished, share[free], rows.point[free], columns))
        key = rows.point[staying] * n_schools + rows.present[staying]
        moved.append(_moved(key, share[staying], columns, n_schools))
    return PlacesSolution(tuple(placements), tuple(moved), overflow, short, linked)


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
    cluster = (area_point[rows.point] * (rows.of_class.max() + 1) + rows.of_class) * (len(places_school) + 1)
    cluster = cluster + rows.present + 1
    if whole_areas:
        return transport_whole(minutes, rows.pupils, places, cluster)
    # whoever is protected moves last in any case, so there is no tie left to break
    return transport_pupils(minutes, rows.pupils, places, cluster, None if protect_present else moves)


def _moved(key: Ints, share_row_school: Floats, columns: Ints, n_schools: int) -> Moved:
    leaves = columns[None, :] != (key % n_schools)[:, None]
    rows = np.flatnonzero((leaves & (share_row_school > 0)).any(axis=1))
    row, column = np.nonzero(share_row_school[rows])
    return Moved(key[rows][row], columns[column], share_row_school[rows][row, column], n_schools)


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
