"""Remote groups that take effect in some years only: which, and what largest group would bring the others."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.scenario.findings import spans

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MOST_TRIED: Final = 12
"""Larger groups that are tried one after the other."""
HALF_A_PUPIL: Final = 0.5


def enough_pupils(
    group: RemoteGroup,
    sizes_member_grade: Floats,
    merges: Callable[[int], bool],
) -> int | None:
    """Return the smallest tried largest_group above the present one with which groups merge, None for none.

    Groups merge when two fit into one, so that the sums of two sizes of a grade are tried.

    Parameters
    ----------
    sizes_member_grade
        Pupils in a group of each grade; zero where there are none. (member, grade)
    merges
        Whether groups merge with so many pupils at most.
    """
    sums: set[int] = set()
    for sizes in sizes_member_grade.T:
        taught = np.sort(sizes[sizes >= HALF_A_PUPIL])
        pairs = taught[:, None] + taught
        sums |= set(np.ceil(pairs[np.triu_indices(len(taught), 1)] - 1e-9).astype(int).tolist())
    tried = sorted(size for size in sums if size > group.largest_group)[:MOST_TRIED]
    return next((size for size in tried if merges(size)), None)


def years_of_effect(years: tuple[int, ...], received_year: Bools, active_year: Bools) -> str:
    """Return the years in which a remote group takes effect, empty where these are all of its years."""
    if not received_year.any() or received_year[active_year].all():
        return ""
    return spans(np.array(years)[received_year].tolist())
