"""Whom the principal reaches in the morning: the municipality's own substitutes, then the region's."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import simpy
from simpy.resources.resource import Request

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitutes import Process, SubstitutePool, headcount

LOCAL_DESK, REGIONAL_CALL, REGIONAL_DESK, EVENING = 0.05, 0.10, 0.15, 0.90
"""When in a school day the desks answer, the region is called, and substitutes go home; a day is one unit."""

CONTINUING, YOUNG, OTHER = 0.0, 1.0, 2.0
"""Priorities, the lowest first: absences that go on, new ones of pre-primary and grades 1–2, other new ones."""

Answer = Generator[simpy.Event, Any, "Engaged | None"]
"""A process that ends with a substitute, or with nobody."""

_SAME_TIME: Final[float] = 1e-9


@dataclass(frozen=True)
class Engaged:
    """A substitute at work for a day.

    Attributes
    ----------
    pool, request
        Where the substitute comes from, and the engagement to give back.
    call_in_lessons
        Lessons that pass before the substitute stands in the classroom on a first morning.
    km
        Kilometres there and back that are paid.
    """

    pool: SubstitutePool
    request: Request
    call_in_lessons: float
    km: float

    def release(self) -> None:
        """End the day's work."""
        self.pool.release(self.request)


class SubstituteService:
    """The pools of a region: one in each municipality and one at the region's centre.

    The centre is the school with most posts. Its substitutes serve every school within reach. The calls of a
    morning are answered together, by priority; who gets nobody at home calls the region.

    Attributes
    ----------
    local
        Pool of each municipality, in order.
    regional
        The shared pool.
    """

    def __init__(
        self,
        environment: simpy.Environment,
        region: Region,
        journeys: Journeys,
        staffed: StaffedYear,
        assumptions: Assumptions,
        streams: Streams,
        replication: int,
    ) -> None:
        self._environment = environment
        self._assumptions = assumptions
        self._municipality: list[int] = region.schools.municipality.tolist()
        self._opens_at: dict[SubstitutePool, float] = {}
        centre = int(np.argmax(staffed.posts_school))
        self._km_from_centre = journeys.km_school_school[centre].tolist()
        codes = region.municipalities.codes
        posts = np.bincount(
            region.schools.municipality, weights=staffed.posts_school, minlength=len(codes)
        ).tolist()

        def pool(entity: str, of_posts: float, per_100_posts: float) -> SubstitutePool:
            key = f"{entity}/{staffed.year}"
            chance = float(streams.generator("substitute_pool", key, replication).random())
            return SubstitutePool(environment, headcount(of_posts, per_100_posts, chance))

        self.local: list[SubstitutePool] = [
            pool(code, posts[index], assumptions.local_substitutes_per_100_posts)
            for index, code in enumerate(codes)
        ]
        self.regional = pool("region", sum(posts), assumptions.regional_substitutes_per_100_posts)

    def local_pool(self, school: int) -> SubstitutePool:
        """Return the pool of the school's municipality."""
        return self.local[self._municipality[school]]

    def reaches(self, school: int) -> bool:
        """Tell whether the region's substitutes serve a school."""
        within: bool = self._km_from_centre[school] <= self._assumptions.regional_substitute_longest_km
        return within

    def engage(self, school: int, priority: float, roads_open: bool = True) -> Answer:
        """Call in the morning; a process that returns a substitute for the day, or None when there is nobody.

        Parameters
        ----------
        priority
            One of the priorities, and a part below one that orders equals.
        roads_open
            Whether somebody from elsewhere can come.
        """
        a, local, day = self._assumptions, self.local_pool(school), self._environment.now // 1.0
        call = local.call(priority)
        if call is not None:
            yield from self._until_answered(local, day + LOCAL_DESK)
            if local.answered(call):
                return Engaged(local, call, a.local_call_in_lessons, 0.0)
        if not roads_open or not self.reaches(school):
            return None
        yield self._environment.timeout(day + REGIONAL_CALL - self._environment.now)
        call = self.regional.call(priority)
        if call is not None:
            yield from self._until_answered(self.regional, day + REGIONAL_DESK)
            if self.regional.answered(call):
                km = 2.0 * self._km_from_centre[school]
                return Engaged(self.regional, call, a.regional_call_in_lessons, km)
        return None

    def _until_answered(self, pool: SubstitutePool, opens: float) -> Process:
        """Wait until the desk of a pool has answered; the first caller of the day sees to it that it opens."""
        if self._opens_at.get(pool) != opens:
            self._opens_at[pool] = opens
            self._environment.process(self._open(pool, opens))
        yield self._environment.timeout(opens + _SAME_TIME - self._environment.now)

    def _open(self, pool: SubstitutePool, opens: float) -> Process:
        yield self._environment.timeout(opens - self._environment.now)
        pool.open_desk()
