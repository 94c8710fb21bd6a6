"""A solver's limit in a run: the best result found is written, the reader is told, the exit status is 3."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from scipy.optimize import OptimizeResult

import kopa_sim.scenario.load
import kopa_sim.study
from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.network import whole_areas
from kopa_sim.report.texts import texts_in

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"


@pytest.fixture
def crowded(tmp_path):
    """The minimal scenario with areas kept whole and a village school too small for its village."""
    folder = tmp_path / "net"
    shutil.copytree(MINIMAL, folder)
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text() + "\n[transport]\nwhole_areas = true\n")
    schools = folder / "schools.csv"
    schools.write_text(schools.read_text().replace("0-6,60,700", "0-6,30,700"))
    return folder


@pytest.fixture
def run(kopa, crowded, quick_files):
    def call():
        return kopa(
            *("run", "net", "-o", "run", "--option", "as_is"),
            *("--draws", "2", "--replications", "0", "--workers", "1"),
        )

    return call


def test_a_search_that_ends_by_itself_is_no_limit(run):
    answer = run()
    assert answer.status == 0
    assert "limit" not in answer.err


def test_a_search_cut_short_leaves_a_whole_run_folder_and_says_so(run, monkeypatch, tmp_path):
    nothing = OptimizeResult(x=None, status=4, message="Solution limit reached")
    monkeypatch.setattr(whole_areas, "milp", lambda *_, **__: nothing)
    answer = run()
    assert answer.status == 3
    assert "option as_is: the search for an assignment that leaves areas whole was cut short" in answer.err
    assert "the best result found is written" in answer.err
    assert "Run folder: run\n" in answer.out
    assert (tmp_path / "run" / "tables" / "verdict.csv").is_file()
    assert "cut short" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_school_years_that_reach_the_limit_of_events_are_written_and_told(
    kopa, result, quick_files, monkeypatch, tmp_path, language
):
    option = result.options[1]
    stopped = replace(option, operations=replace(option.operations, stopped=True))
    ended = replace(result, options=(result.as_is, stopped))
    monkeypatch.setattr(kopa_sim.scenario.load, "load_scenario", lambda path, **_: result.scenario)
    monkeypatch.setattr(kopa_sim.study, "run_scenario", lambda scenario, **_: ended)
    answer = kopa("--lang", language, "run", "net", "-o", "run")
    some = {"options": "option_1", "kept": ended.replications_kept, "asked": ended.replications}
    told = texts_in(language)("page.events_limit", **some)
    assert answer.status == 3
    assert told in " ".join(answer.err.split())
    assert (tmp_path / "run" / "tables" / "operations.csv").is_file()
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["stopped_at_event_limit"] == ["option_1"]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert texts_in("en")("page.events_limit", **some) in page


def limited(kopa, tmp_path, most_events, replications):
    folder = tmp_path / "net"
    shutil.copytree(MINIMAL, folder)
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text() + f"\n[operations]\nmost_events = {most_events}\n")
    answer = kopa(
        *("run", "net", "-o", "run", "--option", "together"),
        *("--draws", "4", "--replications", str(replications), "--workers", "1"),
    )
    return answer, tmp_path / "run" / "tables"


def test_a_year_of_a_hundred_events_stops_and_neither_money_nor_floor_rests_on_it(
    kopa, quick_files, tmp_path
):
    answer, tables = limited(kopa, tmp_path, most_events=100, replications=1)
    assert answer.status == 3
    assert "operations.most_events" in answer.err
    assert "leaves the floor of qualified teaching and the cost of disruption out" in answer.err
    assert (tmp_path / "run" / "report.html").is_file()
    table = pd.read_csv(tables / "operations.csv").set_index("measure")["mean"]
    outcomes = table[list(OperationsOutcome.LESSON_OUTCOMES)].sum()
    assert outcomes == pytest.approx(table["lessons_planned"].sum(), abs=1e-3)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["replications_kept"] == 0
    stops = manifest["stopped_school_years"]
    assert {stop["option"] for stop in stops} == {"as_is", "together"}
    assert all(0 < stop["school_days"] < 190 for stop in stops)
    assert "Every replication reached the limit" in " ".join(answer.out.split())
    verdict = pd.read_csv(tables / "verdict.csv")
    assert "qualified_teaching_share" not in set(verdict["measure"])
    without = kopa(
        *("run", "net", "-o", "without", "--option", "together"),
        *("--draws", "4", "--replications", "0", "--workers", "1"),
    )
    assert without.status == 0
    costs = [pd.read_csv(tmp_path / folder / "tables" / "costs.csv") for folder in ("run", "without")]
    pd.testing.assert_frame_equal(*costs)
