"""The spread of municipalities' paths, fitted to the forecasts of 2015 and to the events of 2015 and 2019."""

from functools import cache

import numpy as np

from kopa_sim.demography.factors import SMALL_PLACE
from kopa_sim.demography.paths.fit import fit_excess
from tests.validation import municipal_data
from tests.validation.municipal_intervals import BANDS, BASE, counted, expected, sample

NO_SPREAD = {
    "fertility_national_sd_share": 0.0,
    "fertility_municipal_sd_share": 0.0,
    "migration_national_sd_share": 0.0,
    "migration_municipal_sd_share": 0.0,
    "migration_small_place_sd_share": 0.0,
    "immigration_national_sd_share": 0.0,
    "immigration_municipal_sd_share": 0.0,
    "immigration_small_place_sd_share": 0.0,
    "immigration_surges": {"yearly_probability": 0.0, "size": 0.0, "duration_years": 1.0},
    "mortality_national_sd_share": 0.0,
}
TRIED_LASTING, TRIED_SMALL = 0.1, 0.3
LEAST_CHILDREN = 15
ALIVE_AT_LAUNCH = {2018: ("3–6", "7–12", "13–15"), 2020: ("7–12", "13–15"), 2024: ("13–15",)}
"""Bands without a child born after the launch, so that only moves can go wrong."""


@cache
def variances(step_share):
    """Variance of the children of each band by chance alone, and what a lasting and a small place's spread add."""
    tried = {
        "chance": {},
        "lasting": {"migration_municipal_sd_share": TRIED_LASTING, "migration_step_share": step_share},
        "small": {"migration_small_place_sd_share": TRIED_SMALL},
    }
    return {name: sample({**NO_SPREAD, **spread}).var(axis=0) for name, spread in tried.items()}


def moves_spread(years, step_share, size=(0, np.inf)):
    """Fit the lasting spread and that of small places to the errors of children alive at launch.

    The error that all the places shared is taken out.

    Parameters
    ----------
    size
        Residents of the municipalities taken, from and below.
    """
    known, forecast, variance = counted(), expected(), variances(step_share)
    of_size = (known.population >= size[0]) & (known.population < size[1])
    errors, chance, units = [], [], []
    for year in years:
        for band in ALIVE_AT_LAUNCH[year]:
            place = year - BASE, slice(None), list(BANDS).index(band)
            came, mean = known.children[year][place[1:]], forecast[place]
            large = (mean > LEAST_CHILDREN) & of_size
            shared = came[large].sum() / mean[large].sum()
            errors.append(((came / mean - shared) ** 2)[large])
            relative = {name: (values[place] / mean**2)[large] for name, values in variance.items()}
            chance.append(relative["chance"])
            added = [np.maximum(relative[name] - relative["chance"], 0.0) for name in ("lasting", "small")]
            units.append(np.stack(added, axis=1))
    lasting, small = fit_excess(np.concatenate(errors), np.concatenate(chance), np.concatenate(units))
    return float(TRIED_LASTING * np.sqrt(lasting)), float(TRIED_SMALL * np.sqrt(small))


def _changes(event):
    """Squared change of the log rate 2015–2019 beside the country's, and its chance; where there are some events."""
    first, last = (municipal_data.municipalities().components[year] for year in (2015, 2019))
    known = (first[event] > 4) & (last[event] > 4)
    before, after = first[event][known], last[event][known]
    change = np.log(after / last["population"][known]) - np.log(before / first["population"][known])
    change -= np.average(change, weights=before)
    return change**2, 1 / before + 1 / after


def fertility_spread():
    """Fit the yearly step of municipalities' fertility to four years of change."""
    squared, chance = _changes("births")
    return float(np.sqrt(fit_excess(squared, chance, np.full((len(squared), 1), 4.0))[0]))


def immigration_spread():
    """Fit what lasts, and what single years add in a place of 1,000 residents, to four years of change.

    People who come together are one chance: their number varies more than that of single ones, at every size by the
    same factor.
    """
    squared, chance = _changes("immigration")
    lasting, together = fit_excess(squared, chance, np.stack([np.ones_like(chance), chance], axis=1))
    last = municipal_data.municipalities().components[2019]
    a_year = SMALL_PLACE * last["immigration"].sum() / last["population"].sum()
    return float(np.sqrt(lasting)), float(np.sqrt(together / a_year))
