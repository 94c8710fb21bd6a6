"""The school that each group of travellers attends in a set of open schools, and the catchments that follow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.optimise.layout import Travellers

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

NOWHERE = -1


@dataclass(frozen=True)
class Intake:
    """A school's own pupils and the groups that come to it because other schools are shut."""

    school: int
    received: bytes

    @classmethod
    def of(cls, school: int, groups: Ints) -> "Intake":
        """Return the intake with these groups, in ascending order."""
        return cls(school, groups.astype(np.int32).tobytes())

    @property
    def groups(self) -> Ints:
        """Groups received, ascending. (group,)"""
        return np.frombuffer(self.received, dtype=np.int32).astype(np.intp)


@dataclass(frozen=True)
class Moves:
    """Where the groups of closed schools go. All (moved group,).

    ``to`` is NOWHERE where no school is left; ``kept`` says whether the limits on the journey are kept.
    """

    groups: Ints
    to: Ints
    kept: Bools


def moves_of(travellers: Travellers, open_school: Bools) -> Moves:
    """Return who moves, and where to, when only some schools are open."""
    groups = np.flatnonzero(~open_school[travellers.school])
    order = travellers.order[groups]
    may = open_school[order] & (np.arange(order.shape[1]) < travellers.reachable[groups][:, None])
    first = may.argmax(axis=1)
    rows = np.arange(len(groups))
    found = may[rows, first] if len(groups) else np.zeros(0, dtype=np.bool_)
    to = np.where(found, order[rows, first], NOWHERE)
    return Moves(groups, to, found & travellers.keeps[groups, to])


def intakes_of(moves: Moves) -> list[Intake]:
    """Return the intakes of all schools that receive anyone."""
    order = np.argsort(moves.to, kind="stable")
    to, groups = moves.to[order], moves.groups[order]
    starts = np.flatnonzero(np.diff(to, prepend=-2))
    ends = np.append(starts, len(to))[1:]
    return [
        Intake.of(int(to[start]), groups[start:end])
        for start, end in zip(starts, ends, strict=True)
        if to[start] != NOWHERE
    ]
