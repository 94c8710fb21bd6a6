import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopa_sim.demography.quantiles import EXACT_UP_TO, binomial_quantile, poisson_quantile

UNIFORM = (np.arange(20_000) + 0.5) / 20_000
EDGES = np.array([0.0, 1e-300, 1e-16, 0.5, 1 - 2**-53])


SMALL = [
    (trials, chance)
    for trials in (0, 1, 2, 7, 40, 300)
    for chance in (0.0, 0.001, 0.03, 0.3, 0.5, 0.7, 0.999, 1.0)
    if trials * min(chance, 1 - chance) <= EXACT_UP_TO
]


@pytest.mark.parametrize(("trials", "chance"), SMALL)
def test_binomial_counts_are_exact_up_to_the_stated_mean(trials, chance):
    count = binomial_quantile(UNIFORM, np.full_like(UNIFORM, trials), chance)
    exact = np.maximum(stats.binom.ppf(UNIFORM, trials, chance), 0)
    assert np.mean(count != exact) < 1e-4  # steps that fall on a grid point


@pytest.mark.parametrize("mean", [0.0, 1e-6, 0.2, 3.0, EXACT_UP_TO])
def test_poisson_counts_are_exact_up_to_the_stated_mean(mean):
    assert np.mean(poisson_quantile(UNIFORM, mean) != np.maximum(stats.poisson.ppf(UNIFORM, mean), 0)) < 1e-4


@pytest.mark.parametrize(
    ("trials", "chance"), [(40, 0.3), (100, 0.11), (100, 0.9), (400, 0.5), (2000, 0.02), (20_000, 0.2)]
)
def test_large_binomial_counts_miss_by_one_person_at_most_and_rarely(trials, chance):
    count = binomial_quantile(UNIFORM, np.full_like(UNIFORM, trials), chance)
    exact = stats.binom.ppf(UNIFORM, trials, chance)
    assert abs(count - exact).max() <= 1
    assert np.mean(count != exact) < 0.01
    assert count.mean() == pytest.approx(trials * chance, rel=2e-4)
    assert count.std() == pytest.approx(np.sqrt(trials * chance * (1 - chance)), rel=2e-3)


@pytest.mark.parametrize("mean", [10.5, 14.0, 35.0, 500.0])
def test_large_poisson_counts_miss_by_one_event_at_most_and_rarely(mean):
    count = poisson_quantile(UNIFORM, mean)
    exact = stats.poisson.ppf(UNIFORM, mean)
    assert abs(count - exact).max() <= 1
    assert np.mean(count != exact) < 0.01
    assert count.mean() == pytest.approx(mean, rel=2e-4)


@pytest.mark.parametrize("chance", [0.01, 0.5, 0.99])
@pytest.mark.parametrize("trials", [1, 5, 30, 5000])
def test_no_uniform_number_gives_more_people_than_there_are(trials, chance):
    count = binomial_quantile(EDGES, np.full_like(EDGES, trials), chance)
    assert ((count >= 0) & (count <= trials)).all()


def test_the_ends_of_the_unit_interval_give_finite_events():
    for mean in (0.3, 9.0, 50.0):
        assert (poisson_quantile(EDGES, mean) < mean + 12 * np.sqrt(mean) + 30).all()


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    trials=st.integers(0, 400),
    low=st.floats(0, 1),
    high=st.floats(0, 1),
)
def test_a_higher_chance_never_gives_fewer_events_for_the_same_luck(seed, trials, low, high):
    low, high = sorted((low, high))
    uniform = np.random.default_rng(seed).random(200)
    people = np.full(200, float(trials))
    fewer, more = (binomial_quantile(uniform, people, chance) for chance in (low, high))
    slack = 1 if trials > EXACT_UP_TO else 0  # where the approximation takes over
    assert (fewer <= more + slack).all()


def test_each_element_depends_on_itself_alone():
    rng = np.random.default_rng(4)
    uniform, people, chance = rng.random(500), rng.integers(0, 90, 500).astype(float), rng.random(500)
    whole = binomial_quantile(uniform, people, chance)
    alone = [
        binomial_quantile(uniform[i : i + 1], people[i : i + 1], chance[i : i + 1])[0] for i in range(500)
    ]
    assert (whole == alone).all()


