"""Sheets of Excel workbooks."""

import datetime
import io

import pytest
from openpyxl import Workbook

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.workbook import read_sheet


def book_of(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_cells_read_as_they_would_in_a_csv_file():
    day = datetime.date(2024, 6, 1)
    content = book_of(areas=[["area", "x", "y"], [100.0, 540000.25, None], [], [True, " Kylä ", day]])
    rows = read_sheet("a.xlsx", "areas", content, Findings())
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("area", "x", "y")),
        (2, ("100", "540000.25")),
        (4, ("yes", "Kylä", "2024-06-01 00:00:00")),
    ]


def test_the_only_sheet_needs_no_name():
    assert read_sheet("a.xlsx", None, book_of(areas=[["area"]]), Findings())[0].cells == ("area",)


@pytest.mark.parametrize(
    ("sheet", "parts"),
    [
        ("aeras", ['no sheet "aeras"', "areas, schools", 'did you mean "areas"?']),
        (None, ["no sheet is named", "areas, schools", "write a.xlsx#areas"]),
    ],
)
def test_a_missing_sheet_is_told_with_those_there_are(sheet, parts):
    findings = Findings()
    assert read_sheet("a.xlsx", sheet, book_of(areas=[["area"]], schools=[["school"]]), findings) is None
    assert all(part in str(findings.problems[0]) for part in parts)
