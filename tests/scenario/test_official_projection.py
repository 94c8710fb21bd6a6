"""An official projection that the expected course is held to."""

import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, problems_of, table

HEADER = "year,municipality,age_from,age_to,count\n"
BY_SEX = "year,municipality,sex,age_from,age_to,count\n"


def test_counts_are_kept_by_year_municipality_and_age(folder):
    table("projection", HEADER + "2030,902,0,6,88.5\n2026,901,7,15,240\n")(folder)
    official = load_scenario(folder).demographic.official
    assert official.year.tolist() == [2030, 2026]
    assert official.municipality.tolist() == [1, 0]
    assert official.area.tolist() == [-1, -1]
    assert official.age_from.tolist() == [0, 7]
    assert official.age_to.tolist() == [6, 15]
    assert official.count.tolist() == [88.5, 240]


def test_without_the_table_nothing_is_held(folder):
    assert load_scenario(folder).demographic.official is None


def test_the_sexes_are_added_up(folder):
    table("projection", BY_SEX + "2030,901,male,0,6,40\n2030,901,both,7,15,99\n2030,901,female,0,6,45\n")(
        folder
    )
    official = load_scenario(folder).demographic.official
    assert official.count.tolist() == [85, 99]
    assert official.age_to.tolist() == [6, 15]


def test_years_outside_are_left_out_and_said_to_be(folder):
    table("projection", HEADER + "2024,901,0,6,9\n2030,901,0,6,80\n2045,901,0,6,70\n2046,901,0,6,70\n")(
        folder
    )
    scenario = load_scenario(folder)
    assert scenario.demographic.official.year.tolist() == [2030]
    assert any("official projection of 2024, 2045–2046 is not used" in notice for notice in scenario.notices)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (HEADER + "2030,903,0,6,80\n", ["projection.csv row 2, column municipality", "unknown municipality"]),
        (HEADER + "2030,901,6,0,80\n", ["projection.csv row 2, column age_to", "is before age_from"]),
        (
            HEADER + "2030,901,0,100,80\n2030,901,0,6,80\n",
            ["projection.csv row 2, column age_from", "overlaps row 3 (0 to 6)"],
        ),
        (HEADER + "2030,901,0,6,..\n", ["projection.csv row 2, column count", '".." is not a number']),
        (HEADER + "2030,901,0,101,80\n", ["projection.csv row 2, column age_to", "too large"]),
        (BY_SEX + "2030,901,male,0,6,40\n", ["projection.csv row 2, column sex", "given of one sex only"]),
        (
            BY_SEX
            + "2030,901,male,0,6,40\n2030,901,male,5,9,40\n2030,901,female,0,6,40\n2030,901,female,7,9,40\n",
            ["projection.csv row 3, column age_from", "901, male: age_from 5 overlaps row 2"],
        ),
        (
            "year,municipality,age_from,age_to,persons\n2030,901,0,6,40\n",
            ["projection.csv row 1", 'unknown column "persons"'],
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, text, parts):
    table("projection", text)(folder)
    found = problems_of(folder)
    for part in parts:
        assert part in found[0], found
    assert all(problem.startswith("projection.csv") for problem in found)


def test_both_sexes_together_and_each_is_once_too_often(folder):
    rows = "2030,901,male,0,6,40\n2030,901,female,0,6,41\n2030,901,both,0,9,100\n"
    table("projection", BY_SEX + rows)(folder)
    found = problems_of(folder)
    assert len(found) == 2
    assert all("given of both sexes and of each" in problem for problem in found)


def test_an_empty_sex_is_both(folder):
    table("projection", BY_SEX + "2030,901,,0,6,40\n")(folder)
    assert load_scenario(folder).demographic.official.count.tolist() == [40]


def test_an_unknown_sex_names_the_nearest(folder):
    table("projection", BY_SEX + "2030,901,females,0,6,40\n")(folder)
    check_one_problem(folder, ["projection.csv row 2, column sex", 'did you mean "female"?'])
