"""Principals and assistants whom several schools share: where they sit, whom they work for, what they drive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class SharedStaff:
    """The principal or the assistants of one group of schools.

    Attributes
    ----------
    members
        Indices of the schools. (member,)
    seat_year
        School from which they set out. (year,)
    work_draw_year_member
        Their work by school in posts, without driving; zeros where they are not shared.
    posts_draw_year_member
        Their posts, with the time at the wheel, by school as the work.
    drives_draw_year_member
        Kilometres a week from the seat to each school and back.
    """

    members: Ints
    seat_year: Ints
    work_draw_year_member: Floats
    posts_draw_year_member: Floats
    drives_draw_year_member: Floats

    @property
    def km_week_draw_year_member(self) -> Floats:
        """Kilometres a week, borne by the schools as the work."""
        return borne_by_work(self.drives_draw_year_member, self.work_draw_year_member)


def borne_by_work(drives_draw_year_member: Floats, work_draw_year_member: Floats) -> Floats:
    """Return the kilometres of all drives together, by the schools' shares of the work. (draw, year, member)

    Whoever works for several schools drives for all of them, for the one where they sit as well.
    """
    work = work_draw_year_member.sum(axis=2, keepdims=True)
    share = np.divide(work_draw_year_member, work, out=np.zeros_like(work_draw_year_member), where=work > 0)
    borne: Floats = drives_draw_year_member.sum(axis=2, keepdims=True) * share
    return borne
