"""Whom the principal reaches in the morning: the municipality's own substitutes, then the region's."""

from dataclasses import dataclass

import numpy as np
import simpy
from simpy.resources.resource import Request

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.substitutes import SubstitutePool, headcount


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

    The centre is the school with most posts. Its substitutes serve every school within reach.

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
        self._assumptions = assumptions
        self._municipality = region.schools.municipality.tolist()
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

        self.local = [
            pool(code, posts[index], assumptions.local_substitutes_per_100_posts)
            for index, code in enumerate(codes)
        ]
        self.regional = pool("region", sum(posts), assumptions.regional_substitutes_per_100_posts)

    def engage(self, school: int) -> Engaged | None:
        """Return a substitute for a day at a school, or None when nobody is free within reach."""
        a, local = self._assumptions, self.local[self._municipality[school]]
        request = local.engage()
        if request is not None:
            return Engaged(local, request, a.local_call_in_lessons, 0.0)
        km = self._km_from_centre[school]
        if km > a.regional_substitute_longest_km:
            return None
        request = self.regional.engage()
        if request is None:
            return None
        return Engaged(self.regional, request, a.regional_call_in_lessons, 2.0 * km)
