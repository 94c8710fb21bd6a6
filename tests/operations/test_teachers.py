"""Posts as persons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.teachers import (
    post_sizes,
    sending_school,
    teachers_of_year,
    teaching_days_a_week,
)
from tests.operations.worlds import assumptions, build_world, class_teachers, remote_group

WEEKS = 38
TWO_SCHOOLS = [("a", "901"), ("b", "901")]


def teachers(world):
    return teachers_of_year(world.region.schools, world.staffed(), WEEKS, assumptions())


def one_cell(subject="mathematics", **values):
    return teachers(build_world([("a", "901")], {("a", subject): values}))


@pytest.mark.parametrize(
    ("posts", "sizes"),
    [(0.0, []), (0.3, [0.3]), (1.0, [1.0]), (2.25, [1.0, 1.0, 0.25]), (3.0 - 1e-12, [1.0] * 3)],
)
def test_posts_are_whole_persons_and_one_part_post(posts, sizes):
    assert post_sizes(posts) == pytest.approx(sizes)


@pytest.mark.parametrize(("size", "days"), [(0.05, 1), (0.2, 1), (0.3, 2), (0.61, 4), (0.8, 4), (1.0, 5)])
def test_a_fifth_of_a_post_teaches_one_day(size, days):
    assert teaching_days_a_week(size) == days


def test_lessons_are_spread_over_the_posts_by_their_size():
    found = one_cell(hours_qualified=46.0, posts=2.3)
    assert [teacher.days_a_week for teacher in found] == [5, 5, 2]
    weekly = [teacher.lessons_day * teacher.days_a_week for teacher in found]
    assert weekly == pytest.approx([20.0, 20.0, 6.0])


@settings(deadline=None)
@given(posts=st.floats(0.01, 30.0), lessons=st.floats(0.1, 500.0), km=st.floats(0.0, 50_000.0))
def test_the_teachers_of_a_year_carry_all_lessons_and_kilometres(posts, lessons, km):
    found = one_cell(hours_qualified=lessons, posts=posts, driven_km=km)
    weekly = sum(teacher.lessons_day * teacher.days_a_week for teacher in found)
    yearly_km = sum(teacher.km_day * teacher.days_a_week * WEEKS for teacher in found)
    assert weekly == pytest.approx(lessons)
    assert yearly_km == pytest.approx(km)


def test_kilometres_belong_to_the_part_post_and_without_one_to_all():
    shared = one_cell(hours_qualified=46.0, posts=2.3, driven_km=7600.0)
    assert [teacher.km_day for teacher in shared] == pytest.approx([0.0, 0.0, 7600.0 / (38 * 2)])
    whole = one_cell(hours_qualified=40.0, posts=2.0, driven_km=7600.0)
    assert [teacher.km_day for teacher in whole] == pytest.approx([20.0, 20.0])


def test_the_unqualified_share_is_that_of_the_cell():
    (teacher,) = one_cell(hours_qualified=15.0, hours_unqualified=5.0, hours_not_given=3.0, posts=1.0)
    assert teacher.unqualified_share == 0.25
    assert teacher.lessons_day == pytest.approx(4.0)


def test_lessons_without_a_post_are_given_by_the_hour():
    (teacher,) = one_cell(hours_qualified=4.4, posts=0.0)
    assert teacher.days_a_week == 1  # 4.4 of 22 lessons are a fifth of a post
    assert teacher.lessons_day == pytest.approx(4.4)


def test_posts_without_lessons_in_the_school_teach_nobody_there():
    assert one_cell(hours_qualified=0.0, posts=1.0) == []


def test_lessons_too_few_to_be_more_than_rounding_have_no_teacher():
    assert one_cell(hours_qualified=1.5e-9, posts=0.0) == []


def test_keys_name_school_subject_post_and_year():
    found = teachers(build_world(TWO_SCHOOLS, {("b", "class_teaching"): class_teachers(2)}))
    assert [teacher.key for teacher in found] == ["b/class_teaching/0/2026", "b/class_teaching/1/2026"]
    assert {teacher.school for teacher in found} == {1}


def remote_world(lessons_a, lessons_b, **other):
    return build_world(
        TWO_SCHOOLS,
        {
            ("a", "languages"): {"hours_remote": lessons_a},
            ("b", "languages"): {"hours_remote": lessons_b},
        },
        groups={"b": {"7-9": 6}, "a": {"7-9": 3}},
        **other,
    )


def test_one_remote_teacher_serves_all_schools_of_a_group_at_once():
    world = remote_world(4.0, 3.0, remote_groups=[remote_group([0, 1], ("languages", "music"))])
    (teacher,) = teachers(world)
    assert teacher.over_link
    assert teacher.lessons_by_school == ((0, pytest.approx(0.8)), (1, pytest.approx(0.6)))
    assert teacher.lessons_day == pytest.approx(0.8)
    assert teacher.subject == SUBJECTS.index("languages")


def test_a_remote_group_takes_a_second_teacher_when_one_school_needs_more_than_a_post():
    world = remote_world(30.0, 3.0, remote_groups=[remote_group([0, 1], ("languages",))])
    found = teachers(world)
    assert len(found) == 2
    assert len({teacher.key for teacher in found}) == 2
    for_a = sum(dict(teacher.lessons_by_school)[0] * teacher.days_a_week for teacher in found)
    assert for_a == pytest.approx(30.0)


def test_a_school_in_two_groups_is_served_once():
    groups = [
        remote_group([0, 1], ("languages",), name="one"),
        remote_group([0, 1], ("languages",), name="two"),
    ]
    assert len(teachers(remote_world(4.0, 3.0, remote_groups=groups))) == 1


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
