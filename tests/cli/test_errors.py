import click
import pytest

from kopa_sim.cli.errors import explain
from kopa_sim.model.errors import KopaError, LimitReachedError
from kopa_sim.report.run_folder import FolderExistsError
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.problems import Problem, ScenarioError

PROBLEMS = (
    Problem("schools.csv row 12, column places", '"12O" is not a number', "a number of at least 0"),
    Problem("scenario.toml:41  options.merge.scools", 'unknown key "scools"', "", 'did you mean "schools"?'),
)
ENGLISH = texts_in("en")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ScenarioError(PROBLEMS), 2),
        (FolderExistsError("there already"), 2),
        (KopaError("wrong"), 2),
        (LimitReachedError("no better network in 100 steps"), 3),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (click.UsageError("wrong call"), 2),
        (click.exceptions.Exit(0), 0),
        (RuntimeError("odd"), 1),
        (MemoryError(), 1),
        (SystemExit(4), 4),
        (SystemExit("words"), 1),
    ],
)
def test_each_outcome_has_its_exit_status(error, status, capsys):
    assert explain(error, ENGLISH, debug=False) == status
    assert "Traceback" not in capsys.readouterr().err


def test_every_problem_is_listed_and_counted(capsys):
    explain(ScenarioError(PROBLEMS), ENGLISH, debug=False)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{PROBLEMS[0]}\n\n{PROBLEMS[1]}\n\n2 problems\n"


def test_one_problem_is_counted_as_one(capsys):
    explain(ScenarioError(PROBLEMS[:1]), ENGLISH, debug=False)
    assert capsys.readouterr().err.endswith("\n1 problem\n")


def test_an_unexpected_failure_is_one_line_that_tells_what_to_do(capsys):
    explain(ValueError("a\nlong\nstory"), ENGLISH, debug=False)
    err = capsys.readouterr().err
    assert err == "unexpected failure: ValueError: a long story. Run again with --debug to see where.\n"


def test_an_error_without_words_is_named(capsys):
    explain(MemoryError(), ENGLISH, debug=False)
    assert "MemoryError. Run again" in capsys.readouterr().err


def test_debug_shows_where_it_happened(capsys):
    try:
        raise ValueError("odd")
    except ValueError as error:
        assert explain(error, ENGLISH, debug=True) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "test_errors.py" in err


def test_messages_are_in_the_language_asked_for(capsys):
    explain(KeyboardInterrupt(), texts_in("fi"), debug=False)
    assert capsys.readouterr().err == "keskeytetty; mitään ei kirjoitettu\n"
