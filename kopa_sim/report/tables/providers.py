"""providers.csv: upper secondary providers, their small-provider index, and what merging them loses."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.upper_secondary_providers import upper_secondary_providers
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import (
    PROVIDER_MEASURES,
    provider_measures,
    unit_price_funding,
)
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import option_key, year_key
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]


def providers_table(result: RunResult) -> pd.DataFrame:
    """Return the unit-price funding of every provider and language in the years in which it has students."""
    by_option = [_by_provider(result, option) for option in result.options]
    names = tuple(dict.fromkeys(name for found in by_option for name, _ in found))
    languages = tuple(dict.fromkeys(language for found in by_option for _, language in found))
    keys = (option_key(result), year_key(result), Key("provider", names), Key("language", languages))
    rows = Rows((*keys, Key("measure", PROVIDER_MEASURES)))
    for index, found in enumerate(by_option):
        shape = (len(PROVIDER_MEASURES), len(keys[1].labels), len(names), len(languages))
        draws = np.full((result.draws, *shape), np.nan)
        for (name, language), measures in found.items():
            draws[:, :, :, names.index(name), languages.index(language)] = np.stack(measures, axis=1)
        has_students = (np.nan_to_num(draws[:, 0]) > 0).any(axis=0)
        values = np.moveaxis(summarise(draws), 1, -1)
        rows.add(values, keep=np.broadcast_to(has_students[..., None], values.shape[1:]), leading=(index,))
    return rows.frame(decimals_of(PROVIDER_MEASURES))


def _by_provider(result: RunResult, option: OptionResult) -> dict[tuple[str, str], list[Floats]]:
    """Return the measures of each provider and language over the costed years. Each (draw, year)"""
    region, plan = result.scenario.region, option.plan
    students = option.pupils_draw_year_school_grade[..., UPPER_SECONDARY]
    index = growth_factor("funding.index_growth", plan.years, result.scenario.price_year, result.parameters)
    funding, not_merged = (
        unit_price_funding(region, who, students, result.parameters, index)
        for who in (plan, result.as_is.plan)
    )
    attended: NDArray[np.bool_] = np.any(students, axis=(0, 1))
    return {
        (provider.name, provider.language): [
            values[:, plan.costed] for values in provider_measures(provider, funding, not_merged).values()
        ]
        for provider in upper_secondary_providers(region, plan, attended)
    }
