"""``kopa coalitions``: the call, its answers and its refusals."""

from pathlib import Path

import pytest

MINIMAL = str(Path(__file__).parents[2] / "scenarios" / "minimal")


def test_a_study_is_told_and_written(kopa, tmp_path):
    outcome = kopa(
        "coalitions", MINIMAL, "--option", "open_borders", "--draws", "1", "--workers", "1", "-o", "who"
    )
    assert outcome.status == 0, outcome.err
    assert "3 runs of the model priced 3 coalitions" in " ".join(outcome.out.split())
    assert "Mallila gains" in outcome.out
    assert "nucleolus" in outcome.out
    assert (tmp_path / "who" / "tables" / "coalition_shares.csv").is_file()
    assert (tmp_path / "who" / "coalitions.html").is_file()


def test_a_folder_that_is_there_is_left_alone(kopa, tmp_path):
    (tmp_path / "who").mkdir()
    outcome = kopa("coalitions", MINIMAL, "-o", "who", "--quiet")
    assert outcome.status == 2
    assert "exists already" in outcome.err
    assert not list((tmp_path / "who").iterdir())


def test_an_option_without_cooperation_is_refused_with_what_to_do(kopa, texts):
    outcome = kopa("--lang", texts.language, "coalitions", MINIMAL, "--option", "close_village")
    assert outcome.status == 2
    told = " ".join(outcome.err.split())
    assert texts("coalitions.option_alone") in told
    assert texts("coalitions.no_cooperation_mend") in told
    assert "open_borders" in outcome.err


def test_a_scenario_without_cooperation_is_refused_with_what_to_do(kopa, tmp_path, english):
    folder = tmp_path / "alone"
    folder.mkdir()
    for path in Path(MINIMAL).iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    settings = folder / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text[: text.index('[[options]]\nid = "shared_teachers"')], encoding="utf-8")
    outcome = kopa("coalitions", str(folder))
    assert outcome.status == 2
    told = " ".join(outcome.err.split())
    assert english("coalitions.no_cooperation") in told
    assert english("coalitions.no_cooperation_mend") in told


def test_an_unknown_option_is_refused_with_the_nearest(kopa):
    outcome = kopa("coalitions", MINIMAL, "--option", "open_border")
    assert outcome.status == 2
    assert '"open_borders"' in outcome.err


@pytest.mark.parametrize(
    "call", [("--draws", "ten"), ("--orders", "1"), ("--workers", "0"), ("--seed", "-1")]
)
def test_what_cannot_be_read_is_said(kopa, call):
    outcome = kopa("coalitions", MINIMAL, *call)
    assert outcome.status == 2
    assert call[1] in outcome.err


def test_help_has_an_example_in_every_language(kopa, texts):
    outcome = kopa("--lang", texts.language, "coalitions", "--help")
    assert outcome.status == 0
    assert "kopa coalitions scenarios/minimal" in outcome.out
