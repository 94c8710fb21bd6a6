"""The weeks of the simulated year beside those that are costed."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.operations import calendar_notices
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.check import find_notices
from kopa_sim.study.prepare import prepare
from tests.operations.worlds import parameters

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
YEARS = (2026, 2027, 2032)


def told(weeks=38.0, **changes):
    values = parameters(**changes)
    fixed = {**values.fixed, "teaching.school_weeks": weeks}
    return calendar_notices(replace(values, fixed=fixed), YEARS)


def test_the_defaults_agree():
    assert told() == ()


@pytest.mark.parametrize(
    ("weeks", "changes", "calendar"),
    [
        (37.0, {}, "38 teaching weeks"),
        (38.0, {"christmas_weeks": [51, 52, 1]}, "37 teaching weeks in 2026, 185 days"),
    ],
)
def test_weeks_that_differ_are_told_once_with_both_numbers(weeks, changes, calendar):
    (notice,) = told(weeks, **changes)
    assert calendar in notice
    assert f"teaching.school_weeks is {weeks:g}" in notice


def test_the_check_of_a_scenario_tells_it():
    scenario = load_scenario(MINIMAL)
    values = {**scenario.values, "operations.first_week": 34}
    prepared = prepare(replace(scenario, values=values), seed=1, draws=1)
    assert [notice for notice in find_notices(prepared) if "teaching.school_weeks" in notice]
