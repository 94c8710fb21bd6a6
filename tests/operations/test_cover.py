"""What a school does when no substitute comes: the order of means, and their limits."""

import pytest

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.cover import Cover
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import LOST, MERGED, REMOTE_COVER, SUPERVISED, LessonBook
from kopa_sim.operations.teachers import Teacher, Visit
from tests.operations.worlds import assumptions, build_world, class_teachers, remote_group

CLASS, LANGUAGES = SUBJECTS.index("class_teaching"), SUBJECTS.index("languages")
DAYS = 190
NEVER, ALWAYS = 1.0, 0.0
"""Chances compared with a share below: 1 never falls under it, 0 does unless the share is zero."""


class FakeLink:
    def __init__(self, up):
        self.up = up


SMALL_ENOUGH = {"merged_group_limit_by_band": dict.fromkeys(GRADE_BANDS, 1000.0)}
"""Limits that any two groups keep."""


class School:
    """A school of five posts and six groups with its cover and its book, beside a school that sends over links."""

    def __init__(self, links=None, posts=5, groups=None, remote=False, adults=1.0, teachers=(), **changes):
        cell = {"hours_remote": 10.0} if remote else {"hours_qualified": 20.0, "posts": 0.0}
        self.world = build_world(
            [("a", "901"), ("sender", "901")],
            {
                ("a", "class_teaching"): class_teachers(posts),
                ("a", "languages"): cell,
                ("sender", "languages"): {"hours_qualified": 18.0, "posts": 1.0},
            },
            groups={"a": {"1-2": 2, "3-6": 3, "7-9": 1} if groups is None else groups},
            remote_groups=[remote_group([0, 1], ("languages",), sending_school=1)],
            adults=adults,
        )
        self.book = LessonBook(self.world.staffed(), 38)
        self.diary = Diary(self.book, keep_log=True)
        values = assumptions(**{**SMALL_ENOUGH, **changes})
        self.cover = Cover(self.world.staffed(), teachers, values, self.diary, links or {}, DAYS)

    def teacher(self, subject=CLASS, lessons=4.0):
        week = ((Visit(0, subject, lessons),),) * 5
        return Teacher("a/x/0", 0, subject, week, 2026)

    def without_teacher(self, merge, link=NEVER, subject=CLASS, day=0, lessons=4.0):
        teacher = self.teacher(subject, lessons)
        cause = Cause("absence", day, teacher.key)
        self.cover.without_teacher(cause, teacher.visits(day)[0], merge, link)

    def booked(self):
        moved = self.book.close().lessons_outcome_school_subject[:, 0].sum(axis=1)
        return {
            outcome: moved[outcome] for outcome in (MERGED, REMOTE_COVER, SUPERVISED, LOST) if moved[outcome]
        }


def test_a_group_joins_a_parallel_group_when_there_is_room():
    school = School()
    school.without_teacher(merge=ALWAYS)
    assert school.booked() == {MERGED: 4.0}


def test_without_room_a_colleague_watches_as_far_as_the_day_allows_and_the_rest_is_lost():
    school = School(supervision_lessons_per_colleague_day=0.5)
    school.without_teacher(merge=NEVER)
    assert school.booked() == {SUPERVISED: 2.0, LOST: 2.0}  # four colleagues, half a lesson each
    assert school.cover.watched_lessons_school == [2.0, 0.0]


def test_what_is_watched_in_one_room_cannot_be_watched_in_another_the_same_day():
    school = School(supervision_lessons_per_colleague_day=1.0)
    school.without_teacher(merge=NEVER, lessons=3.0)
    school.without_teacher(merge=NEVER, lessons=3.0)
    school.without_teacher(merge=NEVER, lessons=3.0, day=1)
    assert school.booked() == {SUPERVISED: 7.0, LOST: 2.0}


def test_the_only_teacher_of_a_school_has_no_colleague():
    school = School(posts=1)
    school.without_teacher(merge=NEVER)
    assert school.booked() == {LOST: 4.0}


def test_half_of_the_groups_can_be_merged_a_day_and_no_more():
    school = School(posts=1)
    for _ in range(5):
        school.without_teacher(merge=ALWAYS)
    school.without_teacher(merge=ALWAYS, day=1)
    assert school.booked() == {MERGED: 16.0, LOST: 8.0}  # six groups: three pairs on the first day


