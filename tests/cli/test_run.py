import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import xarray as xr

import kopa_sim.study
from kopa_sim.cli.run import available_cores

COMMAND = [sys.executable, "-c", "from kopa_sim.cli.main import main; main()"]


def test_a_run_prints_the_verdict_and_where_it_lies(kopa, made_up, quick_words, tmp_path):
    answer = kopa("run", "net", "-o", "run")
    assert answer.status == 0
    assert "as_is" in answer.out
    assert "option_1" in answer.out
    assert "Run folder: run\n" in answer.out
    assert (tmp_path / "run" / "report.html").is_file()


def test_the_defaults_are_those_of_the_design(kopa, made_up, quick_words):
    kopa("run", "net", "-o", "run")
    assert made_up["draws"] == 200
    assert made_up["seed"] == 1
    assert made_up["replications"] == 2
    assert made_up["workers"] == available_cores()
    assert made_up["option_ids"] is None


def test_what_is_asked_for_reaches_the_study(kopa, made_up, quick_words):
    kopa(
        *("run", "net", "-o", "run", "--option", "option_1", "--draws", "5"),
        *("--seed", "9", "--replications", "0", "--workers", "3"),
    )
    assert made_up["option_ids"] == ("option_1",)
    assert (made_up["draws"], made_up["seed"], made_up["replications"], made_up["workers"]) == (5, 9, 0, 3)


def test_more_replications_than_futures_are_told_before_the_run(kopa, made_up, quick_words):
    answer = kopa("run", "net", "-o", "run", "--draws", "5", "--replications", "20")
    assert answer.status == 0
    assert "--replications 20" in answer.err
    assert "5 replications are run" in answer.err
    assert "replications are run" not in kopa("run", "net", "-o", "other", "--draws", "5").err


@pytest.mark.parametrize(("asked", "kept"), [((), False), (("--all-draws",), True)])
def test_every_future_is_kept_when_asked_for(kopa, made_up, quick_files, tmp_path, asked, kept):
    assert kopa("run", "net", "-o", "run", *asked).status == 0
    with xr.open_dataset(tmp_path / "run" / "results.nc") as opened:
        assert ("draws_costs" in opened) is kept


def test_the_run_folder_is_named_after_time_and_content(kopa, made_up, quick_words, tmp_path):
    answer = kopa("run", "net")
    found = re.search(r"Run folder: (outputs/esimerkki/\d{8}T\d{6}Z-[0-9a-f]{8})\n", answer.out)
    assert (tmp_path / found[1] / "manifest.json").is_file()


def test_the_command_line_stands_in_the_manifest(kopa, made_up, quick_words, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/usr/bin/kopa", "run", "my net", "-o", "run"])
    kopa("run", "my net", "-o", "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["command_line"] == "kopa run 'my net' -o run"


def test_an_unknown_option_is_refused_with_the_nearest_name(kopa, made_up, tmp_path):
    answer = kopa("run", "net", "--option", "optoin_1", "--option", "as_is")
    assert answer.status == 2
    assert 'there is no option "optoin_1"' in answer.err
    assert 'did you mean "option_1"?' in answer.err
    assert made_up == {}
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_refused_before_the_work(kopa, made_up, tmp_path):
    (tmp_path / "run").mkdir()
    answer = kopa("run", "net", "-o", "run")
    assert answer.status == 2
    assert "exists already" in answer.err
    assert made_up == {}


def test_a_place_where_no_folder_can_be_made_is_said_before_the_work(kopa, made_up):
    answer = kopa("run", "net", "-o", "/proc/foo")
    assert answer.status == 2
    assert "--output /proc/foo" in answer.err
    assert "no folder can be made there" in answer.err
    assert made_up == {}


def test_progress_is_told_in_quiet_lines(kopa, made_up, quick_words):
    answer = kopa("run", "net", "-o", "run")
    assert re.search(r"^futures: done in [\d.]+ s$", answer.err, re.MULTILINE)
    assert re.search(r"^figures: done in [\d.]+ s$", answer.err, re.MULTILINE)


def test_quiet_says_nothing_while_working(kopa, made_up, quick_words):
    assert kopa("run", "net", "-o", "run", "--quiet").err == ""


def test_messages_follow_the_language(kopa, made_up, quick_words):
    answer = kopa("run", "net", "-o", "run", "--lang", "fi")
    assert "Ajokansio: run" in answer.out
    assert "tulevaisuudet: valmis" in answer.err


def test_a_stopped_run_writes_nothing(kopa, made_up, tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(kopa_sim.study, "run_scenario", stop)
    answer = kopa("run", "net", "-o", "run")
    assert answer.status == 130
    assert "stopped" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_failure_is_one_line(kopa, made_up, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(kopa_sim.study, "run_scenario", fail)
    answer = kopa("run", "net", "-o", "run")
    assert answer.status == 1
    assert (
        answer.err
        == "unexpected failure: ZeroDivisionError: division by zero. Run again with --debug to see where.\n"
    )
    assert "Traceback" in kopa("run", "net", "-o", "run", "--debug").err
    assert list(tmp_path.iterdir()) == []


def test_what_the_law_forbids_is_marked_in_the_table(kopa, made_up, quick_words, result, monkeypatch):
    option = result.options[1]
    marked = replace(option, plan=replace(option.plan, only_if_law_allowed=True))
    forbidden = replace(result, options=(result.as_is, marked))
    monkeypatch.setattr(kopa_sim.study, "run_scenario", lambda *_, **__: forbidden)
    answer = kopa("run", "net", "-o", "run")
    assert "option_1 *" in answer.out
    assert "* only if the law allowed" in answer.out


@pytest.mark.slow
def test_a_new_scenario_runs_from_beginning_to_end(tmp_path):
    """The planner's first minutes, in processes of their own."""

    def kopa(*arguments):
        return subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    assert kopa("new", "net").returncode == 0
    checked = kopa("check", "net")
    assert checked.returncode == 0, checked.stderr
    assert "no problems" in checked.stdout
    run = kopa("run", "net", "-o", "run", "--draws", "4", "--replications", "1", "--workers", "1")
    assert run.returncode == 0, run.stderr
    assert "Run folder: run" in run.stdout
    assert (tmp_path / "run" / "report.html").stat().st_size > 100_000
    again = kopa("run", "net", "-o", "run")
    assert again.returncode == 2


@pytest.mark.slow
def test_ctrl_c_stops_within_seconds_and_leaves_no_run_folder(tmp_path):
    subprocess.run([*COMMAND, "new", "net"], cwd=tmp_path, check=True, capture_output=True)
    process = subprocess.Popen(
        [*COMMAND, "run", "net", "-o", "run", "--draws", "5000", "--workers", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(3)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["net"]
