"""Municipalities that count their pupils: what stands in for "every resident of the age is a pupil".

The counts of the last run of years are carried on by grade progression on a reference future, in which nothing but
the rates happens after the last count, and expressed as pupils per resident of the grade's age there. A future whose
cohort is larger than the reference's by a tenth has a tenth more pupils: by luck, new dwellings, holding to an
official projection, other levels of migration, or families who answer to closed schools. Entrants of grades 0 and 1
are the residents of six and seven times the pupils per resident of the counted years.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_split import CohortChance
from kopa_sim.demography.enrolment import whole_shares
from kopa_sim.demography.grade_progression import middle_intake_ratios, progress_pupils, progression_ratios
from kopa_sim.demography.launch import Launch
from kopa_sim.demography.reference_future import reference_future
from kopa_sim.model.grades import BASIC_GRADES, FIRST_AGE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData, Futures, PupilCounts
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
    data: DemographicData, launch: Launch, years: tuple[int, ...], parameters: Parameters
) -> CountedPupils | None:
    """Return the pupils per resident that the counts and their progression give, None if no counts are used.

    Years before the first counted one have its pupils per resident.

    Parameters
    ----------
    launch
        That of "as it is"; counts and their progression are set in relation to the cohorts of its reference future.
    years
        School years wanted.
    parameters
        Those of the mean future (one draw).
    """
    method = parameters.text(METHOD)
    runs = {} if data.pupil_counts is None else counted_runs(data.pupil_counts, data.base_year)
    if data.pupil_counts is None or method != GRADE_PROGRESSION or not runs:
        return None
    references = {
        last: reference_future(launch, parameters, last) for last in {run[-1] for run in runs.values()}
    }
    several = [
        _Counted.of(data.pupil_counts, index, run, references[run[-1]], years) for index, run in runs.items()
    ]
    ratios = _progression(several, parameters)
    result = np.full((len(years), len(data.population_municipality_sex_age), _N_GRADES), np.nan)
    for counted, ratio in zip(several, ratios, strict=True):
        per_resident = _per_resident(_carry_on(counted, ratio, parameters), counted.residents)
        rows = [max(year, counted.first) - counted.first for year in years]
        result[:, counted.municipality] = per_resident[rows]
    return CountedPupils(years, result)


@dataclass(frozen=True)
class _Counted:
    """One municipality's counts and the residents of its reference future.

    Attributes
    ----------
    first
        First year of ``known`` and ``residents``.
    pupils
        Pupils of all the years of the run. (year, grade 0–9)
    known
        Those of the years whose residents are known. (year, grade 0–9)
    residents
        Residents of the age of each grade, to the last year wanted. (year, grade 0–9)
    """

    municipality: int
    first: int
    pupils: Floats
    known: Floats
    residents: Floats

    @classmethod
    def of(
        cls,
        counts: PupilCounts,
        municipality: int,
        run: tuple[int, ...],
        reference: Futures,
        years: tuple[int, ...],
    ) -> "_Counted":
        first = max(run[0], reference.years[0])
        pupils = pupils_of_run(counts, municipality, run)
        residents = _residents(reference, municipality, range(first, max(run[-1], *years) + 1))
        return cls(municipality, first, pupils, pupils[first - run[0] :], residents)

    def telling(self, limit: float) -> NDArray[np.bool_]:
        """Return which counted years are within ``limit`` of the middle one's pupils per resident. (year of run,)

        Years whose residents are not known are taken to tell.
        """
        residents = self.residents[: len(self.known), 1:].sum(axis=1)
        level = np.divide(
            self.known[:, 1:].sum(axis=1), residents, out=np.ones(len(residents)), where=residents > 0
        )
        tells = np.ones(len(self.pupils), dtype=np.bool_)
        tells[len(self.pupils) - len(level) :] = abs(level - np.median(level)) <= limit * np.median(level)
        return tells


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


def _residents(reference: Futures, municipality: int, years: range) -> Floats:
    """Return residents of the age of each grade in the reference future. (year, grade 0–9)"""
    index = [reference.year_index(year) for year in years]
    people = reference.population_draw_year_municipality_sex_age[0, index, municipality]
    residents: Floats = people[..., FIRST_AGE : FIRST_AGE + _N_GRADES].sum(axis=1)
    return residents


def _progression(several: list[_Counted], parameters: Parameters) -> Floats:
    """Return the ratios of grades 2 to 9 to the grade below, each counted municipality's own. (municipality, grade)

    Municipalities may be counted in different years: their last steps are set side by side. A step to or from a year
    that is far from the municipality's middle one tells nothing.
    """
    used = int(parameters.number("demography.progression_years"))
    limit = parameters.number("demography.odd_count_share")
    steps = max(len(counted.pupils) for counted in several) - 1
    below, above = np.zeros((2, steps, len(several), _N_GRADES - 2))
    for row, counted in enumerate(several):
        pupils, tells = counted.pupils, counted.telling(limit)
        both = (tells[:-1] & tells[1:])[:, None]
        below[steps + 1 - len(pupils) :, row] = np.where(both, pupils[:-1, 1:-1], 0.0)
        above[steps + 1 - len(pupils) :, row] = np.where(both, pupils[1:, 2:], 0.0)
    prior = parameters.table("demography.progression_prior_pupils")
    by_grade = np.full(_N_GRADES - 2, prior["within_stage"])
    by_grade[_FIRST_LOWER_SECONDARY - 2] = prior["grade_7"]
    return progression_ratios(below, above, used, by_grade)


def _carry_on(counted: _Counted, ratios: Floats, parameters: Parameters) -> Floats:
    """Return the pupils counted and those of the years after. (year, grade 0–9)

    Where pre-primary education is not counted, every resident of six is in it.
    """
    known, residents = counted.known, counted.residents
    n_known = len(known)
    used = int(parameters.number("demography.progression_years"))
    entry = middle_intake_ratios(
        known[:, _ENTRY_GRADES],
        residents[:n_known, _ENTRY_GRADES],
        used,
        parameters.number("demography.intake_prior_pupils"),
    )
    entrants = residents[n_known:, _ENTRY_GRADES] * np.where(np.isnan(entry), 1.0, entry)
    later = progress_pupils(known[-1:, 1:], ratios[None], entrants[:, 1:])[:, 0]
    pre_primary = np.where(np.isnan(known[:, :1]), residents[:n_known, :1], known[:, :1])
    before = np.concatenate([pre_primary, known[:, 1:]], axis=1)
    return np.concatenate([before, np.concatenate([entrants[:, :1], later], axis=1)])


def _per_resident(pupils: Floats, residents: Floats) -> Floats:
    """Return pupils by residents of the age; one where nobody of the age lives. (year, grade)"""
    ratio: Floats = np.divide(pupils, residents, out=np.ones_like(pupils), where=residents > 0)
    return ratio
