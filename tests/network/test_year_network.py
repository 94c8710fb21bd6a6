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
    assert (network(closed(plan(REGION), REGION, "village", 2027)).heir_school_grade == -1).all()


def test_a_named_receiver_takes_over_the_grades_it_teaches():
    of = closed(plan(REGION), REGION, "centre", 2027, receiving="village")
    heir = network(of).heir_school_grade
    assert heir[0].tolist() == [1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1]
    assert (heir[1:] == -1).all()


def heirs_of_one_grade(handed_to, teaches):
    return heirs(np.array(handed_to)[:, None], np.array(teaches)[:, None])[:, 0].tolist()


def test_a_receiver_that_closes_passes_the_catchment_on():
    assert heirs_of_one_grade([1, 2, -1], [False, False, True]) == [2, 2, -1]


def test_receivers_that_name_one_another_leave_no_heir():
    assert heirs_of_one_grade([1, 0, -1], [False, False, True]) == [-1, -1, -1]


def test_a_receiver_that_closes_without_a_receiver_leaves_no_heir():
    assert heirs_of_one_grade([1, -1, -1], [False, False, True]) == [-1, -1, -1]


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
