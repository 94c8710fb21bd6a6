"""The economy's parameters: each is read, and each is defined with its source."""

import re
from pathlib import Path

import numpy as np
import pytest

import kopa_sim.economy
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from tests.economy.worlds import ROUND_PRICES, world

OWN_SECTIONS = ("economy", "property", "funding", "sustainability")
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(kopa_sim.economy.__file__).parent.glob("*.py"))
)


def own_names():
    return [name for name in load_defaults() if name.split(".")[0] in OWN_SECTIONS]


@pytest.mark.parametrize("name", own_names())
def test_every_parameter_of_the_economy_is_read_somewhere(name):
    key = name.split(".")[1]
    assert re.search(rf'["./]{key}"', SOURCE) or key.removesuffix("_growth") in (
        "wage",
        "construction",
        "transport",
        "price",
        "fuel",
    )


def test_the_tests_know_every_parameter_that_is_read_and_no_other():
    read_elsewhere = {name for name in ROUND_PRICES if name.split(".")[0] not in OWN_SECTIONS}
    assert set(ROUND_PRICES) - read_elsewhere == set(own_names())
    assert read_elsewhere <= set(load_defaults())


@pytest.mark.parametrize("name", own_names())
def test_every_default_has_a_unit_a_source_and_lies_within_its_range(name):
    spec = load_defaults()[name]
    assert spec.unit
    assert spec.source
    assert spec.confidence in ("high", "medium", "low")
    if isinstance(spec.value, float) and spec.low is not None:
        assert spec.low <= spec.value <= spec.high
        assert spec.least is None or spec.least <= spec.low


def test_the_defaults_themselves_run_and_give_a_plausible_cost_per_pupil():
    fixed = {name: spec.value for name, spec in load_defaults().items()}
    staff = {"posts": [8.0, 2.0, 5.0], "principal_posts": [0.6, 0.3, 0.4], "assistant_posts": [2.0, 0.5, 1.0]}
    money = world(staff=staff, parameters=Parameters(1, fixed)).money()
    pupils = np.array([120.0, 50.0])
    per_pupil = money.costs.gross_draw_year_municipality[0, 2] / pupils
    assert ((per_pupil > 5_000) & (per_pupil < 30_000)).all()
