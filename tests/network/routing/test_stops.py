"""Points gathered into stops, and whole pupils at them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.routing import make_stops, whole_pupils

few = settings(max_examples=60, deadline=None)


def on_a_road(*metres):
    return np.array([[east, 0.0] for east in metres], dtype=float)


def test_the_stop_stands_where_most_pupils_reach_it():
    made = make_stops(on_a_road(0, 400, 800), np.array([1.0, 1.0, 1.0]), 500.0)
    assert made.point.tolist() == [1]
    assert made.pupils.tolist() == [3.0]


def test_those_out_of_reach_have_a_stop_of_their_own():
    made = make_stops(on_a_road(0, 400, 5000), np.array([1.0, 3.0, 2.0]), 500.0)
    assert made.stop_of_point.tolist() == [0, 0, 1]
    assert made.pupils.tolist() == [4.0, 2.0]


def test_points_without_pupils_have_no_stop():
    made = make_stops(on_a_road(0, 9000), np.array([1.0, 0.0]), 100.0)
    assert made.stop_of_point.tolist() == [0, -1]
    assert len(made) == 1


def test_nobody_means_no_stops():
    made = make_stops(np.zeros((0, 2)), np.zeros(0), 100.0)
    assert len(made) == 0


def test_without_a_radius_everybody_is_fetched_at_home():
    made = make_stops(on_a_road(0, 10, 10), np.array([1.0, 2.0, 3.0]), 0.0)
    assert made.pupils.tolist() == [1.0, 5.0]


def test_wrong_calls_are_refused():
    with pytest.raises(ValueError, match="as many"):
        make_stops(on_a_road(0, 1), np.ones(3), 1.0)
    with pytest.raises(ValueError, match="0 or more"):
        make_stops(on_a_road(0), np.array([-1.0]), 1.0)
    with pytest.raises(ValueError, match="0 or more"):
        make_stops(on_a_road(0), np.ones(1), -1.0)


def places(seed, n):
    generator = np.random.default_rng(seed)
    return generator.integers(0, 3000, (n, 2)).astype(float), generator.gamma(1.0, 2.0, n)


@few
@given(st.integers(0, 10_000), st.integers(1, 60), st.sampled_from([0.0, 200.0, 700.0, 5000.0]))
def test_nobody_walks_farther_than_the_radius_and_nobody_is_lost(seed, n, radius_m):
    points, pupils = places(seed, n)
    made = make_stops(points, pupils, radius_m)
    way = np.hypot(*(points - points[made.point[made.stop_of_point]]).T)
    assert (way <= radius_m).all()
    assert made.pupils.sum() == pytest.approx(pupils.sum())


@few
@given(st.integers(0, 10_000), st.integers(1, 60), st.sampled_from([200.0, 700.0]))
def test_the_order_of_points_does_not_matter(seed, n, radius_m):
    points, pupils = places(seed, n)
    order = np.random.default_rng(seed + 1).permutation(n)
    first, second = make_stops(points, pupils, radius_m), make_stops(points[order], pupils[order], radius_m)
    assert np.array_equal(points[first.point], points[order][second.point])
    assert second.pupils == pytest.approx(first.pupils)


@few
@given(st.lists(st.floats(0, 30), max_size=60))
def test_whole_pupils_are_as_many_as_expected(expected):
    whole = whole_pupils(np.array(expected, dtype=float))
    assert whole.sum() == round(sum(expected))
    assert (whole >= 0).all()
    assert (whole[np.array(expected, dtype=float) == 0] == 0).all()


def test_a_typical_year_leaves_some_small_stops_without_pupils():
    # a Poisson year with one pupil expected leaves exp(−1) = 37 % of the stops without any
    whole = whole_pupils(np.ones(200))
    assert np.mean(whole == 0) == pytest.approx(np.exp(-1), abs=0.01)
    assert np.mean(whole >= 3) == pytest.approx(1 - 2.5 * np.exp(-1), abs=0.015)


def test_fewer_children_everywhere_mean_hardly_anyone_more_anywhere():
    # the sums are rounded, so that a pupil may tip from one stop to another: at fewer than one stop in a hundred
    gained, stops = 0, 0
    for seed in range(200):
        generator = np.random.default_rng(seed)
        expected = generator.gamma(1.0, 2.0, int(generator.integers(5, 61)))
        more = whole_pupils(generator.uniform(0.5, 0.95) * expected) - whole_pupils(expected)
        gained += np.maximum(more, 0).sum()
        stops += len(expected)
    assert gained < 0.01 * stops


def test_expected_pupils_must_be_numbers():
    for expected in ([-1.0], [np.nan], [np.inf]):
        with pytest.raises(ValueError, match="finite"):
            whole_pupils(np.array(expected))
