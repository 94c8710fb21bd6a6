"""Pools, links and dismissals that would change nothing in the mean future: why, and what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, span_of_grades
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, RemoteGroup, TeacherPool
from kopa_sim.model.subjects import SHAREABLE, SUBJECTS
from kopa_sim.scenario.findings import listed
from kopa_sim.study.idle_links import enough_pupils, years_of_effect
from kopa_sim.study.idle_staff import Staffed, dismissal_causes, nothing_to_share, staffed
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.toured import mean_taught
from kopa_sim.teaching.chosen_subjects import Residents
from kopa_sim.teaching.lessons import Lessons, required_lessons
from kopa_sim.teaching.personal_guidance import PERSONAL_GUIDANCE
from kopa_sim.teaching.remote import LocalTeaching, local_teaching, teach_remotely

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

HALF_A_PUPIL: Final = 0.5
"""Expected numbers below it are nobody."""

NAMED: Final = 6
"""Schools and subjects that are named one by one."""

SUBJECT_TEACHERS: Final = "teaching.subject_teacher_from_grade"
"""Where a planner says who teaches what."""


def idle_measures(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every cause for which a pool, a remote group or a dismissal changes nothing.

    Costed years count, and for a remote group those in which it changes nothing beside others in which it does.

    What is found alike in several options is told once, with the names of all of them.
    """
    options_of: dict[str, list[str]] = {}
    for option in prepared.options:
        plan = option.plan
        if plan.teacher_pools or plan.remote_groups or plan.dismissals:
            for cause in _causes(_taught(prepared, option)):
                options_of.setdefault(cause, []).append(option.plan.option)
    return tuple(
        f"option{'s' if len(names) > 1 else ''} {listed(names, NAMED)}: {cause}"
        for cause, names in options_of.items()
    )


@dataclass(frozen=True)
class _Taught:
    """What the schools of an option teach in the mean future.

    Attributes
    ----------
    names
        Names of the schools.
    teaches
        Municipal schools that are open and teach, in costed years. (year, school)
    pupils
        (year, school, grade)
    open_year_school
        Municipal schools that are open.
    local
        Lessons and groups before any remote teaching.
    staff
        Teachers without pools.
    """

    plan: Plan
    names: tuple[str, ...]
    km: Floats
    teaches: Bools
    pupils: Floats
    lessons: Lessons
    open_year_school: Bools
    local: LocalTeaching
    staff: Staffed
    parameters: Parameters

    def received_year(self, number: int, largest_group: int | None = None) -> Bools:
        """Return in which costed years lessons of a remote group go over the link. (year,)

        Parameters
        ----------
        number
            Place among the remote groups, those before which come first.
        largest_group
            In place of the group's own, if given.
        """
        groups = list(self.plan.remote_groups[: number + 1])
        if largest_group is not None:
            groups[number] = replace(groups[number], largest_group=largest_group)
        plan = replace(self.plan, remote_groups=tuple(groups))
        linked = teach_remotely(plan, self.open_year_school, self.local, self.parameters).deliveries[number]
        received: Bools = linked.received_draw_year_member_subject[0].any(axis=(1, 2))
        received[: self.plan.costed.start] = False
        return received


def _taught(prepared: Prepared, option: OptionPlan) -> _Taught:
    region, plan, mean = prepared.scenario.region, option.plan, mean_taught(prepared, option)
    schools, parameters, pupils = region.schools, mean.parameters, mean.pupils_draw_year_school_grade
    staffed_schools = plan.open_year_school & schools.municipal
    living = mean.residents_draw_year_municipality_grade
    residents = None if living is None else Residents(living, schools.municipality)
    lessons = required_lessons(mean.groups, pupils, staffed_schools, parameters, schools.special, residents)
    costed = np.zeros(len(plan.years), dtype=np.bool_)
    costed[plan.costed] = True
    return _Taught(
        plan,
        tuple(schools.names),
        prepared.journeys.km_school_school,
        staffed_schools & plan.grades_year_school_grade.any(axis=2) & costed[:, None],
        pupils[0] * staffed_schools[:, :, None],
        lessons,
        staffed_schools,
        local_teaching(lessons, mean.groups, parameters),
        staffed(prepared, option),
        parameters,
    )


