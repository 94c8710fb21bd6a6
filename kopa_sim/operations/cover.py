"""What a school does by itself when no substitute comes: merge, use the link, look after, or lose the lesson."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS, N_BANDS
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.lessons import LOST, MERGED, REMOTE_COVER, SUPERVISED, LessonBook
from kopa_sim.operations.links import Link
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import Teacher

Floats = NDArray[np.float64]

_PRE_PRIMARY: Final[int] = GRADE_BANDS.index("pre_primary")
_BASIC: Final[tuple[int, ...]] = tuple(GRADE_BANDS.index(band) for band in ("1-2", "3-6", "7-9"))
_UPPER_SECONDARY: Final[int] = GRADE_BANDS.index("upper_secondary")


class Cover:
    """The means of each school on each day, used up in the order in which the morning's news arrives.

    Parameters
    ----------
    links
        Links by school.
    days
        School days of the year.
    """

    def __init__(
        self,
        staffed: StaffedYear,
        assumptions: Assumptions,
        book: LessonBook,
        links: Mapping[int, Link],
        days: int,
    ) -> None:
        self._assumptions = assumptions
        self._book = book
        self._links = links
        self._site_adult_share_school = staffed.site_adult_share_school
        self._merge_share_school_subject = merge_share(staffed, assumptions)
        self._remote_member_school_subject = staffed.remote_member_school_subject
        colleagues = np.maximum(staffed.posts_school - 1.0, 0.0)
        watched = assumptions.supervision_lessons_per_colleague_day * colleagues
        self._watch_left_school_day = np.repeat(watched[:, None], days, axis=1)
        pairs = np.floor(staffed.groups_school_band.sum(axis=1) / 2.0 + 1e-9)
        self._merges_left_school_day = np.repeat(pairs[:, None], days, axis=1)
        self.watched_lessons_school = [0.0] * len(colleagues)

    def without_teacher(
        self, teacher: Teacher, school: int, lessons: float, day: int, merge_chance: float, link_chance: float
    ) -> None:
        """Book lessons of one day that have neither their teacher nor a substitute.

        In this order: the group joins a parallel one, the lesson comes over the link, a colleague looks after
        the group, the lesson is lost.

        Parameters
        ----------
        merge_chance, link_chance
            Uniform numbers that decide whether a parallel group has room and whether the link has a lesson.
        """
        if not teacher.over_link:
            if self._can_merge(teacher, school, day, merge_chance):
                self._merges_left_school_day[school, day] -= 1.0
                self._move(teacher, school, lessons, MERGED)
                return
            if self._can_cover_remotely(teacher, school, link_chance):
                self._move(teacher, school, lessons, REMOTE_COVER)
                return
        self.look_after(teacher, school, lessons, day)

    def look_after(self, teacher: Teacher, school: int, lessons: float, day: int) -> None:
        """Book lessons as supervised as far as an adult is at hand, the rest as lost.

        Beside a remote lesson the site adult is there; elsewhere a colleague watches over a second group.
        """
        if teacher.over_link:
            watched = lessons * float(self._site_adult_share_school[school])
        else:
            watched = min(lessons, float(self._watch_left_school_day[school, day]))
            self._watch_left_school_day[school, day] -= watched
            self.watched_lessons_school[school] += watched
        self._move(teacher, school, watched, SUPERVISED)
        self._move(teacher, school, lessons - watched, LOST)

    def _can_merge(self, teacher: Teacher, school: int, day: int, chance: float) -> bool:
        has_partner = bool(self._merges_left_school_day[school, day] >= 1.0)
        return has_partner and chance < float(self._merge_share_school_subject[school, teacher.subject])

    def _can_cover_remotely(self, teacher: Teacher, school: int, chance: float) -> bool:
        link = self._links.get(school)
        member = bool(self._remote_member_school_subject[school, teacher.subject])
        return member and link is not None and link.up and chance < self._assumptions.remote_cover_share

    def _move(self, teacher: Teacher, school: int, lessons: float, outcome: int) -> None:
        if lessons > 0.0:
            self._book.move(school, teacher.subject, lessons, outcome, teacher.unqualified_share)


def merge_share(staffed: StaffedYear, assumptions: Assumptions) -> Floats:
    """Return the chance that a group without teacher finds a parallel group with room. (school, subject)

    A band with fewer than two groups has no parallel group. A subject taught in several bands takes their mean,
    weighted by lessons.
    """
    able_school_band = np.where(staffed.groups_school_band >= 2.0, assumptions.merge_share_band, 0.0)
    lessons = staffed.group_lessons_school_band
    taught = _bands_of_subjects()
    total = np.einsum("sb,kb->sk", lessons, taught)
    able = np.einsum("sb,kb->sk", lessons * able_school_band, taught)
    share: Floats = np.divide(able, total, out=np.zeros_like(able), where=total > 0.0)
    return share


def _bands_of_subjects() -> Floats:
    """Return in which bands a subject's groups could be merged; special education never. (subject, band)"""
    taught = np.zeros((N_SUBJECTS, N_BANDS))
    for subject, name in enumerate(SUBJECTS):
        if name == "pre_primary":
            taught[subject, _PRE_PRIMARY] = 1.0
        elif name == "upper_secondary":
            taught[subject, _UPPER_SECONDARY] = 1.0
        elif name not in ("special_education", "special_class_teaching"):
            taught[subject, list(_BASIC)] = 1.0
    taught[SUBJECTS.index("class_teaching"), GRADE_BANDS.index("7-9")] = 0.0
    return taught
