import csv
import io

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.report.csv_files import csv_text, safe_text, write_tables
from kopa_sim.report.tables import build_tables
from tests.report.synthetic import FORMULA, make_result


def test_a_number_reads_back_as_it_was():
    table = pd.DataFrame({"mean": [0.1, 1e-7, 123456789.12, -3.0]})
    read = pd.read_csv(io.StringIO(csv_text(table)))
    assert read["mean"].tolist() == table["mean"].tolist()


def test_no_value_is_an_empty_field():
    assert csv_text(pd.DataFrame({"mean": [1.5, np.nan]})) == "mean\n1.5\n\n"


def test_a_name_with_a_comma_or_a_quote_is_quoted():
    assert safe_text('a,"b"') == '"a,""b"""'


def test_a_name_is_never_a_formula():
    assert safe_text("=1+1") == "'=1+1"
    assert safe_text("@SUM(A1)") == "'@SUM(A1)"
    assert safe_text("1-2") == "1-2"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20))
def test_any_name_reads_back_but_for_the_mark_before_a_formula(name):
    text = csv_text(pd.DataFrame({"school": pd.Categorical([name]), "mean": [1.0]}))
    row = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert row[0].removeprefix("'") == name.removeprefix("'")
    assert not row[0].startswith(("=", "+", "-", "@"))


def test_the_same_run_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_tables(build_tables(make_result()), tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert {f"{name}.csv" for name in build_tables(make_result())} == set(files)
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_files_have_unix_line_ends(tables, tmp_path):
    write_tables({"costs": tables["costs"]}, tmp_path)
    content = (tmp_path / "costs.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_the_whole_table_reads_back(tables):
    for name, table in tables.items():
        read = pd.read_csv(io.StringIO(csv_text(table)), dtype=dict.fromkeys(table.columns[:5], str))
        assert len(read) == len(table), name
        last = [column for column in table.columns if table[column].dtype.kind == "f"][-1]
        np.testing.assert_array_equal(read[last].astype(float), table[last])


def test_a_school_named_like_a_formula_is_marked(hostile):
    text = csv_text(build_tables(hostile)["network"])
    assert f"\nas_is,2026,'{FORMULA}," in text
    assert f",{FORMULA}" not in text
