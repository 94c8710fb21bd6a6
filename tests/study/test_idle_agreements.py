"""Agreements that settle nothing, or divide more than their grades, are told of before anything is run."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.study.check import find_notices
from kopa_sim.study.idle_agreements import idle_agreements
from kopa_sim.study.prepare import prepare

EVERY = "0-9+upper_secondary"
MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(MINIMAL)


def cooperate(kind, name, **terms):
    told = {"measure": "cooperate", "kind": kind, "name": name, "members": ("901", "902"), "year": 2028}
    return Cooperate.model_validate(told | terms)


def prepared_with(scenario, *measures):
    options = (*scenario.options[:1], OptionSpec("together", "Together", "as_is", measures))
    return prepare(replace(scenario, options=options), seed=1, draws=1)


def school_teaching_more_than(scenario, grade):
    """The code of a municipal school that teaches grade 7 and the one given."""
    schools = scenario.region.schools
    return next(
        code
        for code, taught, municipal in zip(
            schools.codes, schools.grades_school_grade, schools.municipal, strict=True
        )
        if municipal and taught[grade] and taught[7]
    )


def test_a_second_agreement_on_transport_is_told_with_the_earlier_one(scenario):
    prepared = prepared_with(
        scenario, cooperate("shared_transport", "buses"), cooperate("shared_transport", "more buses")
    )
    (notice,) = idle_agreements(prepared)
    assert notice.startswith(
        "option together: the agreement 'more buses' (shared_transport) settles nothing: "
    )
    assert "settled by the earlier agreement 'buses' (shared_transport); it is not made" in notice
    assert notice in find_notices(prepared)


def test_a_second_joint_school_is_told_with_the_earlier_one_and_its_start_is_paid(scenario):
    code = school_teaching_more_than(scenario, 1)
    first, second = (
        cooperate("joint_school", name, schools=(code,), grades=EVERY) for name in ("one", "two")
    )
    (notice,) = idle_agreements(prepared_with(scenario, first, second))
    assert "the agreement 'two' (joint_school) settles nothing: the whole bill of the same schools" in notice
    assert "by the earlier agreement 'one' (joint_school); its start is paid all the same" in notice


def test_a_bill_wider_than_the_grades_of_its_agreement_is_told_with_the_schools(scenario):
    code = school_teaching_more_than(scenario, 1)
    narrow = cooperate("joint_school", "upper grades", schools=(code,), grades="7-9")
    (notice,) = idle_agreements(prepared_with(scenario, narrow))
    assert "the agreement 'upper grades' (joint_school) is about grades 7-9 and divides everything" in notice
    assert f"({code}, grades " in notice
    priced = cooperate(
        "joint_school",
        "upper grades",
        schools=(code,),
        grades="7-9",
        price_rule="per_pupil",
        price_per_pupil_eur=9_000,
    )
    assert idle_agreements(prepared_with(scenario, priced)) == ()


def test_upper_secondary_education_at_the_same_school_is_divided_too_and_told_of(scenario):
    code = school_teaching_more_than(scenario, 10)
    basic = cooperate("joint_school", "basic education", schools=(code,))
    (notice,) = idle_agreements(prepared_with(scenario, basic))
    assert "is about grades 0-9 and divides everything" in notice
    assert f"({code}, grades 0-9+upper_secondary)" in notice


def test_agreements_that_settle_their_own_are_not_told_of(scenario):
    code = school_teaching_more_than(scenario, 1)
    whole = cooperate("joint_school", "school", schools=(code,), grades=EVERY)
    office = cooperate("shared_administration", "office")
    assert idle_agreements(prepared_with(scenario, whole, office)) == ()


def test_each_option_is_judged_by_the_grades_that_its_own_agreement_names(scenario):
    code = school_teaching_more_than(scenario, 10)
    narrow, whole = (
        cooperate("joint_school", "joint", schools=(code,), grades=grades) for grades in ("7-9", EVERY)
    )
    options = (
        *scenario.options[:1],
        OptionSpec("narrow", "Narrow", "as_is", (narrow,)),
        OptionSpec("whole", "Whole", "as_is", (whole,)),
        OptionSpec("further", "Further", "narrow", ()),
    )
    (notice,) = idle_agreements(prepare(replace(scenario, options=options), seed=1, draws=1))
    assert notice.startswith("options narrow, further: the agreement 'joint'")
