"""Measures that can, and cannot, act one after the other."""

import numpy as np
import pytest

from kopa_sim.scenario.conflicts import refuse_conflicts
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.options import WrittenMeasure, WrittenOption
from kopa_sim.scenario.toml_file import parse_toml


@pytest.fixture
def region(folder):
    return load_scenario(folder).region


def close(school, year):
    return MEASURES["close_school"](measure="close_school", school=school, year=year)


def extend(school, year):
    return MEASURES["extend_school"](measure="extend_school", school=school, year=year, places=10)


def written(name, extends, *measures, sound=True):
    spec = OptionSpec(name, name, extends, measures)
    path = ("options", 0)
    each = tuple(WrittenMeasure(m, (*path, "measures", i), sound) for i, m in enumerate(measures))
    return WrittenOption(spec, path, each)


def told(region, *options, limit=None):
    findings = Findings()
    toml = parse_toml("scenario.toml", b"[[options]]\n", findings)
    values = {} if limit is None else {"transport.free_transport_limit_km": limit}
    refuse_conflicts(toml, options, region, tuple(range(2024, 2041)), 2026, values, findings)
    return [f"{problem.place} {problem.read}" for problem in findings.problems]


def test_closing_later_than_extending_is_no_conflict(region):
    assert told(region, written("a", None, extend("mallila", 2027), close("mallila", 2030))) == []


def test_the_order_in_which_measures_are_written_counts(region):
    (text,) = told(region, written("a", None, close("mallila", 2027), extend("mallila", 2030)))
    assert "options.a.extend_school" in text
    assert "closed in 2030" in text


def test_what_an_ancestor_closed_stays_closed(region):
    grandparent = written("a", None, close("mallila", 2027))
    parent = written("b", "a", close("takakyla", 2027))
    child = written("c", "b", close("mallila", 2030), close("takakyla", 2031))
    found = told(region, child, grandparent, parent)
    assert [text.split()[1] for text in found] == ["options.c.close_school"] * 2


def test_options_do_not_disturb_each_other(region):
    assert (
        told(region, written("a", None, close("mallila", 2027)), written("b", None, close("mallila", 2027)))
        == []
    )


def test_a_measure_that_names_what_is_not_there_is_passed_over(region):
    assert told(region, written("a", None, close("nowhere", 2027), sound=False)) == []


@pytest.mark.parametrize("extends", ["a", "b", "unknown"])
def test_options_in_a_circle_come_to_an_end(region, extends):
    options = (written("a", extends, close("mallila", 2027)), written("b", "a", close("takakyla", 2027)))
    assert isinstance(told(region, *options), list)


@pytest.mark.parametrize("limit", [None, (5.0,) * 11, (5.0,), 5.0])
def test_any_distance_limit_will_do(region, limit):
    assert told(region, written("a", None, close("mallila", 2027)), limit=limit) == []
    assert np.isnan(region.schools.given_intake).all()
