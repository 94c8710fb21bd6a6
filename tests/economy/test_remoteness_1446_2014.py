"""Remoteness: how few people live near."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.economy.remoteness_1446_2014 import (
    NEAR_M,
    centres,
    remoteness_addition,
    remoteness_index,
    residents_share_area,
    share_within,
)
from kopa_sim.model.criteria import criteria_not_given
from kopa_sim.model.region import Points
from tests.economy.worlds import futures_of, parameters, two_municipalities

REGION = two_municipalities()
PRICE = {"funding__price_remoteness_eur": 200.0}


def index(near, far):
    return float(remoteness_index(np.array(near, float), np.array(far, float), parameters()))


@pytest.mark.parametrize(
    ("near", "far", "expected"),
    [(15_000, 60_000, 0.0), (0, 0, 2.0), (7_500, 60_000, 0.5), (7_500, 45_000, 0.75), (90_000, 30_000, 0.5)],
)
def test_the_index_adds_what_lacks_of_15_000_and_of_60_000(near, far, expected):
    assert index(near, far) == pytest.approx(expected)


@given(near=st.floats(0, 1e6), beyond=st.floats(0, 1e6), more=st.floats(0, 1e5))
def test_more_people_near_never_make_a_place_more_remote(near, beyond, more):
    assert 0.0 <= index(near + more, near + beyond + more) <= index(near, near + beyond) <= 2.0


def with_areas(**changes):
    return replace(REGION, areas=replace(REGION.areas, **changes))


def test_residents_are_shared_by_the_areas_residents():
    found = residents_share_area(with_areas(population=np.array([300.0, 100.0, 5.0])))
    assert found == pytest.approx([0.75, 0.25, 1.0])


def test_where_an_area_s_residents_are_not_given_its_municipality_is_shared_by_children():
    areas = with_areas(
        population=np.array([300.0, np.nan, 5.0]), children_area_band=np.array([[10.0], [30.0], [7.0]])
    )
    assert residents_share_area(areas) == pytest.approx([0.25, 0.75, 1.0])


def test_the_centre_is_in_the_area_with_most_residents():
    x_m, _ = centres(with_areas(population=np.array([100.0, 300.0, 5.0])))
    assert x_m == pytest.approx([12_000, 30_000])


def test_people_across_the_border_count_and_an_area_counts_by_its_points():
    """Centre of 901 at 0 km; 902 lives half at 24 km and half at 30 km. Centre of 902 in their middle, 27 km."""
    points = Points(
        np.array([0, 1, 2, 2]),
        np.array([0.0, 12_000, 24_000, 30_000]),
        np.zeros(4),
        np.array([1, 1, 0.5, 0.5]),
    )
    region = replace(with_areas(population=np.array([3.0, 1.0, 8.0])), points=points)
    assert share_within(region, NEAR_M) == pytest.approx(np.array([[1.0, 0.5], [0.25, 1.0]]))


def addition(region=REGION, futures=None, counted=(2024,), **changes):
    futures = futures or futures_of(region)
    return remoteness_addition(region, futures, counted, parameters(**{**PRICE, **changes}))[0]


def test_price_times_index_times_residents_by_hand():
    """1,000 residents each; 901's areas are at 0 and 12 km, 902 at 30 km: beyond 25 km and within 50."""
    by_areas = (14_000 / 15_000) + (58_000 / 60_000)
    largest_at = np.array([2.0, 1.0, 1.0])
    found = addition(with_areas(population=largest_at))[0]
    assert found[0] == pytest.approx(200 * by_areas * 1_000)


def given_within(near, far, region=REGION):
    criteria = replace(
        criteria_not_given(2), population_within_25_km=np.array(near), population_within_50_km=np.array(far)
    )
    return replace(region, municipalities=replace(region.municipalities, given_criteria=criteria))


def test_given_numbers_take_the_place_of_the_areas():
    found = addition(given_within([3_000.0, np.nan], [30_000.0, np.nan]))[0]
    assert found[0] == pytest.approx(200 * (0.8 + 0.5) * 1_000)
    assert found[1] == addition()[0, 1]


def test_given_numbers_move_as_the_region_s_part_of_them_does():
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2024 else 0.5)
    found = addition(given_within([6_000.0] * 2, [60_000.0] * 2), futures, counted=(2023, 2024))[:, 0]
    assert found == pytest.approx([200 * 0.6 * 1_000, 200 * (0.8 + 0.5) * 500])


def test_nothing_is_paid_below_the_least_index():
    region = given_within([7_600.0] * 2, [60_000.0] * 2)
    assert addition(region).sum() == 0.0
    paid = addition(region, funding__remoteness_least_index=0.0)[0, 0]
    assert paid == pytest.approx(200 * (7_400 / 15_000) * 1_000)
