"""An option that changes nothing says so."""

from dataclasses import replace
from pathlib import Path

import kopa_sim.scenario.template as template
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.check import find_idle_options
from kopa_sim.study.prepare import prepare


def test_an_option_equal_to_as_is_is_named_and_as_is_itself_is_not():
    prepared = prepare(load_scenario(Path(template.__file__).parent), seed=1, draws=1)
    as_is = prepared.as_is
    same = replace(as_is, plan=replace(as_is.plan, option="same"))
    (notice,) = find_idle_options(replace(prepared, options=(as_is, same)))
    assert "option same changes nothing" in notice
