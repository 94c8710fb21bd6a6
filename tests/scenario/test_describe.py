"""The parameters in force, for a planner to read through."""

from kopa_sim.scenario.contents import Distribution
from kopa_sim.scenario.describe import describe_settings, distribution_in_words, value_in_words
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, line_of


def lines_of(folder):
    return {line.name: line for line in describe_settings(load_scenario(folder))}


def test_every_parameter_has_a_line_in_the_order_of_the_defaults(folder, parameters):
    assert [line.name for line in describe_settings(load_scenario(folder))] == list(parameters)


def test_a_default_tells_its_source_and_confidence(folder):
    line = lines_of(folder)["demography.sex_ratio"]
    assert (line.value, line.origin, line.confidence, line.source) == ("1.05", "default", "low", "a test")
    assert lines_of(folder)["funding.indexed"].calibrated_to == "a published total"


def test_what_the_scenario_sets_is_told_with_its_line(folder):
    line = lines_of(folder)["economy.discount_rate"]
    assert line.origin == f"scenario.toml:{line_of(folder, 'discount_rate')}"
    assert (line.value, line.unit, line.confidence, line.source) == ("0.03", "share", "given", "the scenario")


def test_a_set_value_no_longer_rests_on_what_the_default_was_calibrated_to(folder):
    append("scenario.toml", "\n[funding]\nindexed = false\n")(folder)
    line = lines_of(folder)["funding.indexed"]
    assert (line.value, line.calibrated_to) == ("no", "")


def test_an_uncertain_value_is_told_as_its_distribution(folder):
    line = lines_of(folder)["demography.fertility_level"]
    assert line.value == "normal, mean 1, sd 0.06"
    assert line.origin == f"scenario.toml:{line_of(folder, 'demography.fertility_level')}"


def test_values_in_words():
    assert value_in_words(True) == "yes"
    assert value_in_words("plain") == "plain"
    assert value_in_words((5.0, 7.25)) == "5, 7.25"
    assert value_in_words({"a": 1.0, "b": 2.5}) == "a 1, b 2.5"
    assert value_in_words(1234567.0) == "1234567"
    spread = Distribution("uniform", {"low": 0.0, "high": 0.01})
    assert distribution_in_words(spread) == "uniform, low 0, high 0.01"
