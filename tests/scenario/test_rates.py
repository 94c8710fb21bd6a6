"""Age schedules of fertility and mortality."""

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.rates import default_schedules
from tests.scenario.spoiling import check_one_problem, problems_of, table

HEADER = "rate,sex,age,value\n"
FERTILITY = "".join(f"fertility,female,{age},{0.05 + age / 10000}\n" for age in range(15, 50))
MORTALITY = "".join(
    f"mortality,{sex},{age},0.0{age % 10}1\n" for sex in ("male", "female") for age in range(101)
)


def test_the_defaults_are_those_of_finland_in_2019():
    schedules = default_schedules()
    # total fertility rate of 2019: 1.35 (Statistics Finland)
    assert schedules.fertility_age.sum() == pytest.approx(1.347, abs=0.001)
    mean_age = (np.arange(101) + 0.5) @ schedules.fertility_age / schedules.fertility_age.sum()
    assert 30 < mean_age < 32
    assert (schedules.fertility_age[:10] == 0).all()
    assert (schedules.mortality_sex_age > 0).all()
    assert (schedules.mortality_sex_age[0, 20:] > schedules.mortality_sex_age[1, 20:]).mean() > 0.9


@pytest.mark.parametrize(("sex", "life_expectancy"), [(0, 79.2), (1, 84.5)])
def test_the_mortality_gives_back_the_published_life_expectancy(sex, life_expectancy):
    # Statistics Finland: 79.2 and 84.5 years in 2019
    rates = default_schedules().mortality_sex_age[sex]
    survivors = np.concatenate([[1.0], np.cumprod(np.exp(-rates[:-1]))])
    lived = (survivors[:-1] + survivors[1:]).sum() / 2 + survivors[-1] / rates[-1]
    assert lived == pytest.approx(life_expectancy, abs=0.3)


def test_given_rates_take_their_place(folder):
    table("rates", HEADER + FERTILITY + MORTALITY)(folder)
    schedules = load_scenario(folder).demographic.schedules
    assert schedules.fertility_age[20] == pytest.approx(0.052)
    assert schedules.fertility_age[14] == 0
    assert schedules.mortality_sex_age[1, 37] == pytest.approx(0.071)


def test_a_rate_that_is_not_given_is_finlands_and_said_so(folder):
    table("rates", HEADER + FERTILITY)(folder)
    scenario = load_scenario(folder)
    assert (scenario.demographic.schedules.mortality_sex_age == default_schedules().mortality_sex_age).all()
    assert any("gives no mortality" in notice for notice in scenario.notices)


def test_mortality_needs_both_sexes(folder):
    table("rates", HEADER + MORTALITY[: len(MORTALITY) // 2 - 101])(folder)
    assert any("mortality, female: no row" in text for text in problems_of(folder))


def test_an_age_twice(folder):
    table("rates", HEADER + FERTILITY + "fertility,female,20,0.05\n")(folder)
    check_one_problem(folder, ["rates.csv row 37, column age", "fertility, female, age 20 stands twice"])
