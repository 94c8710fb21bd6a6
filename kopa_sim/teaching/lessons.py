"""Weekly lessons by school and subject: what the groups need, what is added, and who teaches it.

Minimum lessons follow groups. The municipality adds a little of its own; lessons are added for split groups,
language groups and support; special-needs education follows the pupils with individual support, because a small
group does not need less of it. In pre-primary education and general upper secondary education nothing is added.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, GRADE_BANDS, GRADES, N_BANDS, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import Groups
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.teaching.by_draw import by_draw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SPECIAL: Final[int] = SUBJECTS.index("special_education")
CLASS_TEACHING: Final[int] = SUBJECTS.index("class_teaching")
NATIONAL_SUPPORT_SHARE: Final[float] = 0.097
"""Share of pupils with special support in 2022, to which the special lessons by pupil belong (Statistics Finland)."""
COMPULSORY_GRADES: Final[slice] = slice(1, UPPER_SECONDARY)
"""Basic education proper: grades 1–9."""
COMPULSORY_BANDS: Final[slice] = slice(GRADE_BANDS.index("1-2"), GRADE_BANDS.index("7-9") + 1)


@dataclass(frozen=True)
class Lessons:
    """Weekly lessons with additions.

    Attributes
    ----------
    lessons_draw_year_school_band
        Lessons of the groups, with additions, without special-needs education.
    special_draw_year_school_grade
        Lessons of special-needs education by the grade of the pupils.
    share_band_subject
        Share of a band's lessons in each subject; sums to one over subjects. (band, subject)
    """

    lessons_draw_year_school_band: Floats
    special_draw_year_school_grade: Floats
    share_band_subject: Floats

    def at(self, schools: Ints) -> "Lessons":
        """Return the lessons of some schools."""
        return Lessons(
            self.lessons_draw_year_school_band[:, :, schools],
            self.special_draw_year_school_grade[:, :, schools],
            self.share_band_subject,
        )

    def by_subject(self) -> Floats:
        """Return all weekly lessons. (draw, year, school, subject)"""
        lessons = np.zeros((*self.lessons_draw_year_school_band.shape[:3], N_SUBJECTS))
        for band in range(N_BANDS):
            for subject in np.flatnonzero(self.share_band_subject[band]):
                share = self.share_band_subject[band, subject]
                lessons[..., subject] += share * self.lessons_draw_year_school_band[..., band]
        lessons[..., SPECIAL] += self.special_draw_year_school_grade.sum(axis=3)
        return lessons

    def of_grades(self, grades: tuple[int, ...], part_draw_year_school_grade: Floats) -> Floats:
        """Return the weekly lessons of some grades. (draw, year, school, subject)

        Parameters
        ----------
        part_draw_year_school_grade
            Share of its band's lessons that each grade has; sums to one over the grades of a band.
        """
        lessons = np.zeros((*self.lessons_draw_year_school_band.shape[:3], N_SUBJECTS))
        for grade in grades:
            band = int(BAND_OF_GRADE[grade])
            part = part_draw_year_school_grade[..., grade] * self.lessons_draw_year_school_band[..., band]
            lessons += part[..., None] * self.share_band_subject[band]
            lessons[..., SPECIAL] += self.special_draw_year_school_grade[..., grade]
        return lessons


def _subject_teachers_part(lessons_by_subject: dict[str, float], whole_lessons: float) -> Floats:
    """Return the shares of a class's lessons: subject teachers' as given, the class teacher's the rest. (subject,)

    If subjects are given more lessons than there are, they share what there is.
    """
    share = np.zeros(N_SUBJECTS)
    for subject, lessons in lessons_by_subject.items():
        share[SUBJECTS.index(subject)] += lessons / whole_lessons
    share /= max(1.0, float(share.sum()))
    share[CLASS_TEACHING] += 1.0 - share.sum()
    return share


def share_band_subject(parameters: Parameters) -> Floats:
    """Return the share of each band's lessons in each subject; sums to one over subjects. (band, subject)"""
    weekly = parameters.vector("teaching.weekly_lessons")
    share = np.zeros((N_BANDS, N_SUBJECTS))
    share[GRADE_BANDS.index("pre_primary"), SUBJECTS.index("pre_primary")] = 1.0
    share[GRADE_BANDS.index("upper_secondary"), SUBJECTS.index("upper_secondary")] = 1.0
    for name in ("1-2", "3-6"):
        band = GRADE_BANDS.index(name)
        given = dict(parameters.table(f"teaching.subject_lessons_{name.replace('-', '_')}"))
        share[band] = _subject_teachers_part(given, float(weekly[band == BAND_OF_GRADE].mean()))
    upper = parameters.table("teaching.subject_lessons_7_9")
    for subject, lessons in upper.items():
        share[GRADE_BANDS.index("7-9"), SUBJECTS.index(subject)] = lessons / sum(upper.values())
    return share


def required_lessons(
    groups: Groups,
    pupils_draw_year_school_grade: Floats,
    staffed_year_school: Bools,
    parameters: Parameters,
) -> Lessons:
    """Return the lessons schools must give, with additions.

    Parameters
    ----------
    staffed_year_school
        Schools whose teachers the municipalities pay; others get no lessons here. (year, school)
    """
    factor = np.ones((parameters.n_draws, 1, 1, N_BANDS))
    for name in ("local_extra_lessons_share", "added_lessons_share"):
        factor[..., COMPULSORY_BANDS] += by_draw(parameters, name, 4)
    special = np.zeros((*pupils_draw_year_school_grade.shape[:3], len(GRADES)))
    supported = by_draw(parameters, "individual_support_share", 4) / NATIONAL_SUPPORT_SHARE
    rate = by_draw(parameters, "special_lessons_per_100_pupils_h", 4) / 100.0 * supported
    special[..., COMPULSORY_GRADES] = pupils_draw_year_school_grade[..., COMPULSORY_GRADES] * rate
    staffed = staffed_year_school[:, :, None]
    return Lessons(
        groups.lesson_hours_draw_year_school_band * factor * staffed,
        special * staffed,
        share_band_subject(parameters),
    )
