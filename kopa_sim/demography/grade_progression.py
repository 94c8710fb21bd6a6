"""Grade progression ratios: pupils counted in one year, a grade higher in the next.

The ratio of a grade is the pupils of all counted years together over the pupils of the grade below a year earlier,
so a large year weighs more and an empty one does no harm. It holds net moves, repeating and changes of school. The
method is that of the English local authorities (Department for Education, SCAP guide) and of the Greater London
Authority.
Nothing here knows of Finland: a unit may be a municipality, a local authority or a region.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def steps_of(pupils_year_unit_grade: Floats) -> tuple[Floats, Floats]:
    """Return the pupils below each grade a year earlier, and those of the grade.

    Both are (step, unit, grade from the second).

    Parameters
    ----------
    pupils_year_unit_grade
        Pupils of consecutive years. (year, unit, grade)
    """
    return pupils_year_unit_grade[:-1, :, :-1], pupils_year_unit_grade[1:, :, 1:]


def progression_ratios(
    below_step_unit_grade: Floats,
    above_step_unit_grade: Floats,
    steps: int,
    prior_pupils: Floats | float = 0.0,
) -> Floats:
    """Return the ratio of each grade to the one below it a year before. (unit, grade from the second)

    Parameters
    ----------
    below_step_unit_grade, above_step_unit_grade
        As ``steps_of`` gives them.
    steps
        How many of the last steps from year to year are used, where so many are known.
    prior_pupils
        Pupils by which each unit's ratio leans on that of all units together; a unit with as many pupils below the
        grade has half its own ratio. A number, or one a grade. (grade from the second,)
    """
    below, above = below_step_unit_grade[-steps:].sum(axis=0), above_step_unit_grade[-steps:].sum(axis=0)
    together = _ratio(above.sum(axis=0), below.sum(axis=0))
    return _ratio(above + prior_pupils * together, below + prior_pupils, together)


def intake_ratios(entrants_year_unit: Floats, source_year_unit: Floats, years: int) -> Floats:
    """Return entrants by those they come from: residents of the age, or births so many years before. (unit,)

    Parameters
    ----------
    entrants_year_unit, source_year_unit
        Pupils of the lowest grade and their source, already lagged, of the same years. (year, unit)
    years
        How many of the last years are used, where so many are known.
    """
    return _ratio(entrants_year_unit[-years:].sum(axis=0), source_year_unit[-years:].sum(axis=0))


def middle_intake_ratios(
    entrants_year_unit: Floats, source_year_unit: Floats, years: int, prior_pupils: float
) -> Floats:
    """Return entrants by residents of the age: the middle one of the yearly ratios, leaning on one. (unit,)

    One year that is counted wrong then hardly matters. NaN where entrants are not known in any of the years.

    Parameters
    ----------
    entrants_year_unit, source_year_unit
        As in ``intake_ratios``. (year, unit)
    years
        How many of the last years are used, where so many are known.
    prior_pupils
        Residents who are all pupils, by which the ratio leans on one.
    """
    entrants, source = entrants_year_unit[-years:], source_year_unit[-years:]
    middle = np.median(_ratio(entrants, source), axis=0)
    weight = source.sum(axis=0)
    ratio: Floats = _ratio(middle * weight + prior_pupils, weight + prior_pupils)
    return np.where(np.isnan(middle), np.nan, ratio)


def progress_pupils(
    pupils_unit_grade: Floats, ratios_unit_grade: Floats, entrants_year_unit: Floats
) -> Floats:
    """Return the pupils of the years after the count. (year, unit, grade)

    Parameters
    ----------
    pupils_unit_grade
        Pupils of the last counted year. (unit, grade)
    ratios_unit_grade
        As ``progression_ratios`` gives them. (unit, grade from the second)
    entrants_year_unit
        Pupils of the lowest grade in each later year; NaN where nothing is known of them, as then of all they become.
        (year, unit)
    """
    result = np.empty((len(entrants_year_unit), *pupils_unit_grade.shape))
    before = pupils_unit_grade
    for year, entrants in enumerate(entrants_year_unit):
        result[year, :, 0] = entrants
        result[year, :, 1:] = before[:, :-1] * ratios_unit_grade
        before = result[year]
    return result


def _ratio(above: Floats, below: Floats, otherwise: Floats | float = 1.0) -> Floats:
    """Return a quotient, or what stands in for it where there is nothing to divide by."""
    fallback = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), np.shape(above)).copy()
    quotient: Floats = np.divide(above, below, out=fallback, where=np.asarray(below) > 0)
    return quotient
