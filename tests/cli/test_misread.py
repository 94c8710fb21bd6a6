"""What click cannot read on a command line, as the planner is told it."""

import shutil
from pathlib import Path

import pytest

from kopa_sim.report.texts import texts_in

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"


@pytest.fixture
def net(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "net")
    return tmp_path / "net"


CASES = {
    ("--max-minutes", "0"): ('"0" is too small', "a number above 0", "--help"),
    ("--spare-places", "20%"): ('"20%" is not a number', "from 0 up, but below 1", "20 per cent as 0.2"),
    ("--gap", "2"): ('"2" is too large', "a number from 0 up, but below 1", "2 per cent as 0.02"),
    ("--gap", "nan"): ('"nan" is not a number', "a number from 0", "the default, 0.001"),
    ("--time", "-1"): ('"-1" is too small', "a number above 0", "leave --time out for the default, 300"),
    ("--futures", "2.5"): ('"2.5" is not a whole number', "a whole number, 0 or more", "the default, 0"),
    ("--points", "8,0"): ('"8,0" is not a whole number', "a whole number, 2 or more", "kopa optimise --help"),
    ("--seed", "1e3"): ('"1e3" is not a whole number', "a whole number, 0 or more", "the default, 1"),
    ("--points", "1"): ('"1" is too small', "a whole number, 2 or more", "kopa optimise --help"),
    ("--objective", "costs"): (
        '"costs" is none of the choices',
        "cost, minutes, frontier",
        "did you mean cost?",
    ),
}


@pytest.mark.parametrize("given", CASES)
def test_a_value_that_cannot_be_says_what_can(kopa, net, given):
    told = kopa("optimise", "net", *given)
    assert told.status == 2
    read, allowed, mend = CASES[given]
    lines = told.err.split("\n")
    assert lines[0] == " ".join(given)
    assert lines[1].strip() == read
    assert lines[2].startswith("  allowed: ") and allowed in lines[2]
    assert mend in lines[3]
    assert told.err.endswith("\n1 problem\n")


def test_everything_wrong_with_a_call_is_said_at_once_codes_among_it(kopa, net):
    told = kopa(
        *("optimise", "net", "--gap", "2", "--time", "-1", "--spare-places", "20%", "--keep", "takakila"),
        *("--close", "Mallilan koulu", "--earliest-year", "soon"),
    )
    assert told.status == 2
    for place in (
        "--gap 2\n",
        "--time -1\n",
        "--spare-places 20%\n",
        "--keep takakila\n",
        "--earliest-year soon\n",
    ):
        assert place in told.err
    assert told.err.endswith("\n6 problems\n")


def test_what_is_wrong_with_the_scenario_is_said_with_what_is_wrong_with_the_call(kopa, net):
    (net / "areas.csv").unlink()
    told = kopa("optimise", "net", "--gap", "2")
    assert "--gap 2\n" in told.err
    assert "areas.csv" in told.err


def test_several_wrong_values_of_a_run_are_said_at_once(kopa, net):
    told = kopa("run", "net", "--draws", "0", "--seed", "x")
    assert told.status == 2
    assert "--draws 0\n" in told.err and "--seed x\n" in told.err
    assert told.err.endswith("\n2 problems\n")


def test_decimals_may_stand_after_a_comma(kopa, net):
    told = kopa("optimise", "net", "--gap", "0,02", "--spare-places", "0,2", "--keep", "nobody")
    assert told.err.endswith("\n1 problem\n")
    assert "--keep nobody" in told.err


CALLS = {
    ("rnu",): ("kopa rnu", "there is no command rnu", "did you mean run?"),
    ("run",): ("kopa run SCENARIO", "SCENARIO is missing", "kopa run --help"),
    ("run", "net", "--drwas", "5"): (
        "kopa run --drwas",
        "there is no option --drwas",
        "did you mean --draws?",
    ),
    ("run", "net", "--draws"): ("kopa run --draws", "--draws stands without a value", "kopa run --help"),
    ("check", "net", "other"): (
        "kopa check",
        "more is given than the command takes: other",
        "kopa check --help",
    ),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_cannot_be_says_why_and_what_to_do(kopa, call):
    told = kopa(*call)
    assert told.status == 2
    assert told.out == ""
    for part in CALLS[call]:
        assert part in told.err


def test_no_line_of_a_problem_is_wider_than_a_page(kopa, net):
    schools = ("--keep", ",".join(f"koulu{number}" for number in range(4)))
    told = kopa("--lang", "fi", "optimise", "net", *schools, "--municipality", "91")
    assert max(map(len, told.err.splitlines())) <= 110


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("call", [*CALLS, *(("optimise", "net", *given) for given in CASES)])
def test_no_english_is_left_in_the_other_languages(kopa, net, language, call):
    told = kopa("--lang", language, *call).err.casefold()
    for english in (
        "allowed",
        "number",
        "option ",
        "command ",
        "value",
        "missing",
        "problem\n",
        "leave",
        "default",
    ):
        assert english not in told, told
    assert texts_in(language)("optimise.allowed") in told or call in CALLS
