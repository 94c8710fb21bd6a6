import sys

import pytest

from kopa_sim.cli import progress as module
from kopa_sim.cli.progress import QuietLines, progress, say_nothing, stage_name


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_a_finished_stage_tells_how_long_it_took(english, clock, capsys):
    lines = QuietLines(english)
    lines("futures", 0, 2)
    clock[0] += 12.34
    lines("futures", 2, 2)
    assert capsys.readouterr().err == "futures: done in 12.3 s\n"


def test_a_stage_that_never_said_it_began_counts_from_the_last_line(english, clock, capsys):
    lines = QuietLines(english)
    clock[0] += 2
    lines("operations", 1, 1)
    assert capsys.readouterr().err == "school years: done in 2.0 s\n"


def test_long_stages_say_where_they_are_now_and_then(english, clock, capsys):
    lines = QuietLines(english)
    for done in range(7):
        clock[0] += 5
        lines("futures", done, 7)
    err = capsys.readouterr().err
    assert err.splitlines() == ["futures: 2 of 7", "futures: 5 of 7"]


def test_a_stage_without_a_name_is_shown_as_it_is(texts):
    assert stage_name("something", texts) == "something"
    assert stage_name("figures", texts) == texts("commands.stage_figures")


def test_quiet_work_tells_nobody(english, capsys):
    with progress(english, quiet=True) as tell:
        tell("futures", 1, 1)
    assert tell is say_nothing
    assert capsys.readouterr().err == ""


def test_someone_watching_sees_bars(english, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(english, quiet=False) as tell:
        tell("futures", 0, 4)
        tell("futures", 4, 4)
    assert "futures" in capsys.readouterr().err


def test_output_to_a_file_gets_lines(english, capsys):
    with progress(english, quiet=False) as tell:
        tell("tables", 1, 1)
    assert capsys.readouterr().err.startswith("tables: done in")
