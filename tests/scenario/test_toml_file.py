"""Reading scenario.toml, or saying where it stops being TOML."""

import pytest

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.toml_file import parse_toml


def parse(content):
    findings = Findings()
    return parse_toml("scenario.toml", content, findings), [str(problem) for problem in findings.problems]


@pytest.mark.parametrize("content", ["a = 1\nb.c = 2\n", "\ufeffa = 1\nb.c = 2\n", "a = 1\r\nb.c = 2\r\n"])
def test_a_file_of_any_editor(content):
    toml, problems = parse(content.encode())
    assert not problems
    assert toml.data == {"a": 1, "b": {"c": 2}}
    assert toml.origin(("b", "c")) == "scenario.toml:2"
    assert toml.place(("b", "c")) == "scenario.toml:2  b.c"
    assert toml.place(("b", "c"), "the key") == "scenario.toml:2  the key"


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"a = 1\nb = \n", ["scenario.toml:2, column 5", "the line reads: b ="]),
        (b"a = 1\na = 2\n", ["scenario.toml:2", "cannot overwrite a value"]),
        (b"a = [1,\n", ["scenario.toml:2, column 1", "TOML syntax error"]),
        (b"a = 1\n\nb = \xe4\n", ["scenario.toml:3", "not UTF-8: byte 0xe4"]),
        (b"a = 1\n[a]\n", ["scenario.toml:2"]),
        (b"a = " + b"[" * 10_000, ["scenario.toml", "nested too deeply"]),
        (b"a = " + b"9" * 10_000, ["scenario.toml", "TOML syntax error"]),
        (b"\x00", ["scenario.toml:1, column 1"]),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(content, parts):
    toml, problems = parse(content)
    assert toml is None
    assert len(problems) == 1
    assert all(part in problems[0] for part in parts), problems[0]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("vehicle_km_eur = 2,9", "write decimal numbers with a point: 2.9"),
        ("growth = -0,5  # a year", "write decimal numbers with a point: -0.5"),
        ("range = { low = 0,5, high = 1.5 }", "write decimal numbers with a point: 0.5"),
        ('school = "takakyla', "the closing quote is missing"),
        ('schools = ["takakyla, "mallila"]', "the closing quote is missing"),
        ('title = "No. 1 # a', "the closing quote is missing"),
        ("grades = 7-9", 'put it in quotes: "7-9"'),
        ("grades = 1-2+7-9  # two spans", 'put it in quotes: "1-2+7-9"'),
        ("grades = 7-9+upper_secondary", 'put it in quotes: "7-9+upper_secondary"'),
    ],
)
def test_what_planners_most_often_mistype_is_told_with_its_mend(line, hint):
    toml, (problem,) = parse(f"a = 1\n{line}\nb = 2\n".encode())
    assert toml is None
    assert problem.startswith("scenario.toml:2")
    assert hint in problem
    assert "the line reads" in problem


@pytest.mark.parametrize(
    "line", ["c = ", "c = yes  # don't", 'c = "2,9" 3', "a = 7", 'c = """x""" y', "c = 5 km"]
)
def test_other_faults_get_no_hint(line):
    toml, (problem,) = parse(f"a = 1\n{line}\n".encode())
    assert toml is None
    assert not any(word in problem for word in ("with a point", "closing quote", "in quotes"))
