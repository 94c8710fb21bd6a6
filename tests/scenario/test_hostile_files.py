"""Files that are not what they seem: encodings, look-alike letters, dates, formulas, loops and sheer size."""

import datetime
import io
from difflib import get_close_matches

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from kopa_sim.scenario import nearest
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, both, check_one_problem, problems_of, replace, table, write

TOML, AREAS, SCHOOLS, PLACES = "scenario.toml", "areas.csv", "schools.csv", "municipalities.csv"


def text_of(folder, file):
    return (folder / file).read_text(encoding="utf-8")


def in_workbook(spoil):
    """Return a change that moves the areas into a workbook after spoiling its sheet."""

    def change(folder):
        book = Workbook()
        for line in text_of(folder, AREAS).splitlines():
            cells = line.split(",")
            book.active.append([float(c) if c.isdigit() and i > 2 else c for i, c in enumerate(cells)])
        spoil(book, book.active)
        stream = io.BytesIO()
        book.save(stream)
        (folder / "areas.xlsx").write_bytes(stream.getvalue())
        replace(TOML, '"areas.csv"', '"areas.xlsx#Sheet"')(folder)

    return change


def cell(place, value):
    """Return a change of one cell of the sheet."""

    def spoil(_, sheet):
        sheet[place] = value

    return spoil


def bytes_for(file, old, new):
    """Return a change of a file's bytes."""

    def change(folder):
        content = (folder / file).read_bytes()
        assert old in content
        (folder / file).write_bytes(content.replace(old, new, 1))

    return change


def chart_sheet(folder):
    def draw(book, sheet):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=6, min_row=1, max_row=3))
        book.create_chartsheet("areas").add_chart(chart)

    in_workbook(draw)(folder)
    replace(TOML, "areas.xlsx#Sheet", "areas.xlsx#areas")(folder)


def loop(folder):
    (folder / AREAS).unlink()
    (folder / AREAS).symlink_to("other.csv")
    (folder / "other.csv").symlink_to(AREAS)


