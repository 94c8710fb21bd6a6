"""National tables: by year, held at their ends, and made of the ages that are shipped with them."""

import csv
from importlib.resources import files

import pytest

from kopa_sim.economy.national_tables import national_values
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario import defaults
from kopa_sim.scenario.defaults import load_defaults

GROUPS = {
    "ages_0_5": "price_age_0_5_eur",
    "age_6": "price_age_6_eur",
    "ages_7_12": "price_age_7_12_eur",
    "ages_13_15": "price_age_13_15_eur",
    "ages_16_over": "price_age_16_over_eur",
}
TABLES = ("national_computed_cost_index", "national_age_0_5_share", "national_adult_share_index")


def values(years, table):
    return national_values("funding.x", years, Parameters(1, {"funding.x": table}))


def ages():
    text = files(defaults.__name__).joinpath("national_ages.csv").read_text(encoding="utf-8")
    return {
        row["year"]: {name: float(count) for name, count in row.items()}
        for row in csv.DictReader(text.splitlines())
    }


def default(name):
    return load_defaults()[f"funding.{name}"].value


def test_each_year_has_its_own_value_in_the_order_asked_for():
    assert values((2025, 2024), {"2024": 1.0, "2025": 0.5}).tolist() == [0.5, 1.0]


def test_years_beyond_the_table_hold_the_value_at_its_nearer_end():
    found = values((1990, 2024, 2025, 2026, 2100), {"2025": 0.5, "2024": 1.0})
    assert found.tolist() == [1.0, 1.0, 0.5, 0.5, 0.5]


def test_a_year_left_out_lies_between_its_neighbours():
    assert values((2025,), {"2024": 1.0, "2028": 0.8}) == pytest.approx([0.95])


def test_a_planner_may_replace_a_single_year():
    table = {**default("national_computed_cost_index"), "2030": 0.7}
    assert values((2029, 2030), table).tolist() == [default("national_computed_cost_index")["2029"], 0.7]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_every_year_of_the_national_ages(name):
    assert list(default(name)) == list(ages()) == [str(year) for year in range(2019, 2061)]


def test_age_groups_add_up_to_the_country():
    for year, row in ages().items():
        assert sum(row[group] for group in GROUPS) == pytest.approx(row["total"], abs=3), year
        assert row["adults_18_over"] < row["ages_16_over"]


def test_the_country_starts_from_the_published_count():
    assert ages()["2019"]["total"] == 5_525_292


def test_computed_cost_follows_from_the_ages_and_the_prices_in_force():
    """Cost of the ages moves; that of other criteria, the rest of 1,467.53 / 0.7498, stands still per resident."""

    def of_ages(year):
        row = ages()[year]
        return sum(row[group] * default(price) for group, price in GROUPS.items()) / row["total"]

    whole = default("own_share_eur_resident") / default("own_share_of_computed_cost_share")
    assert 0.8 < of_ages("2023") / whole < 0.95
    for year, index in default("national_computed_cost_index").items():
        assert index == pytest.approx(1.0 + (of_ages(year) - of_ages("2023")) / whole, abs=6e-5)


def test_shares_of_small_children_and_adults_follow_from_the_ages():
    adults = {year: row["adults_18_over"] / row["total"] for year, row in ages().items()}
    for year, row in ages().items():
        assert default("national_age_0_5_share")[year] == pytest.approx(
            row["ages_0_5"] / row["total"], abs=6e-5
        )
        assert default("national_adult_share_index")[year] == pytest.approx(
            adults[year] / adults["2024"], abs=6e-5
        )


def test_the_given_amounts_hold_in_the_year_they_are_of():
    assert default("national_computed_cost_index")["2023"] == 1.0
    assert default("national_adult_share_index")["2024"] == 1.0
