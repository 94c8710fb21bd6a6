"""One year ahead, and to 2040: our projections of municipalities beside counts and the official projection."""

import numpy as np
import pytest

from tests.validation import references_municipal
from tests.validation.municipal_data import municipalities
from tests.validation.municipal_projection import (
    BASE,
    beside,
    bias_2024,
    missed_2024,
    one_year_missed,
    unexplained,
)

pytestmark = pytest.mark.validation


def test_the_population_of_2019_is_that_of_2018_with_births_deaths_and_moves():
    """Valtimo, in the table of 2018 only, is counted in Nurmes; Mariehamn has two names in the sources."""
    left_over = dict(zip(municipalities().codes, unexplained(), strict=True))
    assert np.median(list(left_over.values())) == 0
    assert left_over.pop("541") == 4
    assert sum(map(abs, left_over.values())) == 1_022
    assert left_over.pop("478") == 10
    assert sum(map(abs, left_over.values())) == 1_012


def test_the_country_is_the_sum_of_its_municipalities():
    known = municipalities()
    assert known.population[2018].sum() == 5_517_919
    assert known.population[2019].sum() == 5_525_292
    assert known.components[2019]["births"].sum() == 45_613
    assert known.components[2019]["deaths"].sum() == 53_949


@pytest.mark.parametrize("ages", references_municipal.ONE_YEAR)
def test_one_year_ahead_misses_less_than_as_today(ages):
    band = slice(ages[0], ages[1] + 1)
    today = one_year_missed(band, today=True)
    assert references_municipal.ONE_YEAR[ages] == pytest.approx(today, abs=5e-5)
    assert one_year_missed(band) < today


def test_the_official_projection_starts_a_year_earlier():
    both = beside()
    assert len(both.codes) == 64
    assert beside(2018).ours[BASE].shape == both.official[BASE].shape
    assert not np.array_equal(both.ours[BASE], both.official[BASE])


@pytest.mark.parametrize("ages", references_municipal.OFFICIAL_2024)
def test_the_official_errors_of_2024_are_as_stated(ages):
    bias, missed = references_municipal.OFFICIAL_2024[ages]
    assert bias_2024("official", ages) == pytest.approx(bias, abs=5e-5)
    assert missed_2024("official", ages) == pytest.approx(missed, abs=5e-5)


@pytest.mark.parametrize("region", references_municipal.OFFICIAL_2024_BY_REGION)
def test_the_official_errors_of_the_regions_are_as_stated(region):
    stated = references_municipal.OFFICIAL_2024_BY_REGION[region]
    assert bias_2024("official", (7, 12), region) == pytest.approx(stated, abs=5e-5)


@pytest.mark.parametrize("ages", references_municipal.OFFICIAL_2024)
@pytest.mark.parametrize("base_year", [2018, 2019])
def test_pupils_of_2024_are_missed_by_no_more_than_officially(ages, base_year):
    assert missed_2024("ours", ages, base_year=base_year) <= missed_2024("official", ages)
