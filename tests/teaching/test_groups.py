"""Groups of whole schools: from grade 0 to upper secondary, in sampled futures and in the mean one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import BASIC_GRADES, N_GRADES, UPPER_SECONDARY
from kopa_sim.teaching.groups import form_groups, whole_pupils
from tests.teaching.builders import parameters, pupils

fractions = arrays.arrays(np.float64, (1, 2, 2, N_GRADES), elements=st.floats(0, 40))
counts = arrays.arrays(np.int64, (1, 2, 2, N_GRADES), elements=st.integers(0, 40))


def by_grade(children):
    """Grades 0–9 of every school in every year and future. (grade, cell)"""
    return children[..., BASIC_GRADES].reshape(-1, 10).T


@given(fractions)
def test_rounding_expected_pupils_keeps_every_schools_total(expected):
    whole, exact = whole_pupils(expected), by_grade(expected)
    assert np.array_equal(whole, np.rint(whole))
    assert (np.abs(whole.sum(axis=0) - exact.sum(axis=0)) <= 0.5 + 1e-9).all()
    assert (np.abs(whole - exact) <= 1.0 + 1e-9).all()


@given(counts)
def test_whole_pupils_are_left_as_they_are(counted):
    assert np.array_equal(whole_pupils(counted.astype(float)), by_grade(counted))


def test_no_pupil_is_put_in_an_empty_grade():
    assert whole_pupils(pupils({1: 0.4, 3: 0.4, 5: 0.4}))[:, 0].tolist()[:7] == [0, 0, 0, 1, 0, 0, 0]


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
    assert groups.lesson_hours_draw_year_school_band[0, 0, 0].tolist() == pytest.approx(
        # upper secondary: every compulsory module once a year, every optional one every second, 8.48 credits of local
        [19, 0, 24, 58, (114 + 118 / 2 + 8.48) / 2]
    )


def test_pupils_given_to_the_function_are_not_changed():
    children = pupils({1: 0.6, 2: 0.6})
    before = children.copy()
    form_groups(children, parameters())
    assert np.array_equal(children, before)


ONE_SHARE = {"individual_support_share": 0.3, "special_class_share": 0.0}


@settings(max_examples=60, deadline=None)
@given(counts, st.integers(0, 9))
def test_one_more_pupil_never_needs_fewer_groups_whoever_needs_support(counted, grade):
    children = counted.astype(float)
    more = children.copy()
    more[..., grade] += 1
    fewer, needed = (form_groups(table, parameters(**ONE_SHARE)) for table in (children, more))
    assert (needed.rooms_draw_year_school >= fewer.rooms_draw_year_school).all()
    lessons = [groups.lesson_hours_draw_year_school_band.sum(axis=3) for groups in (fewer, needed)]
    assert (lessons[1] >= lessons[0]).all()


def test_the_first_special_class_may_relieve_ordinary_groups_by_more_than_itself():
    """The one way in which one more pupil can need fewer groups: the class takes pupils out of two split grades."""
    sizes = dict(enumerate([23, 30, 40, 50, 50, 18], start=1))
    before = form_groups(pupils(sizes, years=1), parameters())
    after = form_groups(pupils(sizes | {2: 31}, years=1), parameters())
    assert [g.special_groups_draw_year_school.item() for g in (before, after)] == [0, 1]
    assert [g.rooms_draw_year_school.item() for g in (before, after)] == [13, 12]


@settings(max_examples=60, deadline=None)
@given(counts, st.integers(0, 9))
def test_one_more_pupil_needs_fewer_groups_only_where_a_first_special_class_is_formed(counted, grade):
    children = counted.astype(float)
    more = children.copy()
    more[..., grade] += 1
    fewer, needed = (
        form_groups(table, parameters(individual_support_share=0.2)) for table in (children, more)
    )
    classes = fewer.special_groups_draw_year_school, needed.special_groups_draw_year_school
    assert (classes[1] >= classes[0]).all()
    same = classes[1] == classes[0]
    assert (needed.rooms_draw_year_school >= fewer.rooms_draw_year_school)[same].all()


ALL_RULES = {
    "individual_support_share": 0.3,
    "special_class_share": 0.0,
    "composite_7_9": True,
    "keep_groups": True,
    "group_tolerance_pupils": 2.0,
}


@settings(max_examples=60, deadline=None)
@given(counts, st.integers(0, 10))
def test_one_more_pupil_in_the_last_year_never_needs_fewer_groups_under_all_forming_rules_together(
    counted, grade
):
    """Groups are kept from the year before, grades sit together up to the ninth, and many need support."""
    children = counted.astype(float)
    more = children.copy()
    more[:, -1, :, grade] += 1
    fewer, needed = (form_groups(table, parameters(**ALL_RULES)) for table in (children, more))
    assert (needed.rooms_draw_year_school >= fewer.rooms_draw_year_school).all()
    if grade == UPPER_SECONDARY:
        assert (needed.rooms_draw_year_school[:, 0] == fewer.rooms_draw_year_school[:, 0]).all()


def test_special_pupils_leave_the_ordinary_groups_for_their_class():
    children = pupils(dict.fromkeys(range(1, 7), 40), years=1)
    groups = form_groups(children, parameters())
    assert groups.special_pupils_draw_year_school.item() == round(240 * 0.097 * 0.31)
    assert groups.special_groups_draw_year_school.item() == 1
    assert groups.pupils_draw_year_school_grade.sum() + 7 == 240
    assert groups.rooms_draw_year_school.item() == groups.groups_draw_year_school_band.sum() + 1


def test_who_sits_in_a_special_class_no_longer_counts_against_the_cap():
    rule = {"individual_support_share": 0.5, "special_class_share": 1.0}
    groups = form_groups(pupils({4: 20}, years=1), parameters(**rule))
    assert groups.special_pupils_draw_year_school.item() == 10
    assert groups.groups_draw_year_school_band.sum() == 1


def test_a_school_with_too_few_of_them_has_no_special_class():
    groups = form_groups(pupils(dict.fromkeys(range(1, 7), 30)), parameters())
    assert not groups.special_groups_draw_year_school.any()
    assert groups.pupils_draw_year_school_grade[0, 0, 0].sum() == 180


def test_a_special_school_has_neither_special_classes_nor_a_cap_on_support():
    children = pupils(dict.fromkeys(range(1, 7), 40), years=1)
    everyone = parameters(individual_support_share=1.0)
    groups = form_groups(children, everyone, np.array([True]))
    assert groups.special_groups_draw_year_school.item() == 0
    assert groups.rooms_draw_year_school.item() == 24


@settings(max_examples=30, deadline=None)
@given(counts)
def test_every_pupil_sits_in_a_group_or_a_special_class(counted):
    children = counted.astype(float)
    groups = form_groups(children, parameters(individual_support_share=0.4))
    assert np.array_equal(
        groups.pupils_draw_year_school_grade.sum(axis=3) + groups.special_pupils_draw_year_school,
        children.sum(axis=3),
    )
    assert (groups.special_pupils_draw_year_school <= 10 * groups.special_groups_draw_year_school).all()


def test_support_may_differ_by_future():
    sampled = parameters(2, {"individual_support_share": [0.0, 1.0], "special_class_share": [0.31, 0.0]})
    children = pupils({4: 20}, draws=2, years=1)
    assert form_groups(children, sampled).rooms_draw_year_school[:, 0, 0].tolist() == [1, 4]


def test_second_adults_stand_beside_groups_with_more_in_need_than_one_teacher_may_have():
    children, rule = pupils({4: 20}, years=1), {"individual_support_share": 0.4, "special_class_share": 0.0}
    split = form_groups(children, parameters(**rule))
    beside = form_groups(children, parameters(second_adult_for_support=True, **rule))
    assert (split.rooms_draw_year_school.item(), split.second_adult_groups_draw_year_school.item()) == (2, 0)
    assert (beside.rooms_draw_year_school.item(), beside.second_adult_groups_draw_year_school.item()) == (
        1,
        1,
    )


@settings(max_examples=20, deadline=None)
@given(counts, st.permutations(range(2)))
def test_a_schools_groups_depend_on_its_own_pupils_only(counted, order):
    children = counted.astype(float)
    straight = form_groups(children, parameters())
    turned = form_groups(children[:, :, order], parameters())
    first = form_groups(children[:, :, :1], parameters())
    for name in ("lesson_hours_draw_year_school_band", "special_groups_draw_year_school"):
        assert np.array_equal(getattr(straight, name)[:, :, order], getattr(turned, name))
        assert np.array_equal(getattr(straight, name)[:, :, :1], getattr(first, name))
