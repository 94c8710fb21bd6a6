"""Areas and the population they divide."""

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, problems_of, replace, write

HEADER = "area,name,municipality,x,y,children_share\n"


def shares(*values):
    rows = [
        f"{number},A{number},{901 if number < 3 else 902},540000,7130000,{value}"
        for number, value in enumerate(values, start=1)
    ]
    return write("areas.csv", HEADER + "\n".join(rows))


def test_bands_are_put_in_the_order_of_age(folder):
    text = (folder / "areas.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    order = [0, 1, 2, 3, 4, 9, 6, 5, 8, 7, 10, 11, 12]
    write("areas.csv", "\n".join(",".join(row[i] for i in order) for row in rows))(folder)
    areas = load_scenario(folder).region.areas
    assert areas.bands == ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17))
    assert areas.children_area_band[0].tolist() == [30, 44, 90, 48, 32]


def test_shares_that_are_off_by_rounding_are_scaled_to_one(folder):
    shares(0.333, 0.662, 1)(folder)
    children = load_scenario(folder).region.areas.children_area_band[:, 0]
    assert children[:2].sum() == pytest.approx(420)
    assert children[0] / children[1] == pytest.approx(0.333 / 0.662)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0.4, 0.4, 1), "the shares of municipality 901 sum to 0.8"),
        ((0.6, 0.6, 1), "the shares of municipality 901 sum to 1.2"),
        ((0.5, 0.5, 0.5), "the shares of municipality 902 sum to 0.5"),
        ((0.5, 0.5, ""), "the cell is empty"),
        ((0.5, 0.5, 1.5), '"1.5" is too large'),
    ],
)
def test_shares_that_are_none(folder, values, words):
    shares(*values)(folder)
    check_one_problem(folder, ["areas.csv", "children_share", words])


def test_what_is_not_given_is_not_a_number(folder):
    shares(0.5, 0.5, 1)(folder)
    areas = load_scenario(folder).region.areas
    assert np.isnan(areas.area_m2).all()
    assert np.isnan(areas.mean_income_eur).all()
    assert areas.languages == ("fi",) * 3


def test_bands_older_than_children(folder):
    replace("areas.csv", "children_16_17", "children_16_64")(folder)
    check_one_problem(folder, ["column children_16_64", "ages 16 to 64 are no age band", "from 0 to 20"])


class TestThePopulation:
    def test_persons_stand_by_municipality_sex_and_age(self, folder):
        replace("population.csv", "902,female,7,5", "902,female,7,6")(folder)
        population = load_scenario(folder).demographic.population_municipality_sex_age
        assert population.shape == (2, 2, 101)
        assert population[1, 1, 6:9].tolist() == [4, 6, 5]
        assert population[0, 0, 100] == 1

    def test_rows_may_stand_in_any_order(self, folder):
        plain = load_scenario(folder).demographic.population_municipality_sex_age
        header, *rows = (folder / "population.csv").read_text(encoding="utf-8").splitlines()
        write("population.csv", "\n".join([header, *reversed(rows)]))(folder)
        assert (load_scenario(folder).demographic.population_municipality_sex_age == plain).all()

    def test_a_whole_municipality_missing_is_told_in_a_word(self, folder):
        text = (folder / "population.csv").read_text(encoding="utf-8")
        write("population.csv", text[: text.index("902,")])(folder)
        check_one_problem(folder, ["population.csv", "municipality 902 has no rows"])

    def test_a_sex_missing_is_told_in_a_word(self, folder):
        text = (folder / "population.csv").read_text(encoding="utf-8")
        write("population.csv", text[: text.index("902,female")])(folder)
        check_one_problem(folder, ["municipality 902, female: no rows"])

    def test_a_fault_and_a_hole_elsewhere_are_both_told(self, folder):
        replace("population.csv", "901,male,5,9", "901,male,5,x")(folder)
        replace("population.csv", "902,female,7,5\n", "")(folder)
        found = problems_of(folder)
        assert len(found) == 2
        assert "column count" in found[0]
        assert "municipality 902, female: no row for age 7" in found[1]
