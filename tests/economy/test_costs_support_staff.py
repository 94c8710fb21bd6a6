"""Assistants and the adults beside remote lessons."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.costs_support_staff import support_staff_cost
from kopa_sim.economy.pay import post_cost
from kopa_sim.model.ledger import COST_ITEMS, PAYERS
from tests.economy.worlds import CENTRE, VILLAGE, YEARS, with_schools, world, year_at


def test_assistants_are_paid_by_the_post_and_site_adults_by_the_weekly_hour():
    staffed = world(staff={"assistant_posts": [2.0, 0.0, 0.0], "site_adult_hours": [0.0, 4.0, 0.0]})
    cost = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(2 * 30_000)
    assert cost[VILLAGE] == pytest.approx(4 / 40 * 30_000)


def test_support_staff_pay_grows_with_real_wages():
    staffed = world(staff={"assistant_posts": 1.0}, economy__wage_growth=0.02)
    cost = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2027)]
    assert cost == pytest.approx([30_600.0] * 3)


def test_assistants_who_drive_between_schools_are_paid_the_kilometres():
    staffed = world(staff={"assistant_posts": 1.0}, economy__fuel_growth=0.1)
    km = np.full((1, len(YEARS), 3), [0.0, 400.0, 0.0])
    driving = replace(staffed.staffing, assistant_km_draw_year_school=km)
    cost = support_staff_cost(staffed.basis, driving)[0, year_at(2026)]
    assert cost == pytest.approx([30_000.0, 30_200.0, 30_000.0])
    later = support_staff_cost(staffed.basis, driving)[0, year_at(2027)]
    assert later == pytest.approx([30_000.0, 30_000 + 200 * (0.5 * 1.1 + 0.5), 30_000.0])


def with_surplus(principals, assistants):
    """A world whose municipalities pay so many principals and assistants beyond need."""
    staffed = world(staff={"assistant_posts": 1.0}, teaching__principal_salary_eur_month=3_000.0)
    beyond = np.zeros((1, len(YEARS), 2, 2))
    beyond[:, :, 0] = principals, assistants
    return replace(
        staffed, staffing=replace(staffed.staffing, surplus_support_draw_year_municipality_staff=beyond)
    )


def test_assistants_and_principals_beyond_need_are_paid_by_their_employer_and_spread_by_pupils():
    none, some = with_surplus(0.0, 0.0), with_surplus(2.0, 0.5)
    for item, posts, salary in (("support_staff", 0.5, "assistant"), ("administration", 2.0, "principal")):
        pay = post_cost(f"teaching.{salary}_salary_eur_month", some.basis.parameters)[0]
        more, before = (
            of.costs().school_draw_year_school_item[0, year_at(2026), :, COST_ITEMS.index(item)]
            for of in (some, none)
        )
        assert (more - before).sum() == pytest.approx(
            posts * pay * some.basis.wage_draw_year[0, year_at(2026)]
        )
        share = some.basis.pupil_share_draw_year_school[0, year_at(2026)]
        own = some.basis.region.schools.municipality == 0
        assert more - before == pytest.approx(np.where(own, share, 0.0) * (more - before).sum())


def test_a_private_school_s_assistants_cost_nothing_here():
    region = with_schools(
        {"code": "private", "municipality": "901", "grades": "0-9", "provider": "private", "pupils": 9}
    )
    staffed = world(region, rows=[], staff={"assistant_posts": 1.0})
    assert not support_staff_cost(staffed.basis, staffed.staffing).any()


def test_a_teacher_beside_remote_lessons_is_not_paid_as_an_assistant_too():
    hours = {"site_adult_hours": [0.0, 4.0, 4.0]}
    staffed = world(staff=hours)
    by_teachers = replace(
        staffed.staffing, site_teacher_hours_draw_year_school=np.full((1, len(YEARS), 3), [0.0, 4.0, 1.0])
    )
    assistants = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2026)]
    cost = support_staff_cost(staffed.basis, by_teachers)[0, year_at(2026)]
    assert cost == pytest.approx([assistants[0], 0.0, assistants[2] * 3 / 4])


def supervised(pupils, **parameters):
    """A world whose schools have so many pupils in morning and afternoon activities, and two assistants each."""
    plain = world(
        staff={"assistant_posts": 2.0},
        teaching__supervision_fee_eur_month=100.0,
        teaching__supervision_fee_months=9.0,
        **parameters,
    )
    taking_part = np.broadcast_to(np.array(pupils), plain.staffing.assistant_posts_draw_year_school.shape)
    return replace(plain, staffing=replace(plain.staffing, supervised_pupils_draw_year_school=taking_part))


def test_families_pay_for_morning_and_afternoon_activities_and_the_municipality_as_much_less():
    staffed = supervised([10.0, 0.0, 0.0])
    cost = support_staff_cost(staffed.basis, staffed.staffing)[0, year_at(2026)]
    assert cost[CENTRE] == pytest.approx(2 * 30_000 - 10 * 100 * 9)
    assert cost[VILLAGE] == pytest.approx(2 * 30_000)


def test_fees_stand_under_the_family_and_all_payers_together_pay_the_staff():
    with_fees, without = supervised([10.0, 5.0, 0.0]).costs(), supervised([0.0, 0.0, 0.0]).costs()
    item, family = COST_ITEMS.index("support_staff"), PAYERS.index("family")
    by_payer = with_fees.municipal_draw_year_municipality_payer_item[..., item]
    assert by_payer[0, year_at(2026), :, family].sum() == pytest.approx(15 * 100 * 9)
    plain = without.municipal_draw_year_municipality_payer_item[..., item]
    assert by_payer.sum(axis=3) == pytest.approx(plain.sum(axis=3))
    by_school = with_fees.school_draw_year_school_item[..., item]
    assert by_school.sum(axis=2) == pytest.approx(by_payer.sum(axis=(2, 3)))