CASES = {
    "two encodings in one file": (
        bytes_for(PLACES, b"Mallila", b"M\xe4llila"),
        ["municipalities.csv row 3", "byte 0xe4", "UTF-8"],
    ),
    "a byte that no encoding has": (
        both(bytes_for(PLACES, "ä".encode(), b"\xe4"), bytes_for(PLACES, b"Mallila", b"M\x81llila")),
        ["municipalities.csv row 3", "byte 0x81"],
    ),
    "half a character at the end of UTF-16": (
        lambda folder: (folder / PLACES).write_bytes(text_of(folder, PLACES).encode("utf-16")[:-1]),
        ["municipalities.csv", "UTF-16"],
    ),
    "letters lost in an earlier conversion": (
        replace(PLACES, "Mallila", "M\ufffdllila"),
        ["municipalities.csv row 3, column name", "lost", "export it again"],
    ),
    "a control character in a name": (
        replace(PLACES, "Mallila", "Mal\x1b[31mlila"),
        ["municipalities.csv row 3, column name", "\\x1b", "visible characters"],
    ),
    "a letter of another script in a header": (
        replace(SCHOOLS, "places", "pl\u0430ces"),
        ["schools.csv row 1", 'did you mean "places"?', "CYRILLIC SMALL LETTER A"],
    ),
    "a field too long to be a cell": (
        replace(AREAS, "Takakylä", "x" * 200_000),
        ["areas.csv row 3", "cell is longer than"],
    ),
    "a code of thousands of letters": (
        replace(AREAS, "90102", "9" * 5000),
        ["areas.csv row 3, column area", "5000 characters", "at most 200"],
    ),
    "a line of text above the column names": (
        lambda folder: (folder / PLACES).write_text("Our town\n" + text_of(folder, PLACES), encoding="utf-8"),
        ["municipalities.csv row 1", 'no column of table municipalities in "Our town"'],
    ),
    "thousands set off with points beside decimal commas": (
        lambda folder: (folder / AREAS).write_text(
            text_of(folder, AREAS).replace(",", ";").replace(";90;48", ";1.234;48,5"), encoding="utf-8"
        ),
        ["areas.csv row 2, column children_7_12", '"1.234"', "may mean thousands or decimals"],
    ),
    "thousands set off with commas beside decimal points": (
        lambda folder: (folder / AREAS).write_text(
            text_of(folder, AREAS).replace(",", "\t").replace("\t90\t48", "\t1,234\t48.5"), encoding="utf-8"
        ),
        ["areas.csv row 2, column children_7_12", '"1,234"', "may mean thousands or decimals"],
    ),
    "files that lead to each other in a circle": (loop, ["tables.areas", '"areas.csv"', "circle"]),
    "a formula that was never calculated": (
        in_workbook(cell("L2", "=1+1")),
        ["areas.xlsx#Sheet row 2, column income", '"=1+1"', "no stored value", "save it"],
    ),
    "a code that became a date": (
        in_workbook(cell("A2", datetime.datetime(2024, 1, 5))),
        ["areas.xlsx#Sheet row 2, column area", "date", "format the column as text"],
    ),
    "a number that became a date": (
        in_workbook(cell("F2", datetime.datetime(2024, 1, 5))),
        ["areas.xlsx#Sheet row 2, column children_0_2", "2024-01-05", "is not a number"],
    ),
    "an error value for a name": (
        in_workbook(cell("B2", "#N/A")),
        ["areas.xlsx#Sheet row 2, column name", '"#N/A"', "error value"],
    ),
    "a sheet of charts": (chart_sheet, ["areas.xlsx", 'sheet "areas"', "chart"]),
    "a scenario.toml of UTF-16": (
        lambda folder: (folder / TOML).write_bytes(text_of(folder, TOML).encode("utf-16")),
        ["scenario.toml:1", "UTF-16", "UTF-8"],
    ),
    "a section written below the tables": (
        replace(TOML, "[economy]", "demography.fertility_level = 1.0\n[economy]"),
        ["tables.demography", 'unknown table "demography"', "[demography]", "after"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_not_what_it_seems(folder, case):
    change, parts = CASES[case]
    change(folder)
    check_one_problem(folder, parts)


@pytest.mark.parametrize("how", ["loop", "folder"])
def test_a_scenario_file_that_is_no_file(folder, how):
    (folder / TOML).unlink()
    if how == "loop":
        (folder / TOML).symlink_to(TOML)
    else:
        (folder / TOML).mkdir()
    (found,) = problems_of(folder)
    assert "scenario.toml is no file" in found


def test_codes_that_look_alike_are_alike(folder):
    """A decomposed ä, a non-breaking space and invisible characters do not make another code."""
    replace(SCHOOLS, "takakyla,", "taka\u00a0kyla\u0308\u200b,")(folder)
    replace(TOML, '"takakyla"', '"taka kylä"', count=99)(folder)
    assert load_scenario(folder).region.schools.codes[1] == "taka kylä"


def test_a_decomposed_letter_in_the_settings_is_the_letter(folder):
    replace(SCHOOLS, "takakyla,", "takakylä,")(folder)
    replace(TOML, '"takakyla"', '"takakyla\u0308"', count=99)(folder)
    assert load_scenario(folder).region.schools.codes[1] == "takakylä"


def test_a_line_break_in_a_cell_is_a_space(folder):
    replace(AREAS, "Takakylä", '"Taka\nkylä"')(folder)
    assert load_scenario(folder).region.areas.names[1] == "Taka kylä"


def test_a_faulty_code_of_a_municipality_is_told_once(folder):
    replace(PLACES, "902,Mallila", "Sum,x,1\n902,Mallila")(folder)
    check_one_problem(folder, ["municipalities.csv row 3, column municipality", '"Sum"'])


def test_a_syntax_error_does_not_hide_what_is_wrong_with_the_tables(folder):
    replace(TOML, "end_year = 2040", "end_year = = 2040")(folder)
    replace(AREAS, "90102,Takakylä,901", "90102,Takakylä,9x1")(folder)
    replace(SCHOOLS, ",60,700,", ",6O,700,")(folder)
    replace(TOML, '"borders.geojson"', '"bodrers.geojson"')(folder)
    found = "\n".join(problems_of(folder))
    assert "TOML syntax error" in found
    assert "areas.csv row 3" in found
    assert "schools.csv row 3" in found
    assert "bodrers.geojson" in found
    assert len(problems_of(folder)) == 4


def test_a_syntax_error_in_the_tables_themselves_says_nothing_untrue_of_them(folder):
    replace(TOML, 'areas = "areas.csv"', 'areas = "areas.csv')(folder)
    found = problems_of(folder)
    assert len(found) == 1
    assert "TOML syntax error" in found[0]


@pytest.fixture
def searched(monkeypatch):
    """Words whose nearest name is sought: the one thing about a mistake that takes long."""
    words = []

    def counted(word, *known, **options):
        words.append(word)
        return get_close_matches(word, *known, **options)

    monkeypatch.setattr(nearest, "get_close_matches", counted)
    return words


def test_of_thousands_of_unknown_columns_those_told_alone_are_compared_with_names(folder, searched):
    names = ",".join(f"c{i}" for i in range(5000))
    write(PLACES, f"municipality,name,{names}\n901,a,{'1,' * 4999}1\n902,b,{'1,' * 4999}1\n")(folder)
    found = problems_of(folder)
    assert len(found) < 40
    assert 0 < len(searched) <= 2 * len(found)
    assert "4980 more" in "\n".join(found)


def test_of_thousands_of_unknown_codes_those_told_alone_are_compared_with_names(folder, searched):
    rows = "".join(f"2030,{i % 999:03d},,{i % 90},{i % 90},1\n" for i in range(100_000))
    areas = "".join(f"area_{i},2030,1,1\n" for i in range(20_000))
    both(
        table("observations", "year,municipality,area,age_from,age_to,count\n" + rows),
        table("housing", "area,year,dwellings,children_0_6\n" + areas),
    )(folder)
    found = problems_of(folder)
    assert len(found) < 200
    assert 0 < len(searched) <= 2 * len(found)


@pytest.mark.parametrize(("file", "most"), [(AREAS, 10_000), (SCHOOLS, 5_000)])
def test_more_places_than_any_region_has_are_refused(folder, file, most):
    header, row = text_of(folder, file).splitlines()[:2]
    rest = row.split(",", 1)[1]
    write(file, "\n".join([header, *(f"code_{i},{rest}" for i in range(most + 1))]))(folder)
    found = problems_of(folder)
    assert f"at most {most:,} rows" in "\n".join(found)


def test_hundreds_of_options_are_refused_before_they_are_worked_on(folder):
    chain = "".join(
        f'\n[[options]]\nid = "o{i}"\ntitle = "x"\nextends = "{"as_is" if i == 1499 else f"o{i + 1}"}"\n'
        for i in range(1500)
    )
    append(TOML, chain)(folder)
    found = problems_of(folder)
    assert len(found) == 1
    assert "at most 100" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('title = "Two invented municipalities"', 'title = "\\u001b[31mred\\u202e"', "invisible"),
        ('title = "Two invented municipalities"', f'title = "{"x" * 5000}"', "at most 200 characters"),
        ('title = "As it is"', 'title = "\\u001b[31mred"', "invisible"),
        ('title = "As it is"', f'title = "{"x" * 5000}"', "at most 200 characters"),
    ],
)
def test_titles_are_short_and_visible(folder, old, new, part):
    replace(TOML, old, new)(folder)
    check_one_problem(folder, [part])
