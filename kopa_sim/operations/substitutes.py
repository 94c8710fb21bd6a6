"""Substitutes: people whom a call reaches on an ordinary morning."""

from collections.abc import Generator
from math import floor
from typing import Any

import simpy
from simpy.resources.resource import PriorityRequest, Request

Process = Generator[simpy.Event, Any, None]
"""A SimPy process: a generator of the events it waits for."""


class Desk(simpy.PriorityResource):
    """The telephone of a pool: while it is closed calls wait, and when it opens they are answered by priority.

    A priority is a number; the lowest is answered first, the earlier call among equals.
    """

    def __init__(self, environment: simpy.Environment, capacity: int) -> None:
        super().__init__(environment, capacity)
        self.is_open = True

    def open(self) -> None:
        """Answer the calls that wait, as far as people are free."""
        self.is_open = True
        for _ in range(min(len(self.put_queue), int(self.capacity) - self.count)):
            self._trigger_put(None)

    def close(self) -> None:
        """Let calls wait from now on."""
        self.is_open = False

    def _do_put(self, event: Request) -> None:
        if self.is_open:
            super()._do_put(event)


class SubstitutePool:
    """A number of substitutes who work one at a time.

    A school year calls in the morning (``call``), and the desk answers all calls of the morning by priority. At any
    other time a caller gets who is free, or nobody (``engage``): with calls at random and engagements of any length
    that is the loss system M/G/c/c, whose share of unmet calls is Erlang's B formula.

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
        self._environment = environment
        self._desk = Desk(environment, people) if people > 0 else None

    @property
    def busy(self) -> int:
        """Substitutes engaged now."""
        return 0 if self._desk is None else self._desk.count

    def engage(self) -> Request | None:
        """Return an engagement when somebody is free, else None: the caller does not wait."""
        if self._desk is None or self._desk.count >= self.people:
            return None
        self.engagements += 1
        return self._desk.request()

    def call(self, priority: float) -> PriorityRequest | None:
        """Return a call that the desk answers when it opens; None from an empty pool."""
        if self._desk is None:
            return None
        self._desk.close()
        return self._desk.request(priority=priority)  # type: ignore[arg-type]

    def open_desk(self) -> None:
        """Answer the morning's calls by priority, as far as people are free."""
        if self._desk is not None and not self._desk.is_open:
            self._desk.open()

    def answered(self, call: PriorityRequest | None) -> bool:
        """Tell whether a call got a substitute; one that did not is withdrawn."""
        if call is None:
            return False
        if call.triggered:
            self.engagements += 1
            return True
        call.cancel()
        return False

    def release(self, engagement: Request) -> None:
        """End an engagement."""
        if self._desk is not None:
            self._desk.release(engagement)  # type: ignore[arg-type]


def headcount(posts: float, per_100_posts: float, chance: float) -> int:
    """Return how many substitutes a pool has: the whole part, and one more with the probability of the rest.

    Plain rounding would give two options with nearly equal staff pools of different size; a ``chance`` keyed by
    municipality and year, equal in all options, keeps them alike.

    >>> headcount(60.0, 4.0, chance=0.3), headcount(60.0, 4.0, chance=0.7)
    (2, 3)
    """
    return floor(posts * per_100_posts / 100.0 + chance)
