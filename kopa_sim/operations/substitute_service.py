"""Whom the principal reaches in the morning: the municipality's own substitutes, then others.

Others are the free substitutes of municipalities that share theirs (measure ``share_substitutes``), the nearest
first, and after them the region's own.
"""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import simpy
from simpy.resources.resource import Request

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.plan import SubstitutePool as SharedSubstitutes
from kopa_sim.model.region import Region
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.remoteness import centre_municipality, km_from_centre, km_from_municipalities
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitutes import Process, SubstitutePool, headcount

LOCAL_DESK, NEIGHBOURS_FROM, REGIONAL_CALL, REGIONAL_DESK, EVENING = 0.05, 0.06, 0.10, 0.15, 0.90
"""When in a school day the desks answer, neighbours and the region are called, and substitutes go home; a day is
one unit. Neighbours are called one after the other; whom a municipality does not need itself is theirs to have."""

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

    Lending never leaves a municipality short: its own desk answers first every morning, and who was lent out comes
    home in the evening.

    The centre is that of ``remoteness``, the same in every option, year and future. Its substitutes serve every
    school within reach. The calls of a morning are answered together, by priority; who gets nobody at home calls the
    region.

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
        self._centre = centre_municipality(region)
        self._km_from_centre = km_from_centre(region, journeys).tolist()
        self._neighbours = _neighbours(region, journeys, staffed.substitute_pools)
        self._most_neighbours = max(map(len, self._neighbours.values()), default=0)
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

    def reaches(self, school: int, closed: Collection[int] = ()) -> bool:
        """Tell whether the region's substitutes serve a school while a storm closes some municipalities."""
        if self._centre in closed or self._municipality[school] in closed:
            return False
        within: bool = self._km_from_centre[school] <= self._assumptions.regional_substitute_longest_km
        return within

    def engage(self, school: int, priority: float, closed: Collection[int] = ()) -> Answer:
        """Call in the morning; a process that returns a substitute for the day, or None when there is nobody.

        Parameters
        ----------
        priority
            One of the priorities, and a part below one that orders equals.
        closed
            Municipalities whose roads a storm closes: nobody drives there from elsewhere, and nobody from there.
        """
        a, local, day = self._assumptions, self.local_pool(school), self._environment.now // 1.0
        call = local.call(priority)
        if call is not None:
            yield from self._until_answered(local, day + LOCAL_DESK)
            if local.answered(call):
                return Engaged(local, call, a.local_call_in_lessons, 0.0)
        if self._municipality[school] in closed:
            return None
        engaged = yield from self._engage_neighbour(school, priority, day, closed)
        if engaged is not None or not self.reaches(school, closed):
            return engaged
        yield self._environment.timeout(day + REGIONAL_CALL - self._environment.now)
        call = self.regional.call(priority)
        if call is not None:
            yield from self._until_answered(self.regional, day + REGIONAL_DESK)
            if self.regional.answered(call):
                km = 2.0 * self._km_from_centre[school]
                return Engaged(self.regional, call, a.regional_call_in_lessons, km)
        return None

    def _engage_neighbour(self, school: int, priority: float, day: float, closed: Collection[int]) -> Answer:
        """Call the municipalities that share substitutes with the school's own, the nearest first."""
        neighbours = self._neighbours.get(school, ())
        step = (REGIONAL_CALL - NEIGHBOURS_FROM) / (2.0 * self._most_neighbours + 1.0)
        for turn, (municipality, km) in enumerate(neighbours):
            if municipality in closed:
                continue
            calls_at = day + NEIGHBOURS_FROM + 2.0 * turn * step
            yield self._environment.timeout(calls_at - self._environment.now)
            pool = self.local[municipality]
            call = pool.call(priority)
            if call is not None:
                yield from self._until_answered(pool, calls_at + step)
                if pool.answered(call):
                    return Engaged(pool, call, self._assumptions.regional_call_in_lessons, 2.0 * km)
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


def _neighbours(
    region: Region, journeys: Journeys, pools: Sequence[SharedSubstitutes]
) -> dict[int, tuple[tuple[int, float], ...]]:
    """Return for each school the other municipalities that lend it substitutes, and their distance, nearest first."""
    if not pools:
        return {}
    km_municipality_school = km_from_municipalities(region, journeys)
    found: dict[int, tuple[tuple[int, float], ...]] = {}
    for pool in pools:
        for school in np.flatnonzero(np.isin(region.schools.municipality, pool.members)).tolist():
            km = km_municipality_school[:, school]
            others = (m for m in pool.members if m != region.schools.municipality[school])
            reaching = [(float(km[m]), m) for m in others if km[m] <= pool.longest_km]
            found[school] = tuple((m, distance) for distance, m in sorted(reaching))
    return found
