"""Substitutes: people whom a call reaches on an ordinary morning."""

from collections.abc import Generator
from math import floor
from typing import Any

import simpy
from simpy.resources.resource import Request

Process = Generator[simpy.Event, Any, None]
"""A SimPy process: a generator of the events it waits for."""


class SubstitutePool:
    """A number of substitutes who work one at a time and are lost to the caller when all are engaged.

    With calls at random and engagements of any length this is the loss system M/G/c/c, whose share of unmet
    calls is Erlang's B formula.

    Parameters
    ----------
    environment
        The clock.
    people
        Substitutes in the pool; may be zero.
    """

    def __init__(self, environment: simpy.Environment, people: int) -> None:
        self.people = people
        self.engagements = 0
        self._resource = simpy.Resource(environment, people) if people > 0 else None

    @property
    def busy(self) -> int:
        """Substitutes engaged now."""
        return 0 if self._resource is None else self._resource.count

    def engage(self) -> Request | None:
        """Return an engagement when somebody is free, else None: nobody waits in a queue for a lesson."""
        if self._resource is None or self._resource.count >= self.people:
            return None
        self.engagements += 1
        return self._resource.request()

    def release(self, engagement: Request) -> None:
        """End an engagement."""
        if self._resource is not None:
            self._resource.release(engagement)


def headcount(posts: float, per_100_posts: float, chance: float) -> int:
    """Return how many substitutes a pool has: the whole part, and one more with the probability of the rest.

    Plain rounding would give two options with nearly equal staff pools of different size; a ``chance`` keyed by
    municipality and year, equal in all options, keeps them alike.

    >>> headcount(60.0, 4.0, chance=0.3), headcount(60.0, 4.0, chance=0.7)
    (2, 3)
    """
    return floor(posts * per_100_posts / 100.0 + chance)
