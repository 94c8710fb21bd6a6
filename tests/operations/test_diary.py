"""The diary: what is booked, what is kept as an event, and whose pupils lost more than one lesson."""

from math import exp

import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.lessons import LOST, SUPERVISED, LessonBook
from kopa_sim.operations.teachers import Visit
from tests.operations.worlds import build_world, class_teachers

CLASS, MUSIC = SUBJECTS.index("class_teaching"), SUBJECTS.index("music")


class Written:
    def __init__(self, keep_log=True, groups=None):
        world = build_world(
            [("a", "901")],
            {("a", "class_teaching"): class_teachers(5), ("a", "music"): {"hours_qualified": 20.0}},
            groups={"a": {"1-2": 2, "3-6": 3, "7-9": 4} if groups is None else groups},
        )
        self.staffed = world.staffed()
        self.book = LessonBook(self.staffed, 38)
        self.diary = Diary(self.book, keep_log)

    def lost(self, lessons, subject=CLASS, person="a/0", day=0, outcome=LOST):
        self.diary.book(Cause("absence", day, person, 1), Visit(0, subject, 4.0), lessons, outcome)
        return self

    def pupil_days(self):
        return self.diary.pupil_days_over_one_lost(self.staffed).tolist()


def test_what_is_booked_moves_lessons_and_is_kept_as_an_event():
    written = Written().lost(1.5)
    (event,) = written.diary.events
    assert (event.kind, event.day, event.person, event.school, event.subject) == (
        "absence",
        0,
        "a/0",
        0,
        CLASS,
    )
    assert (event.lessons, event.outcome, event.lesson_of_day) == (1.5, "lessons_lost", 1)
    assert written.book.close().lessons_outcome_school_subject[LOST, 0, CLASS] == 1.5


def test_without_a_log_lessons_move_and_no_event_is_kept():
    written = Written(keep_log=False).lost(1.5)
    assert written.diary.events == []
    assert written.book.close().lessons_outcome_school_subject[LOST, 0, CLASS] == 1.5


def test_nothing_is_booked_for_no_lessons():
    assert Written().lost(0.0).diary.events == []


def test_a_class_that_loses_more_than_one_lesson_on_a_day_counts_all_its_pupils():
    assert Written().lost(1.1).pupil_days() == [20.0]  # groups of 20 pupils
    assert Written().lost(1.0).pupil_days() == [0.0]
    assert Written().lost(0.6).lost(0.6).pupil_days() == [20.0]


def test_lessons_lost_on_different_days_or_by_different_classes_do_not_add_up():
    assert Written().lost(0.6).lost(0.6, day=1).pupil_days() == [0.0]
    assert Written().lost(0.6).lost(0.6, person="a/1").pupil_days() == [0.0]
    assert Written().lost(1.6).lost(1.6, person="a/1").pupil_days() == [40.0]


def test_a_supervised_lesson_is_not_lost():
    assert Written().lost(3.0, outcome=SUPERVISED).pupil_days() == [0.0]


def test_lost_lessons_of_a_subject_fall_on_the_older_groups_at_random():
    mean = 3.0 / 4.0
    expected = 80.0 * (1.0 - exp(-mean) * (1.0 + mean))
    assert Written().lost(2.0, MUSIC).lost(1.0, MUSIC, person="a/9").pupil_days() == [pytest.approx(expected)]


def test_a_school_without_groups_counts_nobody():
    assert Written(groups={}).lost(3.0).lost(3.0, MUSIC).pupil_days() == [0.0]
