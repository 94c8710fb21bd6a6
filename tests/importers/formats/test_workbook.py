"""Workbooks as PxWeb writes them, and as planners save them again."""

import io
import zipfile

import numpy as np
import pytest
from openpyxl import Workbook

from kopa_sim.importers.formats import read_table
from kopa_sim.scenario.problems import ScenarioError
from tests.importers.formats import writers
from tests.importers.formats.writers import AGE, AREA, CONTENTS, SEX, YEAR, table


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


def test_headings_fill_right_and_labels_fill_down_until_the_footnotes():
    (read,) = read_table(
        book_of(
            taulukko=[
                ["Väestö"],
                [],
                [None, None, "Miehet", None, "Naiset"],
                [None, None, "2018", "2019", "2018", "2019"],
                ["Akaa", "0", 1, 2, 3, ".."],
                [None, "1", 5, 6, 7, 8],
                ["Eura", "0", 9, 10, 11, 12],
                [None, "1", 13, 14, 15, 16],
                [],
                ["Ennakkotieto merkitään tähdellä"],
                ["Viimeksi päivitetty:"],
                ["20260401 08:00"],
            ]
        ),
        "a.xlsx",
    )
    assert read.title == "Väestö"
    assert [d.labels for d in read.dimensions] == [
        ("Akaa", "Eura"),
        ("0", "1"),
        ("Miehet", "Naiset"),
        ("2018", "2019"),
    ]
    assert [d.label for d in read.dimensions[1:]] == ["Ikä", "Sukupuoli", "Vuosi"]
    assert read.values[1, 1].tolist() == [[13, 14], [15, 16]]
    assert dict(read.symbols) == {3: ".."}
    assert np.isnan(read.values[0, 0, 1, 1])


def test_one_heading_of_one_label_is_no_title():
    (read,) = read_table(book_of(t=[["Otsikko"], [], [None, "Väestö"], ["Akaa", 1], ["Eura", 2]]), "a.xlsx")
    assert read.title == "Otsikko"
    assert [d.labels for d in read.dimensions] == [("Akaa", "Eura"), ("Väestö",)]


def test_titles_that_list_the_variables_name_them():
    one = table(AREA, AGE, YEAR, CONTENTS, title="Väestö muuttujina Alue, Ikä, Vuosi ja Tiedot")
    (read,) = read_table(writers.workbook(one, 2), "a.xlsx")
    assert [d.label for d in read.dimensions] == ["Alue", "Ikä", "Vuosi", "Tiedot"]


def test_codes_beside_labels_are_codes():
    (read,) = read_table(writers.workbook(table(AREA, AGE, SEX), 2, code_and_text=True), "a.xlsx")
    assert [d.codes for d in read.dimensions[:2]] == [AREA.codes, AGE.codes]
    assert [d.labels for d in read.dimensions] == [AREA.labels, AGE.labels, SEX.labels]


def test_a_saved_csv_pasted_into_a_workbook():
    rows = [
        ["Väestö"],
        [],
        ["Alue", "Vuosi", "Ikä", "Miehet", "Naiset"],
        ["Akaa", 2019, 0, 1, 2],
        ["Akaa", 2019, "100 -", 3, 4],
    ]
    (read,) = read_table(book_of(t=rows), "a.xlsx")
    assert [(d.label, d.labels) for d in read.dimensions] == [
        ("Alue", ("Akaa",)),
        ("Vuosi", ("2019",)),
        ("Ikä", ("0", "100 -")),
        ("Sukupuoli", ("Miehet", "Naiset")),
    ]


def test_digits_that_a_sheet_holds_as_text_are_labels():
    (read,) = read_table(
        book_of(t=[["Alue", "Luokka", "2019"], ["Akaa", "1", 5], ["Eura", "2", 6]]), "a.xlsx"
    )
    assert [d.labels for d in read.dimensions] == [("Akaa", "Eura"), ("1", "2"), ("2019",)]


def test_every_sheet_with_a_table_is_read_and_sheets_of_words_are_passed_over():
    tables = read_table(
        book_of(
            ohje=[["Lue tämä"], ["Ja tämä"]],
            a=[["Alue", "2018"], ["Akaa", 1]],
            b=[["Alue", "2019"], ["Akaa", 2]],
            c=[],
        ),
        "a.xlsx",
    )
    assert [one.source for one in tables] == ["a.xlsx#a", "a.xlsx#b"]


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (book_of(a=[]), "the workbook has no filled sheet"),
        (book_of(a=[["Hei"]]), "no row has more than one cell"),
        (zipped(data="1,2"), "not a readable .xlsx workbook"),
        (book_of(a=[["Alue", "2019"], ["Akaa", 1]])[:-200], "not a readable .xlsx workbook"),
    ],
)
def test_faults_are_told_in_words(content, read):
    with pytest.raises(ScenarioError) as caught:
        read_table(content, "a.xlsx")
    assert read in caught.value.problems[0].read


def test_a_workbook_that_unpacks_to_more_than_is_read_is_refused(monkeypatch):
    monkeypatch.setattr("kopa_sim.importers.formats.workbook.LARGEST_UNPACKED_MB", 2)
    bomb = zipped(**{"xl/workbook.xml": b"\0" * 3_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(ScenarioError, match="the workbook unpacks to 3 MB"):
        read_table(bomb, "a.xlsx")
