from dataclasses import replace

import pytest

import kopa_sim.study
from kopa_sim.cli.check import setting_line, source_lines
from kopa_sim.report.assumptions import Assumption, assumptions_in_force
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.problems import Problem
from kopa_sim.study import Checked

ROW = Assumption("teaching.hours", "1.45", "factor", "", "finland.md", "2022", "low", "the total of 2022")


def test_a_sound_scenario_has_no_problems(kopa, made_up, tmp_path):
    answer = kopa("check", "net")
    assert answer.status == 0
    assert answer.out.endswith("\nno problems\n")
    assert answer.err == ""
    assert list(tmp_path.iterdir()) == []


def test_notices_and_the_size_are_told(kopa, made_up, result):
    out = kopa("check", "net").out
    assert "2 municipalities, 5 areas, 4 schools, 2 options, school years 2026–2029" in out
    assert f"  - {result.scenario.notices[0]}" in out


def test_every_parameter_in_force_is_listed_and_low_confidence_is_marked(kopa, made_up, result):
    every = assumptions_in_force(result.scenario, texts_in("en"))
    out = kopa("check", "net").out
    assert all(f" {row.name} = " in out for row in every)
    assert f"{len(every)} parameters in force" in out
    assert "  economy.discount_rate = 0.03" in out
    assert "set in scenario.toml:12" in out
    low = next(row for row in every if row.is_low)
    assert f"▲ {low.name} = " in out
    assert low.source not in out


def test_sources_are_shown_when_asked(kopa, made_up, result):
    every = assumptions_in_force(result.scenario, texts_in("en"))
    out = kopa("check", "net", "--sources").out
    assert all(row.source in out for row in every if not row.origin)


def test_what_the_mean_future_shows_is_a_notice(kopa, made_up, monkeypatch):
    few = "Uusi koulu (uusi) has no pupils"
    monkeypatch.setattr(kopa_sim.study, "check_all", lambda scenario: Checked((), (few,)))
    assert f"  - {few}" in kopa("check", "net").out


def test_problems_of_the_network_are_listed(kopa, made_up, monkeypatch):
    problem = Problem("option merge, year 2027", "4 pupils have no path to any school")
    monkeypatch.setattr(kopa_sim.study, "check_all", lambda scenario: Checked((problem, problem), ()))
    answer = kopa("check", "net")
    assert answer.status == 2
    assert answer.err.count("4 pupils have no path") == 2
    assert answer.err.endswith("2 problems\n")
    assert answer.out == ""


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_missing_scenario_is_said_without_traceback(kopa, tmp_path, command):
    answer = kopa(command, "nowhere")
    assert answer.status == 2
    assert "nowhere" in answer.err
    assert "1 problem" in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_setting_tells_how_well_it_is_known(english):
    assert setting_line(ROW, english) == "▲ teaching.hours = 1.45 factor   [2022, confidence low]"
    source, calibrated = source_lines(ROW, english)
    assert source == "finland.md"
    assert "not independent" in calibrated


def test_a_setting_of_the_scenario_is_not_told_by_the_defaults_source(english):
    given = replace(ROW, origin="scenario.toml:9", varies="uniform")
    line = setting_line(given, english)
    assert line.startswith("  teaching.hours")
    assert "uniform" in line and "scenario.toml:9" in line
    assert source_lines(given, english) == []


def test_only_lists_the_parameters_with_a_text_in_their_names(kopa):
    kopa("new", "here")
    listed = [
        line for line in kopa("check", "here", "--only", "Vehicle_km").out.splitlines() if " = " in line
    ]
    assert listed
    assert all("vehicle_km" in line for line in listed)
