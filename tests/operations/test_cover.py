"""What a school does when no substitute comes: the order of means, and their limits."""

import numpy as np
import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.cover import Cover, merge_share
from kopa_sim.operations.lessons import LOST, MERGED, REMOTE_COVER, SUPERVISED, LessonBook
from kopa_sim.operations.teachers import Teacher
from tests.operations.worlds import assumptions, build_world, class_teachers, remote_group

CLASS, LANGUAGES, SPECIAL = (
    SUBJECTS.index(name) for name in ("class_teaching", "languages", "special_education")
)
DAYS = 190
NEVER, ALWAYS = 1.0, 0.0
"""Chances compared with a share below: 1 never falls under it, 0 does unless the share is zero."""


class FakeLink:
    def __init__(self, up):
        self.up = up


class School:
    """One school of five posts and six groups with its cover and its book."""

    def __init__(self, links=None, posts=5, groups=None, remote=False, adults=1.0, **changes):
        cell = {"hours_remote": 10.0} if remote else {"hours_qualified": 20.0, "posts": 0.0}
        self.world = build_world(
            [("a", "901")],
            {("a", "class_teaching"): class_teachers(posts), ("a", "languages"): cell},
            groups={"a": {"1-2": 2, "3-6": 3, "7-9": 1} if groups is None else groups},
            remote_groups=[remote_group([0], ("languages",))],
            adults=adults,
        )
        self.book = LessonBook(self.world.staffed(), 38)
        self.cover = Cover(self.world.staffed(), assumptions(**changes), self.book, links or {}, DAYS)

    def teacher(self, subject=CLASS, over_link=False):
        return Teacher("a/x/0/2026", 0, subject, 5, ((0, 4.0),), over_link=over_link)

    def without_teacher(self, merge, link=NEVER, subject=CLASS, day=0, lessons=4.0, over_link=False):
        self.cover.without_teacher(self.teacher(subject, over_link), 0, lessons, day, merge, link)

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
    assert school.cover.watched_lessons_school == [2.0]


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
    school = School(links={0: FakeLink(up=True)})
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


def test_beside_a_remote_lesson_the_site_adult_watches_and_is_already_paid():
    school = School(remote=True, adults=0.75)
    school.without_teacher(merge=ALWAYS, subject=LANGUAGES, over_link=True)
    assert school.booked() == {SUPERVISED: 3.0, LOST: 1.0}
    assert school.cover.watched_lessons_school == [0.0]


def chances(groups, subject):
    world = School(groups=groups).world
    shares = {"pre_primary": 0.1, "1-2": 0.2, "3-6": 0.4, "7-9": 0.6, "upper_secondary": 0.8}
    return merge_share(world.staffed(), assumptions(merge_share_by_band=shares))[0, SUBJECTS.index(subject)]


def test_the_chance_to_merge_is_the_mean_of_the_bands_with_a_parallel_group():
    assert chances({"1-2": 2, "3-6": 2}, "class_teaching") == pytest.approx(0.3)
    assert chances({"1-2": 1, "3-6": 2}, "class_teaching") == pytest.approx(0.4 * 2 / 3)
    assert chances({"1-2": 1, "3-6": 1}, "class_teaching") == 0.0
    assert chances({"1-2": 2, "3-6": 2, "7-9": 2}, "mathematics") == pytest.approx(0.4)
    assert chances({"pre_primary": 2, "1-2": 2}, "pre_primary") == pytest.approx(0.1)
    assert chances({"upper_secondary": 3}, "upper_secondary") == pytest.approx(0.8)
    assert chances({"upper_secondary": 3}, "music") == 0.0


def test_class_teachers_groups_do_not_join_lower_secondary_ones():
    assert chances({"7-9": 4}, "class_teaching") == 0.0


def test_special_education_is_never_merged():
    assert chances({"1-2": 4, "3-6": 4, "7-9": 4}, "special_education") == 0.0


def test_a_school_without_groups_has_no_chance_and_no_warning():
    assert np.all(merge_share(School(groups={}).world.staffed(), assumptions()) == 0.0)
