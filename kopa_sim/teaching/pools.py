"""Teachers shared by several schools.

Each school keeps what its own whole posts and their overtime give; what is left over, which alone would be a
fragment of a post, is added up over the pool's schools and becomes whole posts together. The price is the duty
credit for changing site, kilometres and driving time. A larger pool never needs more appointments before the
duty credit: two remainders together round up at most as often as apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.duty_credit import duty_credit_h
from kopa_sim.teaching.posts import FilledPosts, FillingRules, fill_posts, left_for_pool
from kopa_sim.teaching.sites import seat_of_year, where_two_or_more

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
    unfilled_draw_school
        Share of fragments of a post for which nobody is found. (draw, school)
    """

    teaches_year_school: Bools
    places_year_school: Floats
    km_school_school: Floats
    unfilled_draw_school: Floats


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
        Posts and lessons of the whole pool. Each (draw, year, subject)
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
    lessons_draw_year_school_subject: Floats,
    obligation_h: Floats,
    market: SchoolMarket,
    rules: FillingRules,
    parameters: Parameters,
) -> SharedPosts:
    """Return the posts that the schools of a pool share.

    A shared post's obligation is lowered by the duty credit wherever at least two schools have lessons to
    share; each change of site is driven once, over the mean distance from the pool's home base.

    Parameters
    ----------
    lessons_draw_year_school_subject
        Weekly lessons not yet given by others.
    obligation_h
        Weekly lessons of a whole post. (subject,)
    """
    members = np.array(pool.schools, dtype=np.intp)
    home = seat_of_year(pool.home_base, members, market.teaches_year_school, market.places_year_school)
    km = market.km_school_school[home][:, members]
    active = where_two_or_more(
        pool.years[:, None] & market.teaches_year_school[:, members] & (km <= pool.longest_leg_km)
    )
    shared_subject = np.isin(SUBJECTS, pool.subjects)
    left = left_for_pool(lessons_draw_year_school_subject[:, :, members], obligation_h, rules)
    pooled = left * (active[:, :, None] & shared_subject)
    has_lessons = pooled > 0
    changes = changes_of_site(has_lessons.sum(axis=2), parameters)
    credit = duty_credit_h(changes, parameters.table("teaching.duty_credit_h"))
    total = pooled.sum(axis=2)
    unfilled = (pooled * market.unfilled_draw_school[:, None, members, None]).sum(axis=2)
    filled = fill_posts(
        total, np.maximum(obligation_h - credit, 1.0), unfilled / np.maximum(total, 1e-12), rules
    )
    all_changes = changes * (filled.standing_posts + filled.hourly_posts)
    km_change = _mean_km(has_lessons & (members != home[:, None])[:, :, None], np.where(active, km, 0.0))
    driven = all_changes * km_change * parameters.number("teaching.school_weeks")
    return SharedPosts(members, pooled, filled, all_changes, driven)


def _mean_km(away_draw_year_member_subject: Bools, km_year_member: Floats) -> Floats:
    """Return the mean distance from the home base to the other sites in use. (draw, year, subject)"""
    count = away_draw_year_member_subject.sum(axis=2)
    total = (away_draw_year_member_subject * km_year_member[:, :, None]).sum(axis=2)
    mean: Floats = total / np.maximum(count, 1)
    return mean
