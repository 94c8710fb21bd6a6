"""The values that the simulated school year rests on, for one future."""

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FROM_TEACHING: Final[tuple[str, ...]] = (
    "km_allowance_eur",
    "driving_speed_km_h",
    "remote_room_week_h",
    "retirement_by_age",
    "other_exits_share",
    "fixed_term_expiry_share",
)
"""Values that stand in the section ``teaching``; all others stand in ``operations``."""

RENAMED: Final[dict[str, str]] = {
    "merged_group_limit_band": "merged_group_limit_by_band",
    "break_weeks": "break_zone",
}
"""Values that are made of a parameter of another name."""


@dataclass(frozen=True)
class ByAge:
    """A value for every age: ages between two have that of the lower one.

    Attributes
    ----------
    ages
        Rising. (age,)
    values
        (age,)
    """

    ages: Ints
    values: Floats

    def at(self, age: Ints) -> Floats:
        """Return the value at some ages, 0 below the first. Shape of ``age``"""
        found: Floats = np.concatenate([[0.0], self.values])[np.searchsorted(self.ages, age, side="right")]
        return found

    def drawn(self, chance: Floats) -> Ints:
        """Return ages drawn in proportion to the values, each from five years on. Shape of ``chance``"""
        weights = self.values if self.values.any() else np.ones_like(self.values)
        reached = np.cumsum(weights) / weights.sum()
        place = np.searchsorted(reached, chance, side="right").clip(max=len(self.ages) - 1)
        before = np.concatenate([[0.0], reached])[place]
        width = np.maximum(reached[place] - before, 1e-12)
        drawn: Ints = self.ages[place] + np.clip((chance - before) / width * 5.0, 0.0, 4.0).astype(np.intp)
        return drawn


@dataclass(frozen=True)
class Assumptions:
    """Values of the section ``operations`` in one future, named as in its defaults.

    Units, ranges and sources stand in ``scenario/defaults/operations.toml``; those of FROM_TEACHING in its
    neighbour. Lists are arrays: ``absence_season_by_month`` is (month,) from January, ``merged_group_limit_band`` is
    (band,). ``break_weeks`` are the ISO weeks without school of the zone.
    """

    first_week: int
    last_week: int
    break_weeks: frozenset[int]
    winter_months: frozenset[int]
    school_day_h: float
    absence_days_per_teacher_year: float
    absence_spell_median_days: float
    absence_spell_log_sd: float
    absence_season_by_month: Floats
    flu_wave_start_weeks: Ints
    flu_wave_weeks: int
    flu_wave_factor: float
    full_post_lessons: float
    age_share_by_age: ByAge
    recruit_age_share_by_age: ByAge
    fixed_term_share: float
    fixed_term_renewed_share: float
    leaving_within_year_share: float
    recruitment_days: float
    recruitment_days_per_100_km: float
    notice_days: float
    notice_days_summer: float
    unqualified_stand_in_share: float
    parental_leave_share_by_age: ByAge
    parental_leave_notice_days: float
    local_substitutes_per_100_posts: float
    regional_substitutes_per_100_posts: float
    regional_substitute_longest_km: float
    qualified_substitute_share: float
    local_call_in_lessons: float
    regional_call_in_lessons: float
    substitute_day_eur: float
    teaching_day_lessons: float
    overtime_cover_share: float
    overtime_lesson_eur: float
    merged_group_limit_band: Floats
    group_size_sd: float
    remote_cover_share: float
    supervision_lessons_per_colleague_day: float
    cover_lesson_eur: float
    winter_drive_factor: float
    closed_road_days_per_winter: float
    late_starts_per_1000_km_winter: float
    late_starts_per_1000_km_other: float
    late_start_lessons: float
    breakdowns_per_1000_km: float
    breakdown_eur: float
    link_failures_per_year: float
    link_repair_h: float
    site_adult_absence_days: float
    site_adult_replaced_share: float
    run_late_share_winter: float
    run_late_share_other: float
    run_late_min: float
    lesson_min: float
    most_events: int
    km_allowance_eur: float
    driving_speed_km_h: float
    remote_room_week_h: float
    retirement_by_age: ByAge
    other_exits_share: float
    fixed_term_expiry_share: float


def read_assumptions(parameters: Parameters, draw: int) -> Assumptions:
    """Return the assumptions in force in one future.

    Parameters
    ----------
    draw
        Position along the draw axis of ``parameters``; parameters that vary are taken from it.
    """

    def number(name: str) -> float:
        return float(parameters.draws(name)[draw])

    def whole_numbers(name: str) -> Ints:
        return np.rint(parameters.vector(name)).astype(np.intp)

    readers: dict[Any, Any] = {
        float: number,
        int: lambda name: round(number(name)),
        frozenset[int]: lambda name: frozenset(whole_numbers(name).tolist()),
        Ints: whole_numbers,
        Floats: parameters.vector,
        ByAge: lambda name: by_age(parameters, name),
    }
    made: dict[str, Any] = {
        "break_weeks": break_weeks(parameters),
        "merged_group_limit_band": _by_band(parameters, "operations.merged_group_limit_by_band"),
    }
    for each in fields(Assumptions):
        if each.name not in made:
            section = "teaching" if each.name in FROM_TEACHING else "operations"
            made[each.name] = readers[each.type](f"{section}.{each.name}")
    return Assumptions(**made)


def by_age(parameters: Parameters, name: str) -> ByAge:
    """Return a table whose keys are ages."""
    table = parameters.table(name)
    ages = sorted(table, key=int)
    return ByAge(np.array([int(age) for age in ages], dtype=np.intp), np.array([table[age] for age in ages]))


def break_weeks(parameters: Parameters) -> frozenset[int]:
    """Return the ISO weeks without school: Christmas, and autumn and winter break of the zone."""
    zone = parameters.text("operations.break_zone")
    breaks = [
        parameters.table(f"operations.{season}_break_week_by_zone")[zone] for season in ("autumn", "winter")
    ]
    weeks = [*parameters.vector("operations.christmas_weeks").tolist(), *breaks]
    return frozenset(round(week) for week in weeks)


def _by_band(parameters: Parameters, name: str) -> Floats:
    table = parameters.table(name)
    return np.array([table[band] for band in GRADE_BANDS], dtype=np.float64)
