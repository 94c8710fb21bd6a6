"""Teachers shared by several schools.

Each school keeps whatever makes a post there: whole posts and their overtime, part posts, and posts combined within a
family of subjects. Only what it would leave to hourly teachers is offered to the pool.

Where tours are solved (``pool_tours.py``), they tell what the pool makes of it. By the rule, over all its schools and
within the same families, the pool makes posts of these fragments, as many as they fill; it takes the lessons of the
schools nearest to its home base first, and what still makes no post stays where it is, with an hourly teacher.

The price of a shared post is the duty credit for changing site, kilometres and driving time. Two schools at one
address are one site: whoever teaches grades 7-9 in the one and upper secondary education in the other changes none.
Nobody is paid for travel whose post stood in one school before. A larger pool never leaves more lessons to hourly
teachers before the duty credit: two remainders together are left over at most as often as apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.by_draw import along_draws, by_draw
from kopa_sim.teaching.combined_posts import ALONE
from kopa_sim.teaching.duty_credit import duty_credit_h
from kopa_sim.teaching.pool_tours import PoolRates
from kopa_sim.teaching.posts import (
    ROUNDING,
    FilledPosts,
    FillingRules,
    SplitLessons,
    fill_split,
    split_lessons,
)
from kopa_sim.teaching.sites import seat_of_year, where_two_or_more
from kopa_sim.teaching.tours.problem import SAME_SITE_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SchoolMarket:
    """What pooling must know of the schools.

    Attributes
    ----------
    teaches_year_school
        Municipal schools that are open and teach. (year, school)
    places_year_school
        Pupils the buildings can take. (year, school)
    km_school_school
        Road distance between schools. (school, school)
    """

    teaches_year_school: Bools
    places_year_school: Floats
    km_school_school: Floats


@dataclass(frozen=True)
class Offer:
    """What the schools of a pool offer to it.

    Attributes
    ----------
    members
        Indices of the pool's schools. (member,)
    active_year_member
        Members that take part.
    teaches_year_school
        Schools of the region that teach.
    offered_draw_year_member_subject
        Weekly lessons that would be left to hourly teachers.
    """

    members: Ints
    active_year_member: Bools
    teaches_year_school: Bools
    offered_draw_year_member_subject: Floats


FindTours = Callable[[Offer], PoolRates]
"""Gives the rates of a pool's tours for what its schools offer to it."""


@dataclass(frozen=True)
class SharedPosts:
    """What one pool's teachers do.

    Attributes
    ----------
    members
        Indices of the pool's schools. (member,)
    pooled_draw_year_member_subject
        Weekly lessons each school gets from the pool.
    filled
        Posts and lessons of the whole pool, none of them by the hour. Each (draw, year, subject)
    site_changes
        Changes of site a week. (draw, year, subject)
    driven_km
        Kilometres a school year. (draw, year, subject)
    """

    members: Ints
    pooled_draw_year_member_subject: Floats
    filled: FilledPosts
    site_changes: Floats
    driven_km: Floats

    def spread(self, total_draw_year_subject: Floats) -> Floats:
        """Return a total spread over the members by pooled lessons. (draw, year, member, subject)"""
        pooled = self.pooled_draw_year_member_subject.sum(axis=2)
        each = np.divide(total_draw_year_subject, pooled, out=np.zeros_like(pooled), where=pooled > 0)
        spread: Floats = self.pooled_draw_year_member_subject * each[:, :, None]
        return spread


def changes_of_site(sites: Ints, parameters: Parameters) -> Floats:
    """Return the changes of site a week of one shared post, given the sites that share. Shape of ``sites``

    With one site there is nothing to change.
    """
    return np.where(sites >= 2, by_draw(parameters, "site_changes_per_post", sites.ndim), 0.0)


def share_teachers(
    pool: TeacherPool,
    hourly_draw_year_school_subject: Floats,
    obligation_h: Floats,
    market: SchoolMarket,
    rules: FillingRules,
    parameters: Parameters,
    find_tours: FindTours | None = None,
) -> SharedPosts:
    """Return the posts that the schools of a pool share, by its tours where they are known, else by the rule.

    By the rule a shared post's obligation is lowered by the duty credit wherever its teacher has lessons at two
    schools or more; each change of site is driven once, over the mean distance from the pool's home base.

    Parameters
    ----------
    hourly_draw_year_school_subject
        Weekly lessons that the schools would leave to hourly teachers.
    obligation_h
        Weekly lessons of a whole post. (subject,)
    find_tours
        Gives the rates of the pool's tours for what is offered.
    """
    if find_tours is not None:
        return _share_by_tours(pool, hourly_draw_year_school_subject, obligation_h, market, rules, find_tours)
    members = np.array(pool.schools, dtype=np.intp)
    home = seat_of_year(pool.home_base, members, market.teaches_year_school, market.places_year_school)
    km = market.km_school_school[home][:, members]
    active = where_two_or_more(
        pool.years[:, None] & market.teaches_year_school[:, members] & (km <= pool.longest_leg_km)
    )
    shared_subject = np.isin(SUBJECTS, pool.subjects)
    offered = hourly_draw_year_school_subject[:, :, members] * (active[:, :, None] & shared_subject)
    place = _first_at_site(market.km_school_school[np.ix_(members, members)])
    changes = changes_of_site(_count_sites(_sites(offered, rules), place), parameters)
    credit = duty_credit_h(changes, parameters.table("teaching.duty_credit_h"))
    obligation = np.maximum(obligation_h - credit, 1.0)
    total = offered.sum(axis=2)
    split = _with_overtime_to_the_limit(split_lessons(total, obligation, rules, obligation_h), rules)
    pooled = _from_the_nearest(offered, total - split.hourly_hours, km)
    given = replace(split, hourly_hours=np.zeros_like(split.hourly_hours))
    filled = fill_split(pooled.sum(axis=2), given, obligation, np.zeros(1), rules)
    visited = _sites(pooled, rules)
    all_changes = changes_of_site(_count_sites(visited, place), parameters) * filled.standing_posts
    elsewhere = (members != home[:, None]) & (km > SAME_SITE_KM)
    km_change = _mean_km(visited & elsewhere[:, :, None], np.where(active, km, 0.0))
    driven = all_changes * km_change * parameters.number("teaching.school_weeks")
    return SharedPosts(members, pooled, filled, all_changes, driven)


