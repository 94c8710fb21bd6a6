"""The section's defaults are well formed, and are read by draw."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.operations.assumptions import Assumptions, read_assumptions
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
    renamed = {"merge_share_by_band": "merge_share_band"}
    used = set(Assumptions.__dataclass_fields__) - {"km_allowance_eur"}
    assert {renamed.get(name, name) for name in ENTRIES} == used


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


def test_merging_chances_stand_in_the_order_of_the_bands():
    chances = {band: index / 10 for index, band in enumerate(GRADE_BANDS)}
    assert assumptions(merge_share_by_band=chances).merge_share_band.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4]
