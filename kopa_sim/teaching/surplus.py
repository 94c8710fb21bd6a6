"""Posts that are still paid although they are no longer needed.

Teachers of a municipality who are not needed any more are not dismissed, unless an option says so: their posts end as
they retire, move on or as fixed-term contracts run out. Until then they are paid. An appointed teacher whose post has
gone first takes the lessons of the same family of subjects that would otherwise be paid by the hour; only what is
left of the posts then is surplus. New needs are met at once. Expected values, so a fraction of a post may be surplus.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.combined_posts import ALONE, subject_families
from kopa_sim.teaching.dismissal import DismissalTerms, dismissal_terms
from kopa_sim.teaching.staff_on_books import PostsOnBooks, posts_on_books

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class PostsBeyondNeed:
    """Posts paid beyond need. Both (draw, year, municipality, subject).

    Attributes
    ----------
    surplus
        Posts as they are paid in the year: a dismissed one for its notice only.
    dismissed
        Posts that are given notice in the year.
    """

    surplus: Floats
    dismissed: Floats


def yearly_exits_share(parameters: Parameters, axes: int) -> Floats:
    """Return the share of posts that fall vacant in a year, at most all. (draw, 1, …)"""
    exits = sum(
        by_draw(parameters, name, axes)
        for name in ("retirement_share", "other_exits_share", "fixed_term_end_share")
    )
    return np.minimum(exits, 1.0)


def family_of_subject(families_subject: Ints) -> Ints:
    """Return the families numbered from zero, every subject without one a family of its own. (subject,)"""
    alone = families_subject.max(initial=ALONE) + 1 + np.arange(len(families_subject))
    names = np.where(families_subject == ALONE, alone, families_subject)
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


class Families:
    """Sums over the subjects of each family, and back.

    Attributes
    ----------
    of_subject
        Family of each subject. (subject,)
    """

    def __init__(self, of_subject: Ints) -> None:
        self.of_subject = of_subject
        self._order = np.argsort(of_subject, kind="stable")
        self._first = np.flatnonzero(np.diff(of_subject[self._order], prepend=-1))

    def total(self, posts_subject: Floats) -> Floats:
        """Return posts summed over the subjects of each family. (…, subject) -> (…, family)"""
        summed: Floats = np.add.reduceat(posts_subject[..., self._order], self._first, axis=-1)
        return summed

    def spread(self, posts_family: Floats) -> Floats:
        """Return each subject's family's posts. (…, family) -> (…, subject)"""
        return posts_family[..., self.of_subject]


def sum_by_municipality(posts: Floats, municipality_school: Ints, n_municipalities: int) -> Floats:
    """Return posts summed over each municipality's schools. (draw, year, municipality, subject)"""
    summed = np.zeros((*posts.shape[:2], n_municipalities, posts.shape[3]))
    for school, municipality in enumerate(municipality_school):
        summed[:, :, municipality] += posts[:, :, school]
    return summed


def _most_soon(standing: Floats, hourly: Floats, year: int) -> Floats:
    """Return posts and hours of a year or of the next, whichever are more. (draw, municipality, family)

    Parameters
    ----------
    standing, hourly
        By family. (draw, year, municipality, family)
    """
    soon = slice(year, year + 2)
    most: Floats = (standing[:, soon] + hourly[:, soon]).max(axis=1)
    return most


