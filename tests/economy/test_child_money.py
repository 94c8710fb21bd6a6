"""What a family that moves away takes along."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.child_money import AGE_GROUPS, Attendance, child_money, year_of_money
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.model.criteria import criteria_not_given
from kopa_sim.model.grades import BAND_OF_GRADE, N_BANDS
from tests.economy.worlds import FUND, PRICE_YEAR, futures_of, plan_of, with_schools, world, year_at

REGION = with_schools(
    {"code": "a", "municipality": "901", "grades": "0-9+upper_secondary"},
    {"code": "b", "municipality": "902", "grades": "0-6"},
    {"code": "state", "municipality": "901", "grades": "1-9", "provider": "state", "pupils": 20},
)
OWN, NEIGHBOUR, STATE = 0, 1, 2
HOME, OTHER_HOME = 0, 1
GROUPS = tuple(AGE_GROUPS)
CHILDREN = 50.0
"""Residents of each age 0-15 in each municipality."""
GRADES_OF_GROUP = {"0-5": (), "6": (0,), "7-12": tuple(range(1, 7)), "13-15": (7, 8, 9), "16-18": (10,)}
ROWS = [
    (0, 0, OWN, 50.0),
    (0, 2, OWN, 200.0),
    (0, 3, STATE, 100.0),
    (0, 8, OWN, 150.0),
    (0, 10, OWN, 30.0),
    (2, 0, OWN, 20.0),
    (2, 0, NEIGHBOUR, 30.0),
    (2, 4, NEIGHBOUR, 270.0),
    (2, 5, OWN, 30.0),
    (2, 7, OWN, 120.0),
    (2, 9, STATE, 30.0),
    (2, 10, OWN, 45.0),
]
RULES = {
    "funding__price_density_eur": 40.0,
    "funding__price_foreign_language_eur": 2_000.0,
    "funding__price_remoteness_eur": 220.0,
    "funding__upper_secondary_contribution_eur_resident": 100.0,
    "funding__index_growth": 0.01,
    "economy__tax_base_growth": 0.01,
}


def young(region=REGION):
    """Futures with as many of 16-18 as of other children, growing a little."""
    futures = futures_of(
        region, children=CHILDREN, adults=1_000.0, grown=lambda year: 1.0 + (year - 2022) / 100
    )
    people = futures.population_draw_year_municipality_sex_age
    people[..., 1, 16:19] = people[..., 1, 15:16]
    return futures


def region_with(**columns):
    arrays = {name: np.array(values, dtype=float) for name, values in columns.items()}
    criteria = replace(criteria_not_given(2), **arrays)
    return replace(REGION, municipalities=replace(REGION.municipalities, given_criteria=criteria))


def attendance(flows, year):
    bands = [np.equal(BAND_OF_GRADE, band).astype(float) for band in range(N_BANDS)]
    by_band = [pupils_draw_year_home_school(flows, REGION, weight)[:, year_at(year)] for weight in bands]
    return np.stack(by_band, axis=-1)


def money_of(region=REGION, rows=ROWS, futures=None, **changes):
    made = world(region, rows=rows, futures=futures or young(region), **{**RULES, **changes})
    found = child_money(
        region,
        made.plan,
        made.futures,
        Attendance(attendance(made.flows, 2026), attendance(made.flows, 2028)),
        made.parameters,
        PRICE_YEAR,
    )
    assert found.year == 2028
    return {measure: values[0] for measure, values in found.values.items()}


def funding(region, futures, rows, **changes):
    made = world(region, rows=rows, futures=futures, **{**RULES, **changes})
    return made.funding().funding_draw_year_municipality_item[0, year_at(2028)]


def one_more(region, home, group):
    """Futures and rows with one more child of the group on 31 December 2026, taught as the others of its home are."""
    futures = young(region)
    people = futures.population_draw_year_municipality_sex_age
    ages = AGE_GROUPS[group]
    residents = {year: people[0, futures.year_index(year), home, :, ages].sum() for year in (2026, 2028)}
    people[:, futures.year_index(2026), home, 1, min(17, ages.stop - 1)] += 1.0
    at_home = {0: (0, 1), 1: (2,)}[home]

    def rows(year):
        # Compensation of 2028 counts the pupils of 2026, the unit price of 2028 those of 2028.
        of = residents[2026 if year < 2028 else 2028]
        return [
            (area, grade, school, pupils * (1 + 1 / of))
            if area in at_home and grade in GRADES_OF_GROUP[group]
            else (area, grade, school, pupils)
            for area, grade, school, pupils in ROWS
        ]

    return futures, rows


@pytest.mark.parametrize("home", [HOME, OTHER_HOME])
@pytest.mark.parametrize("group", GROUPS)
def test_it_is_the_difference_that_one_more_child_makes_to_all_funding(home, group):
    region = region_with(foreign_language_share=[0.1, np.nan], population_within_25_km=[4_000, np.nan])
    before = funding(region, young(region), ROWS)[home]
    after = funding(region, *one_more(region, home, group))[home]
    found = {measure: values[home, GROUPS.index(group)] for measure, values in money_of(region).items()}
    difference = dict(zip(FUND, after - before, strict=True))
    assert found["total_eur"] == pytest.approx(sum(difference.values()), abs=0.01)
    assert found["state_share_eur"] + found["own_share_eur"] == pytest.approx(
        difference["state_share"], abs=0.01
    )
    assert found["equalisation_eur"] == pytest.approx(difference["tax_base_equalisation"], abs=0.01)
    assert found["compensation_eur"] == pytest.approx(difference["home_municipality_compensation"], abs=0.01)
    assert found["unit_price_eur"] == pytest.approx(difference["upper_secondary_unit_price"], abs=0.01)
    assert found["contribution_eur"] == pytest.approx(difference["upper_secondary_contribution"], abs=0.01)


FLAT = {
    "funding__index_growth": 0.0,
    "economy__tax_base_growth": 0.0,
    "funding__price_density_eur": 0.0,
    "funding__price_remoteness_eur": 0.0,
}


def test_a_pupil_brings_the_price_of_its_age_less_the_own_share():
    found = money_of(**FLAT)
    assert found["state_share_eur"][HOME] == pytest.approx([10_000, 11_000, 9_000, 15_000, 100])
    assert found["own_share_eur"][HOME] == pytest.approx([-1_500] * 5)
    assert found["contribution_eur"][HOME] == pytest.approx([-100] * 5)


def test_a_child_without_income_raises_equalisation():
    """1,000 adults of 20,000 among 1,950 residents are below the country's 20,000 a head: 90 % of 8 % is filled."""
    assert money_of(**FLAT)["equalisation_eur"][HOME] == pytest.approx([0.9 * 0.08 * 20_000] * 5)


