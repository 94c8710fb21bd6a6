"""CSV files as offices export them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.scenario.delimited import clean, decode, sniff_separator, split_delimited
from kopa_sim.scenario.findings import Findings

KNOWN = ("school", "name", "places")


def split(content):
    findings = Findings()
    rows, separator = split_delimited("a.csv", content, KNOWN, findings)
    assert not findings.problems
    return [(row.number, row.cells) for row in rows], separator


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_letters_survive_whatever_the_encoding(encoding):
    assert decode("Äänekoski, Närpiö".encode(encoding)) == "Äänekoski, Närpiö"


def test_the_dash_of_windows_is_read():
    assert decode(b"0\x966") == "0–6"


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("school,name,places", ","),
        ("school;name;places", ";"),
        ("school\tname\tplaces", "\t"),
        ('"school";"name";"places"', ";"),
        ("\n\nschool;name, long;places, here, and there", ";"),
        (" school ; name ; places ", ";"),
    ],
)
def test_the_separator_is_the_one_that_gives_known_names(header, separator):
    assert sniff_separator(header, KNOWN) == separator


def test_rows_keep_the_number_of_their_line():
    rows, _ = split(b'school,name\n\na,"two\nlines"\nb,c\n')
    assert rows == [(1, ("school", "name")), (2, ()), (3, ("a", "two\nlines")), (5, ("b", "c"))]


def test_the_line_that_names_the_separator_counts_as_a_line():
    rows, separator = split(b"sep=;\nschool;name\na;b\n")
    assert separator == ";"
    assert rows[0] == (2, ("school", "name"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end):
    rows, _ = split(end.join(["school,name", "a,b", ""]).encode())
    assert [cells for _, cells in rows] == [("school", "name"), ("a", "b")]


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters='"\x00'), max_size=5), min_size=3)
    )
)
def test_quoted_cells_come_back_as_they_were_but_for_what_nobody_sees(rows):
    text = "school,name,places\n" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    found, _ = split(text.encode())
    cells = [cells for _, cells in found[1:]]
    assert len(cells) == len(rows)
    for wanted, got in zip(rows, cells, strict=True):
        assert len(wanted) == len(got)
        assert got == tuple(clean(cell) for cell in wanted)


def test_a_workbook_under_the_name_of_a_csv_file_is_recognised():
    findings = Findings()
    assert split_delimited("a.csv", b"PK\x03\x04\x00\x00", KNOWN, findings)[0] is None
    assert "this is a workbook" in str(findings.problems[0])
