"""Places respected by whole classes of grades."""

import numpy as np
import pytest

from kopa_sim.network.capacity import respect_places, school_loads
from kopa_sim.network.choices import GradeClass
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
    assert solved.linked_school[0] == solved.linked_school[1] != solved.linked_school[2]
    assert solved.linked_school[2] == solved.linked_school[3]
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
