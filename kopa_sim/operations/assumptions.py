"""The values that the simulated school year rests on, for one future."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Assumptions:
    """Values of the section ``operations`` in one future, named as in its defaults.

    Units, ranges and sources stand in ``scenario/defaults/operations.toml``; ``km_allowance_eur`` is that of the
    section ``teaching``. Lists are arrays: ``absence_season_by_month`` is (month,) from January,
    ``merge_share_band`` is (band,).
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
    local_substitutes_per_100_posts: float
    regional_substitutes_per_100_posts: float
    regional_substitute_longest_km: float
    qualified_substitute_share: float
    local_call_in_lessons: float
    regional_call_in_lessons: float
    substitute_day_eur: float
    merge_share_band: Floats
    remote_cover_share: float
    supervision_lessons_per_colleague_day: float
    cover_lesson_eur: float
    late_starts_per_1000_km_winter: float
    late_starts_per_1000_km_other: float
    late_start_lessons: float
    breakdowns_per_1000_km: float
    breakdown_eur: float
    link_failures_per_year: float
    link_repair_h: float
    km_allowance_eur: float


def read_assumptions(parameters: Parameters, draw: int) -> Assumptions:
    """Return the assumptions in force in one future.

    Parameters
    ----------
    draw
        Position along the draw axis of ``parameters``; parameters that vary are taken from it.
    """

    def number(name: str) -> float:
        return float(parameters.draws(f"operations.{name}")[draw])

    def whole_numbers(name: str) -> Ints:
        return np.rint(parameters.vector(f"operations.{name}")).astype(np.intp)

    merge_share = parameters.table("operations.merge_share_by_band")
    return Assumptions(
        first_week=round(number("first_week")),
        last_week=round(number("last_week")),
        break_weeks=frozenset(whole_numbers("break_weeks").tolist()),
        winter_months=frozenset(whole_numbers("winter_months").tolist()),
        school_day_h=number("school_day_h"),
        absence_days_per_teacher_year=number("absence_days_per_teacher_year"),
        absence_spell_median_days=number("absence_spell_median_days"),
        absence_spell_log_sd=number("absence_spell_log_sd"),
        absence_season_by_month=parameters.vector("operations.absence_season_by_month"),
        flu_wave_start_weeks=whole_numbers("flu_wave_start_weeks"),
        flu_wave_weeks=round(number("flu_wave_weeks")),
        flu_wave_factor=number("flu_wave_factor"),
        full_post_lessons=number("full_post_lessons"),
        local_substitutes_per_100_posts=number("local_substitutes_per_100_posts"),
        regional_substitutes_per_100_posts=number("regional_substitutes_per_100_posts"),
        regional_substitute_longest_km=number("regional_substitute_longest_km"),
        qualified_substitute_share=number("qualified_substitute_share"),
        local_call_in_lessons=number("local_call_in_lessons"),
        regional_call_in_lessons=number("regional_call_in_lessons"),
        substitute_day_eur=number("substitute_day_eur"),
        merge_share_band=np.array([merge_share[band] for band in GRADE_BANDS], dtype=np.float64),
        remote_cover_share=number("remote_cover_share"),
        supervision_lessons_per_colleague_day=number("supervision_lessons_per_colleague_day"),
        cover_lesson_eur=number("cover_lesson_eur"),
        late_starts_per_1000_km_winter=number("late_starts_per_1000_km_winter"),
        late_starts_per_1000_km_other=number("late_starts_per_1000_km_other"),
        late_start_lessons=number("late_start_lessons"),
        breakdowns_per_1000_km=number("breakdowns_per_1000_km"),
        breakdown_eur=number("breakdown_eur"),
        link_failures_per_year=number("link_failures_per_year"),
        link_repair_h=number("link_repair_h"),
        km_allowance_eur=float(parameters.draws("teaching.km_allowance_eur")[draw]),
    )
