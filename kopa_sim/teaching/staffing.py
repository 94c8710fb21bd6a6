"""Staff of every school: lessons by subject, who gives them, and the posts this takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.staffing import STAFFING_MEASURES, Groups, PoolUse, Staffing
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.assistants import assistant_need, hire_assistants
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.chosen_subjects import Residents
from kopa_sim.teaching.counted_lessons import counts_for_each, turn_into_held
from kopa_sim.teaching.lessons import Lessons, required_lessons
from kopa_sim.teaching.link_outcome import LinkOutcome, no_links, settle_links
from kopa_sim.teaching.pools import FindTours, SchoolMarket, SharedPosts, share_teachers
from kopa_sim.teaching.posts import (
    FilledPosts,
    FillingRules,
    fill_posts,
    fill_split,
    filling_rules,
    split_lessons,
)
from kopa_sim.teaching.principals import Principals, travelling_principals
from kopa_sim.teaching.remote import (
    RemoteLessons,
    local_teaching,
    no_remote_lessons,
    remote_rooms,
    teach_remotely,
)
from kopa_sim.teaching.supervision import supervision
from kopa_sim.teaching.support_surplus import support_beyond_need, support_need
from kopa_sim.teaching.surplus import sum_by_municipality, surplus_under_plan
from kopa_sim.teaching.vacancies import unfilled_share

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def staff_schools(
    region: Region,
    plan: Plan,
    journeys: Journeys,
    groups: Groups,
    pupils_draw_year_school_grade: Floats,
    parameters: Parameters,
    tours: Sequence[FindTours] = (),
    residents_draw_year_municipality_grade: Floats | None = None,
) -> Staffing:
    """Return the staff of municipal schools; schools of other providers, and closed ones, have none.

    Lessons given over a link leave the receiving school's own teachers; the rest is filled school by school. What
    a school would leave to hourly teachers is offered to the pools it belongs to, one after the other.
    ``hours_required`` are the lessons of a school's own groups: what a sending school teaches beyond them over a
    link adds to its posts, not to its required lessons. A lesson over a link for which the sending school finds
    nobody is missing at the receiving school.

    Posts are filled with lessons as the teaching obligation counts them: one of upper secondary education counts for
    a little more than one of basic education, so that a teacher may give both.

    Parameters
    ----------
    pupils_draw_year_school_grade
        Pupils over the Plan's years. (draw, year, school, grade)
    tours
        What gives each of the Plan's pools its tours; where none are given pools follow the rule.
    residents_draw_year_municipality_grade
        Pupils by the municipality they live in, of whom those of a religion count together; None where each school
        counts its own.
    """
    schools, pupils = region.schools, pupils_draw_year_school_grade
    staffed = plan.open_year_school & schools.municipal
    living = residents_draw_year_municipality_grade
    residents = None if living is None else Residents(living, schools.municipality)
    lessons = required_lessons(groups, pupils, staffed, parameters, schools.special, residents)
    market = SchoolMarket(
        staffed & plan.grades_year_school_grade.any(axis=2),
        plan.places_year_school,
        journeys.km_school_school,
    )
    remote = _remote_lessons(plan, staffed, lessons, groups, parameters)
    unfilled = unfilled_share(region, journeys, parameters)
    taught = _teach(plan, lessons, remote, market, unfilled, parameters, tours)
    beside = _beside_teachers(region, plan, staffed, groups, pupils, market, parameters)
    beyond = surplus_under_plan(region, plan, taught.standing, taught.hourly, parameters)
    return Staffing(
        measures=taught.measures,
        surplus_posts_draw_year_municipality_subject=beyond.surplus,
        dismissed_posts_draw_year_municipality_subject=beyond.dismissed,
        site_adult_hours_draw_year_school=remote.site_adult_hours,
        site_teacher_hours_draw_year_school=taught.linked.site_teacher_hours,
        unqualified_for_others_draw_year_school_subject=taught.unqualified_for_others,
        counts_for_draw_year_school_subject=taught.counts_for,
        not_given_counted_draw_year_school_subject=taught.not_given_counted,
        meetings=remote.meetings,
        remote_rooms_draw_year_school=remote_rooms(remote.link_hours, parameters),
        site_changes_draw_year_school=taught.site_changes,
        principal_posts_draw_year_school=beside.principals.posts,
        principal_km_draw_year_school=beside.principals.km,
        assistant_posts_draw_year_school=beside.assistant_posts,
        assistant_km_draw_year_school=beside.assistant_km,
        surplus_support_draw_year_municipality_staff=beside.surplus,
        standing_posts_draw_year_school_subject=taught.standing,
        hourly_posts_draw_year_school_subject=taught.hourly,
        supervised_pupils_draw_year_school=beside.supervised_pupils,
        pool_uses=taught.pool_uses,
    )


@dataclass(frozen=True)
class _Taught:
    """Who gives the lessons.

    Attributes
    ----------
    measures
        STAFFING_MEASURES, lessons as they are held. (draw, year, school, subject)
    standing, hourly
        The two parts of the posts. (draw, year, school, subject)
    site_changes
        Weekly changes of site. (draw, year, school)
    unqualified_for_others
        As in ``Staffing``. (draw, year, school, subject)
    counts_for, not_given_counted
        As in ``Staffing``; None where every lesson counts once, or nothing is taught over a link.
    linked
        What became of the lessons over a link.
    pool_uses
        As in ``Staffing``.
    """

    measures: dict[str, Floats]
    standing: Floats
    hourly: Floats
    site_changes: Floats
    unqualified_for_others: Floats
    counts_for: Floats | None
    not_given_counted: Floats | None
    linked: LinkOutcome
    pool_uses: tuple[PoolUse, ...]


def _teach(
    plan: Plan,
    lessons: Lessons,
    remote: RemoteLessons,
    market: SchoolMarket,
    unfilled_draw_school: Floats,
    parameters: Parameters,
    tours: Sequence[FindTours],
) -> _Taught:
    """Return who gives the lessons: over a link, in posts of one school, in shared ones, by the hour, or nobody.

    Posts are filled with counted lessons; what is returned is lessons as they are held.
    """
    required = lessons.by_subject()
    counted = lessons.counted(required)
    own, load = _own_and_load(plan, counted, remote)
    measures, changes, pool_uses = _fill_all_posts(
        plan, load, market, unfilled_draw_school, parameters, tours
    )
    standing, hourly = measures.pop("standing_posts"), measures.pop("hourly_posts")
    linked = settle_links(measures, own, load, remote) if plan.remote_groups else no_links(load.shape)
    measures["unqualified_for_others"] = linked.unqualified_for_others
    not_given_counted = measures["hours_not_given"] + linked.not_given_counted if plan.remote_groups else None
    counts_for = _counts_for_own(required, counted, own, lessons, remote)
    turn_into_held(measures, counts_for, lessons.schools_counted)
    measures["hours_remote"], measures["hours_remote_qualified"] = linked.given, linked.given_by_qualified
    if plan.remote_groups:
        measures["hours_not_given"] += linked.not_given
    measures["hours_required"] = required
    return _Taught(
        measures={name: measures[name] for name in STAFFING_MEASURES},
        standing=standing,
        hourly=hourly,
        site_changes=changes,
        unqualified_for_others=measures["unqualified_for_others"],
        counts_for=counts_for,
        not_given_counted=not_given_counted,
        linked=linked,
        pool_uses=pool_uses,
    )


@dataclass(frozen=True)
class _BesideTeachers:
    """Principals, assistants and those who supervise mornings and afternoons.

    Attributes
    ----------
    principals
        Principals of one school or several.
    assistant_posts, assistant_km, supervised_pupils
        Posts, supervision among them; kilometres a year; pupils in morning and afternoon activities; kilometres and
        pupils None for none. (draw, year, school)
    surplus
        Posts paid beyond need. (draw, year, municipality, staff)
    """

    principals: Principals
    assistant_posts: Floats
    assistant_km: Floats | None
    supervised_pupils: Floats | None
    surplus: Floats


def _beside_teachers(
    region: Region,
    plan: Plan,
    staffed: Bools,
    groups: Groups,
    pupils_draw_year_school_grade: Floats,
    market: SchoolMarket,
    parameters: Parameters,
) -> _BesideTeachers:
    """Return the staff of staffed schools beside their teachers."""
    pupils = pupils_draw_year_school_grade * staffed[:, :, None]
    supervised = supervision(pupils, parameters)
    led = travelling_principals(pupils.sum(axis=3), plan.principal_pools, market, parameters)
    need = assistant_need(
        pupils,
        groups.groups_draw_year_school_band * staffed[:, :, None],
        groups.second_adult_groups_draw_year_school * staffed,
        parameters,
    )
    assistants = hire_assistants(need, plan.teacher_pools, market, parameters)
    posts = supervised.posts + assistants.posts
    employed = sum_by_municipality(
        support_need(led.posts, posts), region.schools.municipality, len(region.municipalities)
    )
    return _BesideTeachers(
        principals=led,
        assistant_posts=posts,
        assistant_km=assistants.km,
        supervised_pupils=supervised.pupils,
        surplus=support_beyond_need(employed, parameters),
    )


def _remote_lessons(
    plan: Plan, staffed: Bools, lessons: Lessons, groups: Groups, parameters: Parameters
) -> RemoteLessons:
    """Return the lessons over a link; nothing where the Plan has no remote groups."""
    if not plan.remote_groups:
        return no_remote_lessons(groups.groups_draw_year_school_grade.shape[:3])
    local = local_teaching(lessons, groups, parameters)
    return teach_remotely(plan, staffed, local, parameters)


def _own_and_load(plan: Plan, required: Floats, remote: RemoteLessons) -> tuple[Floats, Floats]:
    """Return the lessons schools give their own pupils themselves, and all that their teachers are paid for."""
    if not plan.remote_groups:
        return required, required
    own = np.maximum(required - remote.received, 0.0)
    return own, own + remote.extra_load


def _counts_for_own(
    required: Floats, counted: Floats, own: Floats, lessons: Lessons, remote: RemoteLessons
) -> Floats | None:
    """Return what a lesson counts for that a school gives its own pupils itself; None where all count once.

    A school of both school forms may get the lessons of one over a link: those it keeps are then of the other. Where
    it keeps none, what all its lessons count for. (draw, year, school, subject)
    """
    schools = lessons.schools_counted
    of_all = counts_for_each(required, counted, schools)
    if of_all is None or not remote.deliveries:
        return of_all
    return counts_for_each(required - remote.held, own, schools, of_all)


def _fill_all_posts(
    plan: Plan,
    load: Floats,
    market: SchoolMarket,
    unfilled_draw_school: Floats,
    parameters: Parameters,
    tours: Sequence[FindTours],
) -> tuple[dict[str, Floats], Floats, tuple[PoolUse, ...]]:
    """Return the measures of all posts, standing and hourly posts among them, changes of site, and pools billed."""
    rules = filling_rules(parameters)
    obligation = np.array([parameters.table("teaching.obligation_h")[subject] for subject in SUBJECTS])
    unfilled, changes = unfilled_draw_school[:, None, :, None], np.zeros(load.shape[:3])
    if not plan.teacher_pools:
        measures = _measures_of(fill_posts(load, obligation, unfilled, rules))
        return measures | {name: np.zeros(load.shape) for name in ("driven_km", "driven_hours")}, changes, ()
    split = split_lessons(load, obligation, rules)
    pools, hourly = _share_pools(plan, split.hourly_hours, obligation, market, rules, parameters, tours)
    given = load - (split.hourly_hours - hourly)
    measures = _measures_of(
        fill_split(given, replace(split, hourly_hours=hourly), obligation, unfilled, rules)
    )
    measures["driven_km"] = np.zeros(load.shape)
    for shared in pools:
        members = shared.members
        for name, total in {**_measures_of(shared.filled), "driven_km": shared.driven_km}.items():
            measures[name][:, :, members] += shared.spread(total)
        changes[:, :, members] += shared.spread(shared.site_changes).sum(axis=3)
    measures["driven_hours"] = measures["driven_km"] / by_draw(parameters, "driving_speed_km_h", 4)
    return measures, changes, _billed(plan, pools)


def _billed(plan: Plan, pools: Sequence[SharedPosts]) -> tuple[PoolUse, ...]:
    """Return what the teachers of those pools do whose bill an agreement divides: it has the pool's name."""
    named = {agreement.name for agreement in plan.agreements if agreement.kind == "teacher_pool"}
    return tuple(
        PoolUse(
            name=pool.name,
            schools=shared.members,
            posts=shared.spread(shared.filled.standing_posts + shared.filled.hourly_posts),
            lessons=shared.pooled_draw_year_member_subject,
            overtime=shared.spread(shared.filled.overtime_hours),
            driven_km=shared.spread(shared.driven_km),
        )
        for pool, shared in zip(plan.teacher_pools, pools, strict=True)
        if pool.name in named
    )


def _share_pools(
    plan: Plan,
    hourly: Floats,
    obligation_h: Floats,
    market: SchoolMarket,
    rules: FillingRules,
    parameters: Parameters,
    tours: Sequence[FindTours],
) -> tuple[Sequence[SharedPosts], Floats]:
    """Return each pool's shared posts, and the lessons left to hourly teachers."""
    left, pools = hourly.copy(), []
    for number, pool in enumerate(plan.teacher_pools):
        find = tours[number] if tours else None
        shared = share_teachers(pool, left, obligation_h, market, rules, parameters, find)
        left[:, :, shared.members] -= shared.pooled_draw_year_member_subject
        pools.append(shared)
    return pools, np.maximum(left, 0.0)


def _measures_of(filled: FilledPosts) -> dict[str, Floats]:
    """Return filled posts under the names of staffing.csv, and standing and hourly posts apart."""
    return {
        "hours_qualified": filled.qualified_hours,
        "hours_unqualified": filled.unqualified_hours,
        "hours_not_given": filled.not_given_hours,
        "posts": filled.standing_posts + filled.hourly_posts,
        "overtime_hours": filled.overtime_hours,
        "standing_posts": filled.standing_posts,
        "hourly_posts": filled.hourly_posts,
    }
