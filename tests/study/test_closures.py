"""Which areas lose their school, and when."""

import numpy as np
import pytest

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.study.closures import lost_school_share
from tests.network.towns import (
    YEARS,
    assign,
    closed,
    measure_journeys,
    open_borders,
    parameters,
    plan,
    pupils,
)
from tests.regions import two_municipalities

REGION = two_municipalities()
FEW = pupils(REGION, 8.0)
A2 = REGION.areas.codes.index("a2")


def lost(of, least_km=5.0):
    chosen = Parameters(1, {"demography.closure_response_least_km": least_km})
    _, catchments = assign(REGION, of, FEW)
    journeys = measure_journeys(REGION, parameters(), None)
    return lost_school_share(REGION, journeys, of, catchments, chosen)


def test_the_village_loses_its_school_in_the_year_it_closes_and_in_no_other():
    share = lost(closed(plan(REGION), REGION, "village", 2027))
    assert share[YEARS.index(2027), A2] == pytest.approx(1.0)
    share[YEARS.index(2027), A2] = 0.0
    assert (share == 0).all()


def test_nobody_loses_a_school_in_the_present_network():
    assert (lost(plan(REGION)) == 0).all()


def test_a_school_that_moves_next_door_is_not_lost():
    of = closed(plan(REGION), REGION, "village", 2027)
    assert (lost(of, least_km=100.0) == 0).all()


def test_a_school_that_keeps_three_of_six_grades_is_half_lost():
    of = plan(REGION)
    grades = of.grades_year_school_grade.copy()
    village = REGION.schools.codes.index("village")
    grades[YEARS.index(2027) :, village, 4:] = False
    share = lost(type(of)(**{**vars(of), "grades_year_school_grade": grades}))
    assert share[YEARS.index(2027), A2] == pytest.approx(0.5)


def test_a_closed_lower_secondary_school_is_not_a_village_school():
    of = plan(REGION)
    grades = of.grades_year_school_grade.copy()
    centre = REGION.schools.codes.index("centre")
    grades[YEARS.index(2027) :, centre, 7:10] = False
    assert grades.shape[-1] == N_GRADES
    of = open_borders(type(of)(**{**vars(of), "grades_year_school_grade": grades}))
    assert (lost(of) == 0).all()
    assert np.isfinite(lost(of)).all()
