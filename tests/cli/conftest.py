"""``kopa`` called as a planner calls it, in a folder of its own, on a made-up run."""

from dataclasses import dataclass

import pytest

import kopa_sim.scenario.load
import kopa_sim.study
from kopa_sim.cli.main import run_command_line
from kopa_sim.report.texts import texts_in
from kopa_sim.study import Checked
from tests.report.synthetic import make_result


@dataclass(frozen=True)
class Outcome:
    """What a command line gave."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def result():
    return make_result(language="en")


@pytest.fixture
def kopa(capsys, monkeypatch, tmp_path):
    """Call the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = run_command_line(list(arguments))
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return call


@pytest.fixture
def made_up(monkeypatch, result):
    """Let every scenario be the made-up one, and every run give its result; tells what was asked for."""
    asked = {}

    def run_scenario(scenario, **settings):
        asked.update(settings)
        settings["on_progress"]("futures", 1, 1)
        return result

    monkeypatch.setattr(kopa_sim.scenario.load, "load_scenario", lambda path, **_: result.scenario)
    monkeypatch.setattr(kopa_sim.study, "check_all", lambda scenario: Checked((), ()))
    monkeypatch.setattr(kopa_sim.study, "run_scenario", run_scenario)
    return asked


@pytest.fixture
def quick_files(monkeypatch):
    """Draw one figure only, where the run folder is not the point."""
    from kopa_sim.report import run_folder
    from kopa_sim.report.figures import FIGURES

    monkeypatch.setattr(run_folder, "FIGURES", {"verdict_shares": FIGURES["verdict_shares"]})


@pytest.fixture
def quick_words(quick_files, monkeypatch):
    """Leave the arrays empty too, where only what is said and asked is the point."""
    from kopa_sim.report import data_files

    monkeypatch.setattr(data_files, "write_netcdf", lambda _, path: path.touch())


@pytest.fixture(params=["en", "fi", "sv"])
def texts(request):
    return texts_in(request.param)


@pytest.fixture
def english():
    return texts_in("en")