def test_chances_are_broadcast_over_draws():
    uniform = np.random.default_rng(1).random((4, 3))
    people = np.full((4, 3), 6.0)
    chance = np.array([0.0, 0.5, 1.0])
    count = binomial_quantile(uniform, people, chance)
    assert count.shape == (4, 3)
    assert (count[:, 0] == 0).all()
    assert (count[:, 2] == 6).all()


MIDDLES = (np.arange(200_000) + 0.5) / 200_000
"""Uniform numbers so dense that means and spreads over them are those of the counts themselves."""


@pytest.mark.parametrize("mean", [10.001, 20.0, 50.0, 120.0, 500.0])
@pytest.mark.parametrize("chance", [0.01, 0.2, 0.5])
def test_large_counts_have_the_mean_the_spread_and_the_skewness_of_exact_ones(mean, chance):
    trials = np.ceil(mean / chance)
    for count, exact in (
        (binomial_quantile(MIDDLES, np.full_like(MIDDLES, trials), chance), stats.binom(trials, chance)),
        (poisson_quantile(MIDDLES, mean), stats.poisson(mean)),
    ):
        expected, variance, skewness = (float(moment) for moment in exact.stats("mvs"))
        assert count.mean() == pytest.approx(expected, rel=1e-4)
        assert count.var() == pytest.approx(variance, rel=2e-3)
        assert stats.skew(count) == pytest.approx(skewness, abs=0.01)


@pytest.mark.parametrize("mean", [10.001, 20.0, 50.0, 500.0])
def test_no_large_count_is_likelier_by_more_than_one_future_in_a_thousand(mean):
    """Against the exact distribution function, at every count that occurs."""
    trials = np.ceil(mean / 0.03)
    for count, exact in (
        (binomial_quantile(MIDDLES, np.full_like(MIDDLES, trials), 0.03), stats.binom(trials, 0.03)),
        (poisson_quantile(MIDDLES, mean), stats.poisson(mean)),
    ):
        values, times = np.unique(count, return_counts=True)
        reached = np.cumsum(times) / len(count)
        assert abs(reached - exact.cdf(values)).max() < 1e-3


def test_a_count_is_the_same_to_the_bit_among_few_and_among_many():
    rng = np.random.default_rng(11)
    uniform, people = rng.random(4000), rng.integers(1, 400, 4000).astype(float)
    chance = np.minimum(rng.gamma(1.0, 4.0, 4000) / people, 0.9)
    many = binomial_quantile(uniform, people, chance), poisson_quantile(uniform, people * chance)
    for start in range(0, 4000, 50):
        few = slice(start, start + 50)
        assert (binomial_quantile(uniform[few], people[few], chance[few]) == many[0][few]).all()
        assert (poisson_quantile(uniform[few], (people * chance)[few]) == many[1][few]).all()


@pytest.mark.parametrize("n", [7, 1000])
def test_counts_far_above_their_mean_are_exact_among_few_and_among_many(n):
    uniform = 1.0 - np.geomspace(1e-2, 1e-12, n)
    mean, people = np.linspace(8.0, 10.0, n), np.full(n, 300.0)
    assert (poisson_quantile(uniform, mean) == stats.poisson.ppf(uniform, mean)).all()
    assert (binomial_quantile(uniform, people, mean / 300) == stats.binom.ppf(uniform, 300, mean / 300)).all()


def test_numbers_next_to_one_are_settled():
    nearly = np.full(300, np.nextafter(1.0, 0.0))
    assert (binomial_quantile(nearly, np.full(300, 40.0), 0.2) <= 40).all()
    assert (poisson_quantile(nearly, 5.0) < 60).all()
    crowd, rare = np.logspace(1, 7, 300).round(), 9.0 / np.logspace(1.2, 7, 300).round()
    assert (binomial_quantile(nearly, crowd, rare) < 60).all()
