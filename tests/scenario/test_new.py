"""The minimal scenario as a planner gets it."""

from pathlib import Path

import pytest

from kopa_sim.scenario.new import new_scenario, template_files
from kopa_sim.scenario.problems import ScenarioError

SHIPPED = Path(__file__).parents[2] / "scenarios" / "minimal"


def test_the_shipped_scenario_is_the_template_byte_for_byte():
    shipped = {path.name: path.read_bytes() for path in SHIPPED.iterdir()}
    assert shipped == template_files()


@pytest.mark.parametrize("is_there", [False, True], ids=["a new folder", "an empty folder"])
def test_a_folder_is_written_whole(tmp_path, is_there):
    place = tmp_path / "ours"
    if is_there:
        place.mkdir()
    new_scenario(place)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == template_files()
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]


def test_folders_on_the_way_are_made(tmp_path):
    new_scenario(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b" / "scenario.toml").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not empty"):
        new_scenario(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is a file"):
        new_scenario(tmp_path / "mine.txt")


def test_what_cannot_be_finished_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(ScenarioError, match="cannot be written: No space left on device"):
        new_scenario(tmp_path / "ours")
    assert list(tmp_path.iterdir()) == []


def test_a_place_under_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ScenarioError, match="cannot be written"):
        new_scenario(tmp_path / "file" / "ours")


PLAIN = {"title", "measure", "schools", "subjects", "year", "municipalities", "name"}
"""Keys that need no comment."""


def test_every_key_has_a_comment_where_it_stands_first():
    seen = set(PLAIN)
    for line in template_files()["scenario.toml"].decode().split("\n"):
        key = line.split("=")[0].strip()
        if "=" in line and not line.startswith("#") and key not in seen:
            seen.add(key)
            assert "#" in line, line
