"""A solver's limit in a run: the best result found is written, the reader is told, the exit status is 3."""

import shutil
from pathlib import Path

import pytest
from scipy.optimize import OptimizeResult

from kopa_sim.network import whole_areas

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
