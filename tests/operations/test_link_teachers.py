"""Teachers behind the links."""

import numpy as np
import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.link_teachers import senders, sending_school
from tests.operations.test_teachers import TWO_SCHOOLS, teachers, weekly
from tests.operations.worlds import build_world, class_teachers, remote_group

LANGUAGES = SUBJECTS.index("languages")


def remote_world(lessons_a, lessons_b, own=0.0, posts=0.0, **other):
    return build_world(
        TWO_SCHOOLS,
        {
            ("a", "languages"): {"hours_remote": lessons_a, "hours_remote_qualified": lessons_a / 2.0},
            ("b", "languages"): {"hours_remote": lessons_b, "hours_qualified": own, "posts": posts},
        },
        groups={"b": {"7-9": 6}, "a": {"7-9": 3}},
        **other,
    )


def both(*subjects, **other):
    return [remote_group([0, 1], subjects or ("languages",), **other)]


def test_one_remote_teacher_serves_all_schools_of_a_group_at_once():
    (teacher,) = teachers(remote_world(4.0, 3.0, remote_groups=both("languages", "music")))
    assert teacher.over_link
    assert [(visit.school, visit.lessons) for visit in teacher.visits(0)] == [
        (0, pytest.approx(0.8)),
        (1, pytest.approx(0.6)),
    ]
    assert teacher.lessons(0) == pytest.approx(0.8)
    assert teacher.subject == LANGUAGES


def test_remote_lessons_are_in_unqualified_hands_as_far_as_the_sending_school_s_are():
    (teacher,) = teachers(remote_world(4.0, 3.0, remote_groups=both()))
    assert [visit.unqualified_share for visit in teacher.visits(0)] == [0.5, 0.0]


def test_a_remote_group_takes_a_second_teacher_when_one_school_needs_more_than_a_post():
    found = teachers(remote_world(30.0, 3.0, remote_groups=both()))
    assert len({teacher.key for teacher in found}) == len(found) == 2
    for_a = sum(visit.lessons for teacher in found for visit in teacher.visits(0) if visit.school == 0)
    assert for_a * 5 == pytest.approx(30.0)


def test_a_school_in_two_groups_is_served_once():
    world = remote_world(4.0, 3.0, remote_groups=[*both(name="one"), *both(name="two")])
    assert len(teachers(world)) == 1


def test_the_remote_teacher_is_one_of_the_sending_school_s_posts():
    groups = both(sending_school=1)
    found = teachers(remote_world(11.0, 0.0, own=33.0, posts=2.0, remote_groups=groups))
    own = [teacher for teacher in found if not teacher.over_link]
    assert sum(weekly(teacher) for teacher in own) == pytest.approx(33.0)
    assert [weekly(teacher) for teacher in own] == pytest.approx([22.0, 11.0])  # a post and a half are left


def test_the_remote_teacher_sits_where_stated_else_in_the_largest_staffed_school():
    world = build_world(
        [("a", "901"), ("b", "901"), ("c", "901")],
        {("a", "class_teaching"): class_teachers(2), ("b", "class_teaching"): class_teachers(2)},
    )
    world.plan.places_year_school[:] = [50.0, 200.0, 400.0]
    assert sending_school(remote_group([0, 1, 2], ("languages",), sending_school=0), world.staffed()) == 0
    assert sending_school(remote_group([0, 1, 2], ("languages",)), world.staffed()) == 1
    world.staffing.measures["posts"][:, :, 1] = 0.0
    assert sending_school(remote_group([0, 1, 2], ("languages",), sending_school=1), world.staffed()) == 0


def test_each_school_knows_where_its_lessons_come_from():
    world = remote_world(4.0, 3.0, posts=1.0, own=10.0, remote_groups=both(sending_school=1))
    assert senders(world.staffed()) == {(0, LANGUAGES): 1, (1, LANGUAGES): 1}
    assert np.argwhere(world.staffed().remote_member_school_subject).tolist() == [
        [0, LANGUAGES],
        [1, LANGUAGES],
    ]
