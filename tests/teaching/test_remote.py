"""Remote teaching groups pupils over schools where this leaves fewer groups; elsewhere it changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.remote import local_teaching, remote_rooms, teach_remotely
from tests.teaching.builders import YEARS, no_additions, plan_for, pupils, row_of_schools, subject

LANGUAGES, MATHEMATICS = subject("languages"), subject("mathematics")
ALWAYS = np.ones(len(YEARS), dtype=bool)
EACH = 0.5 * (2 + 1)
"""Half the weekly language lessons of one group of grade 8: two of A1, one of B1."""


def rule(schools, subjects=("languages",), grades=(7, 8, 9), **changed):
    given_rule = RemoteGroup("remote", tuple(schools), tuple(subjects), tuple(grades), ALWAYS, 0.5, 20, 1.0)
    return replace(given_rule, **changed)


def local(children, settled):
    groups = form_groups(children, settled)
    lessons = required_lessons(groups, children, np.ones(children.shape[1:3], dtype=bool), settled)
    return local_teaching(lessons, groups, settled)


def teach(children, *rules, plan=None, staffed=None, **changed):
    """Remote lessons in a row of schools, without a factor for preparation unless one is given."""
    settled = no_additions(**({"remote_preparation_factor": 1.0} | changed))
    region = row_of_schools(children.shape[2])
    plan = replace(plan or plan_for(region), remote_groups=rules)
    staffed = plan.open_year_school if staffed is None else staffed
    return teach_remotely(plan, staffed, local(children, settled), settled)


def test_small_schools_receive_and_the_largest_building_sends():
    remote = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([EACH, EACH, 0])
    assert not remote.received[..., MATHEMATICS].any()


def test_one_merged_group_in_place_of_three_costs_the_sender_nothing_more():
    remote = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    assert remote.sent_extra == pytest.approx(0)


def test_a_group_that_no_merged_group_has_room_for_stays_with_its_teacher():
    remote = teach(pupils({8: 6}, {8: 6}, {8: 9}), rule([0, 1, 2], grades=(8,)))
    assert remote.received[0, 0, :, LANGUAGES].sum() == pytest.approx(EACH)
    assert remote.sent_extra == pytest.approx(0)


def test_a_merged_group_without_the_senders_pupils_is_paid_at_the_sending_school():
    """22 pupils leave the sender no room; 6, 7 and 4 make one group in place of three."""
    remote = teach(pupils({8: 6}, {8: 7}, {8: 4}, {8: 22}), rule([0, 1, 2, 3], grades=(8,)))
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([EACH, EACH, EACH, 0])
    assert remote.sent_extra[0, 0, :, LANGUAGES] == pytest.approx([0, 0, 0, EACH])


def test_where_no_group_disappears_nothing_is_moved_and_nothing_paid():
    remote = teach(pupils({8: 15}, {8: 14}, {8: 24}), rule([0, 1, 2]), remote_preparation_factor=1.2)
    assert remote.meetings == ()
    for name in ("received", "sent_extra", "link_hours", "site_adult_hours", "site_teacher_hours"):
        assert not getattr(remote, name).any(), name


def test_grades_merge_each_for_itself():
    remote = teach(pupils({7: 15, 8: 6}, {7: 14, 8: 5}, {7: 24, 8: 9}), rule([0, 1, 2]))
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([EACH, EACH, 0])


def test_preparing_is_paid_for_merged_groups_only():
    """Of the sender's two groups of 15 one takes five more pupils; the other is taught as ever."""
    remote = teach(pupils({8: 5}, {8: 30}), rule([0, 1], grades=(8,)), remote_preparation_factor=1.2)
    assert remote.received[0, 0, 0, LANGUAGES] == pytest.approx(EACH)
    assert remote.sent_extra[0, 0, 1, LANGUAGES] == pytest.approx(0.2 * EACH)
    assert remote.link_hours[0, 0] == pytest.approx([EACH, EACH])


def test_year_groups_of_upper_secondary_education_merge_each_for_itself():
    """Two schools of 18 students have three year groups of six each; so has the sender of 24, of eight.

    Philosophy and psychology have six compulsory credits, and twelve every second year: six lessons.
    """
    given_there = subject("philosophy_psychology")
    upper = rule([0, 1, 2], subjects=("philosophy_psychology",), grades=(10,))
    plan = plan_for(row_of_schools(3))
    plan = replace(plan, grades_year_school_grade=np.ones_like(plan.grades_year_school_grade))
    no_local = {"upper_secondary_lessons_h": 0.0}
    remote = teach(pupils({10: 18}, {10: 18}, {10: 24}), upper, plan=plan, **no_local)
    assert remote.received[0, 0, :, given_there] == pytest.approx([0.5 * 6, 0.5 * 6, 0])
    assert remote.sent_extra == pytest.approx(0)
    no_room = teach(pupils({10: 18}, {10: 18}, {10: 60}), upper, plan=plan, **no_local)
    assert no_room.received[0, 0, :, given_there] == pytest.approx([0.5 * 6, 0.5 * 6, 0])
    assert no_room.sent_extra[0, 0, 2, given_there] == pytest.approx(0.5 * 6)


