"""Every value that the loader lets through can be lived with: each parameter of [operations] at its ends."""

import tomllib
from importlib.resources import files

import pytest

from kopa_sim.operations import Travels
from tests.operations.test_replication import outcomes_of, small, tour

DEFAULTS = tomllib.loads(
    files("kopa_sim.scenario.defaults").joinpath("operations.toml").read_text(encoding="utf-8")
)
NOT_LIVED = {"every_year", "most_simulated_years"}
"""They tell which years are simulated."""

FAR = 1e6
"""Stands for the end of what has none."""


def ends(entry):
    """Both ends of what the loader allows, as values of the parameter's own form."""
    if "choices" in entry:
        return list(entry["choices"])
    value = entry["value"]
    least = entry.get("least", entry.get("low"))
    most = entry.get("most", max(FAR, entry.get("high", 0.0)))
    if isinstance(value, dict):
        return [dict.fromkeys(value, end) for end in (least, most)]
    if isinstance(value, list):
        return [[end] * len(value) for end in (least, most)]
    return [least, most]


CASES = [(name, end) for name, entry in DEFAULTS.items() if name not in NOT_LIVED for end in ends(entry)]


def test_every_parameter_has_a_lower_end():
    assert [name for name, end in CASES if end is None] == []


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("name", "end"), CASES, ids=lambda value: str(value)[:30])
def test_a_year_at_the_end_of_what_is_allowed_is_lived_through_and_adds_up(name, end):
    of = small().outcome(travels=Travels(lambda year: (tour(1.0),)), **{name: end})
    assert outcomes_of(of.values).sum(axis=0) == pytest.approx(of.values["lessons_planned"], rel=1e-9)
    assert of.lessons_outcome_year_school_subject.min() >= -1e-6
    assert all(not (values != values).any() for values in of.values.values())
