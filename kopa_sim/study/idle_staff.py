"""Pools with nothing to share and dismissals of nobody, told by their cause: what staffing says of an option.

A pool makes posts of what its schools would leave to hourly teachers. Where every lesson stands in a post of its own
school, where the schools that leave lessons are too far apart, or where all they leave is less than the smallest part
post, nothing is shared, by whatever method tours are found. All is told of the mean future.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Dismissal, TeacherPool
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.findings import listed
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.toured import mean_taught
from kopa_sim.teaching import staff_schools
from kopa_sim.teaching.combined_posts import subject_families
from kopa_sim.teaching.surplus import family_of_subject, sum_by_municipality

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

WHOLE_LESSON: Final = 0.5
"""Less of a school's weekly lessons than this is none in a timetable of whole ones."""
NOBODY: Final = 0.05
"""Expected posts below it are nobody's."""
NAMED: Final = 6


@dataclass(frozen=True)
class Staffed:
    """The teachers of an option without its pools, in the mean future.

    Attributes
    ----------
    hourly_year_school_subject
        Weekly lessons that schools leave to hourly teachers.
    obligation_subject, family_subject
        Weekly lessons of a post, and the family of subjects that one teacher may have.
    smallest_share, hourly_weight
        The smallest part post, and what it is worth to have a lesson in a post, in lessons by the hour.
    posts_year_municipality_subject, dismissed_year_municipality_subject
        Posts that are needed, and those given notice by the option.
    """

    hourly_year_school_subject: Floats
    obligation_subject: Floats
    family_subject: Ints
    smallest_share: float
    hourly_weight: float
    posts_year_municipality_subject: Floats
    dismissed_year_municipality_subject: Floats


def staffed(prepared: Prepared, option: OptionPlan) -> Staffed:
    """Return what the schools of an option would leave to hourly teachers, and whom they dismiss."""
    region, taught = prepared.scenario.region, mean_taught(prepared, option)
    parameters, schools = taught.parameters, prepared.scenario.region.schools
    staffing = staff_schools(
        region,
        replace(option.plan, teacher_pools=()),
        prepared.journeys,
        taught.groups,
        taught.pupils_draw_year_school_grade,
        parameters,
        residents_draw_year_municipality_grade=taught.residents_draw_year_municipality_grade,
    )
    obligation = _obligations(parameters)
    hourly, dismissed = (
        staffing.hourly_posts_draw_year_school_subject,
        staffing.dismissed_posts_draw_year_municipality_subject,
    )
    posts = sum_by_municipality(staffing.measures["posts"], schools.municipality, len(region.municipalities))[
        0
    ]
    return Staffed(
        np.zeros_like(staffing.measures["posts"][0]) if hourly is None else hourly[0] * obligation,
        obligation,
        family_of_subject(subject_families(parameters)),
        float(parameters.draws("teaching.smallest_part_post_share")[0]),
        parameters.number("teaching.hourly_lesson_weight"),
        posts,
        np.zeros_like(posts) if dismissed is None else dismissed[0],
    )


def _obligations(parameters: Parameters) -> Floats:
    table = parameters.table("teaching.obligation_h")
    return np.array([table[subject] for subject in SUBJECTS])


def nothing_to_share(
    staff: Staffed, pool: TeacherPool, active_year_member: Bools, km: Floats, names: tuple[str, ...]
) -> str:
    """Return why a pool has nothing to share in any year, or an empty text.

    Parameters
    ----------
    active_year_member
        Members that take part.
    km
        By road between the schools. (school, school)
    names
        Of the schools.
    """
    members, themselves = np.array(pool.schools), np.eye(len(pool.schools), dtype=np.bool_)
    offered = staff.hourly_year_school_subject[:, members] * active_year_member[..., None]
    offered = offered * np.isin(SUBJECTS, pool.subjects)
    lessons = _by_family(offered, staff.family_subject)
    offers = lessons >= WHOLE_LESSON
    some = members[offers.any(axis=(0, 1))]
    if len(some) < 2:
        return _too_few_offer(names, some, float(lessons.max()))
    within = _within_reach(pool, members, km)
    together = offers[..., :, None] & offers[..., None, :] & within & ~themselves
    if not together.any():
        return _none_near(pool, names, offers, members, km)
    posts = _by_family(offered / staff.obligation_subject, staff.family_subject) * _in_whole_lessons(lessons)
    shared = (posts[..., None, :] * (within | themselves)).sum(axis=-1)
    most = float(shared[together.any(axis=-1)].max())
    if most * max(staff.hourly_weight, 1.0) < staff.smallest_share:
        return (
            "all that schools near enough to each other leave to hourly teachers of one family of subjects comes to"
            f" {most:.2f} of a post at most, and {staff.smallest_share:g} is the smallest part post"
            " (teaching.smallest_part_post_share); name more schools or subjects"
        )
    return ""


