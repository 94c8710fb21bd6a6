from dataclasses import replace

from kopa_sim.report.manifest import hashes_of, installed_versions, run_hash


def _hash(result, **changed):
    asked = {"seed": 1, "draws": 200, "replications": 2, "options": ()}
    return run_hash(result.scenario, **{**asked, **changed})


def test_the_same_call_has_the_same_name(result):
    assert _hash(result) == _hash(result)
    assert len(_hash(result)) == 8


def test_whatever_changes_the_numbers_changes_the_name(result):
    names = {
        _hash(result),
        _hash(result, seed=2),
        _hash(result, draws=100),
        _hash(result, replications=0),
        _hash(result, options=("option_1",)),
        _hash(replace(result, scenario=replace(result.scenario, inputs={"schools.csv": "0" * 64}))),
    }
    assert len(names) == 6


def test_hashes_cover_every_file_of_a_folder(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert hashes_of(tmp_path) == {"tables/a.csv": empty}


def test_a_package_that_is_not_there_is_left_out(monkeypatch):
    monkeypatch.setattr("kopa_sim.report.manifest.PACKAGES", ("numpy", "no-such-package-at-all"))
    assert set(installed_versions()) == {"python", "kopa_sim", "numpy"}
