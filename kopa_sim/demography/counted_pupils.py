"""Municipalities that count their pupils: what stands in for "every resident of the age is a pupil".

The counts of the last run of years are carried on by grade progression on the mean future, and expressed as pupils
per resident of the grade's age. A future whose cohort is larger than the mean one's by a tenth has a tenth more
pupils. Entrants of grades 0 and 1 are the residents of six and seven times the pupils per resident of the counted
years.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_split import CohortChance
from kopa_sim.demography.enrolment import whole_shares
from kopa_sim.demography.grade_progression import intake_ratios, progress_pupils, progression_ratios
from kopa_sim.model.grades import BASIC_GRADES, FIRST_AGE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData, Futures
from kopa_sim.scenario.pupil_counts import GRADE_PROGRESSION, METHOD, counted_runs, pupils_of_run

Floats = NDArray[np.float64]

_N_GRADES: Final[int] = BASIC_GRADES.stop
_ENTRY_GRADES: Final[slice] = slice(0, 2)
_FIRST_LOWER_SECONDARY: Final[int] = 7


@dataclass(frozen=True)
class CountedPupils:
    """Pupils per resident of the grade's age.

    Attributes
    ----------
    years
        School years.
    ratio_year_municipality_grade
        Grades 0 to 9; NaN in municipalities where pupils follow from ages alone.
    """

    years: tuple[int, ...]
    ratio_year_municipality_grade: Floats

    def of(self, municipality: int, years: tuple[int, ...]) -> Floats | None:
        """Return the ratios of one municipality, None if its pupils are not counted. (year, grade)"""
        rows = [self.years.index(year) for year in years]
        ratio: Floats = self.ratio_year_municipality_grade[rows, municipality]
        return None if np.isnan(ratio).any() else ratio


def count_pupils(
    data: DemographicData, expected: Futures, years: tuple[int, ...], parameters: Parameters
) -> CountedPupils | None:
    """Return the pupils per resident that the counts and their progression give, None if no counts are used.

    Years before the first counted one have its pupils per resident.

    Parameters
    ----------
    expected
        The mean future, to whose cohorts the counts and their progression are set in relation.
    years
        School years wanted.
    parameters
        Those of the mean future (one draw).
    """
    method = parameters.text(METHOD)
    runs = {} if data.pupil_counts is None else counted_runs(data.pupil_counts, data.base_year)
    if data.pupil_counts is None or method != GRADE_PROGRESSION or not runs:
        return None
    counted = {index: pupils_of_run(data.pupil_counts, index, run) for index, run in runs.items()}
    used = int(parameters.number("demography.progression_years"))
    ratios = _progression(list(counted.values()), used, parameters)
    result = np.full((len(years), len(data.population_municipality_sex_age), _N_GRADES), np.nan)
    for row, (index, run) in enumerate(runs.items()):
        first = max(run[0], expected.years[0])
        later = range(first, max(run[-1], *years) + 1)
        residents = _residents(expected, index, later)
        known = counted[index][first - run[0] :]
        per_resident = _per_resident(_carry_on(known, residents, ratios[row], used), residents)
        result[:, index] = per_resident[[max(year, first) - first for year in years]]
    return CountedPupils(years, result)


def pupils_by_ratio(children: Floats, ratio: Floats, chance: CohortChance | None, code: str) -> Floats:
    """Return pupils by area and grade from residents of the grade's age. (draw, year, area, grade 0–9)

    Parameters
    ----------
    children
        Residents of a municipality's areas. (area, draw, year, age from 6)
    ratio
        Pupils per resident. (year, grade 0–9)
    chance, code
        As in ``enrol``.
    """
    of_age = children[..., :_N_GRADES]
    if chance is None:
        pupils = of_age * ratio
    else:
        pupils = whole_shares(of_age, ratio, chance.uniforms("counted_pupils", code)[..., :_N_GRADES])
    return np.moveaxis(pupils, 0, 2)


def _residents(expected: Futures, municipality: int, years: range) -> Floats:
    """Return residents of the age of each grade in the mean future. (year, grade 0–9)"""
    index = [expected.year_index(year) for year in years]
    people = expected.population_draw_year_municipality_sex_age[0, index, municipality]
    residents: Floats = people[..., FIRST_AGE : FIRST_AGE + _N_GRADES].sum(axis=1)
    return residents


def _progression(counted: list[Floats], used: int, parameters: Parameters) -> Floats:
    """Return the ratios of grades 2 to 9 to the grade below, each counted municipality's own. (municipality, grade)

    Municipalities may be counted in different years: their last steps are set side by side.
    """
    steps = max(len(pupils) for pupils in counted) - 1
    below, above = np.zeros((2, steps, len(counted), _N_GRADES - 2))
    for row, pupils in enumerate(counted):
        below[steps + 1 - len(pupils) :, row] = pupils[:-1, 1:-1]
        above[steps + 1 - len(pupils) :, row] = pupils[1:, 2:]
    prior = parameters.table("demography.progression_prior_pupils")
    by_grade = np.full(_N_GRADES - 2, prior["within_stage"])
    by_grade[_FIRST_LOWER_SECONDARY - 2] = prior["grade_7"]
    return progression_ratios(below, above, used, by_grade)


def _carry_on(counted: Floats, residents: Floats, ratios: Floats, used: int) -> Floats:
    """Return the pupils counted and those of the years after. (year, grade 0–9)

    Where pre-primary education is not counted, every resident of six is in it.
    """
    known = len(counted)
    entry = intake_ratios(counted[:, _ENTRY_GRADES], residents[:known, _ENTRY_GRADES], used)
    entrants = residents[known:, _ENTRY_GRADES] * np.where(np.isnan(entry), 1.0, entry)
    later = progress_pupils(counted[-1:, 1:], ratios[None], entrants[:, 1:])[:, 0]
    pre_primary = np.where(np.isnan(counted[:, :1]), residents[:known, :1], counted[:, :1])
    before = np.concatenate([pre_primary, counted[:, 1:]], axis=1)
    return np.concatenate([before, np.concatenate([entrants[:, :1], later], axis=1)])


def _per_resident(pupils: Floats, residents: Floats) -> Floats:
    """Return pupils by residents of the age; one where nobody of the age lives. (year, grade)"""
    ratio: Floats = np.divide(pupils, residents, out=np.ones_like(pupils), where=residents > 0)
    return ratio
