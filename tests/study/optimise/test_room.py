"""Sets of schools that cannot all be shut for lack of room: told truly, and part of no plan that keeps the limits."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning import Objective
from kopa_sim.network.planning.certificate import certify
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.room import Room
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.tables import build_tables
from kopa_sim.study.prepare import prepare

SCENARIOS = Path(__file__).parents[3] / "scenarios"
EASY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def question():
    prepared = prepare(load_scenario(SCENARIOS / "kainuu"), seed=1, draws=1, option_ids=["as_is"])
    return ask(Simulator(prepared, prepared.as_is), Wishes())


@pytest.fixture(scope="module")
def room(question):
    return Room.of(question.pricer)


@pytest.fixture(scope="module")
def built(question):
    return build_tables(question.pricer, question.may_change)


def some_schools(question, data):
    codes = range(len(question.codes))
    return data.draw(st.lists(st.sampled_from(codes), max_size=8, unique=True))


@EASY
@given(data=st.data())
def test_what_lacks_room_breaks_the_limits_whatever_else_is_shut(question, room, data):
    closing = some_schools(question, data)
    shut = np.zeros((1, len(question.codes)), dtype=np.bool_)
    shut[0, closing] = True
    plan = np.where(shut, 0, question.years)
    if room.lacking(shut).any():
        assert question.pricer(plan).broken[0] > 0


@EASY
@given(data=st.data())
def test_the_more_is_shut_the_more_years_lack_room(question, room, data):
    fewer, more = some_schools(question, data), some_schools(question, data)
    shut = np.zeros((2, len(question.codes)), dtype=np.bool_)
    shut[:, fewer] = True
    shut[1, more] = True
    lacks = room.lacking(shut)
    assert (lacks[1] | ~lacks[0]).all()


def test_all_schools_cannot_be_shut(question, room):
    assert room.lacking(np.ones((1, len(question.codes)), dtype=np.bool_)).all()


def test_every_table_of_the_region_is_exact_and_the_bounds_plan_costs_what_they_say(question, built):
    assert all(table.exact for table in built.tables.tables)
    proof = certify(built.tables, Objective(), 0.0)
    plan = proof.change_school[: len(question.codes)]
    truth = question.pricer(plan[None])
    assert truth.broken[0] == 0.0
    surplus = tables_cost(built.with_lingering(), proof.change_school[None]).lingering[0]
    assert proof.bound <= truth.cost[0]
    assert truth.cost[0] == pytest.approx(proof.bound + surplus, rel=1e-3)
    assert proof.bound >= 0.995 * truth.cost[0]


def test_schools_of_upper_secondary_education_stay_unless_they_are_named(question):
    schools = question.simulator.prepared.scenario.region.schools
    lukio = [code for code in schools.codes if "lukio" in code]
    assert lukio and not set(lukio) & set(question.codes)
    named = ask(question.simulator, Wishes(close=(lukio[0],)))
    assert set(lukio) & set(named.codes) == {lukio[0]}
    assert set(ask(question.simulator, Wishes(upper_secondary=True)).codes) >= set(question.codes) | {
        lukio[0]
    }
