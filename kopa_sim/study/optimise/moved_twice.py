"""Pupils whose school closes and whose next school closes while they are still in it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.study.optimise.contents import ClosedInto, FoundNetwork
from kopa_sim.study.optimise.sentences import Listed, Sentence

NAMED: Final = 4
"""Pairs of schools named for one network."""


def moved_twice(codes: Sequence[str], networks: Sequence[FoundNetwork]) -> list[str]:
    """Return a sentence for each network that moves some pupils twice, which a wish can prevent.

    Parameters
    ----------
    codes
        Of the region's schools.
    """
    return [_told(network, again) for network in networks if (again := twice(codes, network))]


def twice(codes: Sequence[str], network: FoundNetwork) -> list[tuple[ClosedInto, int]]:
    """Return which moves of a network are followed by another of the same pupils, and the year of that."""
    closing, found = dict(network.closed), []
    for move in network.moved:
        again = closing.get(move.receiving, move.year)
        if 0 < again - move.year <= _longest_stay(codes, network, move):
            found.append((move, again))
    return found


def _longest_stay(codes: Sequence[str], network: FoundNetwork, move: ClosedInto) -> int:
    """Return after how many years the youngest who are moved are in the highest grade of their new school."""
    plan = network.plan
    year = plan.years.index(move.year)
    taught = plan.grades_year_school_grade
    old = np.flatnonzero(taught[year - 1, codes.index(move.school)][BASIC_GRADES])
    new = np.flatnonzero(taught[year, codes.index(move.receiving)][BASIC_GRADES])
    both = np.intersect1d(old, new)
    return int(new.max() - both.min()) if len(both) else 0


def _told(network: FoundNetwork, again: Sequence[tuple[ClosedInto, int]]) -> Sentence:
    ways = tuple(
        Sentence(
            "moved_on",
            "{school} ({year}) → {receiving} ({again})",
            school=move.school,
            year=str(move.year),
            receiving=move.receiving,
            again=str(year),
        )
        for move, year in again[:NAMED]
    )
    return Sentence(
        "note_twice",
        "{option} moves pupils twice, whose next school closes too while they attend it: {ways}; with"
        " --receiving-stays {years} nobody would be",
        option=network.option,
        ways=Listed(ways, len(again) > NAMED),
        years=str(max(year - move.year for move, year in again) + 1),
    )
