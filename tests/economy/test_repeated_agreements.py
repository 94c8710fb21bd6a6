"""A second agreement on what is settled already: which it is, what settles it instead, and what making it costs."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.costs_transition import agreement_change_cost
from kopa_sim.economy.repeated_agreements import making_nothing, repeated_agreements
from tests.economy.worlds import CENTRE, OTHER, YEARS, agreement, plan_of, two_municipalities, world, year_at

REGION = two_municipalities()
PRICED = {"price_per_pupil_eur": 9_000.0}


def plan_with(*agreements):
    plan = plan_of(REGION)
    for kind, terms in agreements:
        plan = agreement(plan, kind, **terms)
    return plan


JOINT = ("joint_school", {"schools": (CENTRE,)})
BUSES, OFFICE = ("shared_transport", {}), ("shared_administration", {})


@pytest.mark.parametrize(
    "twice",
    [
        JOINT,
        BUSES,
        OFFICE,
        ("joint_authority", {}),
        ("host_municipality", {}),
        ("purchase", {"members": (1, 0)} | PRICED),
    ],
)
def test_a_second_agreement_on_the_same_thing_settles_nothing(twice):
    assert repeated_agreements(REGION, plan_with(twice)) == {}
    assert repeated_agreements(REGION, plan_with(twice, twice)) == {1: 0}


def test_agreements_on_different_things_or_at_different_times_settle_each_its_own():
    other_school = ("joint_school", {"schools": (OTHER,)})
    assert repeated_agreements(REGION, plan_with(JOINT, other_school, BUSES, OFFICE)) == {}
    plan = plan_with(BUSES, BUSES)
    first, second = plan.agreements
    ended = replace(first, years=first.years & (np.array(YEARS) <= 2027))
    assert repeated_agreements(REGION, replace(plan, agreements=(ended, second))) == {}
    never = replace(second, years=np.zeros_like(second.years))
    assert repeated_agreements(REGION, replace(plan, agreements=(first, never))) == {}


def test_a_divided_bill_comes_before_one_that_stands_first_and_leaves_it_where_it_is():
    statutory = ("joint_school", {"schools": (CENTRE,), "price_rule": "statutory"})
    assert repeated_agreements(REGION, plan_with(statutory, JOINT)) == {}
    assert repeated_agreements(REGION, plan_with(statutory, JOINT, JOINT)) == {2: 1}


def test_transport_in_the_whole_bill_of_the_schools_is_settled_there_but_its_tenders_are_made():
    plan = plan_with(("joint_authority", {}), BUSES)
    assert repeated_agreements(REGION, plan) == {1: 0}
    assert making_nothing(REGION, plan) == frozenset()


@pytest.mark.parametrize(("kind", "times"), [(BUSES, 1), (OFFICE, 1), (JOINT, 2)])
def test_what_members_have_already_is_not_started_a_second_time(kind, times):
    cost = agreement_change_cost(world(REGION, plan_with(kind, kind)).basis)[0, year_at(2026)]
    assert cost.sum() == pytest.approx(times * 2 * 20_000.0)


def test_a_second_joint_school_changes_no_bill():
    once, twice = (
        world(REGION, plan_with(*[JOINT] * times), economy__agreement_start_eur_member=0.0).costs()
        for times in (1, 2)
    )
    assert np.array_equal(
        once.municipal_draw_year_municipality_payer_item, twice.municipal_draw_year_municipality_payer_item
    )
