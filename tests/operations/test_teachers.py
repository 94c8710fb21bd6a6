"""Posts as persons."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.teachers import first_lessons, post_sizes, teaching_days_a_week, weekdays
from kopa_sim.operations.workforce import teachers_of_year
from tests.operations.worlds import assumptions, build_world, class_teachers

WEEKS = 38
TWO_SCHOOLS = [("a", "901"), ("b", "901")]


def teachers(world):
    return teachers_of_year(world.region.schools, world.staffed(), WEEKS, assumptions(), Streams(1))


def one_cell(subject="mathematics", groups=None, **values):
    return teachers(build_world([("a", "901")], {("a", subject): values}, groups))


def weekly(teacher):
    return sum(teacher.lessons(day) for day in range(5))


def weekly_km(teacher):
    return sum(teacher.km(day) for day in range(5))


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
    assert [weekly(teacher) for teacher in found] == pytest.approx([20.0, 20.0, 6.0])


@settings(deadline=None, max_examples=25)
@given(posts=st.floats(0.01, 30.0), lessons=st.floats(0.1, 500.0), km=st.floats(0.0, 50_000.0))
def test_the_teachers_of_a_year_carry_all_lessons_and_kilometres(posts, lessons, km):
    found = one_cell(hours_qualified=lessons, posts=posts, driven_km=km)
    assert sum(weekly(teacher) for teacher in found) == pytest.approx(lessons)
    assert sum(weekly_km(teacher) for teacher in found) * WEEKS == pytest.approx(km)


def test_kilometres_belong_to_the_part_post_and_without_one_to_all():
    shared = one_cell(hours_qualified=46.0, posts=2.3, driven_km=7600.0)
    assert [weekly_km(teacher) for teacher in shared] == pytest.approx([0.0, 0.0, 7600.0 / 38])
    assert [teacher.drives for teacher in shared] == [False, False, True]
    whole = one_cell(hours_qualified=40.0, posts=2.0, driven_km=7600.0)
    assert [teacher.km(0) for teacher in whole] == pytest.approx([20.0, 20.0])


def test_the_unqualified_share_is_that_of_the_cell():
    (teacher,) = one_cell(hours_qualified=15.0, hours_unqualified=5.0, hours_not_given=3.0, posts=1.0)
    assert teacher.visits(0)[0].unqualified_share == 0.25
    assert teacher.lessons(0) == pytest.approx(4.0)


def test_lessons_without_a_post_are_given_by_the_hour_and_cannot_fall_vacant():
    (teacher,) = one_cell(hours_qualified=4.4, posts=0.0)
    assert teacher.days_a_week == 1  # 4.4 of 22 lessons are a fifth of a post
    assert weekly(teacher) == pytest.approx(4.4)
    assert not teacher.standing


def test_posts_without_lessons_in_the_school_teach_nobody_there():
    assert one_cell(hours_qualified=0.0, posts=1.0) == []


def test_lessons_too_few_to_be_more_than_rounding_have_no_teacher():
    assert one_cell(hours_qualified=1.5e-10, posts=0.0) == []


def test_a_post_is_named_by_school_subject_and_number_and_its_chance_by_the_year_too():
    found = teachers(build_world(TWO_SCHOOLS, {("b", "class_teaching"): class_teachers(2)}))
    assert [teacher.post for teacher in found] == ["b/class_teaching/0", "b/class_teaching/1"]
    assert [teacher.key for teacher in found] == ["b/class_teaching/0/2026", "b/class_teaching/1/2026"]
    assert {teacher.school for teacher in found} == {1}


def test_a_larger_post_keeps_the_weekdays_of_a_smaller():
    days = [set(weekdays(Streams(1), "a/music/0", count)) for count in range(1, 6)]
    assert [len(taught) for taught in days] == [1, 2, 3, 4, 5]
    assert all(small < large for small, large in pairwise(days))


def test_posts_differ_in_their_weekdays():
    assert len({tuple(weekdays(Streams(1), f"a/music/{number}", 2)) for number in range(20)}) > 4


def test_class_teachers_of_the_lowest_grades_are_told_by_their_share_of_the_lessons():
    found = one_cell("class_teaching", {"a": {"1-2": 2, "3-6": 4}}, hours_qualified=144.0, posts=6.0)
    assert [teacher.young for teacher in found] == [True, True, False, False, False, False]
    assert [teacher.young for teacher in one_cell("pre_primary", hours_qualified=20.0, posts=1.0)] == [True]
    assert [teacher.young for teacher in one_cell("music", hours_qualified=20.0, posts=1.0)] == [False]


def test_posts_that_end_with_the_year_do_not_stand():
    world = build_world([("a", "901")], {("a", "music"): {"hours_qualified": 46.0, "posts": 2.3}})
    staffed = world.staffed()
    standing = staffed.standing_posts_school_subject.copy()
    standing[0, SUBJECTS.index("music")] = 2.0
    found = teachers_of_year(
        world.region.schools,
        replace(staffed, standing_posts_school_subject=standing),
        WEEKS,
        assumptions(),
        Streams(1),
    )
    assert [teacher.standing for teacher in found] == [True, True, False]


def test_over_a_link_all_schools_begin_with_the_first_lesson():
    (teacher,) = one_cell(hours_qualified=15.0, posts=1.0)
    visits = teacher.visits(0) * 3
    assert first_lessons(visits, over_link=False) == [1, 4, 7]
    assert first_lessons(visits, over_link=True) == [1, 1, 1]
    assert np.all(teacher.teaches_weekday)
