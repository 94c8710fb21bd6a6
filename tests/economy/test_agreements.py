"""What agreements are about."""

import numpy as np
import pytest

from kopa_sim.economy.agreements import (
    common_schools,
    municipalities_with_schools,
    named_upper_secondary,
    shared_bills,
    shared_offices,
    shares_bill,
)
from tests.economy.worlds import (
    CENTRE,
    OTHER,
    VILLAGE,
    agreement,
    plan_of,
    two_municipalities,
    with_schools,
    year_at,
)

REGION = two_municipalities()


def made(kind, **other):
    return agreement(plan_of(REGION), kind, **other).agreements[0]


@pytest.mark.parametrize("kind", ["joint_school", "host_municipality", "joint_authority"])
def test_a_stated_price_takes_the_place_of_bill_shares(kind):
    assert shares_bill(made(kind, schools=(CENTRE,)))
    assert not shares_bill(made(kind, schools=(CENTRE,), price_per_pupil_eur=9_000.0))


@pytest.mark.parametrize("kind", ["open_borders", "purchase", "shared_administration", "shared_transport"])
def test_looser_cooperation_divides_no_school_s_bill(kind):
    assert not shares_bill(made(kind))
    assert common_schools(made(kind), REGION) == ()


def test_named_schools_are_common_and_without_names_one_organiser_has_all():
    assert common_schools(made("joint_school", schools=(OTHER,)), REGION) == (OTHER,)
    assert common_schools(made("joint_authority"), REGION) == (CENTRE, VILLAGE, OTHER)


def test_an_organiser_without_names_arranges_basic_education_only():
    region = with_schools(
        {"code": "basic", "municipality": "901", "grades": "1-9"},
        {"code": "upper", "municipality": "902", "grades": "upper_secondary"},
        {"code": "private", "municipality": "902", "grades": "1-9", "provider": "private", "pupils": 9},
    )
    assert common_schools(made("host_municipality"), region) == (0,)
    assert named_upper_secondary(made("host_municipality"), region) == ()
    assert named_upper_secondary(made("host_municipality", schools=(0, 1)), region) == (1,)
    assert named_upper_secondary(made("joint_school", schools=(1,)), region) == ()


def test_a_school_s_bill_is_divided_once():
    plan = agreement(
        agreement(plan_of(REGION), "joint_school", schools=(CENTRE,)), "joint_authority", year=2027
    )
    first, second = shared_bills(REGION, plan)
    assert not (first.settled & second.settled).any()
    assert first.settled[year_at(2028)].tolist() == [True, False, False]
    assert second.settled[year_at(2028)].tolist() == [False, True, True]
    assert not second.settled[year_at(2026)].any()


def test_a_common_office_takes_two_members_with_schools():
    region = with_schools({"code": "own", "municipality": "901", "grades": "0-9"})
    assert municipalities_with_schools(region).tolist() == [True, False]
    assert shared_offices(region, agreement(plan_of(region), "shared_administration")) == ()


def test_the_first_agreement_about_an_office_counts_in_the_years_it_works():
    plan = agreement(agreement(plan_of(REGION), "joint_authority", year=2028), "shared_administration")
    authority, administration = shared_offices(REGION, plan)
    assert np.flatnonzero(authority.years).tolist() == [4, 5]
    assert np.flatnonzero(administration.years).tolist() == [2, 3]
