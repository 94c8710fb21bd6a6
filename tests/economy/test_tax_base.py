"""Taxable income."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy import taxable_income
from kopa_sim.economy.tax_base import mean_income_eur
from tests.economy.worlds import futures_of, parameters, two_municipalities

REGION = two_municipalities()


def income(region=REGION, futures=None, years=(2026,), **changes):
    futures = futures or futures_of(region, children=10.0)
    return taxable_income(region, futures, years, parameters(**changes))[0]


def given(*amounts):
    return replace(
        REGION, municipalities=replace(REGION.municipalities, income_tax_base_eur=np.array(amounts))
    )


def test_without_a_given_base_it_is_adults_times_mean_income_times_the_taxable_share():
    assert income(economy__taxable_income_share=0.9)[0] == pytest.approx([1_000 * 25_000 * 0.9] * 2)


def test_a_given_base_moves_with_adults_since_the_launch_year():
    futures = futures_of(REGION, grown=lambda year: 1.0 if year <= 2024 else 0.8, launch_year=2024)
    found = income(given(30e6, float("nan")), futures, years=(2024, 2026))
    assert found[:, 0] == pytest.approx([30e6, 24e6])
    assert found[:, 1] == pytest.approx([25e6, 20e6])


def test_children_pay_no_income_tax():
    few, many = (futures_of(REGION, children=count) for count in (0.0, 50.0))
    assert income(futures=few) == pytest.approx(income(futures=many))


def test_income_grows_from_the_launch_year():
    futures = futures_of(REGION, launch_year=2024)
    found = income(futures=futures, years=(2024, 2026), economy__tax_base_growth=0.1)
    assert found[1] == pytest.approx(1.21 * found[0])


def test_a_year_before_the_base_year_is_the_base_year():
    assert income(years=(2019,), economy__tax_base_growth=0.1) == pytest.approx(
        income(years=(2022,), economy__tax_base_growth=0.1)
    )


def test_mean_income_is_weighted_by_residents_and_skips_areas_without_it():
    areas = replace(
        REGION.areas,
        mean_income_eur=np.array([20_000.0, 30_000.0, np.nan]),
        population=np.array([300.0, 100.0, 50.0]),
    )
    assert mean_income_eur(areas, 2, parameters()) == pytest.approx([22_500.0, 20_000.0])


def test_without_residents_by_area_children_are_the_weight():
    areas = replace(
        REGION.areas,
        mean_income_eur=np.array([20_000.0, 30_000.0, 25_000.0]),
        population=np.array([np.nan, 100.0, 50.0]),
        children_area_band=np.array([[1.0], [3.0], [1.0]]),
    )
    assert mean_income_eur(areas, 2, parameters())[0] == pytest.approx(27_500.0)


def test_a_municipality_nobody_lives_in_has_no_income():
    futures = futures_of(REGION, adults=0.0)
    assert not income(given(30e6, 1e6), futures).any()
