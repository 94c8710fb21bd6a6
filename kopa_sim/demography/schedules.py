"""Standard age schedules: survival from death rates, and who moves at which age."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import N_AGES

Floats = NDArray[np.float64]

KINDS_OF_MOVERS: Final[tuple[str, ...]] = ("families", "leaving_home", "young_adults", "older_people")
"""Names along the first axis of ``movers_by_kind``."""

FAMILIES, LEAVING_HOME, YOUNG_ADULTS, OLDER_PEOPLE = range(4)

LAST_AGE_LEAVING_HOME: Final[int] = 20
FIRST_AGE_OLDER: Final[int] = 60


def survival_of_rates(mortality_sex_age: Floats, birth_year_share: float) -> tuple[Floats, Floats]:
    """Return survival over a calendar year by age at its start, and of the newborn to its end.

    A person aged a on 31 December spends half of the next year at age a and half at a + 1; deaths follow
    S = exp(-(m(a) + m(a + 1)) / 2) (Preston, Heuveline and Guillot 2001, section 3.2). Of the deaths at age 0 the
    given share falls in the calendar year of birth.

    Parameters
    ----------
    mortality_sex_age
        Deaths per person and year. (…, sex, age)
    birth_year_share
        Share of infant deaths in the calendar year of birth.

    Returns
    -------
    tuple
        Survival (…, sex, age) and newborn survival (…, sex).
    """
    rate = mortality_sex_age
    hazard = np.empty_like(rate)
    hazard[..., :-1] = 0.5 * (rate[..., :-1] + rate[..., 1:])
    hazard[..., 0] += (0.5 - birth_year_share) * rate[..., 0]
    hazard[..., -1] = rate[..., -1]
    return np.exp(-hazard), np.exp(-birth_year_share * rate[..., 0])


def movers_by_kind(schedule: Mapping[str, float]) -> Floats:
    """Return standard moving rates by age at the end of the year, split by kind of mover. (kind, sex, age)

    The curve is that of Rogers and Castro (1981): children follow their parents down from birth, adults peak in
    the twenties and decline, a constant stands below; young people who leave home have a wave of their own. The
    kinds get levels of their own because they run opposite ways: rural municipalities lose those who leave home
    and not the families, so one level for the ages 0–19 would empty the schools on paper.

    Parameters
    ----------
    schedule
        The entries of ``demography.migration_schedule``.
    """
    age = np.arange(N_AGES, dtype=np.float64)

    def wave(level: str, decline: str, rise: str, peak: str) -> Floats:
        since = age - schedule[peak]
        curve: Floats = schedule[level] * np.exp(-schedule[decline] * since - np.exp(-schedule[rise] * since))
        return curve

    child = schedule["child_level"] * np.exp(-schedule["child_decline"] * age)
    family = child + wave("adult_level", "adult_decline", "adult_rise", "adult_age") + schedule["constant"]
    youth = np.stack(
        [wave("youth_level", "youth_decline", "youth_rise", f"youth_age_{sex}") for sex in ("male", "female")]
    )
    both = np.stack([family, family])
    kinds = np.zeros((4, 2, N_AGES))
    kinds[FAMILIES] = np.where(age < FIRST_AGE_OLDER, both, 0.0)
    kinds[LEAVING_HOME] = np.where(age <= LAST_AGE_LEAVING_HOME, youth, 0.0)
    kinds[YOUNG_ADULTS] = np.where(age > LAST_AGE_LEAVING_HOME, youth, 0.0)
    kinds[OLDER_PEOPLE] = np.where(age >= FIRST_AGE_OLDER, both, 0.0)
    return kinds
