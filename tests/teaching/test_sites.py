"""Where shared teachers sit, and when sharing takes place at all."""

import numpy as np

from kopa_sim.teaching.sites import seat_of_year, where_two_or_more

ABLE = np.array([[True, True, True], [True, True, False], [False, False, False]])
PLACES = np.array([[50.0, 80.0, 90.0]] * 3)
MEMBERS = np.array([0, 1, 2])


def test_without_a_named_seat_the_largest_building_that_teaches_is_it():
    assert seat_of_year(-1, MEMBERS, ABLE, PLACES)[:2].tolist() == [2, 1]


def test_a_named_seat_holds_while_it_teaches():
    assert seat_of_year(0, MEMBERS, ABLE, PLACES)[:2].tolist() == [0, 0]


def test_a_named_seat_that_has_closed_gives_way_to_the_largest():
    assert seat_of_year(2, MEMBERS, ABLE, PLACES)[:2].tolist() == [2, 1]


def test_only_members_are_considered():
    assert seat_of_year(-1, np.array([0, 1]), ABLE, PLACES)[0] == 1


def test_one_school_alone_shares_with_nobody():
    active = np.array([[True, True, False], [True, False, False], [False, False, False]])
    assert where_two_or_more(active).tolist() == [[True, True, False], [False] * 3, [False] * 3]
