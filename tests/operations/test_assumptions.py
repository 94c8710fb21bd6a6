"""The section's defaults are well formed, and are read by draw."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.operations.assumptions import FROM_TEACHING, RENAMED, Assumptions, ByAge, read_assumptions
from tests.operations.worlds import assumptions, parameters

ENTRIES = tomllib.loads(
    files("kopa_sim.scenario.defaults").joinpath("operations.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_default_says_where_it_comes_from(name):
    entry = ENTRIES[name]
    assert entry["unit"]
    assert entry["source"]
    assert 2010 <= entry["year"] <= 2030
    assert entry["confidence"] in ("high", "medium", "low")
    if entry["source"].startswith("assumption"):
        assert entry["confidence"] != "high"


@pytest.mark.parametrize("name", [name for name in ENTRIES if "low" in ENTRIES[name]])
def test_every_default_lies_in_its_range(name):
    entry = ENTRIES[name]
    assert entry["low"] <= entry["value"] <= entry["high"]
    assert entry.get("least", entry["low"]) <= entry["low"]
    assert entry["high"] <= entry.get("most", entry["high"])


def test_every_default_is_used_by_the_model():
    used = {RENAMED.get(name, name) for name in Assumptions.__dataclass_fields__} - set(FROM_TEACHING)
    used |= {"autumn_break_week_by_zone", "winter_break_week_by_zone", "christmas_weeks"}
    assert set(ENTRIES) - used == {"every_year", "most_simulated_years"}  # read where the years are chosen
    assert used <= set(ENTRIES)


def test_an_uncertain_parameter_is_taken_from_its_draw():
    fixed = dict(parameters().fixed)
    name = "operations.qualified_substitute_share"
    del fixed[name]
    uncertain = Parameters(3, fixed, {name: np.array([0.1, 0.2, 0.6])}, {name: 0.3})
    assert [read_assumptions(uncertain, draw).qualified_substitute_share for draw in range(3)] == [
        0.1,
        0.2,
        0.6,
    ]


def test_limits_of_merged_groups_stand_in_the_order_of_the_bands():
    limits = {band: 10.0 * index for index, band in enumerate(GRADE_BANDS)}
    found = assumptions(merged_group_limit_by_band=limits)
    assert found.merged_group_limit_band.tolist() == [0.0, 10.0, 20.0, 30.0, 40.0]


@pytest.mark.parametrize(("zone", "winter"), [("south", 8), ("middle", 9), ("east", 10), ("north", 10)])
def test_breaks_are_those_of_the_zone(zone, winter):
    assert winter in assumptions(break_zone=zone).break_weeks
    assert {52, 1} <= assumptions(break_zone=zone).break_weeks
    assert len(assumptions(break_zone=zone).break_weeks) == 4


def test_an_age_between_two_has_the_value_of_the_lower():
    shares = ByAge(np.array([25, 60]), np.array([0.1, 0.4]))
    assert shares.at(np.array([24, 25, 59, 60, 80])).tolist() == [0.0, 0.1, 0.1, 0.4, 0.4]


def test_ages_are_drawn_in_proportion_to_their_shares():
    shares = ByAge(np.array([30, 40]), np.array([1.0, 3.0]))
    drawn = shares.drawn((np.arange(1000) + 0.5) / 1000)
    assert set(drawn.tolist()) == {30, 31, 32, 33, 34, 40, 41, 42, 43, 44}
    assert (drawn < 40).mean() == pytest.approx(0.25)
