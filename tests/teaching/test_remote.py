"""Remote teaching groups pupils over schools; nothing is lost, and there are never more groups than before."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.teaching.group_limits import group_limits
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.remote import local_teaching, merged_groups, remote_rooms, teach_remotely
from tests.teaching.builders import YEARS, no_additions, plan_for, pupils, row_of_schools, subject

LANGUAGES, MATHEMATICS = subject("languages"), subject("mathematics")
ALWAYS = np.ones(len(YEARS), dtype=bool)


def rule(schools, subjects=("languages",), grades=(7, 8, 9), **changed):
    given_rule = RemoteGroup("remote", tuple(schools), tuple(subjects), tuple(grades), ALWAYS, 0.5, 20, 1.0)
    return replace(given_rule, **changed)


def local(children, settled):
    groups = form_groups(children, settled)
    lessons = required_lessons(groups, children, np.ones(children.shape[1:3], dtype=bool), settled)
    bands = groups.groups_draw_year_school_band
    return local_teaching(lessons, bands, children, group_limits(settled), settled)


def teach(children, *rules, plan=None, staffed=None, **changed):
    """Remote lessons in a row of schools, without a factor for preparation unless one is given."""
    settled = no_additions(**({"remote_preparation_factor": 1.0} | changed))
    region = row_of_schools(children.shape[2])
    plan = replace(plan or plan_for(region), remote_groups=rules)
    staffed = plan.open_year_school if staffed is None else staffed
    return teach_remotely(plan, staffed, local(children, settled), settled)


def test_small_schools_receive_and_the_largest_building_sends():
    remote = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    each = 0.5 * 12 * 29 / 89
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([each, each, 0])
    assert not remote.received[..., MATHEMATICS].any()


def test_one_merged_group_in_place_of_three_costs_the_sender_nothing_more():
    remote = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    assert remote.sent_extra == pytest.approx(0)


def test_a_second_merged_group_is_paid_at_the_sending_school():
    remote = teach(pupils({8: 6}, {8: 6}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    each = 0.5 * 12 * 29 / 89
    assert remote.sent_extra[0, 0, :, LANGUAGES] == pytest.approx([0, 0, each])


def test_preparing_for_several_sites_is_paid():
    remote = teach(
        pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)), remote_preparation_factor=1.2
    )
    assert remote.sent_extra[0, 0, 2, LANGUAGES] == pytest.approx(0.2 * 0.5 * 12 * 29 / 89)


def test_without_pupils_elsewhere_nothing_is_sent_and_nothing_paid():
    remote = teach(pupils({}, {8: 9}), rule([0, 1], grades=(8,)), remote_preparation_factor=1.2)
    assert not remote.received.any()
    assert not remote.sent_extra.any()
    assert not remote.link_hours.any()


def test_an_adult_is_paid_at_each_receiving_school():
    remote = teach(pupils({8: 6}, {8: 9}), rule([0, 1], grades=(8,), site_adult_share=0.5))
    received = remote.received.sum(axis=3)
    assert received[0, 0, 0] > 0
    assert remote.site_adult_hours == pytest.approx(0.5 * received)


def test_sender_and_receivers_are_on_the_link():
    remote = teach(pupils({8: 6}, {8: 9}), rule([0, 1], grades=(8,)))
    each = 0.5 * 12 * 29 / 89
    assert remote.link_hours[0, 0] == pytest.approx([each, each])


def test_rooms_are_as_many_as_the_lessons_on_the_link_fill():
    assert remote_rooms(np.array([0, 0.1, 30, 30.5]), no_additions()).tolist() == [0, 1, 1, 2]


def test_a_named_school_sends():
    remote = teach(pupils({8: 6}, {8: 9}), rule([0, 1], grades=(8,), sending_school=0))
    assert remote.received[0, 0, 0, LANGUAGES] == 0
    assert remote.received[0, 0, 1, LANGUAGES] > 0


def test_a_school_without_these_grades_can_send():
    region = row_of_schools(3)
    plan = plan_for(region)
    grades = plan.grades_year_school_grade.copy()
    grades[:, 2, 7:10] = False
    remote = teach(
        pupils({8: 6}, {8: 5}, {4: 9}),
        rule([0, 1], grades=(8,), sending_school=2),
        plan=replace(plan, grades_year_school_grade=grades),
    )
    each = 0.5 * 12 * 29 / 89
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([each, each, 0])
    assert remote.sent_extra[0, 0, 2, LANGUAGES] == pytest.approx(each)


def test_a_rule_works_only_in_its_years():
    years = np.array([False, False, True, True])
    received = teach(pupils({8: 6}, {8: 9}), rule([0, 1], years=years)).received.sum(axis=(0, 2, 3))
    assert (received > 0).tolist() == years.tolist()


def test_a_school_that_has_closed_neither_sends_nor_receives():
    region = row_of_schools(3)
    plan = plan_for(region)
    still_open = plan.open_year_school.copy()
    still_open[2:, 2] = False
    remote = teach(
        pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2]), plan=replace(plan, open_year_school=still_open)
    )
    assert (remote.received[0, 0].sum(axis=1) > 0).tolist() == [True, True, False]
    assert (remote.received[0, 2].sum(axis=1) > 0).tolist() == [True, False, False]


def test_one_school_left_alone_teaches_its_pupils_itself():
    staffed = np.zeros((len(YEARS), 2), dtype=bool)
    staffed[:, 0] = True
    remote = teach(pupils({8: 6}, {8: 9}), rule([0, 1]), staffed=staffed)
    assert not remote.received.any()
    assert not remote.sent_extra.any()


def test_two_rules_never_take_more_than_all_lessons():
    half = rule([0, 1], grades=(8,), lesson_share=0.7)
    remote = teach(pupils({8: 6}, {8: 9}), half, half)
    assert remote.received[0, 0, 0, LANGUAGES] == pytest.approx(12 * 29 / 89)


def test_special_needs_lessons_are_shared_by_the_pupils_of_the_grades():
    remote = teach(
        pupils({8: 10, 4: 30}, {8: 9}),
        rule([0, 1], subjects=("special_education",), grades=(8,)),
        special_lessons_per_100_pupils_h=20.0,
    )
    assert remote.received[0, 0, 0, subject("special_education")] == pytest.approx(0.5 * 0.2 * 10)


def test_groups_of_a_band_are_divided_over_its_grades_by_need():
    teaching = local(pupils({7: 30, 8: 10, 9: 20, 3: 5, 4: 6}), no_additions())
    groups = teaching.groups_draw_year_school_grade[0, 0, 0]
    alone = np.array([2 * 30, 29, 30])
    assert groups[7:10] == pytest.approx(4 * alone / alone.sum())
    assert groups[3:7].sum() == pytest.approx(1)
    assert teaching.part_draw_year_school_grade[0, 0, 0, 7:10].sum() == pytest.approx(1)


@given(st.integers(0, 200), st.integers(0, 12), st.integers(0, 12), st.integers(1, 40))
def test_there_are_never_more_groups_together_than_apart(count, of_sender, of_others, largest):
    apart = of_sender + of_others
    merged = merged_groups(*(np.array(float(value)) for value in (count, apart, of_sender)), largest).item()
    assert of_sender <= merged <= apart
    assert merged == apart or merged * largest >= count


sizes = st.lists(st.integers(0, 30), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(sizes, min_size=2, max_size=4), st.floats(0.1, 1), st.integers(5, 40))
def test_teachers_give_at_most_the_lessons_they_gave_apart(schools, lesson_share, largest_group):
    children = pupils(*({7: a, 8: b, 9: c} for a, b, c in schools))
    remote = teach(
        children, rule(range(len(schools)), lesson_share=lesson_share, largest_group=largest_group)
    )
    taken, paid = remote.received.sum(axis=(2, 3)), remote.sent_extra.sum(axis=(2, 3))
    assert (paid <= taken + 1e-9).all()
    assert (remote.received >= 0).all() and (remote.sent_extra >= 0).all()
    own = local(children, no_additions()).lessons.by_subject()
    assert (remote.received <= own + 1e-9).all()
