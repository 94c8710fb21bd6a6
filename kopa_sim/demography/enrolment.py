"""From age to grade: who starts school late or early, who repeats a grade, and who is still or already there.

Grade = age on 31 December minus 6, minus the years a child is behind. Education begins at six, in pre-primary
(grade 0), or in the first grade for a child one year ahead. A late starter has a second year in pre-primary at seven
and is in grade 9 at sixteen; a repeater leaves a year later than otherwise; a child one year ahead has left at
fifteen (Basic Education Act 628/1998, sections 25–27). Nobody is more than two years behind. The share of a cohort
that is behind can only grow with its age, and a cohort's chance is drawn once, so a delayed child is delayed the year
after too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_split import CohortChance
from kopa_sim.model.grades import BASIC_GRADES, FIRST_AGE, UPPER_SECONDARY_AGES
from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]

DELAYS: Final[tuple[int, ...]] = (-1, 0, 1, 2)
"""Years behind the grade of one's age, along every delay axis."""

CHILD_YEARS: Final[range] = range(FIRST_AGE, UPPER_SECONDARY_AGES.stop)
"""Ages along the age axes here: 6 to 18."""

LAST_GRADE: Final[int] = BASIC_GRADES.stop - 1
_N_GRADES: Final[int] = BASIC_GRADES.stop
_N_OLDER: Final[int] = len(UPPER_SECONDARY_AGES)
_ALMOST: Final[float] = 1e-9


@dataclass(frozen=True)
class Enrolled:
    """Pupils of pre-primary and basic education.

    Attributes
    ----------
    pupils_draw_year_area_grade
        Grades 0 to 9.
    older_area_draw_year_age
        Those of them who are 16, 17 or 18.
    """

    pupils_draw_year_area_grade: Floats
    older_area_draw_year_age: Floats


def delay_shares(parameters: Parameters) -> Floats:
    """Return the share of a cohort that is so many years behind, by age. (draw, age 6–18, delay)"""
    late = parameters.draws("demography.late_start_share")
    early = parameters.draws("demography.early_start_share")
    repeat = parameters.vector("demography.repeat_share_by_grade")
    share = np.zeros((parameters.n_draws, len(CHILD_YEARS), len(DELAYS)))
    share[:, 0] = np.stack([early, 1.0 - early - late, late, np.zeros_like(late)], axis=1)
    for age in range(1, len(CHILD_YEARS)):
        share[:, age] = share[:, age - 1]
        for column, delay in enumerate(DELAYS[:-1]):
            grade = age - 1 - delay
            if 1 <= grade <= LAST_GRADE:
                repeating = repeat[grade - 1] * share[:, age - 1, column]
                share[:, age, column] -= repeating
                share[:, age, column + 1] += repeating
    return share


def enrol(children: Floats, shares: Floats, chance: CohortChance | None, code: str) -> Enrolled:
    """Return the pupils of each area by grade.

    Parameters
    ----------
    children
        Residents of a municipality's areas; whole persons where there is chance. (area, draw, year, age 6–18)
    shares
        As ``delay_shares`` gives them. (draw, age 6–18, delay)
    chance
        Source of whole pupils, which sum over the areas to the municipality's share rounded up or down; None for
        expected values.
    code
        Code of the municipality, which keys its chance.
    """
    n_areas, n_draws, n_years, _ = children.shape
    pupils = np.zeros((n_draws, n_years, n_areas, _N_GRADES))
    older = np.zeros((n_areas, n_draws, n_years, _N_OLDER))
    parts = (
        _expected_parts(children, shares) if chance is None else _whole_parts(children, shares, chance, code)
    )
    for delay, part in parts:
        by_area = np.moveaxis(part, 0, 2)
        ages, grades = slice(max(delay, 0), _N_GRADES + delay), slice(max(-delay, 0), _N_GRADES)
        pupils[..., grades] += by_area[..., ages]
        if delay > 0:
            pupils[..., 0] += by_area[..., :delay].sum(axis=-1)
            older[..., :delay] += part[..., _N_GRADES : _N_GRADES + delay]
    return Enrolled(pupils, older)


def _expected_parts(children: Floats, shares: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield the children of each delay that anyone has. (area, draw, year, age)"""
    for column, delay in enumerate(DELAYS):
        share = shares[:, None, :, column]
        if share.any():
            yield delay, children * share


def _whole_parts(
    children: Floats, shares: Floats, chance: CohortChance, code: str
) -> Iterator[tuple[int, Floats]]:
    """Yield whole children of each delay: of those at least so far behind, who is a year further behind."""
    remaining = children
    for column, delay in enumerate(DELAYS[:-1]):
        here, beyond = shares[..., column:].sum(axis=-1), shares[..., column + 1 :].sum(axis=-1)
        conditional = np.divide(beyond, here, out=np.zeros_like(here), where=here > 0)[:, None]
        if not conditional.any():
            yield delay, remaining
            return
        if (conditional == 1.0).all():
            continue
        uniform = chance.uniforms(f"years_behind/{delay + 1}", code)
        further = np.minimum(whole_shares(remaining, conditional, uniform), remaining)
        yield delay, remaining - further
        remaining = further
    yield DELAYS[-1], remaining


def whole_shares(people: Floats, share: Floats, uniform: Floats) -> Floats:
    """Return a share of the people of each area in whole persons, by systematic rounding over the areas.

    The areas sum to the municipality's exact share rounded down or up, and the mean over the uniform number is the
    exact share. A share may be above one.

    Parameters
    ----------
    people
        Whole persons. (area, …)
    share
        Broadcast to (…).
    uniform
        One uniform number a municipality. (…)
    """
    reached = np.cumsum(people, axis=0)
    reached *= share
    reached += uniform * (1.0 - 2.0 * _ALMOST) + _ALMOST
    np.floor(reached, out=reached)
    parts = reached.copy()
    parts[1:] -= reached[:-1]
    return parts
