"""Drives to the days on which a remote group meets in person."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.journeys import Journeys, Transport
from kopa_sim.model.staffing import RemoteMeetings
from kopa_sim.network.meetings import drive_to_meetings
from kopa_sim.network.vehicles import VehicleRule, drive
from tests.network.towns import parameters

SCHOOLS = 3
JOURNEYS = Journeys(
    np.zeros((1, SCHOOLS)),
    np.zeros((1, SCHOOLS)),
    np.array([[0.0, 10.0, 25.0], [10.0, 0.0, 15.0], [25.0, 15.0, 0.0]]),
)
NOTHING = np.zeros((1, 2, SCHOOLS))
DAILY = Transport(*(NOTHING,) * 7)
MEETING = RemoteMeetings(
    schools=np.array([0, 2]),
    sending_year=np.array([2, 0]),
    pupils_draw_year_member=np.array([[[4.0, 0.0], [0.0, 20.0]]]),
    days=5.0,
)


def test_pupils_are_driven_to_the_school_that_sends_in_the_year_and_back():
    given = parameters()
    driven = drive_to_meetings(DAILY, [MEETING], JOURNEYS, given)
    rule = replace(VehicleRule.of(given), trips_year=10.0)
    for year, school, pupils in ((0, 0, 4.0), (1, 2, 20.0)):
        expected = drive(np.array([pupils]), np.array([25.0]), rule)
        assert driven.vehicle_km[0, year, school] == pytest.approx(expected.priced_km[0])
        assert driven.vehicle_h[0, year, school] == pytest.approx(expected.hours[0])
        days = given.number("transport.school_days")
        assert driven.vehicles[0, year, school] == pytest.approx(expected.vehicles[0] * 5.0 / days)
    assert np.count_nonzero(driven.vehicle_km) == 2


def test_without_meetings_transport_is_what_it_was():
    assert drive_to_meetings(DAILY, (), JOURNEYS, parameters()) is DAILY


def test_meetings_never_change_who_is_entitled():
    driven = drive_to_meetings(DAILY, [MEETING], JOURNEYS, parameters())
    assert not driven.entitled.any()
    assert not driven.boarded.any()


def test_twice_the_days_are_twice_the_kilometres():
    once = drive_to_meetings(DAILY, [MEETING], JOURNEYS, parameters())
    twice = drive_to_meetings(DAILY, [replace(MEETING, days=10.0)], JOURNEYS, parameters())
    assert twice.vehicle_km == pytest.approx(2 * once.vehicle_km)