def _by_family(values_year_member_subject: Floats, family_subject: Ints) -> Floats:
    """Return values summed over the subjects of each family. (family, year, member)"""
    families = (family_subject == family for family in np.unique(family_subject))
    return np.stack([values_year_member_subject[..., family].sum(axis=2) for family in families])


def _in_whole_lessons(lessons: Floats) -> Floats:
    """Return by what a timetable of whole lessons multiplies lessons; nothing is left of less than half a one."""
    whole = np.floor(lessons + WHOLE_LESSON)
    return np.divide(whole, lessons, out=np.zeros_like(lessons), where=lessons > 0)


def _within_reach(pool: TeacherPool, members: Ints, km: Floats) -> Bools:
    """Return which members a teacher may drive between, by way of the home base if there is one. (member, member)"""
    if pool.home_base < 0:
        near: Bools = km[np.ix_(members, members)] <= pool.longest_leg_km
        return near
    reached = km[pool.home_base, members] <= pool.longest_leg_km
    both: Bools = reached[:, None] & reached
    return both


def _too_few_offer(names: tuple[str, ...], some: Ints, most: float) -> str:
    if not some.size:
        return (
            "every lesson of its subjects stands in a post of its own school or is given as overtime, so that nothing"
            " is left to share; name schools or subjects with less than a post"
        )
    return (
        f"only {names[some[0]]} leaves lessons to share, at most {most:.1f} a week; its other schools have none of"
        " them, or give them in posts of their own or as overtime; name schools or subjects with less than a post"
    )


def _none_near(pool: TeacherPool, names: tuple[str, ...], offers: Bools, members: Ints, km: Floats) -> str:
    """Return why no two schools share although several leave lessons: never alike in one year, or too far apart."""
    who = listed((names[school] for school in members[offers.any(axis=(0, 1))]), NAMED)
    alike = (offers[..., :, None] & offers[..., None, :]).any(axis=(0, 1))
    apart = np.where(alike, km[np.ix_(members, members)], np.inf)
    np.fill_diagonal(apart, np.inf)
    first, second = np.unravel_index(np.argmin(apart), apart.shape)
    near = float(apart[first, second])
    if not np.isfinite(near):
        return (
            f"{who} leave lessons to share, but no two of them of the same family of subjects in the same year; name"
            " more schools or subjects"
        )
    pair = f"{names[members[first]]} and {names[members[second]]}"
    if near > pool.longest_leg_km:
        return (
            f"longest_leg_km is {pool.longest_leg_km:g}, and of the schools that leave lessons to share ({who}) the"
            f" nearest, {pair}, are {near:.1f} km apart by road; set longest_leg_km to {np.ceil(near):.0f} or more,"
            " or name schools that are nearer to each other"
        )
    return (
        f"of the schools that leave lessons to share ({who}) no two lie within longest_leg_km,"
        f" {pool.longest_leg_km:g}, of the home base {names[pool.home_base]}; raise it, or set another home_base"
    )


def dismissal_causes(
    staff: Staffed, dismissals: tuple[Dismissal, ...], years: tuple[int, ...], costed: slice
) -> Iterator[str]:
    """Return why nobody is dismissed, or nobody in some of the subjects that were named."""
    for dismissal in dismissals:
        employers, when = list(dismissal.municipalities), dismissal.years.copy()
        when[: costed.start] = False
        dismissed = staff.dismissed_year_municipality_subject[when][:, employers].sum(axis=(0, 1))
        posts = staff.posts_year_municipality_subject[when][:, employers].max(axis=(0, 1), initial=0.0)
        first = years[int(np.argmax(dismissal.years))]
        named = [SUBJECTS.index(subject) for subject in dismissal.subjects]
        idle = [subject for subject in named if dismissed[subject] < NOBODY]
        everybody = len(named) == len(SUBJECTS)
        if not idle or (everybody and len(idle) < len(named)):
            continue
        untaught = [SUBJECTS[subject] for subject in idle if posts[subject] < NOBODY]
        needed = [SUBJECTS[subject] for subject in idle if posts[subject] >= NOBODY]
        label = f"dismiss_teachers from {first}"
        whole = "changes nothing" if len(idle) == len(named) else "dismisses nobody in some subjects"
        yield f"{label} {whole}: " + "; ".join(_whom(untaught, needed, everybody))


def _whom(untaught: list[str], needed: list[str], everybody: bool) -> Iterator[str]:
    if untaught and not everybody:
        yield f"there are no posts of {', '.join(untaught)}, for nobody is taught it; name other subjects"
    if needed:
        subjects = "any subject" if everybody else ", ".join(needed)
        yield (
            f"in no year are there more posts of {subjects} than this year's and the next year's lessons need, once"
            " teachers have left of their own accord and those remaining have taken hourly lessons; leave it out, or"
            " set an earlier year"
        )
