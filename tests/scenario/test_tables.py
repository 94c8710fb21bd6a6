"""Rows of texts become a table of columns."""

import pytest

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.tables import RawRow, build_table


def build(*rows, **how):
    findings = Findings()
    raw = [RawRow(number, row) for number, row in enumerate(rows, start=1)]
    return build_table("a.csv", raw, findings, **how), [str(problem) for problem in findings.problems]


def test_the_first_filled_row_names_the_columns():
    table, problems = build((), ("", ""), ("area", "x"), ("", ""), ("a", "1"), ("b", ""))
    assert not problems
    assert table.header_row == 3
    assert table.rows == (5, 6)
    assert table.columns == {"area": ("a", "b"), "x": ("1", "")}


def test_empty_columns_at_the_end_are_passed_over():
    table, problems = build(("area", "x", "", ""), ("a", "1", "", ""), ("b", "2"))
    assert not problems
    assert list(table.columns) == ["area", "x"]


def test_a_ragged_row_is_told_and_kept_without_being_judged():
    table, problems = build(("area", "x", "y"), ("a", "1"), ("b", "1", "2", "3"), ("c", "1", "2"))
    assert table.ragged == (True, True, False)
    assert table.columns["area"] == ("a", "b", "c")
    assert "row 2, column 3\n  the row has 2 cells, the header 3" in problems[0]
    assert "row 3, column 4\n  the row has 4 cells, the header 3" in problems[1]


def test_a_short_row_of_a_workbook_is_whole():
    table, problems = build(("area", "x", "y"), ("a", "1"), of_workbook=True)
    assert not problems
    assert table.columns["y"] == ("",)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "the table is empty"),
        ((("", ""),), "the table is empty"),
        ((("area", "x"),), "column names and no rows"),
        ((("area", ""), ("a", "1")), None),
        ((("area", "", "x"), ("a", "1", "2")), "column 2 has no name"),
        ((("area", "x", "area"), ("a", "1", "2")), 'column "area" stands twice (columns 1, 3)'),
    ],
)
def test_what_is_no_table(rows, words):
    table, problems = build(*rows)
    if words is None:
        assert "the row has 2 cells, the header 1" in problems[0]
    else:
        assert table is None
        assert words in problems[0]
