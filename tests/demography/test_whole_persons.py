import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.demography.whole_persons import split_by_shares, whole_persons

fractions = arrays(np.float64, (2, 12), elements=st.floats(0, 40, allow_nan=False))


@settings(deadline=None, max_examples=80)
@given(people=fractions)
def test_every_run_of_ages_is_within_one_person_of_its_exact_sum(people):
    whole = whole_persons(people)
    assert (whole == np.round(whole)).all()
    assert (whole >= 0).all()
    gaps = np.cumsum(whole.sum(axis=0) - people.sum(axis=0))
    assert abs(gaps).max() <= 0.5 + 1e-6


@settings(deadline=None, max_examples=80)
@given(people=arrays(np.float64, (3, 2, 12), elements=st.integers(0, 200)))
def test_whole_numbers_are_left_as_they_are(people):
    assert (whole_persons(people) == people).all()


def test_counted_age_bands_stay_as_counted():
    people = np.array([[1.3, 1.2, 0.5, 2.2, 1.8, 3.0], [0.9, 1.1, 1.0, 1.4, 2.6, 3.0]])
    assert people[:, :3].sum() == pytest.approx(6.0)
    whole = whole_persons(people)
    assert whole[:, :3].sum() == 6
    assert whole[:, 3:5].sum() == 8


def test_sexes_are_split_as_near_as_whole_persons_allow():
    people = np.full((2, 20), 1.5)
    whole = whole_persons(people)
    assert (whole.sum(axis=0) == 3).all()
    assert abs(whole[0].sum() - 30) <= 1


shares = st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(sum)


@settings(deadline=None, max_examples=100)
@given(weights=shares, people=st.integers(0, 60), uniform=st.floats(0, 1, exclude_max=True))
def test_each_place_gets_its_share_rounded_down_or_up_and_they_sum_to_the_whole(weights, people, uniform):
    share = np.array(weights) / sum(weights)
    split = split_by_shares(np.array([float(people)]), np.cumsum(share)[:, None], np.array([uniform]))[:, 0]
    assert split.sum() == people
    assert (abs(split - people * share) < 1 + 1e-6).all()
    assert (split >= 0).all()


def test_the_mean_over_the_uniform_number_is_the_exact_share():
    share = np.array([0.17, 0.5, 0.33])
    uniform = (np.arange(10_000) + 0.5) / 10_000
    split = split_by_shares(np.full(10_000, 7.0), np.cumsum(share)[:, None], uniform)
    assert split.mean(axis=1) == pytest.approx(7 * share, abs=1e-3)


@pytest.mark.parametrize("uniform", [0.0, 0.3, 0.999999])
def test_known_whole_counts_stay_known_whatever_the_chance(uniform):
    counts = np.array([3.0, 0.0, 4.0, 11.0])
    share = np.cumsum(counts / counts.sum())[:, None]
    assert split_by_shares(np.array([18.0]), share, np.array([uniform]))[:, 0].tolist() == counts.tolist()
