"""School transport: morning runs that come late, or not at all when a storm closes the roads.

Nobody's lesson is cancelled by a late run: the teacher is there and teaches those who are. What the late ones miss is
therefore counted in pupils, beside the outcomes of lessons.
"""

from math import ceil

import numpy as np

from kopa_sim.operations.diary import Cause, Diary
from kopa_sim.operations.setting import Counts, Setting


def live_school_runs(setting: Setting, diary: Diary, counts: Counts, reached_days: int) -> None:
    """Count the pupils who come late with each school's runs, and what they miss.

    A run is late with a probability by season, by an exponential time. On a day with closed roads it does not drive.

    Parameters
    ----------
    reached_days
        School days of the year that were lived through.
    """
    pupils_school = setting.staffed.run_pupils_school
    for school in np.flatnonzero(pupils_school > 0.0).tolist():
        runs = max(ceil(float(setting.staffed.run_vehicles_school[school]) - 1e-6), 1)
        _live_school(setting, diary, counts, school, runs, float(pupils_school[school]) / runs, reached_days)


def _live_school(
    setting: Setting,
    diary: Diary,
    counts: Counts,
    school: int,
    runs: int,
    pupils_a_run: float,
    reached_days: int,
) -> None:
    a, calendar = setting.assumptions, setting.calendar
    lessons_a_day = a.teaching_day_lessons
    code = setting.region.schools.codes[school]
    chance = setting.generator("school_runs", f"{code}/{setting.year}").random((runs, 2, calendar.days))
    share_day = np.where(calendar.winter_day, a.run_late_share_winter, a.run_late_share_other)
    closed_day = setting.closed_municipality_day[setting.region.schools.municipality[school]]
    minutes = -np.log1p(-chance[:, 1]) * a.run_late_min
    missed = np.where(closed_day, lessons_a_day, np.minimum(minutes / a.lesson_min, lessons_a_day))
    late = (chance[:, 0] < share_day) | closed_day
    late[:, reached_days:] = False
    counts.late_pupil_days[school] += pupils_a_run * float(late.sum())
    counts.late_pupil_lessons[school] += pupils_a_run * float((late * missed).sum())
    for run, day in np.argwhere(late).tolist():
        kind = "closed_road" if closed_day[day] else "school_transport"
        cause = Cause(kind, day, lesson_of_day=1, minutes=float(missed[run, day]) * a.lesson_min)
        diary.log(cause, school, -1, 0.0, None, pupils_a_run)
