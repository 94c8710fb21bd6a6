"""Areas and the population they divide."""

from pathlib import Path

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


class TestChildrenBesideThePopulation:
    """Municipality 901 has 144 children aged 7–12, 90 of them in the first area."""

    def noticed(self, folder):
        return [n for n in load_scenario(folder).notices if "other numbers of children" in n]

    def children(self, kirkonkyla):
        return replace("areas.csv", "7130000,30,44,90,", f"7130000,30,44,{kirkonkyla},")

    @pytest.mark.parametrize("kirkonkyla", [90, 102, 78])
    def test_up_to_a_tenth_is_not_noticed(self, folder, kirkonkyla):
        self.children(kirkonkyla)(folder)
        assert self.noticed(folder) == []

    @pytest.mark.parametrize("kirkonkyla", [105, 75])
    def test_more_is_noticed_with_its_band_and_both_numbers(self, folder, kirkonkyla):
        self.children(kirkonkyla)(folder)
        (notice,) = self.noticed(folder)
        assert "Municipality 901" in notice
        assert f"ages 7–12: {kirkonkyla + 54} in the areas, 144 in the population" in notice
        assert "ages 3–6" not in notice

    @pytest.mark.parametrize(("more", "noticed"), [(4, 0), (5, 1)])
    def test_fewer_than_five_children_are_never_noticed(self, folder, more, noticed):
        """Of the 42 children aged 0–2 a tenth is 4.2."""
        replace("areas.csv", "7130000,12,18,", f"7130000,{12 + more},18,")(folder)
        assert len(self.noticed(folder)) == noticed

    def test_shares_are_shares_of_the_population(self, folder):
        shares(0.5, 0.5, 1)(folder)
        assert self.noticed(folder) == []

    @pytest.mark.parametrize("name", ["minimal", "kainuu", "pohjois_karjala", "jyvaskyla"])
    def test_the_scenarios_that_come_along_agree(self, name):
        assert self.noticed(Path(__file__).parents[2] / "scenarios" / name) == []
