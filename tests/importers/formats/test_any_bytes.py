"""Whatever bytes a file holds, the planner gets tables or a list of problems, never a traceback."""

import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kopa_sim.importers.formats import read_table
from kopa_sim.scenario.problems import ScenarioError
from tests.importers.formats import writers
from tests.importers.formats.writers import AGE, AREA, CONTENTS, SEX, YEAR, table

DATA = Path(__file__).parents[1] / "data"


@cache
def good_files():
    """A file of every kind that reads."""
    one = table(AREA, AGE, SEX, YEAR, CONTENTS, symbols={0: "..", 7: "-"})
    return {
        "saved": (DATA / "statfin_11re_2018_comma_latin1.csv").read_bytes()[:3000],
        "csv": writers.pivoted_csv(one, 2),
        "excel": writers.excel_csv(one, 2),
        "cells": writers.csv_of_cells(one),
        "px": writers.px(one, 2),
        "json2": writers.json_stat(one),
        "json1": writers.json_stat(one, version=1),
        "workbook": writers.workbook(one, 2, code_and_text=True),
    }


KINDS = st.sampled_from(["saved", "csv", "excel", "cells", "px", "json2", "json1", "workbook"])


def reads_or_tells(content):
    try:
        tables = read_table(content, "file")
    except ScenarioError as error:
        assert error.problems
        assert all(problem.place.startswith("file") and problem.read for problem in error.problems)
        return
    assert tables
    for one in tables:
        assert one.values.shape == tuple(len(d) for d in one.dimensions)
        assert all(len(d.codes) == len(d.labels) for d in one.dimensions)
        assert set(one.symbols) == set(np.flatnonzero(np.isnan(one.values)).tolist())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe")
@example(b"PK\x03\x04")
@example(b"{}")
@example(b'"')
@example(b'"a","b"\n"')
@example(b'DECIMALS=;DATA=";')
@example(b"STUB=;DATA=;")
@example(b"\xef\xbb\xbf")
def test_any_bytes(content):
    reads_or_tells(content)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="\"'.,;-\t \n\r=()[]{}:0123456789aKU2019äDATASTUBVALUES", max_size=200))
def test_any_text_of_the_marks_that_files_are_made_of(text):
    for start in ("", 'CHARSET="ANSI";', '"Alue","2019"\n', "{"):
        reads_or_tells((start + text).encode())


@settings(max_examples=200, deadline=None)
@given(KINDS, st.data())
def test_files_whose_end_is_missing(kind, data):
    content = good_files()[kind]
    reads_or_tells(content[: data.draw(st.integers(0, len(content) - 1))])


@settings(max_examples=400, deadline=None)
@given(KINDS, st.data())
def test_files_with_bytes_changed_put_in_or_taken_out(kind, data):
    content = bytearray(good_files()[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 8))
        content[at : at + length] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b";", b",", b"\n", b"null", b"9" * 400])
        )
        if not content:
            break
    reads_or_tells(bytes(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel file"),
        (b"PAR1....", "a Parquet file"),
        (b"%PDF-1.4", "a PDF file"),
        (b"\x1f\x8b\x08", "a file packed with gzip"),
        (b"<!DOCTYPE html><html>", "a web page or an XML file"),
        (b"a\x00b\x00", "NUL bytes"),
        (b"  \r\n ", "the file is empty"),
    ],
)
def test_files_of_other_kinds_are_called_by_their_name(content, kind):
    with pytest.raises(ScenarioError, match=kind):
        read_table(content, "file")


def test_files_that_are_not_there_or_too_large(tmp_path, monkeypatch):
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_table(tmp_path / "none.csv", "none.csv")
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_table(tmp_path, "folder")
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(201_000_000)
    with pytest.raises(ScenarioError, match="a file of 201 MB"):
        read_table(large, "large.csv")


@pytest.mark.parametrize(
    "text",
    [
        '"a,' * 40_000,
        '"' * 100_000,
        '"Alue","' + "a " * 50_000 + '"\n"x",1\n',
        "CHARSET=" + "(" * 100_000,
        'A="' * 40_000,
    ],
    ids=["opened", "quotes", "long name", "brackets", "keywords"],
)
def test_lines_made_to_be_slow_are_not(text):
    begun = time.process_time()
    reads_or_tells(text.encode())
    assert time.process_time() - begun < 5
