"""Substitutes shared by municipalities: theory within the simulation's interval, and sharing never does harm."""

import numpy as np
import pytest
from scipy.stats import poisson, t

from kopa_sim.model.streams import Streams
from kopa_sim.study.pool_sharing import (
    Spells,
    people_needed,
    ratio_values,
    share_pools,
    unmet_share,
)

SPELLS = Spells(1.5, 1.0)
CODES = ("001", "002", "003", "004")
LOADS = np.array([1.0, 2.0, 4.0, 12.0])
PEOPLE = np.array([1, 2, 4, 12])


@pytest.fixture(scope="module")
def shared():
    return share_pools(CODES, LOADS, PEOPLE, SPELLS, 190, Streams(1), replications=20)


def interval(values):
    half_width = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return values.mean() - half_width, values.mean() + half_width


@pytest.mark.parametrize("kind", ["apart", "together"])
def test_theory_lies_within_the_simulations_own_interval(shared, kind):
    low, high = interval(getattr(shared, f"{kind}_replication"))
    assert low <= getattr(shared, f"{kind}_theory") <= high


def test_more_absence_than_theory_knows_of_falls_outside():
    wrong = share_pools(CODES, 1.1 * LOADS, PEOPLE, SPELLS, 190, Streams(1), replications=20)
    right = unmet_share(float(LOADS.sum()), int(PEOPLE.sum()))
    low, high = interval(wrong.together_replication)
    assert not low <= right <= high


def test_a_shared_pool_is_never_worse_in_any_year(shared):
    assert (shared.unmet_together_replication <= shared.unmet_replication_municipality.sum(axis=1)).all()
    assert shared.together_replication.mean() < shared.apart_replication.mean()


def test_unmet_absences_by_hand():
    # Nobody to come, and one substitute where N is Poisson with mean 1: E(N − 1)⁺ = P(N = 0) = 1/e.
    assert unmet_share(3.0, 0) == 1.0
    assert unmet_share(1.0, 1) == pytest.approx(np.exp(-1.0))
    assert unmet_share(0.0, 0) == 0.0


@pytest.mark.parametrize(("load", "people"), [(0.3, 1), (5.0, 4), (30.0, 35)])
def test_unmet_absences_are_the_sum_over_the_poisson(load, people):
    n = np.arange(400)
    expected = (np.maximum(n - people, 0) * poisson.pmf(n, load)).sum() / load
    assert unmet_share(load, people) == pytest.approx(expected)


def test_substitutes_beyond_the_mean_grow_with_the_square_root():
    beyond = [people_needed(load, 0.05) - load for load in (25.0, 100.0, 400.0)]
    spread = [unmet_share(load, load + 0.5 * np.sqrt(load)) * np.sqrt(load) for load in (25, 100, 400)]
    assert beyond[0] < 25.0 * 0.2
    assert spread[1] == pytest.approx(spread[0], rel=0.1)
    assert spread[2] == pytest.approx(spread[1], rel=0.1)


def test_two_equal_pools_gain_by_joining():
    apart, together = 2 * people_needed(4.0, 0.05), people_needed(8.0, 0.05)
    assert together < apart


def test_a_municipality_more_changes_no_absence_elsewhere(shared):
    fewer = share_pools(CODES[:3], LOADS[:3], PEOPLE[:3], SPELLS, 190, Streams(1), replications=20)
    np.testing.assert_array_equal(
        fewer.away_replication_municipality, shared.away_replication_municipality[:, :3]
    )
    np.testing.assert_array_equal(
        fewer.unmet_replication_municipality, shared.unmet_replication_municipality[:, :3]
    )


def test_a_municipality_without_substitutes_has_every_absence_unmet():
    alone = share_pools(("001",), np.array([2.0]), np.array([0]), SPELLS, 190, Streams(1), replications=3)
    np.testing.assert_allclose(alone.apart_replication_municipality, 1.0)


def test_nobody_away_means_nobody_unmet():
    quiet = share_pools(("001",), np.array([0.0]), np.array([0]), SPELLS, 190, Streams(1), replications=3)
    assert quiet.apart_replication.tolist() == [0.0, 0.0, 0.0]
    assert quiet.apart_theory == quiet.together_theory == 0.0


def test_the_values_of_a_ratio_have_its_mean():
    part, whole = np.array([1.0, 9.0]), np.array([10.0, 30.0])
    assert ratio_values(part, whole).mean() == pytest.approx(10.0 / 40.0)
    assert ratio_values(whole, whole).tolist() == [1.0, 1.0]