def test_a_lesson_comes_over_the_link_when_the_group_has_the_subject_and_the_link_works():
    school = School(links={0: FakeLink(up=True), 1: FakeLink(up=True)})
    school.without_teacher(merge=NEVER, link=ALWAYS, subject=LANGUAGES)
    assert school.booked() == {REMOTE_COVER: 4.0}


@pytest.mark.parametrize(
    ("subject", "link", "chance"),
    [
        (CLASS, FakeLink(up=True), ALWAYS),
        (LANGUAGES, FakeLink(up=False), ALWAYS),
        (LANGUAGES, FakeLink(up=True), NEVER),
    ],
    ids=["other subject", "link down", "no lesson to join"],
)
def test_no_lesson_comes_over_the_link_otherwise(subject, link, chance):
    school = School(links={0: link})
    school.without_teacher(merge=NEVER, link=chance, subject=subject)
    assert REMOTE_COVER not in school.booked()


def test_no_lesson_comes_over_the_link_when_that_of_the_sending_school_is_down():
    school = School(links={0: FakeLink(up=True), 1: FakeLink(up=False)})
    school.without_teacher(merge=NEVER, link=ALWAYS, subject=LANGUAGES)
    assert REMOTE_COVER not in school.booked()


def test_no_more_lessons_come_over_the_link_than_the_sending_school_has_rooms_for():
    school = School(links={0: FakeLink(up=True)}, remote_room_week_h=15.0)  # three lessons a day in one room
    school.without_teacher(merge=NEVER, link=ALWAYS, subject=LANGUAGES)
    school.without_teacher(merge=NEVER, link=ALWAYS, subject=LANGUAGES, day=1)
    school.without_teacher(merge=NEVER, link=ALWAYS, subject=LANGUAGES, day=1)
    booked = school.booked()
    assert booked == {REMOTE_COVER: 6.0, SUPERVISED: 3.0, LOST: 3.0}


def colleague(number, lessons, weekdays=range(5), subject=LANGUAGES):
    week = tuple((Visit(0, subject, lessons),) if day in weekdays else () for day in range(5))
    return Teacher(f"a/languages/{number}", 0, subject, week, 2026)


OVERTIME = {
    "teaching_day_lessons": 6.0,
    "overtime_cover_share": 0.5,
    "supervision_lessons_per_colleague_day": 0.0,
}


def test_a_free_teacher_of_the_subject_takes_lessons_at_overtime_and_they_are_given_as_planned():
    school = School(teachers=[colleague(0, 3.0)], **OVERTIME)  # half of three free hours
    school.without_teacher(merge=NEVER, subject=LANGUAGES)
    assert school.booked() == {LOST: 2.5}
    assert school.cover.overtime_lessons_school == [1.5, 0.0]
    assert [(event.outcome, event.lessons) for event in school.diary.events] == [
        ("lessons_as_planned", 1.5),
        ("lessons_lost", 2.5),
    ]


@pytest.mark.parametrize(
    "other",
    [colleague(0, 6.0), colleague(0, 3.0, weekdays=(1,)), colleague(0, 3.0, subject=CLASS)],
    ids=["no free hour", "works on another day", "another subject"],
)
def test_nobody_takes_lessons_at_overtime_otherwise(other):
    school = School(teachers=[other], **OVERTIME)
    school.without_teacher(merge=NEVER, subject=LANGUAGES)
    assert school.booked() == {LOST: 4.0}


def test_an_hour_at_overtime_is_given_once():
    school = School(teachers=[colleague(0, 3.0)], **OVERTIME)
    school.without_teacher(merge=NEVER, subject=LANGUAGES)
    school.without_teacher(merge=NEVER, subject=LANGUAGES)
    assert school.booked() == {LOST: 2.5 + 4.0}
    assert school.cover.overtime_lessons_school == [1.5, 0.0]


def test_who_is_away_takes_no_lesson_at_overtime():
    other = colleague(0, 3.0)
    school = School(teachers=[other], **OVERTIME)
    school.cover.is_away(other, 0)
    school.without_teacher(merge=NEVER, subject=LANGUAGES)
    school.without_teacher(merge=NEVER, subject=LANGUAGES, day=1)
    assert school.booked() == {LOST: 4.0 + 2.5}
