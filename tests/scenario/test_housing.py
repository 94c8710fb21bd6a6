"""Dwellings to be built."""

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, both, check_one_problem, problems_of, replace, table

HEADER = "area,year,dwellings,children_0_2,children_3_6,children_7\n"


def test_children_of_a_band_are_spread_over_its_ages(folder):
    table("housing", HEADER + "90101,2028,40,0.3,0.4,0.1\n90202,2030,12.5,0.3,0,0\n")(folder)
    housing = load_scenario(folder).demographic.housing
    assert housing.area.tolist() == [0, 4]
    assert housing.year.tolist() == [2028, 2030]
    assert housing.dwellings.tolist() == [40, 12.5]
    by_age = housing.children_per_dwelling_row_age
    assert by_age[0, :8] == pytest.approx([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    assert by_age[0, 8:].sum() == 0
    assert np.isnan(housing.adults_per_dwelling).all()


def test_adults_may_be_given_row_by_row(folder):
    table("housing", "area;year;dwellings;adults;children_0_18\n90101;2028;40;1,8;0,9\n90102;2029;5;;0,9\n")(
        folder
    )
    housing = load_scenario(folder).demographic.housing
    assert housing.adults_per_dwelling[0] == 1.8
    assert np.isnan(housing.adults_per_dwelling[1])
    assert housing.children_per_dwelling_row_age.sum(axis=1) == pytest.approx([0.9, 0.9])


def test_an_area_may_have_several_plans_in_a_year(folder):
    table("housing", HEADER + "90101,2028,40,0.3,0.4,0.1\n90101,2028,10,0,0,0\n")(folder)
    assert len(load_scenario(folder).demographic.housing.year) == 2


def test_dwellings_in_an_area_of_two_language_tracks_are_divided(folder):
    both(
        replace("areas.csv", "population\n", "population,swedish_share\n"),
        replace("areas.csv", "23000,1780\n", "23000,1780,0.25\n"),
        replace("areas.csv", ",740\n", ",740,\n"),
        replace("areas.csv", ",438\n", ",438,\n"),
        replace("areas.csv", ",790\n", ",790,\n"),
        replace("areas.csv", ",428\n", ",428,\n"),
        table("housing", HEADER + "90101,2028,40,0.3,0.4,0.1\n90202,2030,10,0,0,0\n"),
    )(folder)
    housing = load_scenario(folder).demographic.housing
    assert housing.area.tolist() == [0, 1, 5]
    assert housing.dwellings.tolist() == [30, 10, 10]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (HEADER + "90100,2028,40,0,0,0\n", ["housing.csv row 2, column area", "unknown area", "90101"]),
        (
            HEADER + "90101,2024,40,0,0,0\n",
            ["housing.csv row 2, column year", "2024 is outside", "2025 to 2040"],
        ),
        (HEADER + "90101,2050,40,0,0,0\n", ["housing.csv row 2, column year", "2050 is outside"]),
        (HEADER + "90101,2028,-4,0,0,0\n", ["housing.csv row 2, column dwellings", "negative"]),
        (
            HEADER + "90101,2028,4,5,4,0\n",
            ["housing.csv row 2, column children_0_2", "9 children in a dwelling"],
        ),
        (HEADER + "90101,2028,4,,0,0\n", ["housing.csv row 2, column children_0_2", "the cell is empty"]),
        ("area,year,dwellings\n90101,2028,4\n", ["housing.csv row 1", "no column says how many children"]),
        (
            "area,year,dwellings,children_0_6,children_6\n90101,2028,4,0,0\n",
            ["housing.csv row 1, column children_6", "overlap those of children_0_6"],
        ),
        (
            "area,year,dwellings,children_16_20\n90101,2028,4,0\n",
            ["housing.csv row 1, column children_16_20", "ages 16 to 20 are no age band", "0 to 18"],
        ),
        (
            "area,year,dwelings,children_0_6\n90101,2028,4,0\n",
            ["housing.csv row 1", 'unknown column "dwelings"', 'did you mean "dwellings"?'],
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, text, parts):
    table("housing", text)(folder)
    check_one_problem(folder, parts)


def test_every_mistake_is_told_at_once(folder):
    table("housing", HEADER + "90100,2028,40,0,0,0\n90101,1999,-1,9,0,0\n")(folder)
    assert len(problems_of(folder)) == 4


class TestWomenOfAnArea:
    def women(self, header, cells):
        rows = ["23000,1780", "21000,740", "20500,438", "22000,790", "20500,428"]
        return both(
            replace("areas.csv", "population\n", f"population,{header}\n"),
            *(
                replace("areas.csv", f"{row}\n", f"{row},{cell}\n")
                for row, cell in zip(rows, cells, strict=True)
            ),
        )

    def test_they_may_be_given_by_band(self, folder):
        self.women("women_20_29,women_30_39", ["9,8", "7,6", "5,4", "3,2", "1,0"])(folder)
        areas = load_scenario(folder).region.areas
        assert areas.women_bands == ((20, 29), (30, 39))
        assert areas.women_area_band[0].tolist() == [9, 8]
        assert areas.bands[0] == (0, 2)

    def test_without_them_nothing_is_known(self, folder):
        areas = load_scenario(folder).region.areas
        assert areas.women_area_band is None
        assert areas.women_bands == ()

    def test_bands_may_not_overlap(self, folder):
        self.women("women_20_29,women_25_39", ["9,8"] * 5)(folder)
        check_one_problem(folder, ["areas.csv row 1, column women_25_39", "overlap those of women_20_29"])

    def test_cells_may_not_be_empty(self, folder):
        self.women("women_20_39", ["9", "", "5", "3", "1"])(folder)
        check_one_problem(folder, ["areas.csv row 3, column women_20_39", "the cell is empty"])


def test_an_area_without_children_may_get_dwellings(folder):
    append("areas.csv", "90109,Uusi,901,541000,7131000,0,0,0,0,0,500000,23000,0\n")(folder)
    table("housing", HEADER + "90109,2028,40,0.3,0.4,0.1\n")(folder)
    assert load_scenario(folder).demographic.housing.area.tolist() == [5]
