from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.area_shares import pool_small_children, share_areas
from tests.demography import worlds

CHILDREN = np.full((2, 19), 20.0)
FERTILITY = np.full((2, 101), 0.05)


def areas(bands, children, areas_of=(2, 1), population=None):
    table = worlds.region(areas_of).areas
    people = table.population if population is None else np.array(population, float)
    return replace(table, bands=bands, children_area_band=np.array(children, float), population=people)


def course(table, observations=None, launch=2019, moving=0.05, children=CHILDREN, newcomers=None):
    by_year = np.repeat(children[None], launch - 2018, axis=0)
    return share_areas(table, observations, by_year, 2019, moving, FERTILITY, newcomers)


def share(table, observations=None, launch=2019, moving=0.05):
    return course(table, observations, launch, moving).share_area_age


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
        share_areas(table, None, np.ones((1, 3, 19)), 2019, 0.05, np.ones((3, 101)))


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


def test_movers_may_settle_as_all_children_do():
    table = areas(((0, 6), (7, 18)), [[30, 10], [10, 30], [5, 5]])
    by_year = np.repeat(CHILDREN[None], 3, axis=0)
    launch = share_areas(table, None, by_year, 2019, 0.1, FERTILITY, settling_ages=slice(0, 16))
    everywhere = (7 * 0.75 + 9 * 0.25) / 16
    assert launch.share_area_age[0, 15] == pytest.approx(0.81 * 0.25 + 0.19 * everywhere)
    assert launch.birth_share[0] == pytest.approx(launch.small_children_share[0])
    assert launch.settling_share[0] != launch.small_children_share[0]


def test_later_counts_by_area_hold_where_they_are_given():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2024, 0, 0, 0, 6, 9.0), (2024, 0, 1, 0, 6, 1.0), (2022, 0, 0, 0, 6, 5.0)]
    result = share(table, worlds.observations(rows), launch=2024, moving=0.0)
    assert result[0, :7] == pytest.approx(np.full(7, 0.9))
    assert result[0, 9:] == pytest.approx(np.full(10, 0.5))  # counted in no later year: as in the table
    assert result[0, 7:9] == pytest.approx(np.ones(2), abs=0.01)  # all small children of 2022
    assert result[2] == pytest.approx(np.ones(19))  # keeps its table


def test_ages_within_a_later_band_keep_what_earlier_bands_tell():
    """Small children live in the first area, older ones in the second: so they do two years on, within a band."""
    table = areas(((0, 6), (7, 18)), [[40, 5], [10, 45], [5, 5]])
    rows = [(2021, 0, 0, 7, 10, 50.0), (2021, 0, 1, 7, 10, 30.0)]
    result = share(table, worlds.observations(rows), launch=2021, moving=0.0)
    assert result[0, 7] == result[0, 8] > 0.8  # aged 5 and 6 in 2019
    assert result[0, 9] == result[0, 10] < 0.5  # aged 7 and 8 in 2019
    assert result[0, 7:11].sum() * 20 == pytest.approx(50.0)


def test_counts_that_sum_to_another_number_are_read_as_shares():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2021, 0, 0, 7, 9, 30.0), (2021, 0, 1, 7, 9, 10.0)]  # 40 counted where 60 live
    launch = course(table, worlds.observations(rows), launch=2021)
    assert launch.share_area_age[0, 7:10] == pytest.approx(np.full(3, 0.75))
    assert launch.misfit == pytest.approx([15.0, 5.0])


def test_misfit_is_told_of_children_and_not_of_ages_beyond():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [
        (2021, 0, 0, 0, 6, 70.0),
        (2021, 0, 1, 0, 6, 70.0),
        (2021, 0, 0, 16, 24, 9.0),
        (2021, 0, -1, 0, 6, 140),
    ]
    misfit = course(table, worlds.observations(rows), launch=2021).misfit
    assert misfit[:2] == pytest.approx([0.0, 0.0])
    assert np.isnan(misfit[2:]).all()


def test_a_band_that_reaches_beyond_childhood_tells_of_its_children():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2021, 0, 0, 16, 24, 90.0), (2021, 0, 1, 16, 24, 30.0)]
    assert share(table, worlds.observations(rows), launch=2021)[0, 16:] == pytest.approx(np.full(3, 0.75))


def test_an_area_missing_from_a_later_count_has_no_children():
    table = areas(((0, 18),), [[50], [50], [5]])
    result = share(table, worlds.observations([(2024, 0, 1, 0, 18, 12.0)]), launch=2024)
    assert result[0].sum() == 0


def test_an_area_without_children_in_the_table_gets_those_counted_later():
    table = areas(((0, 6), (7, 18)), [[0, 0], [40, 50], [5, 5]])
    rows = [
        (2021, 0, 0, 0, 2, 20.0),
        (2021, 0, 1, 0, 2, 20.0),
        (2021, 0, 0, 7, 9, 6.0),
        (2021, 0, 1, 7, 9, 54.0),
    ]
    launch = course(table, worlds.observations(rows), launch=2021)
    assert launch.share_area_age[0, :3] == pytest.approx(np.full(3, 0.5))
    assert launch.share_area_age[0, 7:10] == pytest.approx(np.full(3, 0.1))
    assert abs(launch.misfit[2]) < 1e-6
    assert launch.birth_share[0] == pytest.approx(3 * 0.5 / 7)


