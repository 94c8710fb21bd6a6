"""One replication: the simulated years of one future, by municipality and by school."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.model.school_year_log import YearLog
from kopa_sim.model.staffing import Groups, Staffing
from kopa_sim.model.streams import Streams
from kopa_sim.model.tours import TravellingTeacher
from kopa_sim.operations.assumptions import read_assumptions
from kopa_sim.operations.lessons import ClosedBook
from kopa_sim.operations.measures import municipal_measures, school_measures
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.staffed_year import SchoolRuns, staffed_year

Floats = NDArray[np.float64]


def no_tours(year: int) -> tuple[TravellingTeacher, ...]:
    """Return the tours of a year in which nobody's tour is known."""
    return ()


@dataclass(frozen=True)
class Travels:
    """Who travels to the schools of an option.

    Attributes
    ----------
    tours
        Gives the shared teachers of a year. Where it gives none, the travel of a school belongs to its part posts.
    runs
        Morning runs of school transport; None where nobody is carried.
    """

    tours: Callable[[int], tuple[TravellingTeacher, ...]] = no_tours
    runs: SchoolRuns | None = None


@dataclass
class _Lived:
    """What has been lived through so far."""

    of_schools: list[dict[str, Floats]] = field(default_factory=list)
    of_municipalities: list[dict[str, Floats]] = field(default_factory=list)
    lessons: list[Floats] = field(default_factory=list)
    logs: list[YearLog] = field(default_factory=list)
    stopped: list[bool] = field(default_factory=list)
    reached_days: list[int] = field(default_factory=list)

    def add(self, region: Region, simulated: SchoolYear, closed: ClosedBook, keep_log: bool) -> None:
        of_schools = school_measures(simulated)
        self.of_schools.append(of_schools)
        self.of_municipalities.append(municipal_measures(region, simulated, closed, of_schools))
        self.lessons.append(closed.lessons_outcome_school_subject)
        self.stopped.append(simulated.stopped)
        self.reached_days.append(simulated.reached_days)
        if keep_log:
            self.logs.append(simulated.log())


def simulate_replication(
    region: Region,
    plan: Plan,
    journeys: Journeys,
    groups: Groups,
    staffing: Staffing,
    draw: int,
    replication: int,
    years: Sequence[int],
    parameters: Parameters,
    streams: Streams,
    travels: Travels | None = None,
    keep_log: bool = False,
) -> ReplicationOutcome:
    """Live through some school years of one future and count what became of every lesson.

    Parameters
    ----------
    draw
        Position of the future along the draw axis of ``groups``, ``staffing`` and ``parameters``.
    replication
        Number of the replication in the whole run. Chance is keyed by it and by entity, so that all options see
        the same illnesses, roads and links.
    years
        School years to simulate, all of ``plan.years``.
    travels
        Tours of shared teachers and runs of school transport.
    keep_log
        Whether the log of each year is kept, with every event.

    Returns
    -------
    ReplicationOutcome
        Measures as ``docs/operations.md`` describes them, and the lessons by outcome, school and subject.

    Raises
    ------
    ArithmeticError
        If lessons do not add up to the plan.
    ValueError
        If the Plan does not cover one of the years.
    """
    assumptions = read_assumptions(parameters, draw)
    known = travels or Travels()
    lived = _Lived()
    for year in years:
        staffed = staffed_year(plan, groups, staffing, draw, year, known.runs, known.tours(year))
        simulated = SchoolYear(
            region, journeys, staffed, assumptions, streams, replication, plan.years[0], keep_log
        )
        lived.add(region, simulated, simulated.run(), keep_log)
    return ReplicationOutcome(
        years=tuple(years),
        values=_by_year(lived.of_municipalities),
        lessons_outcome_year_school_subject=np.stack(lived.lessons, axis=1),
        school_values=_by_year(lived.of_schools),
        stopped=any(lived.stopped),
        logs=tuple(lived.logs),
        reached_days_year=np.array(lived.reached_days, dtype=np.intp),
        stopped_year=np.array(lived.stopped, dtype=np.bool_),
    )


def _by_year(values: Sequence[dict[str, Floats]]) -> dict[str, Floats]:
    """Return measures of single years with a year axis before their own."""
    return {measure: np.stack([of_year[measure] for of_year in values]) for measure in values[0]}
