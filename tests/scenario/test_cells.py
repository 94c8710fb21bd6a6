"""Numbers, texts and choices as planners write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.scenario.cells import parse_number, read_columns
from kopa_sim.scenario.columns import ColumnSpec, TableSpec
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.table_specs import TABLES
from kopa_sim.scenario.tables import RawRow, build_table


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1 234", 1234),
        ("1\u00a0234\u202f567,25", 1234567.25),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1,234", 1.234),
        ("12 34", None),
        ("1 2345", None),
        ("1.234,5", None),
        ("1,2,3", None),
        ("1_000", None),
        ("0x10", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("٣", None),
        ("5 km", None),
        ("", None),
    ],
)
def test_a_number_in_finnish_and_english_dress(text, value):
    assert parse_number(text) == value


@given(st.floats(-1e12, 1e12, allow_nan=False), st.sampled_from([".", ","]))
def test_every_number_is_read_back(value, mark):
    assert parse_number(repr(value).replace(".", mark)) == value


@given(st.integers(-(10**12), 10**12), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_thousands_may_be_set_off_with_any_space(value, space):
    assert parse_number(f"{value:,}".replace(",", space)) == value


SPEC = TableSpec(
    "pupils",
    (
        ColumnSpec("municipality", "municipality", ""),
        ColumnSpec("pupils", "whole", "", least=0, most=100),
        ColumnSpec("share", "number", "", required=False, above=0),
        ColumnSpec("kind", "choice", "", required=False, choices=("big", "small"), default="small"),
        ColumnSpec("open", "yes_no", "", required=False),
    ),
)


def read(*rows, separator=""):
    findings = Findings()
    raw = [RawRow(number, row) for number, row in enumerate(rows, start=1)]
    return read_columns(build_table("a.csv", raw, findings), SPEC, findings, separator=separator), findings


def test_columns_are_understood_by_their_kind():
    columns, findings = read(
        ("municipality", "pupils", "kind", "open"), ("5", "12", "", "yes"), ("091", "0", "BIG", "")
    )
    assert not findings.problems
    assert columns.texts["municipality"] == ("005", "091")
    assert columns.whole("pupils").tolist() == [12, 0]
    assert columns.texts["kind"] == ("small", "big")
    assert columns.flag("open").tolist() == [True, False]
    assert columns.numbers["share"].tolist() != columns.numbers["share"].tolist()  # not given
    assert not columns.given("share")


def test_a_row_with_a_fault_is_no_longer_sound():
    columns, findings = read(("municipality", "pupils"), ("5", "12"), ("5", "101"), ("5", "x"))
    assert columns.sound.tolist() == [True, False, False]
    assert [problem.place for problem in findings.problems] == [
        "a.csv row 3, column pupils",
        "a.csv row 4, column pupils",
    ]


def test_an_unknown_code_is_told_once_with_all_its_rows():
    columns, findings = read(("municipality", "pupils"), ("5", "1"), ("6", "1"), ("5", "1"), ("6", "1"))
    assert columns.resolve("municipality", ("005",), "municipality", findings).tolist() == [0, -1, 0, -1]
    (problem,) = findings.problems
    assert problem.place == "a.csv rows 3, 5, column municipality"
    assert problem.read == 'unknown municipality "006"'
    assert columns.sound.tolist() == [True, False, True, False]


@pytest.mark.parametrize("codes", [None, ("005", "")])
def test_nothing_is_unknown_where_the_codes_could_not_all_be_read(codes):
    columns, findings = read(("municipality", "pupils"), ("6", "1"))
    assert columns.resolve("municipality", codes, "municipality", findings).tolist() == [-1]
    assert not findings.problems


def test_a_comma_is_ambiguous_only_where_commas_separate():
    rows = (("municipality", "pupils", "share"), ("5", "1", "1,234"))
    assert not read(*rows, separator=";")[1].problems
    assert "may mean thousands" in str(read(*rows, separator=",")[1].problems[0])


def test_the_specifications_are_complete():
    for spec in TABLES.values():
        assert len(set(spec.names)) == len(spec.names)
        for column in spec.columns:
            assert column.meaning, f"{spec.name}.{column.name} has no meaning"
            assert (column.kind == "choice") == bool(column.choices)
            assert column.default in ("", *column.choices)
