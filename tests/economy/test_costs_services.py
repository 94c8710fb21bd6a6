"""Pupil welfare and information technology."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.costs_services import ict_cost, remote_room_cost, welfare_cost
from tests.economy.worlds import CENTRE, VILLAGE, close, plan_of, two_municipalities, world, year_at


def ict(of):
    return ict_cost(of.basis, building_states(of.region, of.plan, of.parameters), of.staffing)[0]


def test_welfare_is_a_coach_for_so_many_pupils_and_what_else_a_pupil_takes():
    assert welfare_cost(world().basis)[0, year_at(2026)] == pytest.approx([10_000.0, 2_000.0, 5_000.0])


def test_a_coach_s_pay_grows_with_wages_and_the_rest_with_prices():
    grown = world(economy__wage_growth=0.1, economy__price_growth=0.01)
    assert welfare_cost(grown.basis)[0, year_at(2027), CENTRE] == pytest.approx(100 * (60 * 1.1 + 40 * 1.01))


def test_devices_licences_and_support_follow_pupils_and_every_site_has_a_network():
    """0.9 devices of 400 over four years are 90, licences 35, a support person 75."""
    assert ict(world())[year_at(2026)] == pytest.approx(
        [100 * 200 + 3_000, 20 * 200 + 3_000, 50 * 200 + 3_000]
    )


def test_the_network_of_a_closed_site_ends_with_the_building():
    region = two_municipalities()
    closed = world(region, close(plan_of(region), VILLAGE, 2026), rows=[(0, 1, CENTRE, 120.0)])
    assert ict(closed)[year_at(2026) :, VILLAGE] == pytest.approx([1_200, 1_200, 0, 0])


def test_a_device_s_charge_has_interest_and_grows_with_prices_and_support_with_wages():
    interest = world(economy__discount_rate=0.1, economy__wage_growth=0.05, economy__price_growth=0.01)
    charge = 360 * 0.1 / (1 - 1.1**-4)
    expected = 100 * ((charge + 35) * 1.01 + 75 * 1.05) + 3_000 * 1.01
    assert ict(interest)[year_at(2027), CENTRE] == pytest.approx(expected)


def test_a_remote_room_is_a_yearly_charge_a_trained_person_and_a_link():
    linked = world(staff={"remote_rooms": [1.0, 0.0, 0.0]})
    cost = remote_room_cost(linked.basis, linked.staffing)[0, year_at(2026)]
    assert cost == pytest.approx([6_000 / 6 + 1_000 / 5 + 600, 0, 0])
    assert ict(linked)[year_at(2026), CENTRE] == pytest.approx(23_000 + 1_800)


def test_a_remote_ready_school_has_the_equipment_of_its_first_room():
    plain = two_municipalities()
    region = replace(plain, schools=replace(plain.schools, remote_ready=np.array([False, True, True])))
    linked = world(region, staff={"remote_rooms": [1.0, 1.0, 2.0]})
    unready = world(staff={"remote_rooms": [1.0, 1.0, 2.0]})
    saved = (ict(unready) - ict(linked))[year_at(2026)]
    assert saved == pytest.approx([0.0, 1_000.0, 1_000.0])
