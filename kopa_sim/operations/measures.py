"""A simulated year in numbers: the measures of operations.csv, by school and by municipality."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Region
from kopa_sim.operations.lessons import OUTCOMES, ClosedBook
from kopa_sim.operations.school_year import SchoolYear
from kopa_sim.operations.substitutes import SubstitutePool

Floats = NDArray[np.float64]


def school_measures(simulated: SchoolYear) -> dict[str, Floats]:
    """Return what is counted at schools in one simulated year. Each (school,)"""
    counts, cover, staffed = simulated.counts, simulated.cover, simulated.setting.staffed
    planned_km = staffed.driven_km_school_subject.sum(axis=1)
    planned_hours = planned_km / simulated.setting.assumptions.driving_speed_km_h
    return {
        "unstaffed_lessons": simulated.book.unstaffed_school_subject.sum(axis=1),
        "substitute_days_asked": np.array(counts.asked),
        "substitute_days_filled": np.array(counts.filled),
        "neighbour_days_filled": np.array(counts.filled_by_neighbours),
        "regional_days_filled": np.array(counts.filled_regionally),
        "substitute_absences": np.array(counts.spells),
        "substitute_days_waited": np.array(counts.waited),
        "own_pool_days_waited": np.array(counts.waited_locally),
        "regional_days_asked": np.array(counts.asked_regionally),
        "regional_absences": np.array(counts.spells_regionally),
        "regional_days_waited": np.array(counts.waited_regionally),
        "vacant_days": np.array(counts.vacant_days),
        "overtime_cover_lessons": np.array(cover.overtime_lessons_school),
        "watched_lessons": np.array(cover.watched_lessons_school),
        "driven_km": planned_km + np.array(counts.driven_km),
        "driven_hours": planned_hours + np.array(counts.driven_hours),
        "pupil_days_over_one_lost": simulated.diary.pupil_days_over_one_lost(staffed),
        "pupil_late_days": np.array(counts.late_pupil_days),
        "pupil_late_lessons": np.array(counts.late_pupil_lessons),
        "disruption_cost_eur": np.array(counts.cost_eur),
    }


def municipal_measures(
    region: Region, simulated: SchoolYear, closed: ClosedBook, of_schools: dict[str, Floats]
) -> dict[str, Floats]:
    """Return one simulated year as measures. Each (municipality,)"""
    n_municipalities = len(region.municipalities)

    def by_municipality(values_school: Floats | list[float]) -> Floats:
        total = np.bincount(region.schools.municipality, weights=values_school, minlength=n_municipalities)
        return total.astype(np.float64)

    book, service = simulated.book, simulated.substitutes
    measures = {"lessons_planned": by_municipality(book.planned_school_subject.sum(axis=1))}
    for outcome, name in enumerate(OUTCOMES):
        measures[name] = by_municipality(closed.lessons_outcome_school_subject[outcome].sum(axis=1))
    measures |= {name: by_municipality(values) for name, values in of_schools.items()}
    days = simulated.calendar.days
    measures["pool_utilisation_share"] = _utilisation(service.local, days)
    regional = float(_utilisation([service.regional], days)[0])
    measures["regional_pool_utilisation_share"] = np.full(n_municipalities, regional)
    absences = measures["substitute_absences"]
    measures["pool_wait_days_mean"] = _per(measures["own_pool_days_waited"], absences)
    waited, calls = (
        of_schools[name].sum(keepdims=True) for name in ("regional_days_waited", "regional_absences")
    )
    measures["regional_pool_wait_days_mean"] = np.full(n_municipalities, _per(waited, calls)[0])
    planned = by_municipality(book.planned_qualified_school_subject.sum(axis=1))
    missed = by_municipality(closed.qualified_missed_school_subject.sum(axis=1))
    measures["qualified_planned_lessons"] = planned
    measures["qualified_kept_share"] = np.clip(1.0 - _per(missed, planned), 0.0, 1.0)
    return measures


def _utilisation(pools: Sequence[SubstitutePool], days: int) -> Floats:
    """Return the days worked over the days that the people of each pool could work; 0 for an empty pool. (pool,)"""
    worked = np.array([float(pool.engagements) for pool in pools])
    return _per(worked, np.array([float(pool.people * days) for pool in pools]))


def _per(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
    return found