def test_bands_that_overlap_are_all_met_where_they_agree():
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2024, 0, 0, 0, 18, 200.0), (2024, 0, 1, 0, 18, 180.0)]
    rows += [(2024, 0, 0, 7, 9, 15.0), (2024, 0, 1, 7, 9, 45.0)]
    launch = course(table, worlds.observations(rows), launch=2024)
    assert launch.misfit == pytest.approx(np.zeros(4), abs=1e-4)


def test_areas_may_be_counted_by_different_bands():
    """The first area as a whole, the second by parts: both have what was counted of them."""
    table = areas(((0, 18),), [[50], [50], [5]])
    rows = [(2021, 0, 0, 0, 6, 70.0), (2021, 0, 1, 0, 2, 20.0), (2021, 0, 1, 3, 6, 50.0)]
    launch = course(table, worlds.observations(rows), launch=2021)
    assert launch.misfit == pytest.approx(np.zeros(3), abs=1e-4)
    half = course(table, worlds.observations([(*row[:5], row[5] / 2) for row in rows]), launch=2021)
    assert half.share_area_age == pytest.approx(launch.share_area_age)


def test_nobody_counted_in_a_band_says_nothing():
    table = areas(((0, 18),), [[30], [10], [5]])
    result = share(
        table, worlds.observations([(2020, 0, 0, 0, 6, 0.0), (2020, 0, 1, 0, 6, 0.0)]), launch=2020
    )
    assert result[0] == pytest.approx(np.full(19, 0.75))


def test_women_tell_where_the_newborn_live_and_the_small_children_where_movers_settle():
    table = replace(
        areas(((0, 18),), [[10], [90], [5]]),
        women_bands=((20, 29), (30, 39)),
        women_area_band=np.array([[80.0, 10.0], [20.0, 90.0], [1.0, 1.0]]),
    )
    fertility = np.zeros((2, 101))
    fertility[:, 20:30], fertility[:, 30:40] = 0.03, 0.09
    launch = share_areas(table, None, np.repeat(CHILDREN[None], 2, axis=0), 2019, 0.05, fertility)
    expected = (80 * 3 + 10 * 9) / (100 * 3 + 100 * 9)
    assert launch.birth_share[0] == pytest.approx(expected)
    assert launch.share_area_age[0, 0] == pytest.approx(expected)
    assert launch.share_area_age[0, 1] == pytest.approx(0.1)
    assert launch.small_children_share[0] == pytest.approx((6 * 0.1 + expected) / 7)


def test_dwellings_of_years_before_launch_bring_children_to_their_area():
    table = areas(((0, 18),), [[50], [50], [5]])
    newcomers = np.zeros((2, 3, 19))
    newcomers[1, 0, 10] = 5.0
    launch = course(table, launch=2021, moving=0.0, newcomers=newcomers)
    assert launch.share_area_age[0, 10] == pytest.approx((15 * 0.5 + 5) / 20)
    assert launch.share_area_age[0, 9] == pytest.approx(0.5)


counts = st.lists(st.integers(0, 60), min_size=6, max_size=6)


@settings(deadline=None, max_examples=60)
@given(table=counts, later=counts, moving=st.floats(0.0, 0.5))
def test_any_counts_are_met_and_shares_sum_to_one(table, later, moving):
    bands = ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17), (18, 18))
    both = areas(bands, np.array([table, table[::-1], [1] * 6], float))
    rows = [(2024, 0, 0, *ages, float(n)) for ages, n in zip(bands, later, strict=True)]
    rows += [(2024, 0, 1, *ages, float(n)) for ages, n in zip(bands, later[::-1], strict=True)]
    launch = course(both, worlds.observations(rows), launch=2024, moving=moving)
    share = launch.share_area_age
    assert share[:2].sum(axis=0) == pytest.approx(np.ones(19))
    assert (share >= 0).all()
    for (first, last), mine, theirs in zip(bands, later, later[::-1], strict=True):
        if mine + theirs > 0:
            assert share[0, first : last + 1].mean() == pytest.approx(mine / (mine + theirs), abs=1e-6)


def test_small_children_are_pooled_by_their_number():
    by_age = np.zeros((2, 19))
    by_age[0, :3], by_age[1, :3] = 1.0, 0.0
    by_age[0, 3:], by_age[1, 3:] = 0.0, 1.0
    count = np.array([10.0, 10, 10, 0, 0, 0, 30])
    assert pool_small_children(by_age, count) == pytest.approx([0.5, 0.5])
    assert pool_small_children(by_age, np.zeros(7)) == pytest.approx([3 / 7, 4 / 7])
