"""A table written in any format reads back as it was: labels, codes where the format has them, cells and symbols."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from kopa_sim.importers.formats import read_table
from tests.importers.formats import writers
from tests.importers.formats.writers import AGE, AREA, CONTENTS, SEX, YEAR, dimension, table

NUMBERS = st.one_of(
    st.integers(-5, 9_999_999).map(float),
    st.integers(-99_999, 99_999).map(lambda tenths: tenths / 10),
)
LABEL = (
    st.text("abcåäöABC :()'&/.%", min_size=1, max_size=12)
    .map(str.strip)
    .filter(
        lambda text: text and text not in (".", "..", "...", "....", "-", ":", "x", "*") and "  " not in text
    )
)


@st.composite
def tables(draw):
    """Draw a table of areas, ages, sexes, years and contents with some cells suppressed."""
    names = draw(st.lists(LABEL.map("Kylä ".__add__), min_size=1, max_size=4, unique=True))
    areas = dimension("Alue", *names, codes=[f"KU{at:03d}" for at in range(len(names))], role="geo")
    ages = draw(st.integers(1, 4))
    age = dimension("Ikä", *map(str, range(ages)), codes=[f"{at:03d}" for at in range(ages)])
    years = sorted(draw(st.sets(st.integers(1972, 2045), min_size=1, max_size=3)))
    year = dimension("Vuosi", *map(str, years), codes=map(str, years), role="time")
    contents = dimension(
        "Tiedot",
        *draw(st.sampled_from([("Väestö 31.12.",), ("Elävänä syntyneet", "Kuolleet")])),
        role="metric",
    )
    contents = dimension("Tiedot", *contents.labels, codes=contents.labels, role="metric")
    every = (areas, age, SEX, year, contents)
    whole = int(np.prod([len(one) for one in every]))
    values = draw(st.lists(NUMBERS, min_size=whole, max_size=whole))
    symbols = draw(
        st.dictionaries(st.integers(0, whole - 1), st.sampled_from([".", "..", "...", "-"]), max_size=5)
    )
    return table(*every, values=values, symbols=dict(sorted(symbols.items())))


def same(read, written, *, codes=False, names=True, roles=False):
    (one,) = read
    assert [d.labels for d in one.dimensions] == [d.labels for d in written.dimensions]
    if names:
        assert [d.label for d in one.dimensions] == [d.label for d in written.dimensions]
    if codes:
        assert [d.codes for d in one.dimensions] == [d.codes for d in written.dimensions]
    if roles:
        assert [d.role for d in one.dimensions] == [d.role for d in written.dimensions]
    np.testing.assert_array_equal(one.values, written.values)
    assert dict(one.symbols) == dict(written.symbols)
    assert all(np.isnan(one.values.ravel()[at]) for at in one.symbols)


@settings(max_examples=40, deadline=None)
@given(
    tables(),
    st.sampled_from([2, 3]),
    st.sampled_from([",", ";", "\t", " "]),
    st.booleans(),
    st.sampled_from(["iso-8859-15", "utf-8", "utf-8-sig"]),
)
def test_pivoted_csv(one, stub, separator, heading, encoding):
    read = read_table(writers.pivoted_csv(one, stub, separator, heading, encoding), "a.csv")
    same(read, one)
    assert read[0].title == (one.title if heading else "")


@settings(max_examples=30, deadline=None)
@given(tables(), st.sampled_from([2, 3]))
def test_csv_saved_again_by_a_finnish_excel(one, stub):
    same(read_table(writers.excel_csv(one, stub), "a.csv"), one)


@settings(max_examples=30, deadline=None)
@given(tables(), st.booleans())
def test_csv_of_one_row_a_cell(one, codes):
    (read,) = read_table(writers.csv_of_cells(one, codes), "a.csv")
    assert [d.codes if codes else d.labels for d in read.dimensions] == [
        d.codes if codes else d.labels for d in one.dimensions
    ]
    np.testing.assert_array_equal(read.values, one.values)
    assert dict(read.symbols) == dict(one.symbols)


@settings(max_examples=30, deadline=None)
@given(tables(), st.integers(0, 5), st.sampled_from(["utf-8", "iso-8859-15", "windows-1252"]))
def test_px(one, stub, encoding):
    same(read_table(writers.px(one, stub, encoding), "a.px"), one, codes=True, roles=True)


@settings(max_examples=30, deadline=None)
@given(tables(), st.sampled_from([1, 2]), st.booleans(), st.sampled_from(["object", "array", "absent"]))
def test_json_stat(one, version, as_object, index):
    same(read_table(writers.json_stat(one, version, as_object, index), "a.json"), one, codes=True, roles=True)


@settings(max_examples=30, deadline=None)
@given(tables(), st.sampled_from([1, 2, 3, 4]), st.booleans())
def test_workbook(one, stub, code_and_text):
    (read,) = read_table(writers.workbook(one, stub, code_and_text), "a.xlsx")
    same([read], one, names=False)
    if code_and_text:
        assert [d.codes for d in read.dimensions[:stub]] == [d.codes for d in one.dimensions[:stub]]


@pytest.mark.parametrize("stub", [1, 2, 3, 4])
def test_all_formats_agree_on_one_table(stub):
    one = table(AREA, AGE, SEX, YEAR, CONTENTS, symbols={0: "..", 7: "-"})
    for content in (
        writers.px(one, stub),
        writers.json_stat(one),
        writers.json_stat(one, version=1),
        writers.workbook(one, stub),
        writers.pivoted_csv(one, stub),
        writers.excel_csv(one, stub),
        writers.csv_of_cells(one),
    ):
        same(read_table(content, "a"), one, names=content[:2] != b"PK")
