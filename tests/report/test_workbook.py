import time

import openpyxl
import pytest

from kopa_sim.report.front_sheet import front_sheet
from kopa_sim.report.tables import build_tables
from kopa_sim.report.texts import texts_in
from kopa_sim.report.workbook import FrontSheet, write_workbook
from tests.report.synthetic import FORMULA, HOSTILE

FRONT = FrontSheet(
    "Title", ("line",), ("a", "b"), ("text", "number"), (("=1+1", 2.5), ("x", float("nan"))), ("note " * 60,)
)


@pytest.fixture(scope="module")
def written(tmp_path_factory, result):
    path = tmp_path_factory.mktemp("workbook") / "summary.xlsx"
    texts = texts_in("en")
    write_workbook(path, front_sheet(result, texts), build_tables(result), texts, "kopa_sim")
    return path


@pytest.fixture(scope="module")
def workbook(written):
    return openpyxl.load_workbook(written)


def test_the_front_sheet_is_followed_by_a_sheet_for_each_table(workbook, tables):
    assert workbook.sheetnames[:-1] == ["Summary", *tables]
    assert workbook["styles"].sheet_state == "hidden"


def test_every_row_of_every_table_is_there(workbook, tables):
    for name, table in tables.items():
        assert workbook[name].max_row == len(table) + 1, name
        assert [cell.value for cell in workbook[name][1]] == list(table.columns)


def test_cells_hold_what_the_table_holds(workbook, tables):
    for name, table in tables.items():
        for row in (0, len(table) // 2, len(table) - 1):
            shown = [cell.value for cell in workbook[name][row + 2]]
            for value, expected in zip(shown, table.iloc[row], strict=True):
                if expected != expected:
                    assert value is None
                elif isinstance(expected, str):
                    assert (value or "") == expected
                else:
                    assert value == pytest.approx(expected)


def test_headings_stay_in_view_and_can_be_filtered(workbook, tables):
    for name, table in tables.items():
        sheet = workbook[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.endswith(str(len(table) + 1))


def test_columns_are_wide_enough_for_their_names(workbook):
    widths = workbook["costs"].column_dimensions
    assert widths["E"].width >= len("property_running")


def test_euros_and_other_numbers_are_formatted_apart(workbook, tables):
    assert workbook["costs"]["F2"].number_format == "#,##0.00"
    assert workbook["pupils"]["E2"].number_format == "#,##0.0###"
    verdict = tables["verdict"].reset_index(drop=True)
    place = verdict.index[verdict["measure"] == "net_cost_per_pupil_eur"][0]
    assert workbook["verdict"][f"D{place + 2}"].number_format == "#,##0.00"
    assert workbook["network"]["K2"].number_format == "#,##0.00"


def test_the_front_sheet_has_the_region_first(workbook, result):
    values = [[cell.value for cell in row] for row in workbook["Summary"].iter_rows()]
    heading = next(i for i, row in enumerate(values) if row[0] == "Municipality")
    assert values[0][0] == result.scenario.title
    assert values[heading + 1][0] == "Whole region"
    assert len([row for row in values[heading + 1 :] if row[1]]) == 2 * 3


def test_the_same_tables_give_the_same_bytes_at_another_time(written, tmp_path, result, tables, monkeypatch):
    texts = texts_in("en")
    later = time.localtime(time.time() + 100_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    write_workbook(tmp_path / "again.xlsx", front_sheet(result, texts), tables, texts, "kopa_sim")
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


def test_no_name_becomes_a_formula(tmp_path, hostile):
    texts = texts_in("fi")
    path = tmp_path / "hostile.xlsx"
    write_workbook(path, front_sheet(hostile, texts), build_tables(hostile), texts, "kopa_sim")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{FORMULA}" in {cell.value for cell in cells}
    assert HOSTILE in {cell.value for cell in cells}


def test_a_text_of_the_front_sheet_is_never_a_formula(tmp_path, english):
    write_workbook(tmp_path / "f.xlsx", FRONT, {}, english, "kopa_sim")
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["Summary"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_a_table_without_rows_still_opens(tmp_path, english, tables):
    write_workbook(tmp_path / "e.xlsx", FRONT, {"operations": tables["operations"][:0]}, english, "kopa_sim")
    assert openpyxl.load_workbook(tmp_path / "e.xlsx")["operations"].max_row == 1


def test_the_front_sheet_tells_the_lessons_by_qualified_teachers(result, english):
    front = front_sheet(result, english)
    column = list(front.headings).index("Lessons by qualified teachers (floor 90%)")
    assert front.kinds[column] == "percent"
    expected = result.options[1].verdict.values["qualified_teaching_share"][:, -1].mean()
    assert front.rows[1][column] == pytest.approx(expected)
