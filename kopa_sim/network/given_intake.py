"""Schools that take a given intake: non-municipal and special schools.

They are never filled by nearest-school. Each takes the same share of every area's pupils of its grades in its
own municipality, so that in the first costed year of the mean future it has exactly the pupils it was given.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def resident_pupils(region: Region, pupils_area_grade: Floats) -> Floats:
    """Return pupils by municipality of residence. (municipality, grade)"""
    total = np.zeros((len(region.municipalities), N_GRADES))
    np.add.at(total, region.areas.municipality, pupils_area_grade)
    return total


def first_year_residents(region: Region, plan: Plan, mean_pupils: Pupils) -> Floats:
    """Return the mean future's resident pupils of the first costed year. (municipality, grade)"""
    year = mean_pupils.years.index(plan.first_year)
    return resident_pupils(region, mean_pupils.pupils_draw_year_area_grade[0, year])


def intake_share_school_grade(
    region: Region, teaches_school_grade: Bools, residents_municipality_grade: Floats, largest_share: float
) -> Floats:
    """Return the share of its municipality's pupils that each given-intake school takes. (school, grade)

    Parameters
    ----------
    teaches_school_grade
        Grades taught this year. (school, grade)
    residents_municipality_grade
        Resident pupils of the first costed year, against which the intake is set. (municipality, grade)
    largest_share
        Most that the given-intake schools of a municipality may take of a grade together.
    """
    schools = region.schools
    residents = residents_municipality_grade[schools.municipality]
    served = np.where(teaches_school_grade, residents, 0.0).sum(axis=1)
    takes = ~schools.fills_by_distance & (served > 0)
    share = np.zeros(len(schools))
    share[takes] = schools.given_intake[takes] / served[takes]
    share_school_grade = share[:, None] * teaches_school_grade
    total = resident_share(region, share_school_grade)
    beyond = total > largest_share
    scale = np.where(beyond, largest_share / np.where(beyond, total, 1.0), 1.0)
    capped: Floats = share_school_grade * scale[schools.municipality]
    return capped


def resident_share(region: Region, share_school_grade: Floats) -> Floats:
    """Return the share of each municipality's pupils that goes to given-intake schools. (municipality, grade)"""
    total = np.zeros((len(region.municipalities), N_GRADES))
    np.add.at(total, region.schools.municipality, share_school_grade)
    return total
