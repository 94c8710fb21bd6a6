"""Bells moved by an option while school transport follows a rule that does not know them."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.transport_policy import TransportPolicy
from kopa_sim.study.check import find_notices
from kopa_sim.study.idle_bells import idle_bell_notices
from kopa_sim.study.prepare import prepare
from tests.teaching.builders import YEARS, plan_for, row_of_schools


def policy(**terms):
    return TransportPolicy(measure="transport_policy", year=2028, **terms)


def told(scenario, method, measure):
    options = (*scenario.options[:1], OptionSpec("staggered", "Bells apart", "as_is", (measure,)))
    values = {**scenario.values, "transport.method": method}
    prepared = prepare(replace(scenario, options=options, values=values), seed=1, draws=1)
    return [notice for notice in find_notices(prepared) if "bells" in notice]


def test_bells_are_told_to_change_nothing_where_transport_follows_a_rule(scenario):
    school = scenario.region.schools.codes[0]
    (notice,) = told(scenario, "rule", policy(bells={school: "09:05"}))
    assert "option staggered" in notice
    assert "change nothing" in notice
    assert 'set it to "routes"' in notice


def test_routes_know_the_bells_and_other_policies_have_none(scenario):
    school = scenario.region.schools.codes[0]
    assert told(scenario, "routes", policy(bells={school: "09:05"})) == []
    assert told(scenario, "rule", policy(limit_km=3.0)) == []


@pytest.mark.parametrize(("bell", "told"), [(np.nan, 0), (545.0, 1)])
def test_an_option_is_told_of_by_what_its_plan_says(bell, told):
    region = row_of_schools(2)
    bells = np.full((len(YEARS), 2), np.nan)
    bells[-1, 1] = bell
    plan = replace(plan_for(region), option="staggered", bell_min_year_school=bells)
    assert len(idle_bell_notices([plan], Parameters(1, {"transport.method": "rule"}))) == told
