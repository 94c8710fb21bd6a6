"""Counted pupils that are far from the residents of their age: notices that name the table to look at."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, FIRST_AGE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData, Futures, PupilCounts
from kopa_sim.scenario.pupil_counts import GRADE_PROGRESSION, METHOD

Floats = NDArray[np.float64]

_FIRST: Final[int] = 1
_LAST: Final[int] = BASIC_GRADES.stop - 1


def odd_count_notices(
    codes: tuple[str, ...], data: DemographicData, expected: Futures, parameters: Parameters
) -> tuple[str, ...]:
    """Return a notice for each counted year whose pupils of grades 1 to 9 are far from the residents of 7 to 15.

    Parameters
    ----------
    codes
        Codes of the municipalities.
    expected
        The mean future of "as it is".
    parameters
        Those of the mean future; ``demography.odd_count_share`` says what is far.
    """
    counts = data.pupil_counts
    if counts is None or parameters.text(METHOD) != GRADE_PROGRESSION:
        return ()
    limit = parameters.number("demography.odd_count_share")
    lines = []
    for municipality in sorted(set(counts.municipality.tolist())):
        for year in sorted(set(counts.year[counts.municipality == municipality].tolist())):
            residents = _residents(data, expected, municipality, year)
            if residents is None:
                continue
            pupils = _pupils(counts, municipality, year)
            if abs(pupils.sum() - residents.sum()) > limit * residents.sum():
                lines.append(_line(codes[municipality], year, pupils, residents, limit))
    return tuple(lines)


def _residents(data: DemographicData, expected: Futures, municipality: int, year: int) -> Floats | None:
    """Return residents of the age of grades 1 to 9, None of years that are not known. (grade 1–9,)"""
    if year in expected.years:
        people = expected.population_draw_year_municipality_sex_age[
            0, expected.year_index(year), municipality
        ]
    elif year in data.history:
        people = data.history[year][municipality]
    else:
        return None
    residents: Floats = people[:, FIRST_AGE + _FIRST : FIRST_AGE + _LAST + 1].sum(axis=0)
    return residents


def _pupils(counts: PupilCounts, municipality: int, year: int) -> Floats:
    """Return the pupils counted. (grade 1–9,)"""
    pupils = np.zeros(_LAST)
    for row in np.flatnonzero((counts.municipality == municipality) & (counts.year == year)):
        if counts.grade[row] >= _FIRST:
            pupils[counts.grade[row] - _FIRST] = counts.count[row]
    return pupils


def _line(code: str, year: int, pupils: Floats, residents: Floats, limit: float) -> str:
    worst = int(abs(pupils - residents).argmax())
    each = f", {pupils.sum() / residents.sum():.2f} a resident" if residents.sum() else ""
    return (
        f"pupil_counts, municipality {code}, {year}: {pupils.sum():,.0f} pupils of grades 1–9 are counted and"
        f" {residents.sum():,.0f} residents are 7–15 years old{each}; usual is {1 - limit:.1f}–{1 + limit:.1f}, so"
        f" look at the counts (farthest off is grade {worst + _FIRST}: {pupils[worst]:,.0f} pupils,"
        f" {residents[worst]:,.0f} residents)"
    )