def test_compensation_goes_along_as_far_as_children_are_taught_by_others():
    """Of the 318 of 7-12 who live in 901 in 2026, the 6th part of 300, grown by 4 %, is in the State's school."""
    found = money_of(**FLAT)["compensation_eur"]
    residents = 1.04 * CHILDREN
    assert found[HOME] == pytest.approx([0, 0, -8_000 * 100 / (6 * residents), 0, 0])
    seven_to_nine = -8_000 * 1.6 * (120 + 30) / (3 * residents)
    six = -8_000 * 0.61 * 20 / residents
    assert found[OTHER_HOME] == pytest.approx([0, six, -8_000 * 30 / (6 * residents), seven_to_nine, 0])


def test_unit_price_follows_the_student_to_the_municipality_that_teaches():
    """75 students at index 150; one resident of 16-18 more is 30 students over 159 residents more."""
    found = money_of(**FLAT)["unit_price_eur"]
    more = 30 / (3 * 1.06 * CHILDREN)
    students = np.array([75, 75 + more])
    price = students * 8_000 * (1 + 0.4 * (200 - students) / 100)
    assert found[HOME] == pytest.approx([0, 0, 0, 0, price[1] - price[0]])
    assert not found[OTHER_HOME].any()


def test_a_municipality_without_a_child_of_the_age_asks_for_one_all_the_same():
    futures = young()
    futures.population_draw_year_municipality_sex_age[:, :, OTHER_HOME, :, 13:16] = 0.0
    rows = [row for row in ROWS if row[0] != 2 or row[1] not in (7, 8, 9)]
    found = money_of(futures=futures, rows=rows, **FLAT)
    assert found["state_share_eur"][OTHER_HOME, GROUPS.index("13-15")] == pytest.approx(15_000)
    assert found["compensation_eur"][OTHER_HOME, GROUPS.index("13-15")] == 0.0


def test_the_year_counts_those_who_live_here_in_the_first_costed_year():
    plan = plan_of(REGION)
    assert year_of_money(plan, launch_year=2022) == 2028
    assert year_of_money(plan, launch_year=2026) == 2029
    assert year_of_money(plan_of(REGION, years=(2024, 2025, 2026, 2027)), launch_year=2022) == 2027