def _share_by_tours(
    pool: TeacherPool,
    hourly_draw_year_school_subject: Floats,
    obligation_h: Floats,
    market: SchoolMarket,
    rules: FillingRules,
    find_tours: FindTours,
) -> SharedPosts:
    """Return the posts of a pool by the rates of its tours.

    The tours tell which share of each school's lessons stands in shared posts, and what a post holds and drives.
    """
    members = np.array(pool.schools, dtype=np.intp)
    active = where_two_or_more(pool.years[:, None] & market.teaches_year_school[:, members])
    shared_subject = np.isin(SUBJECTS, pool.subjects)
    offered = hourly_draw_year_school_subject[:, :, members] * (active[:, :, None] & shared_subject)
    rates = find_tours(Offer(members, active, market.teaches_year_school, offered))
    pooled = offered * rates.taken_year_member_subject
    lessons = pooled.sum(axis=2)
    posts = lessons / obligation_h * rates.posts_per_load_year_subject
    overtime = lessons * rates.overtime_share_year_subject
    none = np.zeros_like(posts)
    split = SplitLessons(posts, none, overtime, none)
    filled = fill_split(lessons, split, obligation_h, np.zeros(1), rules)
    changes, km = posts * rates.changes_year_subject, posts * rates.km_year_subject
    return SharedPosts(members, pooled, filled, changes, km)


def _sites(lessons_draw_year_member_subject: Floats, rules: FillingRules) -> Bools:
    """Return the schools where a subject's teachers have lessons. (draw, year, member, subject)

    One teacher may have all subjects of a family, so a family's teachers go wherever any of its lessons are.
    """
    sites = lessons_draw_year_member_subject > 0
    families = rules.families_subject
    if families is None:
        return sites
    for family in np.unique(families[families != ALONE]):
        in_family = np.flatnonzero(families == family)
        sites[..., in_family] = sites[..., in_family].any(axis=3, keepdims=True)
    return sites


def _first_at_site(km_member_member: Floats) -> Ints:
    """Return the first of the members that stand at the same address as each. (member,)"""
    first: Ints = (km_member_member <= SAME_SITE_KM).argmax(axis=1)
    return first


def _count_sites(sites_draw_year_member_subject: Bools, first_at_site_member: Ints) -> Ints:
    """Return the sites in use, schools at one address together. (draw, year, subject)"""
    count = np.zeros(
        (*sites_draw_year_member_subject.shape[:2], sites_draw_year_member_subject.shape[3]), np.intp
    )
    for first in np.unique(first_at_site_member):
        count += sites_draw_year_member_subject[:, :, first_at_site_member == first].any(axis=2)
    return count


def _with_overtime_to_the_limit(split: SplitLessons, rules: FillingRules) -> SplitLessons:
    """Return the split in which the holders of whole posts take overtime up to its limit.

    A school's remainder is given by one teacher, as overtime or not at all; a pool chooses what it takes on, so
    it takes as much as its teachers can give. Where a remainder is left over nobody gives overtime yet.
    """
    limit = along_draws(rules.overtime_limit_h, split.whole_posts.ndim) * split.whole_posts
    more = np.minimum(split.hourly_hours, limit)
    return replace(split, overtime_hours=split.overtime_hours + more, hourly_hours=split.hourly_hours - more)


def _from_the_nearest(offered: Floats, taken_draw_year_subject: Floats, km_year_member: Floats) -> Floats:
    """Return the lessons the pool takes from each school, the nearest first. (draw, year, member, subject)"""
    order = np.argsort(km_year_member, axis=1, kind="stable")[None, :, :, None]
    by_distance = np.take_along_axis(offered, order, axis=2)
    nearer = np.cumsum(by_distance, axis=2) - by_distance
    room = taken_draw_year_subject[:, :, None] - nearer
    taken = np.where(room >= by_distance - ROUNDING, by_distance, np.where(room > ROUNDING, room, 0.0))
    return np.take_along_axis(taken, np.argsort(order, axis=2), axis=2)


def _mean_km(away_draw_year_member_subject: Bools, km_year_member: Floats) -> Floats:
    """Return the mean distance from the home base to the other sites in use. (draw, year, subject)"""
    count = away_draw_year_member_subject.sum(axis=2)
    total = (away_draw_year_member_subject * km_year_member[:, :, None]).sum(axis=2)
    mean: Floats = total / np.maximum(count, 1)
    return mean
