"""population.csv and starters.csv: who lives there, and who starts school."""

import pandas as pd

from kopa_sim.model.people import N_AGES, SEXES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import OTHER_DECIMALS, Key, Rows
from kopa_sim.report.tables.keys import area_key, municipality_key, option_key, year_key
from kopa_sim.study.result import RunResult


def population_table(result: RunResult) -> pd.DataFrame:
    """Return residents on 31 December by municipality, sex and single year of age, from base_year on."""
    ages = Key("age", tuple(range(N_AGES)))
    rows = Rows((Key("year", result.population_years), municipality_key(result), Key("sex", SEXES), ages))
    rows.add(summarise(result.population_draw_year_municipality_sex_age))
    return rows.frame(OTHER_DECIMALS)


def population_by_option_table(result: RunResult) -> pd.DataFrame:
    """Return residents as in ``population_table`` for every option, when families answer to closed schools."""
    ages = Key("age", tuple(range(N_AGES)))
    years = Key("year", result.population_years)
    rows = Rows((option_key(result), years, municipality_key(result), Key("sex", SEXES), ages))
    for index, option in enumerate(result.options):
        rows.add(summarise(option.population_draw_year_municipality_sex_age), leading=(index,))
    return rows.frame(OTHER_DECIMALS)


def starters_table(result: RunResult) -> pd.DataFrame:
    """Return first-graders by the area where they live."""
    rows = Rows((year_key(result), area_key(result)))
    rows.add(summarise(result.starters_draw_year_area[:, result.as_is.plan.costed]))
    return rows.frame(OTHER_DECIMALS)
