"""What one more child brings its municipality, from the futures and flows of a run."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.child_money import Attendance, ChildMoney, child_money, year_of_money
from kopa_sim.economy.state_share_618_2021 import LAG_YEARS
from kopa_sim.model.grades import N_BANDS
from kopa_sim.model.people import Futures
from kopa_sim.study.prepare import Prepared

Floats = NDArray[np.float64]


def child_money_as_is(
    prepared: Prepared, population: NDArray[np.float32], flows_draw_year_flow: Floats
) -> ChildMoney:
    """Return the yearly money of one more child under as_is.

    Parameters
    ----------
    population
        Residents under as_is over the years of the mean future. (draw, year, municipality, sex, age)
    flows_draw_year_flow
        Pupils by flow under as_is over the Plan's years; the flows are those of its ``flow_keys``.
    """
    plan, expected = prepared.as_is.plan, prepared.expected
    year = year_of_money(plan, expected.launch_year)
    futures = _some_years(expected, population, min(expected.launch_year, year - LAG_YEARS), year)
    of_year = plan.years.index(year)
    at_lag = max(0, of_year - LAG_YEARS)
    counted, present = (
        _by_home_school_band(prepared, flows_draw_year_flow[:, at]) for at in (at_lag, of_year)
    )
    region, price_year = prepared.scenario.region, prepared.scenario.price_year
    return child_money(region, plan, futures, Attendance(counted, present), prepared.parameters, price_year)


def _some_years(expected: Futures, population: NDArray[np.float32], first: int, last: int) -> Futures:
    """Return the sampled futures of the years that are asked for."""
    chosen = slice(expected.year_index(first), expected.year_index(last) + 1)
    return replace(
        expected,
        years=expected.years[chosen],
        population_draw_year_municipality_sex_age=population[:, chosen].astype(np.float64),
    )


def _by_home_school_band(prepared: Prepared, pupils_draw_flow: Floats) -> Floats:
    region = prepared.scenario.region
    shape = (len(region.municipalities), len(region.schools), N_BANDS)
    pupils = np.zeros((len(pupils_draw_flow), *shape))
    home, school, band = prepared.as_is.flow_keys.keys.T
    pupils[:, home, school, band] = pupils_draw_flow
    return pupils