def posts_beyond_need(
    standing_draw_year_municipality_subject: Floats,
    hourly_draw_year_municipality_subject: Floats,
    parameters: Parameters,
    on_books: PostsOnBooks | None = None,
    terms: DismissalTerms | None = None,
) -> PostsBeyondNeed:
    """Return the posts paid beyond need, and those that are dismissed.

    In each family of subjects ``left(t) = books(t) + (kept(t − 1) − books(t − 1)) × (1 − exits)`` are still there,
    ``kept(t) = max(standing(t), left(t)) − dismissed(t)``, and ``surplus(t) = max(0, left(t) − standing(t) −
    hourly(t))``, of which a dismissed post is paid for its notice only. Where the staff table does not tell who is
    on the books, nobody is, and ``kept`` begins with what stands in the first year; where it does, it begins with the
    posts of the table or, where that is more, with what stands in the year of the table. What a family keeps beyond
    its standing posts is divided over its subjects as the posts kept a year before. Hourly teachers are not kept.

    Dismissed are those whom neither this year nor the next has lessons for: the Act on Civil Servants in Local
    Government 304/2003, section 37, asks that the work has become less for good.

    Parameters
    ----------
    hourly_draw_year_municipality_subject
        Lessons given by the hour, in posts.
    on_books
        What is left of the posts of the staff table, if there is one.
    terms
        Whose surplus is dismissed, if an option does so: alike for those of the table and for others.
    """
    standing = standing_draw_year_municipality_subject
    families = Families(family_of_subject(subject_families(parameters)))
    standing_family = families.total(standing)
    hourly_family = families.total(hourly_draw_year_municipality_subject)
    stays = 1.0 - yearly_exits_share(parameters, 3)
    surplus, dismissed = np.zeros_like(standing), np.zeros_like(standing)
    kept, others = standing[:, 0], standing_family[:, 0]
    books_stay = np.ones_like(others)
    for year in range(1, standing.shape[1]):
        left, books, months = others * stays, np.zeros_like(others), np.zeros_like(others)
        if on_books is not None:
            of_books = on_books.held_draw_year_municipality_subject[:, year]
            if year == on_books.start:
                kept = np.where(on_books.covered[:, None], of_books, kept)
                left = np.where(on_books.covered[:, None], 0.0, left)
            all_books = families.total(of_books)
            books = books_stay * all_books
            noticed = families.total(on_books.notice_months_draw_year_municipality_subject[:, year])
            months = np.divide(noticed, all_books, out=months, where=all_books > 0)
        needed, there = standing_family[:, year], books + left
        beyond = np.maximum(there - needed, 0.0)
        kept_family = families.spread(families.total(kept))
        part = np.divide(kept, kept_family, out=np.zeros_like(kept), where=kept_family > 0)
        idle = part * families.spread(np.maximum(beyond - hourly_family[:, year], 0.0))
        surplus[:, year] = idle
        kept = standing[:, year] + part * families.spread(beyond)
        stay = np.ones_like(there)
        if terms is not None:
            lasting = np.maximum(there - _most_soon(standing_family, hourly_family, year), 0.0)
            going = np.minimum(part * families.spread(lasting), idle)
            going *= terms.dismissed_year_municipality_subject[year]
            notice = terms.notice_share(year, *(families.spread(of) for of in (left, books, months)))
            dismissed[:, year], surplus[:, year] = going, idle - going * (1.0 - notice)
            gone = families.total(going)
            stay = 1.0 - np.divide(gone, there, out=np.zeros_like(there), where=there > 0)
            kept = kept - going
        others = np.where(needed > there, needed - books, left * stay)
        books_stay = books_stay * stay
    return PostsBeyondNeed(surplus, dismissed)


def surplus_under_plan(
    region: Region, plan: Plan, standing: Floats, hourly: Floats, parameters: Parameters
) -> PostsBeyondNeed:
    """Return the posts paid beyond need under an option: the staff table and the option's dismissals among it.

    Parameters
    ----------
    standing, hourly
        Posts by school that are needed. (draw, year, school, subject)
    """
    n, home = len(region.municipalities), region.schools.municipality
    return posts_beyond_need(
        sum_by_municipality(standing, home, n),
        sum_by_municipality(hourly, home, n),
        parameters,
        books_of_plan(region, plan, parameters),
        dismissal_terms(plan, n, parameters),
    )


def books_of_plan(region: Region, plan: Plan, parameters: Parameters) -> PostsOnBooks | None:
    """Return what is left of the staff table over the Plan's years, None without a table.

    The table describes the school year before the first costed one.
    """
    if region.staff is None:
        return None
    start = plan.costed.start - 1
    return posts_on_books(region.staff, len(region.municipalities), len(plan.years), start, parameters)
