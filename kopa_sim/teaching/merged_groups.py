"""Which schools' groups are taught together over a link, so that there are fewer groups.

A school takes part in a grade when it teaches the grade in one group that is smaller than a merged group may be.
Merged groups are filled one after the other: first the sending school's own groups while they have room, with the
smallest groups from elsewhere; then groups without the sending school's pupils, each begun with the largest group
left and filled up with the smallest. A merged group that replaces no more than one group is not formed, and its
pupils stay with their own teacher. The rule is greedy: it never forms more groups than there were, but a
better packing may exist.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SLACK = 1e-9
"""Slack in groups and pupils, so that groups divided over grades and put together again count as whole."""
LOCAL = -1
"""Merged group of a school whose pupils stay with their own teacher."""


@dataclass(frozen=True)
class MergedGroups:
    """The groups of one grade that are taught over a link.

    Attributes
    ----------
    joins
        Schools whose group is taught over the link. (draw, year, member)
    with_sender
        Merged groups that have pupils of the sending school. (draw, year)
    without_sender
        Merged groups of other schools' pupils only. (draw, year)
    in_new_groups
        Joining schools whose merged group is one of the latter. (draw, year, member)
    """

    joins: Bools
    with_sender: Floats
    without_sender: Floats
    in_new_groups: Bools

    def at(self, members: Ints) -> "MergedGroups":
        """Return the same merged groups seen from some of the schools."""
        return replace(self, joins=self.joins[..., members], in_new_groups=self.in_new_groups[..., members])


def merge_groups(
    pupils: Floats, groups: Floats, sends_year_member: Bools, largest_group: float
) -> MergedGroups:
    """Return the merged groups of one grade.

    Parameters
    ----------
    pupils, groups
        Of the schools that take part; zero elsewhere. (draw, year, member)
    sends_year_member
        The sending school. (year, member)
    largest_group
        Pupils one remote teacher may have at once.
    """
    n_members = pupils.shape[2]
    receives = (
        ~sends_year_member & (pupils > 0) & (groups > 0) & (groups <= 1.0 + SLACK) & (pupils < largest_group)
    )
    own_groups, own_size = _sender_groups(pupils, groups, sends_year_member)
    room = np.where(own_groups > 0, np.maximum(largest_group - own_size, 0.0), 0.0)
    sizes = np.where(receives, pupils, np.inf).reshape(-1, n_members)
    number = _number_of_merged_group(sizes, own_groups.ravel(), room.ravel(), largest_group)
    number = number.reshape(pupils.shape)
    replaced = _replaced_groups(number, groups)
    has_own = np.arange(2 * n_members) < n_members
    formed = np.where(has_own, replaced > 0, replaced > 1.0 + SLACK)
    joins = (number != LOCAL) & np.take_along_axis(formed, np.maximum(number, 0), axis=2)
    return MergedGroups(
        joins=joins,
        with_sender=formed[..., has_own].sum(axis=2).astype(np.float64),
        without_sender=formed[..., ~has_own].sum(axis=2).astype(np.float64),
        in_new_groups=joins & (number >= n_members),
    )


def _sender_groups(pupils: Floats, groups: Floats, sends_year_member: Bools) -> tuple[Ints, Floats]:
    """Return the sending school's whole groups and the pupils in each; a part of a composite is one group.

    No more groups are counted than there are schools. Both (draw, year)
    """
    own_pupils = (pupils * sends_year_member).sum(axis=2)
    own_groups = (groups * sends_year_member).sum(axis=2)
    size = np.divide(own_pupils, own_groups, out=np.zeros_like(own_pupils), where=own_groups > 0)
    whole = np.where(own_groups > 0, np.maximum(np.floor(own_groups + SLACK), 1.0), 0.0)
    return np.minimum(whole, float(pupils.shape[2])).astype(np.intp), size


def _number_of_merged_group(
    size_case_member: Floats, own_groups_case: Ints, room_case: Floats, largest_group: float
) -> Ints:
    """Return the number of the merged group each school is put in, LOCAL for none. (case, member)

    Groups with the sending school's pupils are numbered from zero, others from the number of members. The smallest
    and the largest group not yet put anywhere are looked at in every case at once; each step puts one.

    Parameters
    ----------
    size_case_member
        Pupils of the schools that may join, infinite for others.
    room_case
        Pupils that each of the sending school's groups can still take.
    """
    n_cases, n_members = size_case_member.shape
    order = np.argsort(size_case_member, axis=1, kind="stable")
    size = np.take_along_axis(size_case_member, order, axis=1)
    number = np.full(size.shape, LOCAL, dtype=np.intp)
    smallest, largest = np.zeros(n_cases, dtype=np.intp), np.isfinite(size).sum(axis=1) - 1
    current, left, case = np.zeros(n_cases, dtype=np.intp), room_case.copy(), np.arange(n_cases)
    for _ in range(n_members):
        case = case[smallest[case] <= largest[case]]
        least = size[case, smallest[case]]
        fits = least <= left[case] + SLACK
        to_own = ~fits & (current[case] + 1 < own_groups_case[case]) & (least <= room_case[case] + SLACK)
        to_new = ~fits & ~to_own
        current[case] += to_own
        current[case] = np.where(to_new, np.maximum(current[case] + 1, n_members), current[case])
        left[case] = np.where(to_own, room_case[case], np.where(to_new, largest_group, left[case]))
        chosen = np.where(to_new, largest[case], smallest[case])
        number[case, order[case, chosen]] = current[case]
        left[case] -= size[case, chosen]
        smallest[case] += ~to_new
        largest[case] -= to_new
    return number


def _replaced_groups(number: Ints, groups: Floats) -> Floats:
    """Return the schools' groups that each merged group replaces. (draw, year, number)"""
    n_numbers = 2 * number.shape[2]
    n_cases = number.shape[0] * number.shape[1]
    cell = np.arange(n_cases).reshape(*number.shape[:2], 1) * n_numbers + np.maximum(number, 0)
    weights = np.where(number != LOCAL, groups, 0.0)
    replaced = np.bincount(cell.ravel(), weights.ravel(), minlength=n_cases * n_numbers)
    return replaced.astype(np.float64).reshape(*number.shape[:2], n_numbers)
