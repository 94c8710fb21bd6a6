"""The years in which a centre has the same schools and the same homes."""

import numpy as np

from kopa_sim.network.routing.carried import CarriedFrom
from kopa_sim.network.routing.stretches import find_stretches

APART = np.array([[0.0, 50.0, 1.0], [50.0, 0.0, 50.0], [1.0, 50.0, 0.0]])
"""Schools 0 and 2 make a centre, school 1 is far from both."""
ALL_OPEN = np.ones((4, 3), dtype=bool)


def carried(*rows):
    """(point, school, pupils) of one year."""
    points, schools, pupils = zip(*rows, strict=True)
    return CarriedFrom(np.array(points), np.array(schools), np.array(pupils, dtype=float))


SAME = carried((0, 0, 10), (1, 1, 8), (2, 2, 20))


def found(years, is_open=ALL_OPEN, limit_km=2.0):
    return {
        (stretch.schools, stretch.year_indices) for stretch in find_stretches(years, is_open, APART, limit_km)
    }


def shut(school, year):
    is_open = ALL_OPEN.copy()
    is_open[year:, school] = False
    return is_open


def test_schools_near_one_another_are_one_centre_the_largest_first():
    assert found([SAME] * 4) == {((2, 0), (0, 1, 2, 3)), ((1,), (0, 1, 2, 3))}
    assert found([SAME] * 4, limit_km=0.0) == {
        ((0,), (0, 1, 2, 3)),
        ((1,), (0, 1, 2, 3)),
        ((2,), (0, 1, 2, 3)),
    }


def test_what_closes_far_away_does_not_divide_a_centres_years():
    after = carried((0, 0, 10), (2, 2, 20))
    assert found([SAME, SAME, after, after], shut(1, 2)) == {((2, 0), (0, 1, 2, 3)), ((1,), (0, 1))}


def test_a_centre_that_takes_in_the_closed_schools_pupils_begins_anew():
    after = carried((0, 0, 10), (1, 0, 8), (2, 2, 20))
    expected = {((2, 0), (0, 1)), ((2, 0), (2, 3)), ((1,), (0, 1))}
    assert found([SAME, SAME, after, after], shut(1, 2)) == expected


def test_fewer_pupils_in_the_same_homes_are_no_new_beginning():
    fewer = carried((0, 0, 5), (2, 2, 10))
    assert ((2, 0), (0, 1, 2, 3)) in found([SAME, SAME, fewer, fewer], shut(1, 2))


def test_pupils_who_move_while_all_schools_stay_do_not_divide_the_years():
    moved = carried((0, 0, 1), (1, 1, 8), (5, 2, 20))
    assert found([SAME, SAME, moved, moved]) == {((2, 0), (0, 1, 2, 3)), ((1,), (0, 1, 2, 3))}


def test_a_centre_that_loses_a_school_is_another_centre():
    after = carried((0, 2, 10), (1, 1, 8), (2, 2, 20))
    expected = {((2, 0), (0, 1)), ((2,), (2, 3)), ((1,), (0, 1, 2, 3))}
    assert found([SAME, SAME, after, after], shut(0, 2)) == expected
