"""Links of remote teaching: up, down and mended again."""

from math import inf

import numpy as np
import simpy
from numpy.typing import NDArray

from kopa_sim.model.region import Schools
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitutes import Process

Floats = NDArray[np.float64]


class Link:
    """The link of one school, an alternating renewal process in school time.

    Time to failure and time to repair are exponential; over a long time the link is up for the share
    MTTF / (MTTF + MTTR). The clock counts school days.

    Attributes
    ----------
    up
        Whether the link works now.
    down_share_day
        Share of each school day during which it did not work. (day,)
    """

    def __init__(
        self,
        environment: simpy.Environment,
        generator: np.random.Generator,
        mean_up_days: float,
        mean_down_days: float,
        days: int,
    ) -> None:
        self.up = True
        self.down_share_day: Floats = np.zeros(days)
        self._environment = environment
        self._generator = generator
        self._mean_up_days = mean_up_days
        self._mean_down_days = mean_down_days
        self._down_since = inf
        if mean_up_days < inf:
            environment.process(self._live())

    def close(self) -> None:
        """End the year: count a failure that is still going on."""
        if not self.up:
            self._count(self._down_since, self._environment.now)
            self._down_since = self._environment.now

    def _live(self) -> Process:
        while True:
            yield self._environment.timeout(float(self._generator.exponential(self._mean_up_days)))
            self.up, self._down_since = False, self._environment.now
            yield self._environment.timeout(float(self._generator.exponential(self._mean_down_days)))
            self._count(self._down_since, self._environment.now)
            self.up = True

    def _count(self, start: float, end: float) -> None:
        days = np.arange(int(start), min(int(np.ceil(end)), len(self.down_share_day)))
        self.down_share_day[days] += np.minimum(end, days + 1.0) - np.maximum(start, days)


def links_of_year(
    environment: simpy.Environment,
    schools: Schools,
    staffed: StaffedYear,
    assumptions: Assumptions,
    days: int,
    streams: Streams,
    replication: int,
) -> dict[int, Link]:
    """Return a link for every school that has remote lessons or belongs to a remote group, by school index."""
    linked = (staffed.remote_school_subject > 0.0).any(axis=1) | staffed.remote_member_school_subject.any(
        axis=1
    )
    failures = assumptions.link_failures_per_year
    mean_up_days = days / failures if failures > 0.0 else inf
    mean_down_days = assumptions.link_repair_h / assumptions.school_day_h
    return {
        school: Link(
            environment,
            streams.generator("link", f"{schools.codes[school]}/{staffed.year}", replication),
            mean_up_days,
            mean_down_days,
            days,
        )
        for school in np.flatnonzero(linked).tolist()
    }
