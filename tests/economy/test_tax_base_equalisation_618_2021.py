"""Tax-base equalisation."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.tax_base_equalisation_618_2021 import equalisation_of_gap, tax_base_equalisation
from tests.economy.worlds import futures_of, parameters, two_municipalities

REGION = two_municipalities()


def equalised(region=REGION, futures=None, index=1.0, **changes):
    futures = futures or futures_of(region, children=0.0, adults=1_000.0)
    return tax_base_equalisation(region, (2026,), futures, parameters(**changes), np.array([[index]]))[0, 0]


def test_most_of_a_gap_is_filled_and_little_of_a_surplus_taken():
    assert equalisation_of_gap(np.array([100.0, 0.0, -100.0]), parameters()) == pytest.approx([90, 0, -10])


def test_a_municipality_above_the_country_s_income_loses_a_tenth_of_the_excess():
    assert equalised() == pytest.approx([-0.1 * 0.08 * (25_000 - 20_000) * 1_000] * 2)


def test_children_lower_income_per_resident_and_so_raise_equalisation():
    futures = futures_of(REGION, children=62.5, adults=1_000.0)
    assert equalised(futures=futures) == pytest.approx([0.9 * 0.08 * (20_000 * 2_000 - 25e6)] * 2)


def test_a_given_amount_replaces_the_rule_and_moves_with_residents_and_index():
    given = replace(REGION.municipalities, state_share_equalisation_eur=np.array([2e6, np.nan]))
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2024 else 0.9)
    found = equalised(replace(REGION, municipalities=given), futures, index=1.1)
    assert found[0] == pytest.approx(2e6 * 0.9 * 1.1)
    assert found[1] == pytest.approx(equalised(futures=futures)[1])


def test_where_the_country_has_more_adults_per_resident_its_income_rises_with_them():
    """National income 21,000 in place of 20,000, from the residents two years before."""
    found = equalised(funding__national_adult_share_index={"2023": 1.0, "2024": 1.05, "2025": 2.0})
    assert found == pytest.approx([-0.1 * 0.08 * (25_000 - 21_000) * 1_000] * 2)


def test_a_municipality_that_ages_as_the_country_does_is_equalised_alike_per_resident():
    """1,000 adults among 1,600 residents, later among 1,250: the same gap per adult."""
    young = futures_of(REGION, children=37.5, adults=1_000.0)
    old = futures_of(REGION, children=15.625, adults=1_000.0)
    at_first = equalised(futures=young, funding__national_adult_share_index={"2024": 1.0})
    later = equalised(futures=old, funding__national_adult_share_index={"2024": 1.28})
    assert at_first == pytest.approx([0.9 * 0.08 * (32e6 - 25e6)] * 2)
    assert later == pytest.approx(at_first)


def test_both_sides_of_the_gap_grow_alike():
    """Income and the country's income both grow by 10 % a year from the launch year 2022 to 2024."""
    assert equalised(economy__tax_base_growth=0.1) == pytest.approx(1.21 * equalised())
