"""A search counts teachers on the books, and those an option dismisses, as the simulator does."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.staff import Staff
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"


@pytest.fixture(scope="module", params=["books", "dismissing", "both"])
def question(request):
    scenario = load_scenario(MINIMAL)
    if request.param != "dismissing":
        subjects = [SUBJECTS.index(name) for name in ("class_teaching", "mathematics", "languages")]
        staff = Staff(
            np.zeros(3, dtype=np.intp),
            np.array(subjects),
            np.array([61, 45, 30]),
            np.array([True, True, False]),
            np.array([14.0, 3.0, 3.0]),
        )
        scenario = replace(scenario, region=replace(scenario.region, staff=staff))
    prepared = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    simulator = Simulator(prepared, prepared.as_is)
    if request.param != "books":
        dismiss = MEASURES["dismiss_teachers"](measure="dismiss_teachers", year=2028, notice_months=4)
        simulator = Simulator(prepared, simulator.with_measures("as_is", [dismiss]))
    return ask(simulator, Wishes())


@pytest.mark.parametrize("year", [0, 3])
def test_closing_the_village_school_costs_what_the_simulator_says(question, year):
    village = question.codes.index("takakyla")
    plan = np.full(len(question.codes), question.years)
    plan[village] = year
    is_open = question.simulator.base.plan.open_year_school.copy()
    is_open[question.pricer.start + year :, question.pricer.schools[village]] = False
    simulated = question.simulator.decided(replace(question.simulator.base.plan, open_year_school=is_open))
    price = question.pricer(plan[None]).cost[0]
    assert price == pytest.approx(question.simulator.cost(simulated), rel=1e-9)


def test_the_base_option_costs_what_the_simulator_says(question):
    never = np.full((1, len(question.codes)), question.years)
    base = question.simulator.cost(question.simulator.base)
    assert question.pricer(never).cost[0] == pytest.approx(base, rel=1e-9)
