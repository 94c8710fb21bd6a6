"""The limits on the way to school that a plan of closing keeps."""

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.optimise.layout import keeps_limits

PARAMETERS = Parameters(1, {name: spec.value for name, spec in load_defaults().items()})


def kept(minutes_to_schools, own, max_minutes=None):
    """Return which schools a pupil of grade 3 may be sent to."""
    minutes = np.array([minutes_to_schools], dtype=float)
    pupils = np.zeros((1, 1, N_GRADES))
    pupils[..., 3] = 1.0
    journeys = Journeys(minutes, minutes, np.zeros((minutes.size, minutes.size)))
    point, school = np.array([0]), np.array([own])
    return keeps_limits(journeys, PARAMETERS, point, school, minutes, pupils, max_minutes)[0].tolist()


def test_nobody_is_sent_beyond_the_legal_day():
    assert kept([20.0, 75.0, 76.0], own=0) == [True, True, False]


def test_a_day_that_is_too_long_already_does_not_become_longer():
    assert kept([105.0, 109.0, 90.0], own=0) == [True, False, True]


def test_a_wished_limit_binds_all_but_those_who_travel_longer_already():
    assert kept([20.0, 45.0, 46.0], own=0, max_minutes=45.0) == [True, True, False]
    assert kept([50.0, 49.0, 51.0], own=0, max_minutes=45.0) == [True, True, False]
