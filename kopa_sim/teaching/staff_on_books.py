"""Teachers now on the books: how many of their posts are still held, year by year, as they grow older.

Each teacher of the staff table retires at the rate of the age, leaves for other reasons at the rate of all posts, and
goes when a fixed term ends. Expected values, so a fraction of a post may be left.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staff import Staff
from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.teaching.by_draw import by_draw
from kopa_sim.teaching.notice import notice_months_at_age

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class PostsOnBooks:
    """What is left of the posts of the staff table.

    Attributes
    ----------
    start
        Place along the year axis of the school year that the table describes.
    covered
        Municipalities in the table. (municipality,)
    held_draw_year_municipality_subject
        Posts still held by the teachers of the table; none before the start. (draw, year, municipality, subject)
    notice_months_draw_year_municipality_subject
        Posts still held times the months of notice of their holders. (draw, year, municipality, subject)
    """

    start: int
    covered: Bools
    held_draw_year_municipality_subject: Floats
    notice_months_draw_year_municipality_subject: Floats


def retirement_share(age: Ints, parameters: Parameters) -> Floats:
    """Return the share of teachers of an age who retire before the next school year. Shape of ``age``

    Ages between two of ``teaching.retirement_by_age`` have the share of the lower one, younger ages none.
    """
    table = parameters.table("teaching.retirement_by_age")
    ages = np.array(sorted(int(key) for key in table))
    shares = np.array([0.0, *(table[str(key)] for key in ages.tolist())])
    return shares[np.searchsorted(ages, age, side="right")]


def yearly_leaving_share(staff: Staff, years: int, parameters: Parameters) -> Floats:
    """Return the share of each row's posts that fall vacant before the next school year. (draw, year, row)"""
    age = staff.age + np.arange(years)[:, None]
    leaving = (
        retirement_share(age, parameters)
        + by_draw(parameters, "other_exits_share", 3)
        + by_draw(parameters, "fixed_term_expiry_share", 3) * ~staff.permanent
    )
    return np.minimum(leaving, 1.0)


def posts_on_books(
    staff: Staff, n_municipalities: int, years: int, start: int, parameters: Parameters
) -> PostsOnBooks:
    """Return the posts that the teachers of the table still hold in each year.

    Parameters
    ----------
    years
        Length of the year axis.
    start
        Place along it of the school year that the table describes.
    """
    draws = parameters.n_draws
    stays = 1.0 - yearly_leaving_share(staff, years - start - 1, parameters)
    held_row = staff.posts * np.concatenate(
        [np.ones((draws, 1, len(staff))), np.cumprod(stays, axis=1)], axis=1
    )
    months_row = held_row * notice_months_at_age(staff.age + np.arange(years - start)[:, None], parameters)
    held, months = np.zeros((2, draws, years, n_municipalities, N_SUBJECTS))
    for total, of_row in ((held, held_row), (months, months_row)):
        np.add.at(
            total[:, start:].transpose(2, 3, 0, 1),
            (staff.municipality, staff.subject),
            of_row.transpose(2, 0, 1),
        )
    return PostsOnBooks(start, staff.covers(n_municipalities), held, months)
