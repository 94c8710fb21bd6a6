"""The record of past forecasts of regions and municipalities, computed once for tests, references and page."""

from functools import cache

import numpy as np

from kopa_sim.demography import expected_future
from kopa_sim.demography.paths.fit import STEP_SHARES, misfit, root_mean_square
from kopa_sim.demography.paths.form import PathForm
from kopa_sim.study.backtest import AGE_GROUPS, fitted_widths, forecast_origins, past_errors, score
from kopa_sim.study.backtest.known_rates import turnover_of_regions
from kopa_sim.study.backtest.launching import launch_from
from kopa_sim.study.backtest.rolling import cohort_change_ratios
from tests.validation.municipal_intervals import sample
from tests.validation.municipal_spread import NO_SPREAD, moves_spread
from tests.validation.regional_data import YEARS, defaults, finland, life_expectancy

ORIGINS = (1994, 1999, 2004, 2009, 2014)
DRAWS = 512
LAST = YEARS[-1]
MUNICIPAL_ORIGIN = 2015
FITTED_ON = (2018,)
STEP_SHARE = 0.25

SHARE_OF_MORTALITY = 0.1
"""Years of life expectancy that one per cent of mortality is worth, at life expectancies of 75 to 85 years (Keyfitz's
entropy of 0.12 to 0.13 times the expectancy)."""


@cache
def errors():
    return past_errors(finland(), turnover_of_regions(defaults()), defaults())


@cache
def widths_known(origin):
    return fitted_widths(errors().known_at(origin), turnover_of_regions(defaults()))


@cache
def forecasts():
    parameters = defaults()
    return forecast_origins(
        finland(), ORIGINS, errors(), turnover_of_regions(parameters), parameters, draws=DRAWS
    )


@cache
def regional_score(ages, horizon, origin=None):
    chosen = [forecast for forecast in forecasts() if origin in (None, forecast.origin)]
    return score(chosen, ages, horizon)


@cache
def earlier_errors(origin):
    """Mean absolute error at ages 7–15 five years ahead, over all launches whose target had come. Ours, ratios"""
    group, ahead = AGE_GROUPS["7–15"], 5
    found = []
    for launch in (year for year in errors().launches if year + ahead <= origin):
        known = finland().up_to(launch)
        course = launch_from(known, turnover_of_regions(defaults()), defaults(), ahead)
        ours = (
            expected_future(course, defaults())
            .population_draw_year_municipality_sex_age[0, ahead]
            .sum(axis=1)
        )
        came = finland().at(launch + ahead).sum(axis=1)[:, group].sum(axis=1)
        both = (ours, cohort_change_ratios(known, ahead)[ahead - 1])
        found.append([np.abs(forecast[:, group].sum(axis=1) / came - 1).mean() for forecast in both])
    return tuple(np.mean(found, axis=0))


@cache
def typical_errors():
    """Typical errors by horizon of each path at the last year known. (horizon,)"""
    known = errors().known_at(LAST)
    return {
        "fertility, country": root_mean_square(known.fertility_national),
        "fertility, places": root_mean_square(known.fertility_local, known.fertility_chance),
        "net moves, country": root_mean_square(known.cohorts_national),
        "net moves, places": root_mean_square(known.cohorts_local, known.cohorts_chance),
    }


def form_misfits():
    """How far each form lies from the typical errors. Path to form to ratio less one"""
    fading = [
        *(PathForm(1.0, 1.0, memory) for memory in np.arange(0.5, 1.0, 0.05)),
        *(PathForm(1.0, float(np.sqrt(1 - memory**2)), memory) for memory in np.arange(0.5, 1.0, 0.05)),
    ]
    walks = [PathForm.walk_from(1.0, share) for share in STEP_SHARES]
    forms = {
        "random walk": [PathForm.random_walk(1.0)],
        "walk from an uncertain level": walks,
        "fading": fading,
    }
    return {
        path: {
            name: min(misfit(found, form, path.startswith("net moves")) for form in candidates)
            for name, candidates in forms.items()
        }
        for path, found in typical_errors().items()
    }


@cache
def municipal_futures():
    """Sampled children from 2015 by what spreads them. Name to (draw, year, municipality, band)"""
    regional = widths_known(MUNICIPAL_ORIGIN)
    lasting, small = moves_spread(FITTED_ON, STEP_SHARE)
    spread = {
        **NO_SPREAD,
        **regional,
        "migration_municipal_sd_share": lasting,
        "migration_step_share": STEP_SHARE,
        "migration_small_place_sd_share": small,
    }
    return {"chance alone": sample(NO_SPREAD), "with the paths": sample(spread)}


def mortality_spread():
    """Yearly spread of log mortality around its own decline, from the changes of life expectancy."""
    return float(np.diff(life_expectancy()).std(ddof=1)) / SHARE_OF_MORTALITY / 100
