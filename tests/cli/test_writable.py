"""A place that cannot be written is refused before the work begins, by every command that writes."""

import errno
import shutil
from pathlib import Path

import pytest

from kopa_sim.cli import writable
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.problems import ScenarioError

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
CALLS = {
    "run": ("run", "net", "-o", "file/out"),
    "optimise": ("optimise", "net", "-o", "file/out"),
    "new": ("new", "file/out"),
    "new from tables": ("new", "file/out", "--municipalities", "901", "--from", "net"),
    "import statfin": ("import", "statfin", "nothing.csv", "-o", "file/out"),
    "import paavo": ("import", "paavo", "nothing.csv", "-o", "file/out"),
    "import schools": ("import", "schools", "nothing.csv", "-o", "file/out"),
    "import roads": ("import", "roads", "nothing.osm", "-o", "file/out"),
}


@pytest.fixture
def place(tmp_path):
    """A scenario, and a file where a folder would have to be."""
    shutil.copytree(MINIMAL, tmp_path / "net")
    (tmp_path / "file").write_text("kept")
    return tmp_path


def refused(folder, language="en"):
    with pytest.raises(ScenarioError) as caught:
        refuse_unwritable(folder, texts_in(language))
    (problem,) = caught.value.problems
    return " ".join(str(problem).split())


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_command_that_writes_asks_first(kopa, place, call):
    told = kopa(*call)
    assert told.status == 2
    assert f"{place / 'file'} is a file and not a folder" in " ".join(told.err.split())
    assert "allowed: a folder in a place where you may write" in told.err
    assert told.err.endswith("\n1 problem\n")
    assert (place / "file").read_text() == "kept"
    assert sorted(path.name for path in place.iterdir()) == ["file", "net"]


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path):
    refuse_unwritable(tmp_path / "one" / "two", texts_in("en"))
    refuse_unwritable(tmp_path, texts_in("en"))
    assert list(tmp_path.iterdir()) == []


def test_a_run_into_a_name_that_no_disk_takes_does_not_begin(kopa, place):
    told = kopa("run", "net", "-o", "x" * 300)
    assert told.status == 2
    assert "the name is too long" in told.err


def test_a_name_that_no_disk_takes_is_told(tmp_path):
    assert "the name is too long" in refused(tmp_path / ("x" * 300))
    assert "the name is too long" in refused(tmp_path / ("x" * 300) / "out")


@pytest.mark.parametrize("name", ["  ", "out/ "])
def test_a_name_of_nothing_but_blanks_is_refused(kopa, place, name):
    told = kopa("optimise", "net", "-o", name)
    assert told.status == 2
    assert "the name of the folder is nothing but blanks" in told.err
    assert sorted(path.name for path in place.iterdir()) == ["file", "net"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "sinulla ei ole oikeutta kirjoittaa"),
        (errno.ENOSPC, "levy on täynnä"),
        (errno.EROFS, "levyltä voi vain lukea"),
        (errno.ENOENT, "ei voi tehdä kansioita"),
        (errno.EIO, "järjestelmä ei salli sitä (EIO)"),
    ],
)
def test_the_reason_is_in_the_readers_language(tmp_path, monkeypatch, number, words):
    def fail(**_):
        raise OSError(number, "in English")

    monkeypatch.setattr(writable, "TemporaryDirectory", fail)
    told = refused(tmp_path / "out", "fi")
    assert words in told
    assert "sinne ei voi tehdä kansiota" in told
    assert "sallittu: kansio paikassa, johon saat kirjoittaa" in told
    assert "tähän kansioon ei voi kirjoittaa" in refused(tmp_path, "fi")
