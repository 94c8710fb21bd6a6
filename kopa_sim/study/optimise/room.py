"""Which schools cannot all be shut at once, because those that are left have no room for the pupils.

A plan must leave everybody a place: pupils of shut schools fit into the room that is left in the schools they may
attend. The more is shut, the more pupils move and the less room is left, so a set of shut schools that does not fit
is part of no plan, whatever else is shut with it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kopa_sim.network.planning import SchoolTable
from kopa_sim.study.optimise.pricing import ClosingPricer

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MOST_LOOKED_AT = 16
"""Schools that a place for an audience looks at: 65,536 rows."""
NOISE = 1e-6
"""Pupils too many that are rounding."""


@dataclass(frozen=True)
class Room:
    """What shutting schools takes and leaves, for pupils who may attend the same schools.

    Attributes
    ----------
    taken
        Pupils who must move when a school is shut, and room that goes with it. (audience, switch, year)
    left
        Room in all schools of the audience, none shut. (audience, year)
    """

    taken: Floats
    left: Floats

    @classmethod
    def of(cls, pricer: ClosingPricer) -> "Room":
        """Return the room of a base option's schools."""
        people, schools = pricer.travellers.pupils[pricer.start :].sum(axis=2), pricer.schools
        own = pricer.book.pupils[pricer.own].T * pricer.base_open
        room = np.where(pricer.base_open, np.maximum(pricer.limits.most_pupils - own, 0.0), 0.0)
        reach = _reachable(pricer)
        audiences = _audiences(reach)
        taken = np.zeros((len(audiences), len(schools), pricer.years))
        for place, audience in enumerate(audiences):
            inside = ~(reach & ~audience).any(axis=1)
            for switch, school in enumerate(schools):
                leaves = inside & (pricer.travellers.school == school)
                taken[place, switch] = people[:, leaves].sum(axis=1) * pricer.base_open[:, school]
            with np.errstate(invalid="ignore"):
                taken[place] += np.where(audience[schools], room[:, schools], 0.0).T
        left = np.stack([room[:, audience].sum(axis=1) for audience in audiences])
        bounded = np.isfinite(left).all(axis=1)
        return cls(taken[bounded], left[bounded] + NOISE)

    def lacking(self, shut: Bools) -> Bools:
        """Return whether there is no plan in which all of these are shut in a year. (set, switch) → (set, year)"""
        lacks = np.zeros((len(shut), self.left.shape[1]), dtype=np.bool_)
        chosen = shut.astype(np.float64)
        for taken, left in zip(self.taken, self.left, strict=True):
            lacks |= chosen @ taken > left
        return lacks

    def places(self, may_close: Bools) -> list[SchoolTable]:
        """Return a place beside the schools of every audience that has no permitted row where room is lacking.

        A place looks at the schools that matter most for its audience; whatever else is shut makes room no larger.
        """
        found = []
        for taken, left in zip(self.taken, self.left, strict=True):
            matters = taken.mean(axis=1) * may_close
            order = np.argsort(-matters, kind="stable")[:MOST_LOOKED_AT]
            looked_at = order[matters[order] > 0]
            if not (taken[looked_at].sum(axis=0) > left).any():
                continue
            shut = (np.arange(1 << len(looked_at))[:, None] >> np.arange(len(looked_at))) & 1
            cost = np.where(shut.astype(np.float64) @ taken[looked_at] > left, np.inf, 0.0)
            found.append(SchoolTable(looked_at, cost, np.zeros(cost.shape), True))
        return found


def _reachable(pricer: ClosingPricer) -> Bools:
    """Return which schools a group may ever attend, within the limits on its journey. (group, school)"""
    of = pricer.travellers
    found = np.zeros(of.order.shape, dtype=np.bool_)
    may = np.arange(of.order.shape[1]) < of.reachable[:, None]
    np.put_along_axis(found, of.order, may, axis=1)
    found[np.arange(len(of)), of.school] = True
    return found


def _audiences(reach: Bools) -> list[Bools]:
    """Return sets of schools that some pupils cannot do without, and the unions of those that overlap."""
    rows = np.unique(reach, axis=0)
    member = csr_array(rows.astype(np.intp))
    label = connected_components(member @ member.T, directed=False)[1]
    unions = [rows[label == part].any(axis=0) for part in range(int(label.max(initial=-1)) + 1)]
    return list(np.unique(np.array([*rows, *unions]), axis=0))
