"""Principals, secretaries and education offices."""

import numpy as np
import pytest

from kopa_sim.economy.costs_administration import office_by_school, office_cost, school_administration_cost
from tests.economy.worlds import (
    ROUND_PRICES,
    agreement,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)


def offices(of, year=2026):
    return office_cost(of.basis)[0, year_at(year)]


def test_a_school_pays_its_principal_and_a_secretary_and_office_work_by_pupil():
    led = world(staff={"principal_posts": [1.0, 0.2, 0.0]})
    cost = school_administration_cost(led.basis, led.staffing)[0, year_at(2026)]
    assert cost == pytest.approx([75_000 + 100 * (75 + 50), 15_000 + 20 * (75 + 50), 50 * (75 + 50)])


def test_an_office_grows_by_the_labour_in_it_and_a_secretary_with_wages():
    shares = {**ROUND_PRICES["economy.labour_share"], "office": 0.8}
    grown = world(economy__labour_share=shares, economy__wage_growth=0.1, economy__price_growth=0.01)
    office = 0.8 * 1.1 + 0.2 * 1.01
    assert offices(grown, 2027) == pytest.approx([100_000 * office] * 2)
    cost = school_administration_cost(grown.basis, grown.staffing)[0, year_at(2027)]
    assert cost[0] == pytest.approx(100 * (75 * 1.1 + 50 * office))


def test_every_municipality_with_schools_has_one_office_whatever_its_size():
    assert offices(world()) == pytest.approx([100_000, 100_000])


def test_a_municipality_without_schools_of_its_own_has_no_office_here():
    region = with_schools({"code": "own", "municipality": "901", "grades": "0-9"})
    assert offices(world(region, rows=[])) == pytest.approx([100_000, 0])


@pytest.mark.parametrize("kind", ["shared_administration", "host_municipality", "joint_authority"])
def test_a_common_office_stands_at_its_host_and_saves_part_of_each_further_member_s(kind):
    region = two_municipalities()
    shared = world(region, agreement(plan_of(region), kind, members=(1, 0), year=2027))
    assert offices(shared, 2026) == pytest.approx([100_000, 100_000])
    assert offices(shared, 2027) == pytest.approx([0, 160_000])


def test_a_joint_school_leaves_the_offices_apart():
    region = two_municipalities()
    shared = world(region, agreement(plan_of(region), "joint_school", schools=(0,)))
    assert offices(shared) == pytest.approx([100_000, 100_000])


def test_a_municipality_belongs_to_one_common_office_only():
    region = two_municipalities()
    twice = agreement(agreement(plan_of(region), "shared_administration"), "host_municipality")
    assert offices(world(region, twice)) == pytest.approx([160_000, 0])


def test_the_office_is_spread_over_schools_by_pupils():
    basis = world().basis
    cost = office_by_school(basis, np.full((1, 6, 2), 120_000.0))[0, 0]
    assert cost == pytest.approx([100_000, 20_000, 120_000])
