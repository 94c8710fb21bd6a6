from dataclasses import replace

import pytest

import kopa_sim.study
from kopa_sim.cli.check import setting_lines
from kopa_sim.report.assumptions import Assumption, assumptions_in_force
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.problems import Problem

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


def test_settings_of_the_scenario_and_low_confidence_ones_are_shown(kopa, made_up):
    out = kopa("check", "net").out
    assert "  economy.discount_rate = 0.03" in out
    assert "set in scenario.toml:12" in out
    assert "▲ economy.wage_growth = " in out


def test_all_parameters_are_shown_when_asked(kopa, made_up, result):
    every = assumptions_in_force(result.scenario, texts_in("en"))
    some, complete = kopa("check", "net").out, kopa("check", "net", "--all").out
    assert all(f" {row.name} = " in complete for row in every)
    assert not all(f" {row.name} = " in some for row in every)
    assert "--all shows the others" in some
    assert "--all shows the others" not in complete


def test_problems_of_the_network_are_listed(kopa, made_up, monkeypatch):
    problem = Problem("option merge, year 2027", "4 pupils have no path to any school")
    monkeypatch.setattr(kopa_sim.study, "check_scenario", lambda scenario: (problem, problem))
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


def test_a_setting_tells_where_it_comes_from(english):
    lines = setting_lines(ROW, english)
    assert lines[0] == "▲ teaching.hours = 1.45 factor"
    assert lines[1] == "    finland.md (2022); confidence low"
    assert "not independent" in lines[2]


def test_a_setting_of_the_scenario_is_not_told_by_the_defaults_source(english):
    lines = setting_lines(replace(ROW, origin="scenario.toml:9", varies="uniform"), english)
    assert lines[0].startswith("  teaching.hours")
    assert "finland.md" not in "".join(lines)
    assert any("scenario.toml:9" in line for line in lines)
