"""What it means for the children of a school that it closes, or no longer teaches their grade.

The children are those who would go to the school under as_is, in the same year and future. Where they go instead
follows from the catchments: of the pupils of a home and grade who leave a school, as many go to every other school as
it has more of them under the option than under as_is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kopa_sim.access.by_area import LONG_KM
from kopa_sim.access.year_journeys import one_way_minutes
from kopa_sim.model.area_access import BEFORE_AND_AFTER, IMPACT_SUMS, LONGEST, ChildImpact, ImpactRows
from kopa_sim.model.entitlement import danger_on_the_way, entitlement
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys, YearCatchment
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ALL_RECEIVING: Final[int] = -1
"""Stands for all receiving schools together."""


@dataclass(frozen=True)
class YearWays:
    """A catchment with what the way is like for the pupils of every cell.

    ``of_cell`` is BEFORE_AND_AFTER. (cell, quantity)
    """

    arcs: YearCatchment
    of_cell: Floats

    @property
    def home_grade(self) -> Ints:
        """Point × grade of each cell. (cell,)"""
        return self.arcs.cell_point * N_GRADES + self.arcs.grade[self.arcs.cell_arc]

    @property
    def school(self) -> Ints:
        """School of each cell. (cell,)"""
        return self.arcs.school[self.arcs.cell_arc]

    @property
    def share(self) -> Floats:
        """Share of the area's pupils of the grade. (cell,)"""
        share: Floats = self.arcs.share[self.arcs.cell_arc] * self.arcs.cell_share
        return share


@dataclass(frozen=True)
class YearMoves:
    """The children whom schools no longer teach from one year on, made ready for measuring in every future.

    Attributes
    ----------
    rows
        Which children each row is about.
    sum_matrix
        What a pupil of each arc of as_is adds to every sum. (row × sum, arc)
    reached_row, reached_arc
        Arcs that each row has children from, sorted by row. Both (pair,)
    longest_pair
        Longest ways of any of them as LONGEST names them. (pair, 4)
    """

    rows: ImpactRows
    sum_matrix: csr_array
    reached_row: Ints
    reached_arc: Ints
    longest_pair: Floats


def lost_year_school_grade(as_is: Plan, plan: Plan) -> Bools:
    """Return the grades that an option takes from a school in a year, that as_is leaves there.

    Only in the first year of each, and from the first costed year on. (year, school, grade)
    """
    gone = as_is.teaches_year_school_grade & ~plan.teaches_year_school_grade
    before = np.concatenate([np.zeros_like(gone[:1]), gone[:-1]])
    lost: Bools = gone & ~before
    lost[: plan.costed.start] = False
    return lost


def ways_in_year(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    arcs: YearCatchment,
    index: int,
    law: TravelLaw,
    carried_minutes_point_school: Floats | None = None,
) -> YearWays:
    """Return a catchment with what the way is like for the pupils of every cell.

    Parameters
    ----------
    index
        Position along the Plan's years.
    """
    limit, danger = plan.transport_limit_km_year_municipality_grade[index], plan.danger_entitles(index)
    entitled = entitlement(region, journeys, arcs, limit, law, danger)
    point, school = arcs.cell_point, arcs.school[arcs.cell_arc]
    km = journeys.km_point_school[point, school]
    of_cell = {
        "minutes": one_way_minutes(journeys, arcs, entitled, law, carried_minutes_point_school),
        "km": km,
        "over_5km": (km > LONG_KM).astype(np.float64),
        "transported": entitled.paid,
        "dangerous": danger_on_the_way(region, journeys, point, school),
    }
    return YearWays(arcs, np.stack([of_cell[name] for name in BEFORE_AND_AFTER], axis=1))


def ready_moves(before: YearWays, after: YearWays, lost_school_grade: Bools, index: int) -> YearMoves:
    """Return the children whom schools no longer teach, and where they go, made ready for every future.

    Parameters
    ----------
    before, after
        The catchments of as_is and of the option in the year.
    lost_school_grade
        Grades that schools lose in the year. (school, grade)
    index
        Position of the year along the Plan's years.
    """
    left, entered, chance = _pairs(before, after, lost_school_grade)
    rows, whole, each = _rows(before.school[left], after.school[entered], index)
    # every pair counts for all receiving schools together, and for its own
    row = np.r_[whole, each]
    left, entered, chance = np.r_[left, left], np.r_[entered, entered], np.r_[chance, chance]
    arc = before.arcs.cell_arc[left]
    share = before.arcs.cell_share[left] * chance
    by_grade = np.zeros((len(left), N_GRADES))
    by_grade[np.arange(len(left)), before.arcs.grade[arc]] = share
    value = np.hstack(
        [by_grade, share[:, None] * before.of_cell[left], share[:, None] * after.of_cell[entered]]
    )
    matrix_row = row[:, None] * len(IMPACT_SUMS) + np.arange(len(IMPACT_SUMS))
    column = np.broadcast_to(arc[:, None], value.shape)
    shape = (len(rows) * len(IMPACT_SUMS), len(before.arcs))
    matrix = csr_array((value.ravel(), (matrix_row.ravel(), column.ravel())), shape=shape)
    lengths = [BEFORE_AND_AFTER.index(name) for name in ("minutes", "km")]
    ways = np.stack([before.of_cell[left][:, lengths], after.of_cell[entered][:, lengths]], axis=2)
    ways = ways.reshape(len(left), len(LONGEST))
    return YearMoves(rows, matrix, *_longest(row, arc, ways, len(before.arcs)))


