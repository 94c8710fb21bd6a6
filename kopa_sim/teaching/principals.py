"""Principals: small schools are led by a teacher, schools under one principal share the post."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import PrincipalPool
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.pools import SchoolMarket
from kopa_sim.teaching.shared_staff import SharedStaff, borne_by_work
from kopa_sim.teaching.sites import seat_of_year

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Principals:
    """Posts, the time of drives among them, and kilometres of a school year. (draw, year, school)"""

    posts: Floats
    km: Floats


def principal_posts_by_pupils(pupils: Floats, parameters: Parameters) -> Floats:
    """Return the posts that lead so many pupils. Shape of ``pupils``, whose first axis is the draw

    A base share and a part by pupils up to one whole post; it stays one up to the size where a deputy is
    needed and grows in proportion above it. The rest of a small school's principal teaches, and is counted
    among the teachers.
    """
    rising = by_draw(parameters, "principal_base_share", pupils.ndim) + (
        by_draw(parameters, "principal_share_per_100_pupils", pupils.ndim) * pupils / 100.0
    )
    deputies = pupils / parameters.number("teaching.pupils_per_principal")
    posts: Floats = np.where(pupils > 0, np.maximum(np.minimum(rising, 1.0), deputies), 0.0)
    return posts


def principal_posts(
    pupils_draw_year_school: Floats, pools: tuple[PrincipalPool, ...], parameters: Parameters
) -> Floats:
    """Return principals' posts without their travel. (draw, year, school)

    Schools under one principal have the posts of one school of their size, at least the smallest shared
    share and never more than apart, spread over them by pupils.
    """
    posts = principal_posts_by_pupils(pupils_draw_year_school, parameters)
    smallest = parameters.number("teaching.shared_principal_smallest_share")
    for pool in pools:
        members = np.array(sorted(set(pool.schools)), dtype=np.intp)
        pupils, apart = pupils_draw_year_school[:, :, members], posts[:, :, members]
        together = pupils.sum(axis=2)
        led = np.maximum(principal_posts_by_pupils(together, parameters), smallest)
        shared = np.minimum(led, apart.sum(axis=2)) / np.maximum(together, 1e-12)
        several = pool.years[:, None] & ((pupils > 0).sum(axis=2, keepdims=True) >= 2)
        posts[:, :, members] = np.where(several, pupils * shared[:, :, None], apart)
    return posts


def travelling_principals(
    pupils_draw_year_school: Floats,
    pools: tuple[PrincipalPool, ...],
    market: SchoolMarket,
    parameters: Parameters,
) -> Principals:
    """Return principals with the drives of those who lead several schools.

    A shared principal sits at the open school of the pool with most places and drives to each of the others, and
    back, ``teaching.shared_principal_visits`` times a week. The time at the wheel is taken from the week of a post;
    the schools bear it and the kilometres by pupils, like the post.
    """
    posts = principal_posts(pupils_draw_year_school, pools, parameters)
    km_week = np.zeros_like(posts)
    for shared in shared_principals(pupils_draw_year_school, pools, market, parameters):
        km_week[:, :, shared.members] += shared.km_week_draw_year_member
    travelling = posts + _posts_at_the_wheel(km_week, parameters)
    return Principals(travelling, km_week * parameters.number("teaching.school_weeks"))


def shared_principals(
    pupils_draw_year_school: Floats,
    pools: tuple[PrincipalPool, ...],
    market: SchoolMarket,
    parameters: Parameters,
) -> list[SharedStaff]:
    """Return the principal of each group of schools, in its years with two schools or more that have pupils."""
    posts = principal_posts(pupils_draw_year_school, pools, parameters)
    visits = parameters.number("teaching.shared_principal_visits")
    found = []
    for pool in pools:
        members = np.array(sorted(set(pool.schools)), dtype=np.intp)
        seat = seat_of_year(-1, members, market.teaches_year_school, market.places_year_school)
        km = market.km_school_school[seat][:, members]
        led = pool.years[:, None] & (pupils_draw_year_school[:, :, members] > 0)
        shared = led & (led.sum(axis=2, keepdims=True) >= 2)
        drives = np.where(shared, 2.0 * visits * np.where(np.isfinite(km), km, 0.0), 0.0)
        work = np.where(shared, posts[:, :, members], 0.0)
        wheel = _posts_at_the_wheel(borne_by_work(drives, work), parameters)
        found.append(SharedStaff(members, seat, work, work + wheel, drives))
    return found


def _posts_at_the_wheel(km_week: Floats, parameters: Parameters) -> Floats:
    hours = km_week / by_draw(parameters, "driving_speed_km_h", 3)
    posts: Floats = hours / parameters.number("teaching.principal_week_h")
    return posts
