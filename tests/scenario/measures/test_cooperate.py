"""Agreements as a planner writes them: kinds, how they are settled, and how they end."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.grades import GRADES
from kopa_sim.scenario.measures.cooperate_rules import PRICE_RULES_OF_KIND
from tests.scenario.measures.test_measures import CENTRE, OTHER, VILLAGE, YEARS, context, measure, plan

NEEDED = {
    "joint_school": {"schools": ("centre",)},
    "satellite": {"schools": ("other",), "mother_school": "centre"},
    "per_pupil": {"price_per_pupil_eur": 9_000.0},
    "fixed_fee": {"yearly_fee_eur": 50_000.0},
}


def agreed(kind, **other):
    given = {"kind": kind, "members": ("901", "902"), "year": 2028}
    return measure("cooperate", **(given | NEEDED.get(kind, {}) | other))


def made(kind, **other):
    return agreed(kind, **other).apply(plan(), context()).agreements[0]


@pytest.mark.parametrize(("kind", "rules"), PRICE_RULES_OF_KIND.items())
def test_every_kind_can_be_settled_by_each_of_its_price_rules_and_by_no_other(kind, rules):
    for rule in ("statutory", "per_pupil", "cost_shares", "fixed_fee"):
        found = agreed(kind, price_rule=rule, **NEEDED.get(rule, {})).conflicts(plan(), context())
        assert (found == ()) == (rule in rules), (rule, found)


@pytest.mark.parametrize(
    ("kind", "given", "settled", "shared"),
    [
        ("open_borders", {}, "statutory", "by_pupils"),
        ("purchase", {}, "statutory", "by_pupils"),
        ("joint_school", {}, "cost_shares", "by_pupils"),
        ("joint_school", {"price_per_pupil_eur": 9_000.0}, "per_pupil", "by_pupils"),
        ("host_municipality", {"yearly_fee_eur": 9_000.0}, "fixed_fee", "by_pupils"),
        ("shared_transport", {}, "cost_shares", "by_use"),
        ("teacher_pool", {}, "cost_shares", "by_use"),
        ("teacher_pool", {"bill_sharing": "by_tax_base"}, "cost_shares", "by_tax_base"),
    ],
)
def test_what_is_not_written_is_as_usual_for_the_kind(kind, given, settled, shared):
    agreement = made(kind, **given)
    assert (agreement.settled_by, agreement.bill_sharing) == (settled, shared)


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("joint_school", {"price_rule": "per_pupil"}, "needs price_per_pupil_eur"),
        ("joint_school", {"price_rule": "fixed_fee"}, "needs yearly_fee_eur"),
        ("joint_school", {"price_rule": "cost_shares", "price_per_pupil_eur": 1.0}, "has no use"),
        ("joint_school", {"price_per_pupil_eur": 1.0, "yearly_fee_eur": 1.0}, "has no use"),
        ("shared_administration", {"price_per_pupil_eur": 1.0}, "allowed: cost_shares, fixed_fee"),
        ("purchase", {"price_rule": "cost_shares", "bill_sharing": "by_residents"}, "its own pupils alone"),
        ("purchase", {"schools": ("village",)}, "a school of the buyer"),
        ("joint_school", {"host": "999"}, "is not a member"),
        ("purchase", {"host": "902"}, "takes no host"),
        ("satellite", {"mother_school": None}, "needs mother_school"),
        ("satellite", {"schools": ("village",)}, "own municipality"),
        ("satellite", {"schools": ("centre",)}, "one of the sites"),
        ("joint_school", {"mother_school": "other"}, "for satellite only"),
        ("joint_school", {"subjects": ("music",)}, "for teacher_pool only"),
        ("teacher_pool", {"subjects": ("class_teaching",)}, "cannot be shared"),
        ("teacher_pool", {"schools": ("centre",)}, "at least two schools"),
        ("joint_school", {"exit_fee_eur": 1.0, "last_year": 2030}, "needs exit_payer"),
        ("joint_school", {"exit_payer": "902", "last_year": 2030}, "needs exit_fee_eur or exit_fee_years"),
        ("joint_school", {"exit_payer": "902", "exit_fee_eur": 1.0}, "need last_year"),
        ("joint_school", {"notice_years": 2}, "need last_year"),
        (
            "joint_school",
            {"exit_payer": "902", "exit_fee_eur": 1.0, "exit_fee_years": 1.0, "last_year": 2030},
            "not both",
        ),
        ("joint_school", {"exit_payer": "999", "exit_fee_eur": 1.0, "last_year": 2030}, "is not a member"),
        ("joint_school", {"notice_years": 3, "last_year": 2029}, "last_year is 2030 at the earliest"),
        ("open_borders", {"exit_payer": "902", "exit_fee_years": 1.0, "last_year": 2030}, "nothing to count"),
    ],
)
def test_terms_that_do_not_fit_together_are_said(kind, given, words):
    found = agreed(kind, **given).conflicts(plan(), context())
    assert any(words in text for text in found), found


def test_terms_of_leaving_stand_in_the_agreement():
    ends = made("joint_school", last_year=2030, notice_years=2, exit_payer="902", exit_fee_years=1.0)
    assert (ends.exit.payer, ends.exit.fee_years, ends.exit.notice_years) == (1, 1.0, 2)
    assert np.isnan(ends.exit.fee_eur)
    assert made("joint_school", last_year=2030, notice_years=2).exit is None


def test_borders_shared_posts_and_principals_end_with_the_agreement():
    for kind in ("joint_school", "satellite", "teacher_pool"):
        after = agreed(kind, last_year=2029).apply(plan(), context())
        ended = YEARS.index(2030)
        before = plan().allowed_year_home_school_grade
        assert np.array_equal(after.allowed_year_home_school_grade[ended:], before[ended:])
        for pool in (*after.teacher_pools, *after.principal_pools, *after.agreements):
            assert np.array(YEARS)[pool.years].tolist() == [2028, 2029]


def test_a_teacher_pool_pools_posts_as_share_teachers_does_and_moves_no_pupil():
    terms = {"subjects": ("languages",), "longest_leg_km": 40}
    after = agreed("teacher_pool", **terms).apply(plan(), context())
    shares = measure("share_teachers", municipalities=("901", "902"), year=2028, **terms)
    (pool,) = shares.apply(plan(), context()).teacher_pools
    assert repr(after.teacher_pools) == repr((replace(pool, name="cooperation"),))
    assert np.array_equal(after.allowed_year_home_school_grade, plan().allowed_year_home_school_grade)
    assert "another name" in agreed("teacher_pool").conflicts(after, context())[0]


def test_a_satellite_has_one_principal_with_its_mother_school_and_is_open_to_all_members():
    after = agreed("satellite").apply(plan(), context())
    assert after.principal_pools[0].schools == (CENTRE, OTHER)
    allowed = after.allowed_year_home_school_grade[-1, :, :, GRADES.index("8")]
    assert allowed[0, OTHER] and allowed[1, CENTRE] and not allowed[1, VILLAGE]


def test_a_purchase_may_be_of_named_schools_only():
    bought = agreed("purchase", members=("902", "901"), schools=("village",)).apply(plan(), context())
    allowed = bought.allowed_year_home_school_grade[-1, 1, :, GRADES.index("3")]
    assert allowed[VILLAGE] and not allowed[CENTRE]
