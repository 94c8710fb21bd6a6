"""The measure that leaves the network to a solver: what it refuses, and that it changes nothing by itself."""

from dataclasses import replace

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.problems import ScenarioError
from tests.scenario.measures.test_measures import context, measure, plan
from tests.scenario.spoiling import option

ENTRY = '[[options.measures]]\nmeasure = "optimise_network"\n'


def test_until_the_solver_has_chosen_nothing_changes():
    asked = measure("optimise_network", max_minutes=60)
    before = plan()
    assert asked.apply(before, context()) is before
    assert asked.conflicts(plan(), context()) == ()


def test_the_present_network_is_not_left_to_a_solver():
    (found,) = measure("optimise_network").conflicts(replace(plan(), option="as_is"), context())
    assert "put optimise_network into an option of its own" in found


def test_a_school_cannot_both_stay_and_close():
    asked = measure("optimise_network", keep=("village",), close=("village", "centre"))
    (found,) = asked.conflicts(plan(), context())
    assert found == "village: a school cannot both stay and close"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('keep = ["takakila"]', 'did you mean "takakyla"?'),
        ('municipalities = ["91"]', 'unknown municipality "91"'),
        ("max_minutes = 0", "above 0"),
        ("max_minuets = 60", 'did you mean "max_minutes"?'),
        ("seconds = 60", "unknown key"),
    ],
)
def test_what_is_written_wrong_is_said(folder, line, words):
    option(f"{ENTRY}{line}\n")(folder)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(folder)
    (problem,) = raised.value.problems
    assert words in str(problem)
