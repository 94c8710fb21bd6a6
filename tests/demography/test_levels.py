import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.counts import event_groups
from kopa_sim.demography.levels import (
    KindPriors,
    group_corrections,
    levels_by_kind,
    regional_level,
    shrunken_levels,
)
from tests.demography import worlds


def test_a_municipality_leans_on_its_region_by_the_prior_events():
    # 150 births where 200 are expected; by 40 / (expected at that level + 40) the city's count less for the region
    city, village = 40 / (0.75 * 180 + 40), 40 / (0.75 * 20 + 40)
    region = (140 * city + 10 * village) / (180 * city + 20 * village)
    level = shrunken_levels(np.array([140.0, 10.0]), np.array([180.0, 20.0]), 40.0)
    assert level[1] == pytest.approx(region * (10 + 40) / (20 * region + 40))
    assert level[0] == pytest.approx(region * (140 + 40) / (180 * region + 40))


def test_a_citys_many_births_do_not_speak_for_the_villages_around_it():
    events, expected = np.array([8000.0, *[12.0] * 10]), np.array([10_000.0, *[10.0] * 10])
    pooled = events.sum() / expected.sum()
    assert pooled < 0.81
    assert 0.95 < regional_level(events, expected, 40.0, 0.0) < 1.2


def test_a_region_leans_on_the_standard():
    events, expected = np.full(4, 12.0), np.full(4, 10.0)
    telling = 40 / (12 + 40)
    by_hand = (4 * 12 * telling + 30) / (4 * 10 * telling + 30)
    assert regional_level(events, expected, 40.0, 30.0) == pytest.approx(by_hand)
    assert regional_level(events, expected, 40.0, np.float64(1e9)) == pytest.approx(1.0)


def test_one_municipality_leans_on_the_standard_as_bayes_has_it():
    """With levels near one the two steps are exact: the variances of both levels add up."""
    expected, own, regional = 100.0, 50.0, 30.0
    level = shrunken_levels(np.array([101.0]), np.array([expected]), own, regional)
    assert level[0] == pytest.approx(
        1 + 0.01 * expected / (expected + 1 / (1 / own + 1 / regional)), abs=1e-4
    )


def test_without_any_events_expected_the_standard_stands():
    assert shrunken_levels(np.zeros(3), np.zeros(3), 40.0).tolist() == [1.0, 1.0, 1.0]


def test_a_municipality_without_counts_takes_the_regions_level():
    level = shrunken_levels(np.array([90.0, 0.0]), np.array([100.0, 0.0]), 40.0)
    assert level[1] == pytest.approx(0.9)
    assert shrunken_levels(np.array([90.0, 0.0]), np.array([100.0, 0.0]), 0.0)[1] == pytest.approx(0.9)


def test_an_infinite_prior_gives_the_region_throughout_and_no_prior_each_its_own():
    events, expected = np.array([30.0, 5.0]), np.array([20.0, 10.0])
    assert shrunken_levels(events, expected, np.inf) == pytest.approx([35 / 30] * 2)
    assert shrunken_levels(events, expected, 0.0) == pytest.approx([1.5, 0.5])


def test_a_region_where_nothing_happened_has_level_zero():
    assert shrunken_levels(np.zeros(2), np.array([3.0, 4.0]), 40.0).tolist() == [0.0, 0.0]


@settings(deadline=None, max_examples=50)
@given(
    events=st.lists(st.integers(0, 300), min_size=2, max_size=12),
    prior=st.floats(0.5, 500),
    seed=st.integers(0, 10**6),
)
def test_levels_lie_between_the_municipalitys_own_and_the_regions(events, prior, seed):
    expected = np.random.default_rng(seed).random(len(events)) * 200 + 1
    counts = np.array(events, dtype=float)
    regional = regional_level(counts, expected, prior, 25.0)
    own, level = counts / expected, shrunken_levels(counts, expected, prior, 25.0)
    low, high = np.minimum(own, regional), np.maximum(own, regional)
    assert (level >= low - 1e-9).all()
    assert (level <= high + 1e-9).all()


def own_only(n_kinds):
    """No leaning on anything."""
    return region_only(np.zeros(n_kinds))


def region_only(municipal):
    """Leaning of municipalities on their region alone."""
    return KindPriors(np.asarray(municipal, float), np.zeros(len(municipal)))


def groups_of(counts):
    """Ages 0–19 and 20–39 of each municipality."""
    rows = [
        (municipality, "out_migration", -1, first, last, count)
        for municipality, pair in enumerate(counts)
        for (first, last), count in zip(((0, 19), (20, 39)), pair, strict=True)
    ]
    return event_groups(worlds.data(events=worlds.events(rows)), "out_migration")


