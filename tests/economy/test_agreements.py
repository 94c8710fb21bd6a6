"""What agreements are about."""

import numpy as np
import pytest

from kopa_sim.economy.agreements import (
    common_schools,
    host_of,
    municipalities_with_schools,
    named_upper_secondary,
    rule_in_force,
    runner_year_school,
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


@pytest.mark.parametrize(
    "kind", ["open_borders", "shared_administration", "shared_transport", "teacher_pool"]
)
def test_looser_cooperation_divides_no_school_s_bill(kind):
    assert not shares_bill(made(kind))
    assert common_schools(made(kind), REGION) == ()


def test_a_purchase_is_about_the_seller_s_schools_and_divides_their_bill_at_cost_price_only():
    assert common_schools(made("purchase", members=(1, 0)), REGION) == (CENTRE, VILLAGE)
    assert common_schools(made("purchase", members=(1, 0), schools=(VILLAGE,)), REGION) == (VILLAGE,)
    assert not shares_bill(made("purchase"))
    assert shares_bill(made("purchase", price_rule="cost_shares"))


@pytest.mark.parametrize(
    ("kind", "terms", "in_force"),
    [
        ("joint_school", {}, "by_pupils"),
        ("joint_school", {"price_rule": "fixed_fee", "yearly_fee_eur": 1.0}, ""),
        ("host_municipality", {"price_per_pupil_eur": 1.0}, ""),
        ("host_municipality", {"price_rule": "fixed_fee", "yearly_fee_eur": 1.0}, "host"),
        ("satellite", {"bill_sharing": "equal"}, "equal"),
        ("satellite", {"price_per_pupil_eur": 1.0}, "host"),
        ("satellite", {"price_rule": "statutory"}, "host"),
        ("purchase", {}, ""),
        ("teacher_pool", {"bill_sharing": "by_use"}, "by_use"),
    ],
)
def test_a_bill_is_divided_by_a_rule_or_borne_by_the_host_or_stays_where_it_stands(kind, terms, in_force):
    assert rule_in_force(made(kind, schools=(VILLAGE,), mother_school=CENTRE, **terms)) == in_force


def test_the_host_is_the_one_named_or_the_owner_of_what_is_common():
    assert host_of(made("joint_authority", host=1), REGION) == 1
    assert host_of(made("joint_authority", members=(1, 0)), REGION) == 1
    assert host_of(made("purchase", members=(0, 1)), REGION) == 1
    assert host_of(made("joint_school", schools=(OTHER,)), REGION) == 1
    assert host_of(made("satellite", schools=(OTHER,), mother_school=CENTRE), REGION) == 0


def test_a_satellite_is_run_by_its_mother_school_s_municipality_while_the_agreement_lasts():
    terms = {"schools": (OTHER,), "mother_school": CENTRE, "year": 2027}
    priced = agreement(plan_of(REGION), "satellite", price_per_pupil_eur=9_000.0, **terms)
    assert runner_year_school(REGION, priced)[year_at(2026)].tolist() == [0, 0, 1]
    assert runner_year_school(REGION, priced)[year_at(2027)].tolist() == [0, 0, 0]
    divided = agreement(plan_of(REGION), "satellite", **terms)
    assert runner_year_school(REGION, divided)[year_at(2027)].tolist() == [0, 0, 1]


def test_the_other_municipality_may_be_the_host_of_a_satellite_as_well():
    plan = agreement(
        plan_of(REGION), "satellite", schools=(VILLAGE,), mother_school=OTHER, price_rule="statutory"
    )
    assert runner_year_school(REGION, plan)[year_at(2026)].tolist() == [0, 1, 1]


def test_the_students_of_an_upper_secondary_satellite_count_with_all_of_the_host_s():
    region = with_schools(
        {"code": "mother", "municipality": "901", "grades": "upper_secondary"},
        {"code": "second", "municipality": "901", "grades": "upper_secondary"},
        {"code": "site", "municipality": "902", "grades": "upper_secondary"},
    )
    assert named_upper_secondary(made("satellite", schools=(2,), mother_school=0), region) == (0, 1, 2)


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
