"""The network of one year as the assignment sees it."""

from dataclasses import replace

import numpy as np

from kopa_sim.network.given_intake import first_year_residents
from kopa_sim.network.year_network import heirs, year_network
from tests.network.towns import closed, open_borders, plan, pupils, with_places
from tests.regions import two_municipalities

REGION = two_municipalities()


def network(of, year_index=-1):
    residents = first_year_residents(REGION, of, pupils(REGION, 10.0))
    return year_network(REGION, of, year_index, residents, 0.95)


def test_a_closed_school_teaches_nothing():
    of = closed(plan(REGION), REGION, "village", 2027)
    assert network(of, 0).teaches_school_grade[1].any()
    assert not network(of).teaches_school_grade[1].any()


def test_a_closed_school_without_a_named_receiver_has_no_heir():
    assert network(closed(plan(REGION), REGION, "village", 2027)).heir_school.tolist() == [-1, -1, -1]


def test_a_named_receiver_takes_over_the_grades_it_teaches():
    of = closed(plan(REGION), REGION, "centre", 2027, receiving="village")
    found = network(of)
    assert found.heir_school.tolist() == [1, -1, -1]
    assert np.flatnonzero(found.left_school_grade[0]).tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_a_receiver_that_closes_passes_the_catchment_on():
    receiving, is_open = np.array([1, 2, -1]), np.array([False, False, True])
    assert heirs(receiving, is_open).tolist() == [2, 2, -1]


def test_receivers_that_name_one_another_leave_no_heir():
    receiving, is_open = np.array([1, 0, -1]), np.array([False, False, True])
    assert heirs(receiving, is_open).tolist() == [-1, -1, -1]


def test_a_receiver_that_closes_without_a_receiver_leaves_no_heir():
    receiving, is_open = np.array([1, -1, -1]), np.array([False, False, True])
    assert heirs(receiving, is_open).tolist() == [-1, -1, -1]


def test_equal_years_have_equal_keys_whatever_the_option():
    assert network(plan(REGION), 0).key() == network(replace(plan(REGION), option="x"), 4).key()


def test_what_decides_the_assignment_changes_the_key():
    present = network(plan(REGION)).key()
    assert network(closed(plan(REGION), REGION, "village", 2027)).key() != present
    assert network(open_borders(plan(REGION))).key() != present


def test_places_matter_only_where_they_are_added_to_the_key():
    present, fewer = network(plan(REGION)), network(with_places(plan(REGION), REGION, centre=5))
    assert present.key() == fewer.key()
    assert present.key(present.places_school) != fewer.key(fewer.places_school)


def test_a_named_receiver_changes_the_key():
    nearest = network(closed(plan(REGION), REGION, "village", 2027))
    named = network(closed(plan(REGION), REGION, "village", 2027, receiving="centre"))
    assert nearest.key() != named.key()
