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


def test_everything_wrong_with_one_measure_is_said_at_once(folder):
    lines = (
        'max_minutes = -4\nkeep = ["takakila"]\nearliest_year = 2099\n'
        'earliest_year_of_school = { mallilla = 2030, takakyla = 1999 }\npairing = "yes"\nspare_places = true\n'
    )
    option(f"{ENTRY}{lines}")(folder)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(folder)
    told = "\n".join(str(problem) for problem in raised.value.problems)
    assert len(raised.value.problems) == 7
    for words in (
        "-4 is not allowed here",
        'did you mean "takakyla"?',
        "year 2099 is out of range",
        'did you mean "mallila"?',
        "year 1999 is out of range",
        '"yes" is not allowed here\n  allowed: true or false',
        "true is not allowed here\n  allowed: a number",
    ):
        assert words in told


def test_another_measure_with_one_bad_value_is_checked_as_a_whole_too(folder):
    option(
        '[[options.measures]]\nmeasure = "close_small_schools"\npupils_below = 0\nyear = 1990\nkeep = ["x"]\n'
    )(folder)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(folder)
    assert len(raised.value.problems) == 3