def _causes(taught: _Taught) -> Iterator[str]:
    for pool in taught.plan.teacher_pools:
        yield from _pool_causes(taught, pool)
    for number, group in enumerate(taught.plan.remote_groups):
        yield from _remote_causes(taught, group, number)
    yield from dismissal_causes(taught.staff, taught.plan.dismissals, taught.plan.years, taught.plan.costed)


def _pool_causes(taught: _Taught, pool: TeacherPool) -> Iterator[str]:
    """Return why a pool shares nothing, or nothing of some of its subjects."""
    members = np.array(pool.schools)
    active = taught.teaches[:, members] & pool.years[:, None]
    label = f"pool {pool.name!r}"
    if not (active.sum(axis=1) >= 2).any():
        yield (
            f"{label} changes nothing: fewer than two of its schools ({_named(taught, members)}) teach in any year"
            f" {_from(taught.plan, pool.years)}; name others in schools or municipalities, or set an earlier year"
        )
        return
    far = tuple(_too_far(taught, pool, members[active.any(axis=0)]))
    yield from far
    lessons = _lessons_of(taught.lessons, members, active, range(N_GRADES))
    idle = [subject for subject in pool.subjects if not lessons[SUBJECTS.index(subject)]]
    everything = len(idle) == len(pool.subjects)
    if idle and not (everything and pool.shares_assistants) and (everything or pool.subjects != SHAREABLE):
        what = "changes nothing: none of its schools has" if everything else "has members, none of which has"
        yield (
            f"{label} {what} lessons of a teacher of {', '.join(idle)} {_from(taught.plan, pool.years)};"
            f" {_other_subjects(lessons, idle)}"
        )
    if not far and not everything and not pool.shares_assistants:
        cause = nothing_to_share(taught.staff, pool, active, taught.km, taught.names)
        if cause:
            yield f"{label} shares nothing in the mean future, though it may in others: {cause}"


def _too_far(taught: _Taught, pool: TeacherPool, members: NDArray[np.intp]) -> Iterator[str]:
    """Return that the longest leg is shorter than any drive of the pool: from its home base, if it has one."""
    starts = np.array([pool.home_base]) if pool.home_base >= 0 else members
    km = taught.km[np.ix_(starts, members)].copy()
    km[starts[:, None] == members] = np.inf
    start, end = np.unravel_index(np.argmin(km), km.shape)
    nearest = float(km[start, end])
    if np.isfinite(nearest) and nearest > pool.longest_leg_km:
        whose = "its home base and the school nearest to it" if pool.home_base >= 0 else "its nearest schools"
        yield (
            f"pool {pool.name!r} changes nothing: longest_leg_km is {pool.longest_leg_km:g} and {whose},"
            f" {taught.names[starts[start]]} and {taught.names[members[end]]}, are {nearest:.1f} km apart by road;"
            f" set longest_leg_km to {np.ceil(nearest):.0f} or more, or name schools that are nearer to each other"
        )


