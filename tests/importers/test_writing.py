import pytest

from kopa_sim.importers.writing import table_bytes, write_folder
from kopa_sim.scenario.problems import ScenarioError


def test_the_same_content_is_the_same_bytes():
    assert table_bytes(("a", "b"), [("005", 1.5), (None, 2)]) == b"a,b\n005,1.5\n,2\n"


def test_a_new_folder_is_written_whole(tmp_path):
    write_folder(tmp_path / "a" / "b", {"x.csv": b"1\n"})
    assert (tmp_path / "a" / "b" / "x.csv").read_bytes() == b"1\n"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


def test_tables_are_added_to_a_folder_and_replaced_only_when_asked(tmp_path):
    write_folder(tmp_path, {"x.csv": b"1\n"})
    write_folder(tmp_path, {"y.csv": b"2\n"})
    with pytest.raises(ScenarioError, match="is there already"):
        write_folder(tmp_path, {"x.csv": b"3\n", "z.csv": b"3\n"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv", "y.csv"]
    assert (tmp_path / "x.csv").read_bytes() == b"1\n"
    write_folder(tmp_path, {"x.csv": b"3\n"}, overwrite=True)
    assert (tmp_path / "x.csv").read_bytes() == b"3\n"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ScenarioError, match="is a file"):
        write_folder(tmp_path / "file", {})


def test_what_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    from pathlib import Path

    def fail(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(ScenarioError, match="No space left"):
        write_folder(tmp_path / "new", {"x.csv": b""})
    assert list(tmp_path.iterdir()) == []
