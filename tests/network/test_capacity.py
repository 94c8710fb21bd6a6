"""Places respected by whole classes of grades."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kopa_sim.network.capacity import respect_places, school_loads
from kopa_sim.network.choices import GradeClass
from kopa_sim.network.moved import Present
from kopa_sim.network.placement import Placement

INF = np.inf


def grade_class(grades, minutes):
    return GradeClass(np.array(grades), np.array(minutes, dtype=float))


def solve(classes, demands, places):
    demands = [np.array(demand, dtype=float) for demand in demands]
    points = np.arange(len(demands[0]))
    return respect_places(classes, demands, np.array(places, dtype=float), points), demands


def test_loads_add_up_the_classes():
    placements = [
        Placement(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0])),
        Placement(np.array([0, 0]), np.array([0, 1]), np.array([0.25, 0.75])),
    ]
    loads = school_loads(placements, [np.array([3.0, 5.0]), np.array([8.0, 0.0])], 2)
    assert loads.tolist() == [5.0, 11.0]


def test_places_are_shared_by_all_classes_of_a_school():
    lower = grade_class([1, 2], [[5, 9], [5, 30]])
    upper = grade_class([7, 8], [[5, 7], [5, 40]])
    solved, demands = solve([lower, upper], [[4, 4], [4, 4]], [10, 10])
    loads = school_loads(solved.placements, demands, 2)
    assert loads == pytest.approx([10.0, 6.0])
    # the upper grades of the first point lose least by moving, two minutes; then its lower grades, four
    moved = dict(zip(solved.placements[1].point, solved.placements[1].school, strict=True))
    assert moved == {0: 1, 1: 0}
    assert dict(zip(solved.placements[0].school, solved.placements[0].share, strict=True))[
        1
    ] == pytest.approx(0.5)


def test_schools_that_do_not_compete_keep_the_nearest_rule():
    minutes = [[5, 9, INF, INF], [6, 7, INF, INF], [INF, INF, 3, 4], [INF, INF, 4, 3]]
    solved, demands = solve([grade_class([1], minutes)], [[3, 3, 3, 3]], [4, 9, 9, 9])
    placement = solved.placements[0]
    untouched = placement.point >= 2
    assert placement.school[untouched].tolist() == [2, 3]
    assert school_loads(solved.placements, demands, 4) == pytest.approx([4.0, 2.0, 3.0, 3.0])


def test_where_everyone_fits_the_nearest_school_stays():
    solved, _ = solve([grade_class([1], [[5, 9], [6, 7]])], [[3, 3]], [6, 0])
    assert solved.placements[0].school.tolist() == [0, 0]
    assert not solved.overflow_school.any()
    assert not solved.short_school.any()


def test_points_without_pupils_go_to_the_nearest_school():
    solved, _ = solve([grade_class([1], [[5, 9], [6, 7], [1, 2]])], [[3, 3, 0]], [3, 9])
    placement = solved.placements[0]
    assert placement.school[placement.point == 2].tolist() == [0]


def test_points_that_reach_nothing_are_placed_nowhere():
    solved, _ = solve([grade_class([1], [[5, 9], [INF, INF]])], [[3, 3]], [1, 9])
    assert set(solved.placements[0].point) == {0}


def test_missing_places_name_the_schools_that_are_short():
    minutes = [[5, 9, INF], [6, 7, INF], [INF, INF, 3]]
    solved, _ = solve([grade_class([1], minutes)], [[10, 10, 3]], [8, 8, 5])
    assert solved.overflow_school.sum() == pytest.approx(4.0)
    assert solved.short_school.tolist() == [True, True, False]
    assert [group.tolist() for group in solved.short_groups] == [[0, 1]]


def test_schools_that_cannot_pass_pupils_on_to_one_another_are_short_apart():
    # the lower grades lack two places, the upper three; a school for all grades has room for neither
    lower = grade_class([1], [[5, INF, INF], [INF, INF, 4]])
    upper = grade_class([7], [[INF, 5, INF], [INF, INF, 4]])
    solved, _ = solve([lower, upper], [[10, 1], [8, 1]], [8, 5, 9])
    assert [group.tolist() for group in solved.short_groups] == [[0], [1]]
    assert solved.overflow_school.tolist() == [2.0, 3.0, 0.0]


def lexicographic(classes, demands, present, places, protect):
    """Pupils beyond places, pupils moved, minutes: by one programme in which each outweighs the next."""
    rows = [
        (of.minutes_point_school[point], demand[point], -1)
        for of, demand in zip(classes, demands, strict=True)
        for point in np.flatnonzero(demand > 0)
    ]
    rows += [
        (of.minutes_point_school[point], pupils, school)
        for of, stay in zip(classes, present, strict=True)
        for point, school, pupils in zip(stay.point, stay.school, stay.pupils, strict=True)
    ]
    n = len(places)
    minutes, pupils = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    moves = np.array([[at >= 0 and school != at for school in range(n)] for _, _, at in rows], dtype=float)
    row, school = np.nonzero(np.isfinite(minutes))
    everyone, within = np.zeros((len(rows), len(row) + n)), np.zeros((n, len(row) + n))
    everyone[row, np.arange(len(row))] = 1.0
    within[school, np.arange(len(row))] = 1.0
    within[np.arange(n), len(row) + np.arange(n)] = -1.0
    weight = 1e3 if protect else 1e-5
    cost = np.r_[minutes[row, school] + weight * moves[row, school], np.full(n, 1e5)]
    found = linprog(cost, within, places, everyone, pupils, method="highs").x
    flow = found[: len(row)]
    return (
        found[len(row) :].sum(),
        float((flow * moves[row, school]).sum()),
        float((flow * minutes[row, school]).sum()),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000), st.booleans())
def test_pupils_beyond_places_moves_and_minutes_are_as_few_as_a_programme_finds(seed, protect):
    rng = np.random.default_rng(seed)
    n_points, n_schools = 5, 4
    # two towns whose schools do not compete: only one of them may be too full
    town_point, town_school = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1])
    classes, demands, present = [], [], []
    for grades in ([1, 2], [7]):
        minutes = np.round(rng.uniform(0, 60, (n_points, n_schools)), 2)
        minutes[town_point[:, None] != town_school] = INF
        classes.append(grade_class(grades, minutes))
        demands.append(rng.integers(0, 6, n_points).astype(float))
        stay = rng.random((n_points, n_schools)) < 0.4
        point, school = np.nonzero(stay & np.isfinite(minutes))
        present.append(Present(point, school, rng.integers(1, 6, len(point)).astype(float)))
    places = rng.integers(0, 25, n_schools).astype(float)
    areas = np.arange(n_points)
    solved = respect_places(classes, demands, places, areas, present, protect_present=protect)
    moved, minutes = 0.0, 0.0
    load = school_loads(solved.placements, demands, n_schools)
    for of, demand, stay, placed, left in zip(
        classes, demands, present, solved.placements, solved.moved, strict=True
    ):
        arriving = placed.share * demand[placed.point]
        minutes += float((arriving * of.minutes_point_school[placed.point, placed.school]).sum())
        before = Placement(stay.point, stay.school, stay.pupils)
        after = left.apply(before)
        assert after.share.sum() == pytest.approx(before.share.sum())
        load += np.bincount(after.school, weights=after.share, minlength=n_schools)
        minutes += float((after.share * of.minutes_point_school[after.point, after.school]).sum())
        kept = dict(zip(before.keys(n_schools).tolist(), before.share.tolist(), strict=True))
        for key, school, share in zip(left.key, left.school, left.share, strict=True):
            moved += kept[key] * share * (school != key % n_schools)
    beyond = np.maximum(load - places, 0.0).sum()
    best = lexicographic(classes, demands, present, places, protect)
    assert (beyond, minutes) == pytest.approx((best[0], best[2]), abs=1e-4)
    assert moved == pytest.approx(best[1], abs=1e-4)
