"""The price by which networks are sought is the simulator's own, to the euro, and the proof's tables agree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.intake_costs import price_intakes
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


def plans_within_limits(question, wanted):
    """Different plans that close one to four schools and keep every limit, drawn at random."""
    rng = np.random.default_rng(7)
    found = {}
    for _ in range(2_000):
        plan = np.full(len(question.codes), question.years)
        closing = rng.permutation(len(plan))[: rng.integers(1, 5)]
        plan[closing] = rng.integers(0, question.years, len(closing))
        if question.pricer(plan[None]).broken[0] == 0.0:
            found[plan.tobytes()] = plan
        if len(found) == wanted:
            break
    return list(found.values())


@pytest.fixture(scope="module")
def plans(question, tables):
    """Priced after the proof's tables have filled the book of intakes with thousands of others."""
    wanted = 10
    found = plans_within_limits(question, wanted)
    assert len(found) == wanted
    return found


def test_a_plan_that_keeps_the_limits_costs_what_the_simulator_says(question, plans):
    for plan in plans:
        assert question.pricer(plan[None]).cost[0] == pytest.approx(simulated_cost(question, plan), rel=1e-10)


def test_the_tables_of_the_proof_never_count_more_than_the_simulator(question, tables, plans):
    for plan in plans:
        whole = np.full(len(tables.tables.schools), question.years)
        whole[: len(plan)] = plan
        counted = tables_cost(tables.with_lingering(), whole[None])
        exact = simulated_cost(question, plan)
        assert counted.cost[0] <= exact * (1 + 1e-10)
        assert counted.cost[0] >= exact * (1 - 1e-3)


def test_an_intake_costs_the_same_alone_and_among_many_in_any_order(question):
    """Were schools priced side by side to touch one another, a search would rest on what it had priced before."""
    setting, travellers = question.pricer.setting, question.pricer.travellers
    schools = question.pricer.schools[:6]
    moved = np.flatnonzero(travellers.school == schools[-1])
    intakes = [Intake.of(int(school), moved[:0]) for school in schools[:-1]]
    intakes += [Intake.of(int(school), moved) for school in schools[:-1]]
    together = price_intakes(setting, travellers, intakes * 3).cost
    turned = price_intakes(setting, travellers, intakes[::-1]).cost
    for place, intake in enumerate(intakes):
        alone = price_intakes(setting, travellers, [intake]).cost[0]
        assert together[place] == pytest.approx(alone, rel=1e-12)
        assert turned[len(intakes) - 1 - place] == pytest.approx(alone, rel=1e-12)


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
