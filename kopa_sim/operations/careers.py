"""Who holds a post from year to year: retirement, resignation, ends of fixed terms, and the search for the next one.

The holders of a post are one chain through all years of the Plan, drawn by the post and the replication alone. The
staff of a simulated year is therefore the one that the years before have left, whichever of them are simulated, and a
search that is not over in May goes on in August.

A post without its teacher is a *gap*: from the day a teacher leaves until the next one begins. Each search takes
an exponential time, so that gaps of many posts are an M/G/∞ queue. Only the search is a gap: whether the one who
is found is qualified, the yearly stage knows already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Region
from kopa_sim.model.staff import Staff
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.teachers import Teacher

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

VACANCY, LEAVE = "vacancy", "leave"

_COLUMNS: Final[int] = 11
_LEAVES, _RENEWED, _WITHIN, _WHEN, _SEARCH, _STAND_IN, _AGE = range(7)
_PARENT, _PARENT_WHEN, _PARENT_SEARCH, _PARENT_STAND_IN = range(7, 11)
"""Uniform numbers of a post and year."""


@dataclass(frozen=True)
class Gap:
    """School days on which a post has no teacher.

    Attributes
    ----------
    start, end
        First day, and first day after it, counted from the first day of the simulated year; ``start`` may lie
        before it.
    kind
        "vacancy", or "leave" while a substitute for a leave is sought.
    unqualified
        Whether an unqualified teacher stands in; else a substitute is called day by day.
    """

    start: int
    end: int
    kind: str
    unqualified: bool


@dataclass(frozen=True)
class Holders:
    """The holders of some posts in one year. All (post,).

    A post that is filled for fixed terms stays one, whoever holds it: most stand in for somebody on a long leave.
    """

    age: Ints
    fixed_term: Bools


def gaps_of_year(
    teachers: Sequence[Teacher],
    region: Region,
    km_from_centre_school: Floats,
    first_year: int,
    year: int,
    days: int,
    assumptions: Assumptions,
    streams: Streams,
    replication: int,
) -> dict[str, list[Gap]]:
    """Return the gaps that reach into a year, by post.

    Parameters
    ----------
    teachers
        Teachers of the year; those of posts that do not stand have no gaps.
    first_year
        Year in which the chains begin: the first of the Plan.
    days
        School days of a year.
    """
    posts = [teacher for teacher in teachers if teacher.standing]
    if not posts:
        return {}
    n_years = year - first_year + 1
    chance = np.stack(
        [streams.generator("career", post.post, replication).random((n_years, _COLUMNS)) for post in posts]
    )
    school = np.array([post.school for post in posts], dtype=np.intp)
    mean_search = assumptions.recruitment_days + assumptions.recruitment_days_per_100_km * (
        km_from_centre_school[school] / 100.0
    )
    holders = first_holders(posts, region, assumptions, streams, replication)
    gaps: dict[str, list[Gap]] = {}
    for index in range(n_years):
        ahead = (n_years - 1 - index) * days
        found, holders = _live_year(holders, chance[:, index], mean_search, days, assumptions)
        for kind, start, end, unqualified in found:
            for place in np.flatnonzero((end > start) & (end > ahead) & (start < ahead + days)).tolist():
                gap = Gap(int(start[place]) - ahead, int(end[place]) - ahead, kind, bool(unqualified[place]))
                gaps.setdefault(posts[place].post, []).append(gap)
    return gaps


_Found = list[tuple[str, Ints, Ints, Bools]]


def _live_year(
    holders: Holders, chance: Floats, mean_search: Floats, days: int, assumptions: Assumptions
) -> tuple[_Found, Holders]:
    """Return the gaps that open in a year, days counted from its first, and the holders of the next year."""
    a = assumptions
    leaves, renewed_anew = _who_leaves(holders, chance, a)
    within = leaves & ~renewed_anew & (chance[:, _WITHIN] < a.leaving_within_year_share)
    left = np.where(within, (chance[:, _WHEN] * days).astype(np.intp), days)
    notice = np.where(within, a.notice_days, a.notice_days_summer)
    until = left + gap_days(chance[:, _SEARCH], mean_search, notice)
    goes = leaves | renewed_anew
    vacancy = (
        VACANCY,
        left,
        np.where(goes, until, left),
        chance[:, _STAND_IN] < a.unqualified_stand_in_share,
    )
    parent = ~goes & (chance[:, _PARENT] < a.parental_leave_share_by_age.at(holders.age))
    begins = (chance[:, _PARENT_WHEN] * days).astype(np.intp)
    wait = gap_days(chance[:, _PARENT_SEARCH], mean_search, np.array(a.parental_leave_notice_days))
    leave = (
        LEAVE,
        begins,
        np.where(parent, begins + wait, begins),
        chance[:, _PARENT_STAND_IN] < a.unqualified_stand_in_share,
    )
    age = np.where(goes, a.recruit_age_share_by_age.drawn(chance[:, _AGE]), holders.age + 1)
    return [vacancy, leave], Holders(age, holders.fixed_term)


def _who_leaves(holders: Holders, chance: Floats, assumptions: Assumptions) -> tuple[Bools, Bools]:
    """Return who retires or resigns in a year, and whose fixed term ends with it and is not renewed."""
    a = assumptions
    leaving = a.retirement_by_age.at(holders.age) + a.other_exits_share
    leaves = chance[:, _LEAVES] < leaving
    ends = a.fixed_term_expiry_share * (1.0 - a.fixed_term_renewed_share)
    return leaves, ~leaves & holders.fixed_term & (chance[:, _RENEWED] < ends)


def gap_days(chance: Floats, mean_search_days: Floats, notice_days: Floats) -> Ints:
    """Return the whole days of a search that lie after the teacher has gone. Shape of ``chance``

    The search takes an exponential time and begins ``notice_days`` before.
    """
    search = -np.log1p(-chance) * mean_search_days
    days: Ints = np.floor(np.maximum(search - notice_days, 0.0)).astype(np.intp)
    return days


def first_holders(
    posts: Sequence[Teacher], region: Region, assumptions: Assumptions, streams: Streams, replication: int
) -> Holders:
    """Return the holders of posts in the first year.

    Their ages and contracts are those of the employer's teachers of the subject on the books, where the scenario
    gives them, else drawn from the ages of all teachers. The table describes the year after the first, in which its
    teachers were a year younger.
    """
    chance = np.stack([streams.generator("post_holder", post.post, replication).random(2) for post in posts])
    age = assumptions.age_share_by_age.drawn(chance[:, 0])
    term = chance[:, 1] < assumptions.fixed_term_share
    staff = region.staff
    if staff is None:
        return Holders(age, term)
    for place, post in enumerate(posts):
        rows = _rows(staff, int(region.schools.municipality[post.school]), post.subject)
        if len(rows):
            reached = np.cumsum(staff.posts[rows])
            row = rows[
                np.searchsorted(reached, chance[place, 0] * reached[-1], side="right").clip(max=len(rows) - 1)
            ]
            age[place], term[place] = staff.age[row] - 1, not staff.permanent[row]
    return Holders(age, term)


def _rows(staff: Staff, municipality: int, subject: int) -> Ints:
    rows: Ints = np.flatnonzero(
        (staff.municipality == municipality) & (staff.subject == subject) & (staff.posts > 0.0)
    )
    return rows
