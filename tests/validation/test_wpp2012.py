"""The cohort step against the United Nations' 2012 revision: Estonia, Finland and Sweden, 2010 to 2030."""

import numpy as np
import pytest

from tests.validation.cohort_cases import (
    WPP_COUNTRIES,
    WPP_YEARS,
    wpp,
    wpp_column,
    wpp_difference,
    wpp_people,
)
from tests.validation.life_tables import survival_by_group, years_lived

pytestmark = pytest.mark.validation

STATED_DIFFERENCE_2030 = {"Estonia": 0.0006, "Finland": 0.054, "Sweden": 0.199}
"""Percent of the total, as docs/demography/projection.md says."""


@pytest.mark.parametrize("year", WPP_YEARS)
@pytest.mark.parametrize("country", WPP_COUNTRIES)
def test_the_total_is_within_a_quarter_of_a_percent(country, year):
    assert abs(wpp_difference(country, year)) < 0.0025


@pytest.mark.parametrize("country", WPP_COUNTRIES)
def test_the_difference_at_the_end_is_the_one_we_state(country):
    stated = STATED_DIFFERENCE_2030[country]
    assert 100 * wpp_difference(country, 2030) == pytest.approx(stated, abs=0.0005)


def test_without_migration_every_group_is_within_fourteen_persons():
    assert wpp_people("Estonia", "net_migration", "2025-2030").sum() == 0
    published, ours = wpp("Estonia")
    assert max(abs(ours[year] - published[year]).max() for year in WPP_YEARS) < 0.014  # thousands


@pytest.mark.parametrize(
    ("country", "sex"), [("Estonia", "male"), ("Finland", "male"), ("Sweden", "male"), ("Sweden", "female")]
)
def test_our_life_tables_are_the_united_nations_own(country, sex):
    ours = years_lived(wpp_column(country, f"mx_{sex}", "2005-2010"), sex).sum()
    assert ours == pytest.approx(wpp_column(country, f"e0_{sex}", "2005-2010")[0], abs=0.005)


def test_a_constant_rate_of_dying_gives_exponential_survival_of_adults():
    rate = 0.01
    survival, _ = survival_by_group(np.full(24, rate), "female")
    assert survival[3:18] == pytest.approx(np.full(15, np.exp(-5 * rate)), abs=2e-4)
