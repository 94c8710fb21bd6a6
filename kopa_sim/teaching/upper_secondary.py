"""Groups and lessons of a general upper secondary school, by subject.

The Government decides how many credits of each subject are compulsory and how many national optional ones a provider
must offer (Act 714/2018; Decree 810/2018, annex 1; section 12 as amended by 124/2021). Two credits, 28.5 hours, are
one weekly 45-minute lesson of a school year, and optional studies are offered two credits at a time.

Students are in three year groups, as unlike as cohorts are by chance. In a year every year group is taught a third
of the compulsory studies, each syllabus in as many parallel groups as its students need. An optional module is held
every year when enough of a year group take it, else every second year for those of two years together: a small
school offers the whole programme, and its lessons do not fall with its students. What a student still lacks of 150
credits are local studies, given by the teachers of the subjects that students choose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS, UPPER_SECONDARY_SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.group_limits import whole_limit
from kopa_sim.teaching.lesson_plan import weekly_lessons

Floats = NDArray[np.float64]

YEAR_GROUPS: Final[int] = 3
"""Years over which the 150 credits are studied."""
CREDITS_PER_LESSON: Final[float] = 2.0
"""Credits of a weekly 45-minute lesson of a school year: 28.5 h at 14 h 15 min a credit (Decree 124/2021)."""
LARGEST_OF_THREE: Final[float] = 0.846
"""Expected largest of three standard normal numbers, 3 / (2 √π); the smallest lies as far below the mean."""
EVERYBODY: Final[str] = "everybody"
ROUNDING: Final[float] = 1e-9
"""Slack in groups, so that students who just fill their groups do."""


@dataclass(frozen=True)
class Syllabus:
    """What one group of students studies of one subject.

    Attributes
    ----------
    subject
        Of the teacher, along the subject axis.
    compulsory_credits, optional_credits
        Credits that all its students take, and credits of national optional studies.
    taken_by
        Who has the syllabus: EVERYBODY, or a name of its own.
    share_draw
        Those who have it, as a share of all students. (draw or 1, 1, 1)
    takers_share
        Those of its students who take an optional module, as a share of them.
    """

    subject: int
    compulsory_credits: float
    optional_credits: float
    taken_by: str
    share_draw: Floats
    takers_share: float

    @property
    def chosen_credits_draw(self) -> Floats:
        """Credits of national optional studies that a student of the school takes on average. (draw or 1, 1, 1)"""
        return self.share_draw * (self.takers_share * self.optional_credits)

    @property
    def credits_draw(self) -> Floats:
        """Credits that a student of the school takes on average. (draw or 1, 1, 1)"""
        return self.share_draw * self.compulsory_credits + self.chosen_credits_draw


def curriculum(parameters: Parameters) -> tuple[Syllabus, ...]:
    """Return every syllabus of upper secondary education."""
    compulsory = parameters.table("teaching.upper_secondary_compulsory_credits")
    optional = parameters.table("teaching.upper_secondary_optional_credits")
    takers = parameters.table("teaching.upper_secondary_optional_takers")
    shares = _shares(parameters)
    return tuple(
        Syllabus(
            SUBJECTS.index(subject),
            compulsory.get(name, 0.0),
            optional.get(name, 0.0),
            name if name in shares else EVERYBODY,
            shares.get(name, np.ones((1, 1, 1))),
            takers.get(name, 0.0),
        )
        for name, subject in UPPER_SECONDARY_SUBJECTS.items()
    )


def _shares(parameters: Parameters) -> Mapping[str, Floats]:
    """Return the share of students who have a syllabus that not all have. Each (draw or 1, 1, 1)"""
    advanced = by_draw(parameters, "advanced_mathematics_share", 3)
    further = by_draw(parameters, "further_music_share", 3)
    return {
        "advanced_mathematics": _once(advanced),
        "basic_mathematics": _once(1.0 - advanced),
        "further_music": _once(further),
        "further_visual_arts": _once(1.0 - further),
    }


def _once(value_draw: Floats) -> Floats:
    """Return a value that is the same in every draw once. (draw or 1, 1, 1)"""
    return value_draw[:1] if (value_draw == value_draw[0]).all() else value_draw


def local_credits(syllabuses: Iterable[Syllabus], parameters: Parameters) -> Floats:
    """Return what a student lacks of 150 credits beside compulsory and national studies. (draw or 1, 1, 1)"""
    of_all = weekly_lessons(parameters)[UPPER_SECONDARY] * YEAR_GROUPS * CREDITS_PER_LESSON
    taken = sum((syllabus.credits_draw for syllabus in syllabuses), np.zeros((1, 1, 1)))
    lacking: Floats = np.maximum(of_all - taken, 0.0)
    return lacking


def upper_secondary_groups(students_draw_year_school: Floats, parameters: Parameters) -> Floats:
    """Return groups: those in which every year group has its compulsory lessons. (draw, year, school)

    Each year group forms groups of its own, and there are as many groups as ``upper_secondary_fewest_groups`` while
    students last.

    Parameters
    ----------
    students_draw_year_school
        Whole students.
    """
    whole = np.rint(students_draw_year_school).astype(np.intp)
    by_students = _tray(np.arange(whole.max(initial=0) + 1.0)[None, None], parameters)
    if by_students.largest.size == 1:
        formed = by_students.compulsory_groups(np.ones((1, 1, 1)))[0, 0][whole]
    else:
        formed = _tray(students_draw_year_school, parameters).compulsory_groups(np.ones((1, 1, 1)))
    fewest = np.minimum(
        parameters.number("teaching.upper_secondary_fewest_groups"), students_draw_year_school
    )
    groups: Floats = np.maximum(fewest, formed)
    return groups


def year_group_sizes(students: Floats) -> Floats:
    """Return the students of three year groups, the largest first, that add up to all. (year group, …)

    Three cohorts of a mean size m differ by chance, with a standard deviation of √m; what is expected of the largest
    and the smallest of them, given their sum, lies LARGEST_OF_THREE of it beside the mean. Fewer than three students
    are a year group each.
    """
    mean = students / YEAR_GROUPS
    beside = LARGEST_OF_THREE * np.sqrt(mean)
    one_each = [np.clip(students - place, 0.0, 1.0) for place in range(YEAR_GROUPS)]
    sizes: Floats = np.where(students < YEAR_GROUPS, one_each, [mean + beside, mean, mean - beside])
    return sizes


@dataclass(frozen=True)
class _Tray:
    """How modules are held in a school.

    Attributes
    ----------
    students
        Of every year group. (year group, draw, year, school)
    largest, smallest
        Largest group, and smallest for which an optional module is held every year. (draw or 1, 1, 1)
    interval
        Years from one time to the next of a module that fewer take.
    """

    students: Floats
    largest: Floats
    smallest: Floats
    interval: float

    def compulsory_groups(self, share_draw: Floats) -> Floats:
        """Return the groups of those who have a syllabus, all year groups together. (draw, year, school)"""
        groups = self._groups(self.students[0] * share_draw)
        for students in self.students[1:]:
            groups += self._groups(students * share_draw)
        return groups

    def optional_groups(self, share_draw: Floats) -> Floats:
        """Return the groups a year of an optional module, given who takes it, times year groups. (draw, year, school)

        Students of any year group take it when it is held.
        """
        year_groups = (self.students > 0).sum(axis=0)
        takers = self.students.sum(axis=0) / np.maximum(year_groups, 1) * share_draw
        seldom = self._groups(takers * self.interval) / self.interval
        groups: Floats = (
            np.where(takers >= self.smallest - ROUNDING, self._groups(takers), seldom) * year_groups
        )
        return groups

    def alike_in_every_draw(self, syllabuses: tuple[Syllabus, ...]) -> bool:
        """Return whether schools of as many students are taught alike in every future."""
        settings = (self.largest, self.smallest, *(one.share_draw for one in syllabuses))
        return all(setting.size == 1 for setting in settings)

    def _groups(self, students: Floats) -> Floats:
        groups: Floats = np.ceil(students / self.largest - ROUNDING)
        return groups


def _tray(students: Floats, parameters: Parameters) -> _Tray:
    return _Tray(
        year_group_sizes(students),
        _once(whole_limit(parameters, "largest_group_upper_secondary")),
        _once(by_draw(parameters, "upper_secondary_smallest_group", 3)),
        parameters.number("teaching.upper_secondary_seldom_interval_years"),
    )


def upper_secondary_lessons(students_draw_year_school: Floats, parameters: Parameters) -> Floats:
    """Return weekly lessons by subject; none where there are no students. (subject, draw, year, school)

    Parameters
    ----------
    students_draw_year_school
        Whole students.
    """
    whole = np.rint(students_draw_year_school).astype(np.intp)
    tray, syllabuses = (
        _tray(np.arange(whole.max(initial=0) + 1.0)[None, None], parameters),
        curriculum(parameters),
    )
    if not tray.alike_in_every_draw(syllabuses):
        return _lessons(_tray(students_draw_year_school, parameters), syllabuses, parameters)
    by_students: Floats = _lessons(tray, syllabuses, parameters)[:, 0, 0][:, whole]
    return by_students


def _lessons(tray: _Tray, syllabuses: tuple[Syllabus, ...], parameters: Parameters) -> Floats:
    """Return weekly lessons by subject. (subject, draw, year, school)"""
    of_everybody = tray.compulsory_groups(np.ones((1, 1, 1)))
    local = local_credits_by_subject(syllabuses, parameters)
    lessons: Floats = local.reshape(*local.shape, 1, 1) * of_everybody
    for one in syllabuses:
        groups = of_everybody if one.taken_by == EVERYBODY else tray.compulsory_groups(one.share_draw)
        lessons[one.subject] += one.compulsory_credits * groups
        if one.takers_share and one.optional_credits:
            groups = tray.optional_groups(one.share_draw * one.takers_share)
            lessons[one.subject] += one.optional_credits * groups
    lessons /= CREDITS_PER_LESSON * YEAR_GROUPS
    return lessons


def local_credits_by_subject(syllabuses: tuple[Syllabus, ...], parameters: Parameters) -> Floats:
    """Return the credits of local studies, which all students take, by subject as they choose national ones.

    Nothing where no national optional studies are chosen. (subject, draw or 1)
    """
    chosen = [one.chosen_credits_draw for one in syllabuses]
    of_all = sum(chosen, np.zeros((1, 1, 1)))
    each = np.divide(
        local_credits(syllabuses, parameters), of_all, out=np.zeros_like(of_all), where=of_all > 0
    )
    by_subject = np.zeros((N_SUBJECTS, max(part.shape[0] for part in (each, *chosen))))
    for one, credits_chosen in zip(syllabuses, chosen, strict=True):
        by_subject[one.subject] += (each * credits_chosen).reshape(-1)
    return by_subject
