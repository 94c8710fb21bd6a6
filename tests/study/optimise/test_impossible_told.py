"""Wishes that cannot be kept are told so that a reader sees by how much, and one limit in one year is told once."""

import numpy as np
import pytest

from kopa_sim.report.sentences import in_language
from kopa_sim.report.texts import texts_in
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.impossible import explain
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.sentences import told_apart
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare
from tests.study.optimise.small_region import region, school


@pytest.mark.parametrize(
    ("value", "limit", "told"),
    [
        (12.0, 500.0, ("12", "500")),
        (499.6, 500.0, ("499.6", "500")),
        (499.996, 500.0, ("499.996", "500")),
        (180.41, 180.4, ("180.41", "180.40")),
        (181.2, 180.6, ("181.2", "180.6")),
    ],
)
def test_two_numbers_have_as_many_decimals_as_tell_them_apart(value, limit, told):
    assert tuple(str(amount) for amount in told_apart(value, limit)) == told


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    schools = [
        school("keskuskoulu", 540000, 7130000, "0-9+upper_secondary", 340, 4800),
        school("takakyla", 552000, 7130000, "0-6", 60, 700),
        school("metsapaa", 534000, 7138000, "0-6", 40, 700),
    ]
    return region(tmp_path_factory.mktemp("told"), schools, 2028)


def told_of(scenario, closed, **wishes):
    """What is told where all schools that may close do so that are named, in the first year."""
    prepared = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    wished = Wishes(upper_secondary=True, **wishes)
    question = ask(Simulator(prepared, prepared.as_is), wished)
    plan = np.where(np.isin(question.codes, closed), 0, question.years)
    return explain(question, wished, plan)


def test_schools_that_are_too_small_in_a_year_are_one_problem(scenario):
    (problem,) = told_of(scenario, (), smallest_school_pupils=1000.0)
    assert problem.place == "--smallest-school 1,000, 4 schools"
    for code in ("keskuskoulu", "takakyla", "metsapaa", "mallila"):
        assert f"{code} (" in problem.read
    assert "in 2026" in problem.read
    finnish = in_language(problem, texts_in("fi"))
    assert "4 koulua" in finnish.place and "takakyla (" in finnish.read


def test_schools_without_room_in_a_year_are_one_problem(tmp_path):
    """The pupils of one village fill the next village's school, those of the other that of the centre."""
    schools = [
        school("keskuskoulu", 540000, 7130000, "7-9+upper_secondary", 200, 2400),
        school("etela", 539500, 7129500, "0-6", 130, 1400),
        school("takakyla", 552000, 7130000, "0-6", 60, 700),
        school("metsapaa", 534000, 7138000, "0-6", 60, 700),
        school("rantakyla", 534000, 7140000, "0-6", 5, 700),
    ]
    full = region(tmp_path, schools, 2027)
    (problem,) = told_of(full, ("takakyla", "metsapaa"))
    assert problem.place == "places of 2 schools"
    assert "etela (" in problem.read and "rantakyla (" in problem.read and "5 places)" in problem.read
