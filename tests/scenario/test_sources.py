"""Reading files safely and once each."""

import hashlib
import os

import pytest

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.sources import LARGEST_FILE_MB, Sources


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "folder" / "tables").mkdir(parents=True)
    (tmp_path / "folder" / "areas.csv").write_bytes(b"area\n")
    (tmp_path / "folder" / "tables" / "schools.csv").write_bytes(b"school\n")
    (tmp_path / "outside.csv").write_bytes(b"outside\n")
    return Sources(tmp_path / "folder", Findings())


def told(sources):
    return [str(problem) for problem in sources._findings.problems]


def test_a_file_is_read_and_its_hash_kept_under_its_path_from_the_folder(sources):
    assert sources.read("tables/schools.csv", "here") == b"school\n"
    assert sources.inputs == {"tables/schools.csv": hashlib.sha256(b"school\n").hexdigest()}


def test_a_file_named_twice_is_read_once_and_its_fault_told_once(sources, tmp_path):
    assert sources.read("areas.csv", "here") == b"area\n"
    (tmp_path / "folder" / "areas.csv").write_bytes(b"changed\n")
    assert sources.read("areas.csv", "there") == b"area\n"
    assert sources.read("none.csv", "here") is None
    assert sources.read("none.csv", "there") is None
    assert len(told(sources)) == 1


@pytest.mark.parametrize("name", ["./areas.csv", "tables/../areas.csv"])
def test_a_roundabout_path_within_the_folder_is_the_same_file(sources, name):
    assert sources.read(name, "here") == b"area\n"
    assert list(sources.inputs) == ["areas.csv"]


@pytest.mark.parametrize("name", ["../outside.csv", "tables/../../outside.csv", "/etc/hostname", ".."])
def test_nothing_outside_the_folder_is_read(sources, name):
    assert sources.read(name, "here") is None
    assert "lies outside the scenario folder" in told(sources)[0]
    assert sources.inputs == {}


def test_a_file_outside_is_read_when_allowed(tmp_path, sources):
    free = Sources(tmp_path / "folder", Findings(), allow_outside=True)
    assert free.read("../outside.csv", "here") == b"outside\n"
    assert list(free.inputs) == ["../outside.csv"]


def test_the_nearest_file_of_the_same_folder_is_offered(sources):
    sources.read("tables/school.csv", "here")
    assert 'did you mean "schools.csv"?' in told(sources)[0]


def test_a_pipe_is_not_waited_for(sources, tmp_path):
    os.mkfifo(tmp_path / "folder" / "pipe.csv")
    assert sources.read("pipe.csv", "here") is None
    assert "is a folder or a device, not a file" in told(sources)[0]


def test_a_large_file_is_refused_by_its_size(sources, tmp_path):
    with (tmp_path / "folder" / "large.csv").open("wb") as stream:
        stream.truncate(LARGEST_FILE_MB * 1_000_000 + 1)
    assert sources.read("large.csv", "here") is None
    assert '"large.csv" is a 100 MB file' in told(sources)[0]


def test_links_in_a_circle_are_no_file(sources, tmp_path):
    (tmp_path / "folder" / "a.csv").symlink_to("b.csv")
    (tmp_path / "folder" / "b.csv").symlink_to("a.csv")
    assert sources.read("a.csv", "here") is None
    assert len(told(sources)) == 1


def test_a_name_is_not_near_because_its_ending_is_the_same(sources):
    sources.read("vaesto.csv", "here")
    assert "did you mean" not in told(sources)[0]
    assert "a file of the folder: areas.csv" in told(sources)[0]


@pytest.mark.parametrize("name", ["aeras.csv", "areas.cvs", "areas", "Areas2024.csv"])
def test_a_near_name_is_offered_whatever_its_ending(sources, name):
    sources.read(name, "here")
    assert 'did you mean "areas.csv"?' in told(sources)[0]