def test_a_lesson_over_the_link_counts_as_the_obligation_says_and_is_held_once():
    """Mother tongue of 18 students: 12 credits, six more every second year: 7.5 lessons of 18/16 basic ones."""
    upper = rule([0, 1, 2], subjects=("mother_tongue",), grades=(10,), site_adult_share=1.0)
    plan = plan_for(row_of_schools(3))
    plan = replace(plan, grades_year_school_grade=np.ones_like(plan.grades_year_school_grade))
    remote = teach(pupils({10: 18}, {10: 18}, {10: 24}), upper, plan=plan, upper_secondary_lessons_h=0.0)
    assert remote.received[0, 0, :, subject("mother_tongue")] == pytest.approx(
        [0.5 * 7.5 * 18 / 16] * 2 + [0]
    )
    assert remote.link_hours[0, 0, :2] == pytest.approx([0.5 * 7.5] * 2)
    assert remote.site_adult_hours[0, 0] == pytest.approx([0.5 * 7.5, 0.5 * 7.5, 0])


def test_preparing_for_several_sites_is_paid():
    remote = teach(
        pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], grades=(8,)), remote_preparation_factor=1.2
    )
    assert remote.sent_extra[0, 0, 2, LANGUAGES] == pytest.approx(0.2 * EACH)


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
    assert remote.link_hours[0, 0] == pytest.approx([EACH, EACH])


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
    assert remote.received[0, 0, :, LANGUAGES] == pytest.approx([EACH, EACH, 0])
    assert remote.sent_extra[0, 0, 2, LANGUAGES] == pytest.approx(EACH)


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
        pupils({8: 6}, {8: 5}, {8: 9}),
        rule([0, 1, 2], grades=(8,)),
        plan=replace(plan, open_year_school=still_open),
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
    assert remote.received[0, 0, 0, LANGUAGES] == pytest.approx(2 * EACH)


def test_special_needs_lessons_are_shared_by_the_pupils_of_the_grades():
    remote = teach(
        pupils({8: 10, 4: 30}, {8: 9}),
        rule([0, 1], subjects=("special_education",), grades=(8,)),
        special_lessons_per_100_pupils_h=20.0,
    )
    assert remote.received[0, 0, 0, subject("special_education")] == pytest.approx(0.5 * 0.2 * 10)


def test_groups_and_their_pupils_stand_in_the_grade_whose_plan_they_follow():
    teaching = local(pupils({7: 30, 8: 10, 9: 20, 3: 5, 4: 6}), no_additions())
    groups = teaching.groups_draw_year_school_grade[0, 0, 0]
    assert groups[7:10] == pytest.approx([2, 1, 1])
    assert groups[3:7] == pytest.approx([0, 1, 0, 0])
    assert teaching.pupils_draw_year_school_grade[0, 0, 0, 3:7] == pytest.approx([0, 11, 0, 0])


sizes = st.lists(st.integers(0, 30), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(st.lists(sizes, min_size=2, max_size=4), st.floats(0.1, 1), st.integers(5, 40))
def test_teachers_give_at_most_the_lessons_they_gave_apart(schools, lesson_share, largest_group):
    children = pupils(*({7: a, 8: b, 9: c} for a, b, c in schools))
    remote = teach(
        children, rule(range(len(schools)), lesson_share=lesson_share, largest_group=largest_group)
    )
    taken, paid = remote.received.sum(axis=(2, 3)), remote.sent_extra.sum(axis=(2, 3))
    assert (paid < taken).all() or not (taken.any() or paid.any())
    assert (remote.received >= 0).all() and (remote.sent_extra >= 0).all()
    own = local(children, no_additions()).lessons.by_subject()
    assert (remote.received <= own + 1e-9).all()


def test_a_teacher_beside_the_pupils_is_paid_by_the_lesson_like_a_class_teacher():
    settled = {"site_adult_share": 0.5, "grades": (8,)}
    assistant = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], **settled))
    teacher = teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2], adult_is_teacher=True, **settled))
    assert teacher.site_adult_hours[0, 0] == pytest.approx([EACH / 2, EACH / 2, 0])
    assert assistant.extra_load == pytest.approx(assistant.sent_extra)
    beside = teacher.extra_load - teacher.sent_extra
    assert beside[0, 0, :, subject("class_teaching")] == pytest.approx([EACH / 2, EACH / 2, 0])
    assert beside.sum(axis=3) == pytest.approx(teacher.site_adult_hours)


def test_receiving_pupils_of_all_grades_are_driven_together_to_the_days_when_the_group_meets():
    children = pupils({7: 4, 8: 6}, {8: 5}, {7: 9, 8: 9})
    remote = teach(children, rule([0, 1, 2], meetings_a_year=3.0))
    (meeting,) = remote.meetings
    assert meeting.days == 3.0
    assert meeting.schools.tolist() == [0, 1, 2]
    assert set(meeting.sending_year.tolist()) == {2}
    assert meeting.pupils_draw_year_member[0, 0].tolist() == [10, 5, 0]


def test_groups_that_never_meet_in_person_have_no_meetings():
    assert teach(pupils({8: 6}, {8: 5}, {8: 9}), rule([0, 1, 2])).meetings == ()