def _rows(school_pair: Ints, receiving_pair: Ints, index: int) -> tuple[ImpactRows, Ints, Ints]:
    """Return the rows of a year, and for every pair the row of all receiving schools and that of its own."""
    pairs = {(int(s), int(r)) for s, r in zip(school_pair, receiving_pair, strict=True)}
    keys = sorted(pairs | {(school, ALL_RECEIVING) for school, _ in pairs})
    place = {key: row for row, key in enumerate(keys)}
    rows = ImpactRows(
        year=np.full(len(keys), index, dtype=np.intp),
        school=np.array([school for school, _ in keys], dtype=np.intp),
        receiving=np.array([receiving for _, receiving in keys], dtype=np.intp),
    )
    whole = np.array([place[int(school), ALL_RECEIVING] for school in school_pair], dtype=np.intp)
    each = np.array(
        [place[int(s), int(r)] for s, r in zip(school_pair, receiving_pair, strict=True)], dtype=np.intp
    )
    return rows, whole, each


def measure_moves(
    ready: Sequence[YearMoves], pupils_by_year: Sequence[Floats], *, danger_known: bool
) -> ChildImpact:
    """Return what losing their school means for the children of every row, in every future.

    Parameters
    ----------
    pupils_by_year
        Pupils of as_is along the arcs of its catchment, for each of ``ready``. (draw, arc)
    """
    sums, longest = [], []
    for moves, pupils in zip(ready, pupils_by_year, strict=True):
        shape = (len(pupils), len(moves.rows), len(IMPACT_SUMS))
        sums.append(np.asarray(moves.sum_matrix @ pupils.T).T.reshape(shape))
        longest.append(_longest_travelled(moves, pupils))
    rows = ImpactRows(
        *(
            np.concatenate([getattr(moves.rows, name) for moves in ready])
            for name in ("year", "school", "receiving")
        )
    )
    return ChildImpact(rows, np.concatenate(sums, axis=1), np.concatenate(longest, axis=1), danger_known)


def _pairs(before: YearWays, after: YearWays, lost_school_grade: Bools) -> tuple[Ints, Ints, Floats]:
    """Return which cell of as_is goes to which cell of the option, and with what share of its pupils."""
    schools = len(lost_school_grade)
    grade = before.arcs.grade[before.arcs.cell_arc]
    leaving = np.flatnonzero(lost_school_grade[before.school, grade])
    gain = _more_than_before(before, after, schools)
    gaining = np.flatnonzero(gain > 0)
    gaining = gaining[np.argsort(after.home_grade[gaining], kind="stable")]
    homes = after.home_grade[gaining]
    wanted = before.home_grade[leaving]
    start, end = np.searchsorted(homes, wanted, "left"), np.searchsorted(homes, wanted, "right")
    count = end - start
    left = np.repeat(leaving, count)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    entered = gaining[np.repeat(start, count) + step]
    total = np.zeros(len(before.arcs.cell_arc))
    np.add.at(total, left, gain[entered])
    return left, entered, gain[entered] / total[left]


def _more_than_before(before: YearWays, after: YearWays, schools: int) -> Floats:
    """Return how much larger each cell of the option is than under as_is. (cell,)"""
    known = before.home_grade * schools + before.school
    order = np.argsort(known, kind="stable")
    asked = after.home_grade * schools + after.school
    place = np.minimum(np.searchsorted(known[order], asked), max(len(known) - 1, 0))
    if not len(known):
        return after.share
    same = known[order][place] == asked
    more: Floats = after.share - np.where(same, before.share[order][place], 0.0)
    # what rounding leaves of two equal shares is no move
    return np.where(more > 1e-12, more, 0.0)


def _longest(row: Ints, arc: Ints, ways_pair: Floats, n_arcs: int) -> tuple[Ints, Ints, Floats]:
    key, place = np.unique(row * n_arcs + arc, return_inverse=True)
    longest = np.zeros((len(key), len(LONGEST)))
    np.maximum.at(longest, place, ways_pair)
    return key // max(n_arcs, 1), key % max(n_arcs, 1), longest


def _longest_travelled(moves: YearMoves, pupils_draw_arc: Floats) -> Floats:
    """Return the longest way of any child, NaN where there are none. (draw, row, 4)"""
    result = np.full((len(pupils_draw_arc), len(moves.rows), len(LONGEST)), np.nan)
    if not len(moves.reached_row):
        return result
    there = pupils_draw_arc[:, moves.reached_arc] > 0
    travelled = np.where(there[..., None], moves.longest_pair, -np.inf)
    start = np.flatnonzero(np.diff(moves.reached_row, prepend=-1))
    longest = np.maximum.reduceat(travelled, start, axis=1)
    result[:, moves.reached_row[start]] = np.where(np.isfinite(longest), longest, np.nan)
    return result
