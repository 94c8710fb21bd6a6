"""One replication: the simulated years of one future, by municipality."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.staffing import Groups, Staffing
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import read_assumptions
from kopa_sim.operations.lessons import OUTCOMES, ClosedBook
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.staffed_year import StaffedYear, staffed_year

Floats = NDArray[np.float64]


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
) -> dict[str, Floats]:
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

    Returns
    -------
    dict
        Measure of operations.csv -> (year, municipality): ``lessons_planned`` and its six outcomes, lessons a
        year; ``substitute_days_asked`` and ``_filled``; ``pool_utilisation_share`` of the municipality's own
        pool; ``driven_km`` a year by shared teachers and regional substitutes; ``disruption_cost_eur`` a year;
        and ``qualified_kept_share``, the share of the lessons planned with a qualified teacher that one gave.

    Raises
    ------
    ArithmeticError
        If lessons do not add up to the plan.
    ValueError
        If the Plan does not cover one of the years.
    """
    assumptions = read_assumptions(parameters, draw)
    by_year = []
    for year in years:
        staffed = staffed_year(plan, groups, staffing, draw, year)
        simulated = SchoolYear(region, journeys, staffed, assumptions, streams, replication)
        closed = simulated.run()
        by_year.append(_measures(region, staffed, simulated, closed))
    return {measure: np.stack([values[measure] for values in by_year]) for measure in by_year[0]}


def _measures(
    region: Region, staffed: StaffedYear, simulated: SchoolYear, closed: ClosedBook
) -> dict[str, Floats]:
    """Return one simulated year as measures. Each (municipality,)."""
    n_municipalities = len(region.municipalities)

    def by_municipality(values_school: Floats | list[float]) -> Floats:
        total = np.bincount(region.schools.municipality, weights=values_school, minlength=n_municipalities)
        return total.astype(np.float64)

    book, counts, local = simulated.book, simulated.counts, simulated.substitutes.local
    measures = {"lessons_planned": by_municipality(book.planned_school_subject.sum(axis=1))}
    for outcome, name in enumerate(OUTCOMES):
        measures[name] = by_municipality(closed.lessons_outcome_school_subject[outcome].sum(axis=1))
    worked = np.array([float(pool.engagements) for pool in local])
    able = np.array([float(pool.people * simulated.calendar.days) for pool in local])
    measures["substitute_days_asked"] = by_municipality(counts.asked)
    measures["substitute_days_filled"] = by_municipality(counts.filled)
    measures["pool_utilisation_share"] = np.divide(worked, able, out=np.zeros_like(able), where=able > 0.0)
    measures["driven_km"] = by_municipality(
        staffed.driven_km_school_subject.sum(axis=1) + np.array(counts.driven_km)
    )
    measures["disruption_cost_eur"] = by_municipality(counts.cost_eur)
    planned = by_municipality(book.planned_qualified_school_subject.sum(axis=1))
    missed = by_municipality(closed.qualified_missed_school_subject.sum(axis=1))
    kept = 1.0 - np.divide(missed, planned, out=np.zeros_like(planned), where=planned > 0.0)
    measures["qualified_kept_share"] = np.clip(kept, 0.0, 1.0)
    return measures
