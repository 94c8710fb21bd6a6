"""Files that [tables] names and that are not there."""

import pytest

from tests.scenario.spoiling import both, check_one_problem, problems_of, replace


def name(table, file):
    return replace("scenario.toml", f'{table} = "{table}.csv"', f'{table} = "{file}"')


def test_the_file_of_another_table_is_not_offered(folder):
    name("population", "vaesto.csv")(folder)
    (problem,) = problems_of(folder)
    assert 'file "vaesto.csv" does not exist' in problem
    assert "did you mean" not in problem
    assert "files in the folder: README.md, areas.csv, borders.geojson, municipalities.csv" in problem


def test_not_even_when_its_name_is_near(folder):
    name("population", "area.csv")(folder)
    (problem,) = problems_of(folder)
    assert "did you mean" not in problem


def test_only_the_ending_in_common_is_not_near(folder):
    (folder / "x").mkdir()
    (folder / "x" / "areas.csv").write_text("", encoding="utf-8")
    name("population", "x/vaesto.csv")(folder)
    check_one_problem(folder, ["does not exist", "files in the folder: areas.csv"])


@pytest.mark.parametrize("file", ["popluation.csv", "population.cvs", "population", "Population2024.csv"])
def test_a_near_name_of_no_other_table_is_offered(folder, file):
    name("population", file)(folder)
    check_one_problem(folder, [f'file "{file}" does not exist', 'did you mean "population.csv"?'])


def test_the_borders_are_offered_in_the_same_way(folder):
    replace("scenario.toml", "borders.geojson", "border.geojson")(folder)
    check_one_problem(folder, ["tables.borders", 'did you mean "borders.geojson"?'])


def test_a_missing_workbook_is_told_once_however_many_tables_it_has(folder):
    both(name("areas", "book.xlsx#areas"), name("schools", "book.xlsx#schools"))(folder)
    check_one_problem(folder, ['file "book.xlsx" does not exist'])
