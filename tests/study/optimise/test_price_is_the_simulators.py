"""The price by which networks are sought is the simulator's own, to the euro, and the proof's tables agree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.tables import build_tables
from kopa_sim.study.prepare import prepare

SCENARIOS = Path(__file__).parents[3] / "scenarios"


def question_of(name, **wishes):
    prepared = prepare(load_scenario(SCENARIOS / name), seed=1, draws=1, option_ids=["as_is"])
    return ask(Simulator(prepared, prepared.as_is), Wishes(**wishes))


@pytest.fixture(scope="module", params=["minimal", "kainuu"])
def question(request):
    return question_of(request.param)


@pytest.fixture(scope="module")
def tables(question):
    return build_tables(question.pricer, question.may_change)


def some_plan(question, data):
    """A plan that closes up to four schools."""
    plan = np.full(len(question.codes), question.years)
    closing = data.draw(st.lists(st.integers(0, len(plan) - 1), max_size=4, unique=True))
    for school in closing:
        plan[school] = data.draw(st.integers(0, question.years - 1))
    return plan


def simulated_cost(question, plan):
    simulator, start = question.simulator, question.pricer.start
    is_open = simulator.base.plan.open_year_school.copy()
    for school, year in zip(question.pricer.schools, plan, strict=True):
        is_open[start + year :, school] = False
    return simulator.cost(simulator.decided(replace(simulator.base.plan, open_year_school=is_open)))


def test_the_base_option_costs_what_the_simulator_says(question):
    never = np.full((1, len(question.codes)), question.years)
    prices = question.pricer(never)
    assert prices.cost[0] == pytest.approx(question.simulator.cost(question.simulator.base), rel=1e-9)
    assert prices.broken[0] == 0.0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_plan_that_keeps_the_limits_costs_what_the_simulator_says(question, data):
    plan = some_plan(question, data)
    prices = question.pricer(plan[None])
    if prices.broken[0] == 0.0:
        assert prices.cost[0] == pytest.approx(simulated_cost(question, plan), rel=1e-9)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_tables_of_the_proof_never_count_more_than_the_price(question, tables, data):
    plan = some_plan(question, data)
    prices = question.pricer(plan[None])
    if prices.broken[0] == 0.0:
        whole = np.full(len(tables.tables.schools), question.years)
        whole[: len(plan)] = plan
        counted = tables_cost(tables.with_lingering(), whole[None])
        assert counted.cost[0] <= prices.cost[0] * (1 + 1e-9)
        assert counted.cost[0] >= prices.cost[0] * (1 - 1e-3)


def test_plans_priced_together_cost_what_they_cost_alone(question):
    rng = np.random.default_rng(0)
    plans = rng.integers(0, question.years + 1, (12, len(question.codes)))
    together = question.pricer(plans)
    for place, plan in enumerate(plans):
        assert question.pricer(plan[None]).cost[0] == pytest.approx(together.cost[place], rel=1e-12)


def test_a_shorter_limit_breaks_more():
    loose, tight = question_of("minimal", max_minutes=90.0), question_of("minimal", max_minutes=10.0)
    closing = np.zeros((1, len(loose.codes)), dtype=np.intp)
    assert tight.pricer(closing).broken[0] >= loose.pricer(closing).broken[0]


def test_schools_to_keep_do_not_close_and_those_to_close_cannot_stay():
    question = question_of("minimal", keep=("takakyla",))
    assert "takakyla" not in question.codes
    question = question_of("minimal", close=("takakyla",))
    assert not question.may_change[question.codes.index("takakyla"), -1]
