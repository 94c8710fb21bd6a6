"""Groups of whole schools: from grade 0 to upper secondary, in sampled futures and in the mean one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.teaching.groups import form_groups, whole_pupils
from tests.teaching.builders import parameters, pupils

fractions = arrays.arrays(np.float64, (1, 2, 2, N_GRADES), elements=st.floats(0, 40))
counts = arrays.arrays(np.int64, (1, 2, 2, N_GRADES), elements=st.integers(0, 40))


@given(fractions)
def test_rounding_expected_pupils_keeps_every_schools_total(expected):
    whole = whole_pupils(expected)
    assert np.array_equal(whole, np.rint(whole))
    assert (np.abs(whole[..., :10].sum(axis=3) - expected[..., :10].sum(axis=3)) <= 0.5 + 1e-9).all()
    assert (np.abs(whole - expected) <= 1.0 + 1e-9).all()


@given(counts)
def test_whole_pupils_are_left_as_they_are(counted):
    assert np.array_equal(whole_pupils(counted.astype(float)), counted)


def test_no_pupil_is_put_in_an_empty_grade():
    assert whole_pupils(pupils({1: 0.4, 3: 0.4, 5: 0.4}))[0, 0, 0].tolist()[:7] == [0, 0, 0, 1, 0, 0, 0]


@settings(max_examples=30, deadline=None)
@given(counts)
def test_groups_hold_all_pupils_within_the_limits(counted):
    groups = form_groups(counted.astype(float), parameters()).groups_draw_year_school_band
    assert (groups.sum(axis=3) * 30 >= counted.sum(axis=3)).all()
    assert (groups.sum(axis=3) <= counted.sum(axis=3)).all()


def test_no_pupils_make_no_groups_and_no_lessons():
    groups = form_groups(pupils({}, {}), parameters())
    assert not groups.groups_draw_year_school_band.any()
    assert not groups.lesson_hours_draw_year_school_band.any()


def test_a_village_school_with_pre_primary_needs_three_rooms():
    groups = form_groups(pupils(dict(enumerate([3, 4, 2, 5, 3, 4, 2]))), parameters())
    assert groups.groups_draw_year_school_band[0, 0, 0].tolist() == [1, 1, 1, 0, 0]
    assert groups.lesson_hours_draw_year_school_band[0, 0, 0].tolist() == [19, 23, 25, 0, 0]
    assert groups.rooms_draw_year_school[0, 0, 0] == 3


def test_a_special_school_forms_smaller_groups():
    children = pupils({5: 20}, {5: 20})
    groups = form_groups(children, parameters(), np.array([False, True]))
    assert groups.rooms_draw_year_school[0, 0].tolist() == [1, 2]


def test_a_school_with_all_stages_adds_them_up():
    children = pupils({0: 5, 4: 20, 8: 25, 10: 20})
    groups = form_groups(children, parameters())
    assert groups.groups_draw_year_school_band[0, 0, 0].tolist() == [1, 0, 1, 2, 3]
    assert groups.lesson_hours_draw_year_school_band[0, 0, 0].tolist() == [19, 0, 24, 58, 90]


def test_pupils_given_to_the_function_are_not_changed():
    children = pupils({1: 0.6, 2: 0.6})
    before = children.copy()
    form_groups(children, parameters())
    assert np.array_equal(children, before)