def _remote_causes(taught: _Taught, group: RemoteGroup, number: int) -> Iterator[str]:
    """Return why nothing is taught over a link, or nothing of some of its subjects or in some of its years."""
    members, grades = np.array(group.schools), _span(group.grades)
    active = taught.teaches[:, members] & group.years[:, None]
    pupils = taught.pupils[:, members][..., list(group.grades)].sum(axis=2) * active
    label, when = f"remote teaching {group.name!r}", _from(taught.plan, group.years)
    if not (pupils >= HALF_A_PUPIL).any():
        yield (
            f"{label} changes nothing: its schools ({_named(taught, members)}) have no pupils in grades {grades}"
            f" in any year {when}; name schools that teach these grades, or set grades to what they teach"
        )
        return
    lessons = _lessons_of(taught.lessons.without(PERSONAL_GUIDANCE), members, active, group.grades)
    idle = [subject for subject in group.subjects if not lessons[SUBJECTS.index(subject)]]
    if idle:
        everything = len(idle) == len(group.subjects)
        yield (
            f"{label} {'changes nothing' if everything else 'teaches less than it names'}: its schools"
            f" have no lessons of a teacher of {', '.join(idle)} in grades {grades} {when};"
            f" {_other_subjects(lessons, idle)}, name other grades, or set who teaches what in {SUBJECT_TEACHERS}"
        )
    if len(idle) < len(group.subjects):
        received = taught.received_year(number)
        can_year = (active.sum(axis=1) >= 2) & (pupils >= HALF_A_PUPIL).any(axis=1)
        if not received.any():
            yield _no_merging(taught, group, number, pupils, f"{label} changes nothing")
        elif effect := years_of_effect(taught.plan.years, received, can_year):
            year = int(np.argmax(can_year & ~received))
            yield (
                f"{label} takes effect only in {effect}: in the other years groups of grades {grades} do not merge"
                f" into fewer of at most {group.largest_group} pupils (largest_group)"
                f"{_with_a_larger_group(taught, group, number, year)}"
            )


def _with_a_larger_group(taught: _Taught, group: RemoteGroup, number: int, year: int) -> str:
    """Return with which largest group a remote group would take effect in a year, as advice if there is one."""
    members = np.array(group.schools)
    groups = taught.local.groups_draw_year_school_grade[0, year][members][:, list(group.grades)]
    pupils = taught.local.pupils_draw_year_school_grade[0, year][members][:, list(group.grades)]
    sizes = np.divide(pupils, groups, out=np.zeros_like(pupils), where=groups > 0)
    enough = enough_pupils(group, sizes, lambda size: bool(taught.received_year(number, size)[year]))
    if enough is None:
        return ""
    return f"; with largest_group = {enough} they would in {taught.plan.years[year]}"


def _no_merging(
    taught: _Taught, group: RemoteGroup, number: int, pupils_year_member: Floats, label: str
) -> str:
    """Return that no groups are merged, because one school alone has pupils or its groups leave no room."""
    grades, members = _span(group.grades), np.array(group.schools)
    with_pupils = (pupils_year_member >= HALF_A_PUPIL).any(axis=0)
    others = with_pupils & (members != group.sending_school)
    if not others.any() or (with_pupils.sum() < 2 and group.sending_school < 0):
        return (
            f"{label}: of its schools only {_named(taught, members[with_pupils])} has pupils in grades {grades};"
            " name another school that has"
        )
    year = int(np.argmax((pupils_year_member >= HALF_A_PUPIL).any(axis=1)))
    return (
        f"{label}: in no year of the mean future do groups of grades {grades} merge into fewer"
        f" of at most {group.largest_group} pupils (largest_group) at"
        f" {_named(taught, members[with_pupils])}; raise largest_group, or name smaller schools"
        f"{_with_a_larger_group(taught, group, number, year)}"
    )


def _lessons_of(
    lessons: Lessons, members: NDArray[np.intp], active: Bools, grades: range | tuple[int, ...]
) -> Floats:
    """Return the lessons of the members over the years in which they take part. (subject,)"""
    of_members = lessons.at(members).of_grades(grades)[0] * active[..., None]
    total: Floats = of_members.sum(axis=(0, 1))
    return total


def _other_subjects(lessons_subject: Floats, idle: list[str]) -> str:
    """Return what the schools do teach, as advice."""
    taught = [name for name in SHAREABLE if lessons_subject[SUBJECTS.index(name)] > 0 and name not in idle]
    return f"name subjects that they teach ({listed(taught, NAMED)})" if taught else "name other schools"


def _named(taught: _Taught, schools: NDArray[np.intp]) -> str:
    return listed((taught.names[school] for school in schools), NAMED)


def _span(grades: tuple[int, ...]) -> str:
    inside = np.zeros(N_GRADES, dtype=np.bool_)
    inside[list(grades)] = True
    return span_of_grades(inside)


def _from(plan: Plan, years: Bools) -> str:
    return f"from {plan.years[int(np.argmax(years))]} on"
