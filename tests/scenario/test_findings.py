"""How problems and notices are collected and written."""

import pytest

from kopa_sim.scenario.findings import LISTED_ALIKE, Findings, listed, shown, spans


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([4], "4"), ([3, 4, 5], "3–5"), ([9, 3, 4, 3], "3–4, 9"), ([1, 3, 5], "1, 3, 5")],
)
def test_numbers_are_written_as_ranges(numbers, words):
    assert spans(numbers) == words


def test_very_many_ranges_are_cut():
    assert spans(range(0, 100, 2)).endswith("22, … (50 in all)")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("12O", '"12O"'),
        (12, "12"),
        (True, "true"),
        ("a\x1b[31m", '"a\\x1b[31m"'),
        ("x" * 100, '"' + "x" * 59 + '…"'),
        ([1, "a"], "[1, 'a']"),
    ],
)
def test_what_was_read_is_shown_short_and_harmless(value, words):
    assert shown(value) == words


def test_a_number_too_long_to_be_written_is_described():
    assert shown(1 << 100_000) == "a number of very many digits"


def test_long_lists_are_cut_and_counted():
    assert listed("abc", 2) == "a, b, … (3 in all)"
    assert listed("abc", 3) == "a, b, c"


def test_faults_of_one_kind_are_listed_up_to_a_number_and_then_told_together():
    findings = Findings()
    for row in range(2, 2 + LISTED_ALIKE + 3):
        findings.add_cell("a.csv", row, "count", f"{row} is wrong", "a number")
    findings.add_cell("a.csv", 99, "age", "is wrong", "a number")
    assert len(findings.problems) == LISTED_ALIKE + 2
    last = findings.problems[-1]
    assert last.place == f"a.csv rows {LISTED_ALIKE + 2}–{LISTED_ALIKE + 4}, column count"
    assert last.read == "the same fault in 3 more rows"


def test_a_notice_is_kept_once():
    findings = Findings()
    findings.notice("Mind this.")
    findings.notice("Mind this.")
    assert findings.notices == ("Mind this.",)


def test_nothing_that_moves_a_terminal_gets_into_a_problem():
    findings = Findings()
    findings.add("a\x1b.csv", "b\r", "c\x07", "d\x00")
    assert str(findings.problems[0]) == "a\\x1b.csv\n  b\\x0d\n  allowed: c\\x07\n  d\\x00"


def test_the_same_word_down_a_column_is_listed_three_times_and_then_counted():
    findings = Findings()
    for row in range(2, 23):
        findings.add_cell(
            "projection.csv", row, "age_from", '"total" is not a number', "a whole number, 0 or more"
        )
    places = [problem.place for problem in findings.problems]
    assert places[:3] == [f"projection.csv row {row}, column age_from" for row in (2, 3, 4)]
    assert places[3:] == ["projection.csv rows 5–22, column age_from"]
    assert "18 more rows" in findings.problems[3].read
