import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
import xarray as xr

from kopa_sim import __version__
from kopa_sim.report import data_files, run_folder
from kopa_sim.report.figures import FIGURES
from kopa_sim.report.run_folder import (
    FolderExistsError,
    partial_of,
    refuse_existing,
    whole_or_absent,
    write_run,
)
from kopa_sim.report.tables import AREA_TABLES, IMPACT_TABLES, TABLES
from tests.report.school_year import year_log
from tests.report.synthetic import make_result

STARTED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, result):
    folder = tmp_path_factory.mktemp("runs") / "first"
    return write_run(result, folder, command_line="kopa run x", started=STARTED, finished=STARTED)


@pytest.fixture
def few_figures(monkeypatch):
    """Draw one figure instead of all, where the figures are not the point."""
    monkeypatch.setattr(run_folder, "FIGURES", {"verdict_shares": FIGURES["verdict_shares"]})


def test_everything_promised_is_there(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        *("manifest.json", "report.html", "results.nc", "summary.xlsx"),
        *(f"tables/{name}.csv" for name in TABLES | AREA_TABLES | IMPACT_TABLES),
        *(f"figures/{name}.{kind}" for name in FIGURES for kind in ("svg", "png")),
    }


def test_a_week_that_was_kept_has_its_figures(result, tmp_path, few_figures):
    operations = replace(result.as_is.operations, log=year_log())
    as_is = replace(result.as_is, operations=operations)
    folder = write_run(replace(result, options=(as_is, *result.options[1:])), tmp_path / "run")
    drawn = {path.name for path in (folder / "figures").iterdir()}
    assert {"school_week.svg", "school_week.png", "pool_sharing.svg", "pool_sharing.png"} <= drawn
    assert 'id="week"' in (folder / "report.html").read_text(encoding="utf-8")


def test_nothing_is_left_beside_the_folder(folder):
    assert [path.name for path in folder.parent.iterdir()] == ["first"]


def test_the_files_open(folder):
    assert len(pd.read_csv(folder / "tables" / "verdict.csv")) > 0
    with xr.open_dataset(folder / "results.nc") as opened:
        assert "costs" in opened


def test_the_manifest_tells_how_to_repeat_the_run(folder, result):
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert text == json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert manifest["seed"] == result.seed
    assert manifest["draws"] == result.draws
    assert manifest["replications"] == result.replications
    assert manifest["inputs_sha256"] == dict(result.scenario.inputs)
    assert manifest["command_line"] == "kopa run x"
    assert manifest["started"] == STARTED.isoformat()
    assert manifest["versions"]["kopa_sim"] == __version__
    assert {"python", "numpy", "scipy"} <= set(manifest["versions"])
    assert manifest["timings_s"]["futures"] == 1.5
    assert manifest["scenario"]["title"] == result.scenario.title
    assert manifest["options"] == ["as_is", "option_1"]


def test_the_manifest_knows_the_hash_of_every_file(folder):
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    page = hashlib.sha256((folder / "report.html").read_bytes()).hexdigest()
    assert manifest["outputs_sha256"]["report.html"] == page
    assert "lock" not in manifest["outputs_sha256"]


def test_a_second_run_gives_the_same_bytes(tmp_path, few_figures):
    first, again = (write_run(make_result(), tmp_path / name) for name in ("first", "again"))
    for path in sorted(first.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (again / path.relative_to(first)).read_bytes(), path.name


def test_an_existing_folder_is_refused_before_any_work(folder, result):
    before = (folder / "report.html").stat().st_mtime_ns
    with pytest.raises(FolderExistsError, match="exists already"):
        write_run(result, folder)
    assert (folder / "report.html").stat().st_mtime_ns == before


def test_a_failure_leaves_nothing_behind(result, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(run_folder, "render_page", fail)
    monkeypatch.setattr(run_folder, "FIGURES", {})
    with pytest.raises(OSError, match="no space left"):
        write_run(result, tmp_path / "broken")
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyboardInterrupt), whole_or_absent(tmp_path / "stopped") as partial:
        (partial / "half").write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_the_folder_appears_only_when_complete(tmp_path):
    with whole_or_absent(tmp_path / "run") as partial:
        assert partial == tmp_path / "run.partial"
        assert not (tmp_path / "run").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert list((tmp_path / "run").iterdir()) == []


def test_what_a_killed_run_left_is_thrown_away(tmp_path):
    process = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = partial_of(tmp_path / "run")
    left.mkdir()
    (left / "lock").write_bytes(process.stdout)
    (left / "half").write_text("half")
    with whole_or_absent(tmp_path / "run") as partial:
        assert not (partial / "half").exists()


def test_a_run_that_is_being_written_is_left_alone(tmp_path):
    partial = partial_of(tmp_path / "run")
    partial.mkdir()
    (partial / "lock").write_text(f"{os.getpid()}\n")
    with pytest.raises(FolderExistsError, match=f"process {os.getpid()} is writing"):
        refuse_existing(tmp_path / "run")


def test_someone_elses_partial_folder_is_left_alone(tmp_path):
    partial = partial_of(tmp_path / "run")
    partial.mkdir()
    (partial / "notes.txt").write_text("mine")
    with pytest.raises(FolderExistsError, match="not left by a run"):
        refuse_existing(tmp_path / "run")


def test_progress_is_told_in_order(result, tmp_path, few_figures):
    told = []
    write_run(result, tmp_path / "run", on_progress=lambda *step: told.append(step))
    assert told[0] == ("tables", 0, 1)
    assert told[-1] == ("files", 1, 1)
    assert [stage for stage, _, _ in told] == sorted(
        (stage for stage, _, _ in told), key=["tables", "figures", "files"].index
    )


def test_a_second_process_writes_the_same_files(result, tmp_path, few_figures, monkeypatch):
    write_run(result, tmp_path / "one")
    monkeypatch.setattr(data_files, "ROWS_FOR_TWO", 0)
    write_run(result, tmp_path / "two")
    for name in ("summary.xlsx", "results.nc"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_second_process_that_fails_says_why(result, tmp_path, few_figures, monkeypatch):
    monkeypatch.setattr(data_files, "ROWS_FOR_TWO", 0)
    monkeypatch.setattr(run_folder, "front_sheet", lambda *_: None)
    with pytest.raises(
        RuntimeError, match=r"summary\.xlsx or results\.nc could not be written: AttributeError"
    ):
        write_run(result, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