def test_kinds_that_share_a_group_are_told_apart_by_the_group_only_one_of_them_feeds():
    groups = groups_of([(70.0, 60.0), (0.0, 0.0)])
    # families move in both groups, those leaving home in the first alone
    expected = np.array([[20.0, 10.0], [30.0, 0.0], [20.0, 10.0], [30.0, 0.0]])
    level = levels_by_kind(groups, expected, 2, own_only(2))
    assert level[0] == pytest.approx([2.0, 3.0], rel=1e-3)


def test_one_count_of_all_ages_lifts_all_kinds_alike():
    rows = [(0, "out_migration", -1, 0, 100, 90.0)]
    groups = event_groups(worlds.data(events=worlds.events(rows)), "out_migration")
    level = levels_by_kind(groups, np.array([[20.0, 10.0]]), 2, own_only(2))
    assert level[0] == pytest.approx([3.0, 3.0])


def test_kinds_of_a_small_municipality_lean_on_the_region():
    groups = groups_of([(700.0, 600.0), (1.0, 9.0)])
    expected = np.array([[200.0, 100.0], [300.0, 0.0], [2.0, 1.0], [3.0, 0.0]])
    shrunk, own = (levels_by_kind(groups, expected, 2, region_only([prior, prior])) for prior in (1e6, 0.0))
    assert shrunk[1] == pytest.approx(shrunk[0], rel=0.01)
    assert own[1, 0] > 2 * own[0, 0] / 2.1
    assert own[1, 1] < own[0, 1]


def test_a_municipality_without_rows_takes_the_regions_kinds():
    groups = groups_of([(70.0, 60.0)])
    level = levels_by_kind(groups, np.array([[20.0, 10.0], [30.0, 0.0]]), 3, region_only([20.0, 20.0]))
    assert level[1] == pytest.approx(level[2])
    assert level[1] == pytest.approx([2.0, 3.0], rel=1e-3)


def test_corrections_bring_each_group_to_its_count_and_meet_halfway_at_the_border():
    groups = groups_of([(30.0, 10.0)])
    factor = group_corrections(groups, np.array([20.0, 20.0]), 2, 0.0)
    assert factor[0, 0, [5, 20, 21, 70]] == pytest.approx([1.5, 1.0, 0.5, 1.0])
    assert (factor[1] == 1).all()
    assert group_corrections(groups, np.array([20.0, 20.0]), 2, 10.0)[0, 0, 5] == pytest.approx(40 / 30)


def test_each_kind_leans_on_the_region_by_its_own_prior():
    groups = groups_of([(700.0, 600.0), (10.0, 30.0)])
    expected = np.array([[200.0, 100.0], [300.0, 0.0], [2.0, 10.0], [3.0, 0.0]])
    firm, loose = (levels_by_kind(groups, expected, 2, region_only([prior, 1.0])) for prior in (1e5, 1.0))
    assert firm[1, 0] == pytest.approx(firm[0, 0], rel=0.01)
    assert loose[1, 0] > 2 * loose[0, 0]
    assert firm[1, 1] < firm[0, 1]


def test_the_regions_kinds_lean_on_the_standard():
    groups = groups_of([(70.0, 60.0)])
    expected = np.array([[20.0, 10.0], [30.0, 0.0]])
    firm = KindPriors(np.full(2, 1e9), np.array([1e9, 1e-9]))
    level = levels_by_kind(groups, expected, 1, firm)
    assert level[0, 0] == pytest.approx(1.0, rel=1e-3)
    assert level[0, 1] == pytest.approx(5.0, rel=1e-3)
    even = levels_by_kind(groups, expected, 1, KindPriors(np.full(2, 1e9), np.full(2, 40.0)))
    assert 1.0 < even[0, 0] < 2.0
    assert 1.0 < even[0, 1] < 3.0


def test_one_kind_and_one_group_lean_as_plain_levels_do():
    rows = [(0, "immigration", -1, 0, 100, 140.0), (1, "immigration", -1, 0, 100, 10.0)]
    groups = event_groups(worlds.data(events=worlds.events(rows)), "immigration")
    priors = KindPriors(np.array([40.0]), np.array([30.0]))
    level = levels_by_kind(groups, np.array([[180.0], [20.0]]), 2, priors)
    plain = shrunken_levels(np.array([140.0, 10.0]), np.array([180.0, 20.0]), 40.0, 30.0)
    assert level[:, 0] == pytest.approx(plain)
