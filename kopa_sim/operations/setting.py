"""What every process of a simulated year has at hand: the clock, the region, the staff, the values and the chance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import simpy
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.region import Region
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.school_calendar import SchoolCalendar
from kopa_sim.operations.staffed_year import StaffedYear

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ON_THE_ROAD = 0.30
"""When in a school day drives and adults beside links are settled: after the morning's calls. A day is one unit."""


@dataclass(frozen=True)
class Setting:
    """The surroundings of a simulated year.

    Attributes
    ----------
    drive_time_day
        How long a drive takes on each day, 1 on the mean. (day,)
    closed_municipality_day
        Days on which a storm closes the roads of a municipality. (municipality, day)
    """

    environment: simpy.Environment
    region: Region
    journeys: Journeys
    staffed: StaffedYear
    assumptions: Assumptions
    calendar: SchoolCalendar
    streams: Streams
    replication: int
    drive_time_day: Floats
    closed_municipality_day: Bools

    @property
    def year(self) -> int:
        """School year."""
        return self.staffed.year

    def generator(self, decision: str, entity: str) -> np.random.Generator:
        """Return the generator of a decision and entity in this replication."""
        return self.streams.generator(decision, entity, self.replication)

    def roads_closed(self, school: int, day: int) -> bool:
        """Tell whether nobody who drives comes to a school on a day."""
        return bool(self.closed_municipality_day[self.region.schools.municipality[school], day])

    def closed_municipalities(self, day: int) -> frozenset[int]:
        """Return the municipalities whose roads a storm closes on a day."""
        return self._closed_day.get(day, frozenset())

    @cached_property
    def _closed_day(self) -> dict[int, frozenset[int]]:
        """Closed municipalities of each day that has any."""
        closed = self.closed_municipality_day
        return {
            day: frozenset(np.flatnonzero(closed[:, day]).tolist())
            for day in np.flatnonzero(closed.any(axis=0)).tolist()
        }

    def hours(self, km: float, day: int) -> float:
        """Return the time a drive takes on a day."""
        return km / self.assumptions.driving_speed_km_h * float(self.drive_time_day[day])


def make_setting(
    environment: simpy.Environment,
    region: Region,
    journeys: Journeys,
    staffed: StaffedYear,
    assumptions: Assumptions,
    calendar: SchoolCalendar,
    streams: Streams,
    replication: int,
) -> Setting:
    """Return the surroundings of a year, storms drawn for each municipality."""
    return Setting(
        environment,
        region,
        journeys,
        staffed,
        assumptions,
        calendar,
        streams,
        replication,
        calendar.drive_time_day(assumptions.winter_drive_factor),
        _closed_roads(region, staffed.year, assumptions, calendar, streams, replication),
    )


def _closed_roads(
    region: Region,
    year: int,
    assumptions: Assumptions,
    calendar: SchoolCalendar,
    streams: Streams,
    replication: int,
) -> Bools:
    """Return days with closed roads: each winter day alike, whichever municipality. (municipality, day)"""
    winter_days = int(calendar.winter_day.sum())
    a_day = min(assumptions.closed_road_days_per_winter / winter_days, 1.0) if winter_days else 0.0
    chance = np.stack(
        [
            streams.generator("closed_roads", f"{code}/{year}", replication).random(calendar.days)
            for code in region.municipalities.codes
        ]
    )
    closed: Bools = (chance < a_day) & calendar.winter_day
    return closed


@dataclass
class Counts:
    """What happened beside the lessons, a number for each school that asked or was driven to.

    Attributes
    ----------
    asked, filled
        Substitute days, and those of them with a substitute.
    filled_regionally
        Days filled by the region's pool.
    filled_by_neighbours
        Days filled by substitutes of municipalities that share theirs.
    spells, waited
        Absences for which substitutes were called, and days until the first came or the absence was over.
    waited_locally
        Days until the municipality's own pool sent somebody or the absence was over.
    asked_regionally, spells_regionally, waited_regionally
        Days and absences for which the shared pool was called, and days called until it sent somebody.
    vacant_days
        Teaching days of posts that had no teacher.
    driven_km, driven_hours
        Kilometres and hours a year more (+) or less (−) than planned.
    cost_eur
        Cost of disruptions.
    late_pupil_days, late_pupil_lessons
        Pupils who came late or not at all with a school run, and the lessons they missed by it.
    """

    n_schools: int
    asked: list[float] = field(init=False)
    filled: list[float] = field(init=False)
    filled_regionally: list[float] = field(init=False)
    filled_by_neighbours: list[float] = field(init=False)
    spells: list[float] = field(init=False)
    waited: list[float] = field(init=False)
    waited_locally: list[float] = field(init=False)
    asked_regionally: list[float] = field(init=False)
    spells_regionally: list[float] = field(init=False)
    waited_regionally: list[float] = field(init=False)
    vacant_days: list[float] = field(init=False)
    driven_km: list[float] = field(init=False)
    driven_hours: list[float] = field(init=False)
    cost_eur: list[float] = field(init=False)
    late_pupil_days: list[float] = field(init=False)
    late_pupil_lessons: list[float] = field(init=False)

    def __post_init__(self) -> None:
        for name in COUNTED:
            setattr(self, name, [0.0] * self.n_schools)

    def drive(self, shares: Sequence[tuple[int, float]], km: float, hours: float) -> None:
        """Count a drive more (+) or less (−) than planned at the schools whose plan has it.

        Parameters
        ----------
        shares
            Schools, and the share of the drive that each one's plan has.
        """
        for school, share in shares:
            self.driven_km[school] += share * km
            self.driven_hours[school] += share * hours


COUNTED = (
    "asked",
    "filled",
    "filled_regionally",
    "filled_by_neighbours",
    "spells",
    "waited",
    "waited_locally",
    "asked_regionally",
    "spells_regionally",
    "waited_regionally",
    "vacant_days",
    "driven_km",
    "driven_hours",
    "cost_eur",
    "late_pupil_days",
    "late_pupil_lessons",
)
"""Names of what is counted."""
