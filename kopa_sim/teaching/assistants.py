"""School assistants: by pupils in grades 1–9, and second adults of large pre-primary and supported groups.

Every school hires in tenths of a post. Schools that share assistants keep their own whole tenths; what each needs
beyond them, less than a tenth, is hired for several schools together, and these assistants travel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import TeacherPool
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.lessons import COMPULSORY_GRADES
from kopa_sim.teaching.pools import SchoolMarket
from kopa_sim.teaching.shared_staff import SharedStaff
from kopa_sim.teaching.sites import seat_of_year

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PRE_PRIMARY: Final[int] = 0
"""Grade of pre-primary education."""
STEPS_IN_POST: Final[float] = 10.0
"""Assistants are hired in tenths of a post."""
ROUNDING: Final[float] = 1e-9
"""Part of a tenth of a post that is a rounding of numbers."""
WORTH_SHARING_EUR: Final[float] = 0.01
"""A smaller saving is a rounding of numbers."""


@dataclass(frozen=True)
class Assistants:
    """Posts, the time of drives among them, and kilometres of a school year. (draw, year, school)"""

    posts: Floats
    km: Floats


def assistant_need(
    pupils_draw_year_school_grade: Floats,
    groups_draw_year_school_band: Floats,
    second_adult_groups_draw_year_school: Floats,
    parameters: Parameters,
) -> Floats:
    """Return the posts of assistants that schools need, before any rounding. (draw, year, school)

    A school's pre-primary groups have a second adult when their mean size is above what one adult may have; of
    a composite group only its pre-primary children are counted. Groups that have a second adult for their supported
    pupils pay for that adult.
    """
    pupils = pupils_draw_year_school_grade[..., COMPULSORY_GRADES].sum(axis=3)
    pre_primary = groups_draw_year_school_band[..., GRADE_BANDS.index("pre_primary")]
    children = np.floor(pupils_draw_year_school_grade[..., PRE_PRIMARY] + 0.5)
    one_adult = parameters.number("teaching.pre_primary_children_one_adult")
    large = np.where(children > one_adult * pre_primary, pre_primary, 0.0)
    exact = pupils * by_draw(parameters, "assistants_per_100_pupils", 3) / 100.0 + (
        large * by_draw(parameters, "assistants_per_pre_primary_group", 3)
    )
    supported = by_draw(parameters, "assistants_per_supported_group", 3)
    need: Floats = exact + second_adult_groups_draw_year_school * supported
    return need


def hire_assistants(
    need_draw_year_school: Floats, pools: Sequence[TeacherPool], market: SchoolMarket, parameters: Parameters
) -> Assistants:
    """Return assistants, rounded up to the next tenth school by school or, where it is cheaper, over a pool.

    Shared assistants sit at the pool's home base, or at its open school with most places, and drive to each other
    school, and back, ``teaching.shared_assistant_visits`` times a week. The time at the wheel is added to their posts
    before these are rounded up; the schools bear kilometres as they bear the posts, by what each needs. Of the
    schools within the longest leg the nearest share, as many of them as cost least at the prices of the price year.
    The others hire apart, and so do all where sharing saves nothing: a pool is never dearer than its schools apart.
    """
    posts, km = _in_tenths(need_draw_year_school), np.zeros_like(need_draw_year_school)
    for shared in shared_assistants(need_draw_year_school, pools, market, parameters):
        members, own = shared.members, _whole_tenths(need_draw_year_school[:, :, shared.members])
        together = shared.posts_draw_year_member
        posts[:, :, members] = np.where(together > 0, own + together, posts[:, :, members])
        km[:, :, members] += shared.km_week_draw_year_member * parameters.number("teaching.school_weeks")
    return Assistants(posts, km)


def shared_assistants(
    need_draw_year_school: Floats, pools: Sequence[TeacherPool], market: SchoolMarket, parameters: Parameters
) -> list[SharedStaff]:
    """Return the assistants of each pool that shares some, one after the other on what those before have left."""
    rest = need_draw_year_school - _whole_tenths(need_draw_year_school)
    rest = np.where(rest > ROUNDING / STEPS_IN_POST, rest, 0.0)
    found = []
    for pool in pools:
        if pool.shares_assistants:
            members = np.array(sorted(set(pool.schools)), dtype=np.intp)
            shared = _share(rest[:, :, members], members, pool, market, parameters)
            rest[:, :, members] = np.where(shared.posts_draw_year_member > 0, 0.0, rest[:, :, members])
            found.append(shared)
    return found


def _share(
    rest_draw_year_member: Floats,
    members: Ints,
    pool: TeacherPool,
    market: SchoolMarket,
    parameters: Parameters,
) -> SharedStaff:
    """Return the shared assistants of a pool, none where a school hires apart."""
    teaches = market.teaches_year_school
    seat = seat_of_year(pool.home_base, members, teaches, market.places_year_school)
    km = market.km_school_school[seat][:, members]
    able = pool.years[:, None] & teaches[:, members] & (km <= pool.longest_leg_km) & np.isfinite(km)
    order = np.argsort(np.where(able, km, np.inf), axis=1, kind="stable")
    km_sorted = np.take_along_axis(np.where(able, km, 0.0), order, axis=1)
    rest = np.take_along_axis(rest_draw_year_member * able, order[None], axis=2)
    km_week = 2.0 * parameters.number("teaching.shared_assistant_visits") * np.where(rest > 0, km_sorted, 0.0)
    week_h = parameters.number("teaching.assistant_week_h")
    wheel = km_week / by_draw(parameters, "driving_speed_km_h", 3) / week_h
    together = _in_tenths(np.cumsum(rest + wheel, axis=2))
    driven = np.cumsum(km_week, axis=2) * parameters.number("teaching.school_weeks")
    fewer = np.cumsum(_in_tenths(rest), axis=2) - together
    saved = fewer * _post_eur(parameters) - driven * by_draw(parameters, "km_allowance_eur", 3)
    best = np.argmax(saved, axis=2)[:, :, None]
    worth = np.take_along_axis(saved, best, axis=2) > WORTH_SHARING_EUR
    taken = np.where(worth & (np.arange(len(members)) <= best), rest, 0.0)
    by_need = taken / np.maximum(taken.sum(axis=2, keepdims=True), ROUNDING)
    posts = by_need * np.take_along_axis(together, best, axis=2)
    back = np.argsort(order, axis=1)[None]
    work, posts, drives = (
        np.take_along_axis(values, back, axis=2)
        for values in (taken, posts, np.where(taken > 0, km_week, 0.0))
    )
    return SharedStaff(members, seat, work, posts, drives)


def _post_eur(parameters: Parameters) -> Floats:
    """Return what an assistant's post costs in the price year; it decides who shares. (draw, 1, 1)"""
    names = ("assistant_salary_eur_month", "months_paid", "employer_cost_factor", "pay_level")
    cost: Floats = np.prod(np.broadcast_arrays(*(by_draw(parameters, name, 3) for name in names)), axis=0)
    return cost


def _whole_tenths(posts: Floats) -> Floats:
    """Return posts rounded down to the tenth below."""
    whole: Floats = np.floor(posts * STEPS_IN_POST + ROUNDING) / STEPS_IN_POST
    return whole


def _in_tenths(posts: Floats) -> Floats:
    """Return posts rounded up to the next tenth."""
    rounded: Floats = np.ceil(posts * STEPS_IN_POST - ROUNDING) / STEPS_IN_POST
    return np.maximum(rounded, 0.0)
