from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography.area_shares import pool_small_children, share_areas
from tests.demography import worlds

SMALL = np.full((2, 7), 20.0)


def areas(bands, children, areas_of=(2, 1), population=None):
    table = worlds.region(areas_of).areas
    people = table.population if population is None else np.array(population, float)
    return replace(table, bands=bands, children_area_band=np.array(children, float), population=people)


def share(table, observations=None, launch=2019, moving=0.05, small=SMALL):
    return share_areas(table, observations, small, 2019, launch, moving)


def test_shares_of_a_band_hold_for_each_of_its_ages_and_sum_to_one():
    table = areas(((0, 6), (7, 15), (16, 18)), [[30, 10, 6], [10, 30, 2], [5, 5, 5]])
    result = share(table)
    assert result[0, [0, 6, 7, 15, 16, 18]] == pytest.approx([0.75, 0.75, 0.25, 0.25, 0.75, 0.75])
    assert result[:2].sum(axis=0) == pytest.approx(np.ones(19))
    assert result[2] == pytest.approx(np.ones(19))


def test_ages_in_no_band_take_the_nearest_band():
    result = share(areas(((3, 6), (7, 12)), [[30, 10], [10, 30], [5, 5]]))
    assert result[0, [0, 2, 13, 18]] == pytest.approx([0.75, 0.75, 0.25, 0.25])


def test_an_age_without_children_is_shared_as_all_children_are():
    result = share(areas(((0, 6), (7, 15)), [[30, 0], [10, 0], [5, 5]]))
    assert result[0] == pytest.approx(np.full(19, 0.75))


def test_areas_without_any_children_are_shared_as_residents_or_equally():
    nobody = [[0], [0], [5]]
    assert share(areas(((0, 18),), nobody, population=[300, 100, 9]))[0, 4] == pytest.approx(0.75)
    assert share(areas(((0, 18),), nobody, population=[np.nan, np.nan, 9]))[0, 4] == pytest.approx(0.5)


def test_a_municipality_without_an_area_is_refused():
    table = worlds.region((2, 1)).areas
    with pytest.raises(ValueError, match="municipality 2 has no area"):
        share_areas(table, None, np.full((3, 7), 1.0), 2019, 2019, 0.05)


def test_children_age_in_place_until_launch_and_the_unborn_follow_the_small_children():
    table = areas(((0, 6), (7, 18)), [[30, 10], [10, 30], [5, 5]])
    result = share(table, launch=2024, moving=0.0)
    assert result[0, [0, 4]] == pytest.approx([0.75, 0.75])  # born since 2019
    assert result[0, [5, 11]] == pytest.approx([0.75, 0.75])  # aged 0 to 6 in 2019
    assert result[0, [12, 18]] == pytest.approx([0.25, 0.25])


def test_movers_settle_as_the_small_children_do():
    table = areas(((0, 6), (7, 18)), [[30, 10], [10, 30], [5, 5]])
    result = share(table, launch=2021, moving=0.1)
    staying = 0.9**2
    assert result[0, 15] == pytest.approx(staying * 0.25 + (1 - staying) * 0.75)
    assert share(table, launch=2059)[0] == pytest.approx(np.full(19, 0.75))


def test_later_counts_by_area_replace_the_table():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2024, 0, 0, 0, 6, 9.0), (2024, 0, 1, 0, 6, 1.0), (2022, 0, 0, 0, 6, 5.0)]
    result = share(table, worlds.observations(rows), launch=2024)
    assert result[0] == pytest.approx(np.full(19, 0.9))  # the nearest band for ages without one
    assert result[2] == pytest.approx(np.ones(19))  # keeps its table


def test_an_area_missing_from_a_later_count_has_no_children():
    table = areas(((0, 18),), [[50], [50], [5]])
    result = share(table, worlds.observations([(2024, 0, 1, 0, 18, 12.0)]), launch=2024)
    assert result[0].sum() == 0


def test_a_narrow_band_wins_over_a_wide_one():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2024, 0, 0, 0, 18, 90.0), (2024, 0, 1, 0, 18, 10.0)]
    rows += [(2024, 0, 0, 7, 9, 1.0), (2024, 0, 1, 7, 9, 3.0)]
    result = share(table, worlds.observations(rows), launch=2024)
    assert result[0, [6, 7, 9, 10]] == pytest.approx([0.9, 0.25, 0.25, 0.9])


def test_small_children_are_pooled_by_their_number():
    by_age = np.zeros((2, 19))
    by_age[0, :3], by_age[1, :3] = 1.0, 0.0
    by_age[0, 3:], by_age[1, 3:] = 0.0, 1.0
    count = np.array([10.0, 10, 10, 0, 0, 0, 30])
    assert pool_small_children(by_age, count) == pytest.approx([0.5, 0.5])
    assert pool_small_children(by_age, np.zeros(7)) == pytest.approx([3 / 7, 4 / 7])
