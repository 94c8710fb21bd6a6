"""The weeks of shared principals and assistants in the mean future of an option."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.study.tours import Taught
from kopa_sim.teaching.assistants import assistant_need, shared_assistants
from kopa_sim.teaching.pool_tours import solved_years
from kopa_sim.teaching.pools import SchoolMarket
from kopa_sim.teaching.principals import shared_principals
from kopa_sim.teaching.shared_staff import SharedStaff
from kopa_sim.teaching.support_weeks import SupportVisit, SupportWork, support_week


@dataclass(frozen=True)
class SupportWeek:
    """The week of the principal or the assistants of some schools in one year of the mean future.

    Attributes
    ----------
    staff
        One of SUPPORT_STAFF.
    pool
        Name of the pool of teachers, or the code of the school where a shared principal sits.
    seat
        Index of the school from which they set out.
    shares
        Sizes of their posts, of the first person first.
    speed_km_h
        At which they drive.
    """

    staff: str
    pool: str
    year: int
    seat: int
    shares: tuple[float, ...]
    speed_km_h: float
    visits: tuple[SupportVisit, ...]


def support_weeks(region: Region, plan: Plan, journeys: Journeys, taught: Taught) -> tuple[SupportWeek, ...]:
    """Return the weeks of all principals and assistants whom schools of an option share.

    Years are chosen as for the tours of teachers. Posts, drives and shares of the work are those that are paid.

    Parameters
    ----------
    taught
        Pupils and groups of the mean future.
    """
    parameters = taught.parameters
    staffed = plan.open_year_school & region.schools.municipal
    market = SchoolMarket(
        staffed & plan.grades_year_school_grade.any(axis=2),
        plan.places_year_school,
        journeys.km_school_school,
    )
    pupils, groups = taught.pupils_draw_year_school_grade * staffed[:, :, None], taught.groups
    principals = shared_principals(pupils.sum(axis=3), plan.principal_pools, market, parameters)
    need = assistant_need(
        pupils,
        groups.groups_draw_year_school_band * staffed[:, :, None],
        groups.second_adult_groups_draw_year_school * staffed,
        parameters,
    )
    assistants = shared_assistants(need, plan.teacher_pools, market, parameters)
    names = [pool.name for pool in plan.teacher_pools if pool.shares_assistants]
    codes = region.schools.codes
    weeks = [
        week for shared in principals for week in _weeks_of(shared, "principal", "", codes, plan, parameters)
    ]
    weeks += [
        week
        for shared, name in zip(assistants, names, strict=True)
        for week in _weeks_of(shared, "assistant", name, codes, plan, parameters)
    ]
    return tuple(sorted(weeks, key=lambda week: week.year))


def _weeks_of(
    shared: SharedStaff, staff: str, pool: str, codes: tuple[str, ...], plan: Plan, parameters: Parameters
) -> Iterator[SupportWeek]:
    """Yield the week of each solved year in which the schools share the staff."""
    active = shared.posts_draw_year_member[0] > 0
    step = int(parameters.number("teaching.tours_years"))
    seats = shared.seat_year[:, None] == shared.members
    places, _ = solved_years(active, seats, plan.years, plan.first_year, step)
    for at in places:
        work = SupportWork(
            seat=int(shared.seat_year[at]),
            schools=tuple(shared.members.tolist()),
            work_school=shared.work_draw_year_member[0, at],
            drives_km_school=shared.drives_draw_year_member[0, at],
            posts=float(shared.posts_draw_year_member[0, at].sum()),
            visits=parameters.number(f"teaching.shared_{staff}_visits"),
            week_h=parameters.number(f"teaching.{staff}_week_h"),
            speed_km_h=float(np.asarray(parameters.draws("teaching.driving_speed_km_h"))[0]),
        )
        yield SupportWeek(
            staff,
            pool or codes[work.seat],
            plan.years[at],
            work.seat,
            work.shares,
            work.speed_km_h,
            support_week(work),
        )
