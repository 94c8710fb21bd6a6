"""Parameters as the scenario sets them, over the defaults that stand behind."""

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, line_of, replace


def test_the_defaults_hold_where_the_scenario_says_nothing(folder, parameters):
    values = load_scenario(folder).values
    assert set(values) == set(parameters)
    assert values["demography.sex_ratio"] == 1.05
    assert values["transport.free_transport_limit_km"] == (5.0,) * 10 + (7.0,)


def test_what_is_set_takes_the_place_of_the_default_and_knows_its_line(folder):
    text = "\n[transport]\nfree_transport_limit_km = [3,3,3,5,5,5,5,5,5,5,7]\n[funding]\nindexed = false\n"
    append("scenario.toml", text + '[teaching]\nmethod = "composite"\n')(folder)
    scenario = load_scenario(folder)
    assert scenario.values["transport.free_transport_limit_km"] == (3.0,) * 3 + (5.0,) * 7 + (7.0,)
    assert scenario.values["funding.indexed"] is False
    assert scenario.values["teaching.method"] == "composite"
    assert scenario.origins["funding.indexed"] == f"scenario.toml:{line_of(folder, 'indexed')}"
    assert "demography.sex_ratio" not in scenario.origins


def test_a_table_is_set_key_by_key(folder):
    append("scenario.toml", "\n[teaching]\nobligation_h.music = 23\n")(folder)
    scenario = load_scenario(folder)
    assert scenario.values["teaching.obligation_h"] == {"languages": 20.0, "music": 23.0}
    assert scenario.origins["teaching.obligation_h"] == f"scenario.toml:{line_of(folder, 'music = 23')}"


def test_whole_numbers_are_numbers(folder):
    replace("scenario.toml", "pass_share = 0.80", "pass_share = 1")(folder)
    value = load_scenario(folder).values["sustainability.pass_share"]
    assert value == 1.0
    assert isinstance(value, float)


def test_the_conflict_check_knows_the_distance_limit_even_where_no_parameter_gives_it(
    folder, parameters, monkeypatch
):
    fewer = {name: spec for name, spec in parameters.items() if not name.startswith("transport.")}
    monkeypatch.setattr("kopa_sim.scenario.load.load_defaults", lambda: fewer)
    assert load_scenario(folder).options


def test_the_bounds_themselves_are_possible_and_plausible(folder):
    replace("scenario.toml", "pass_share = 0.80", "pass_share = 0")(folder)
    replace("scenario.toml", "discount_rate = 0.03", "discount_rate = 0.05")(folder)
    scenario = load_scenario(folder)
    assert scenario.values["sustainability.pass_share"] == 0.0
    assert not any("plausible" in notice for notice in scenario.notices)
