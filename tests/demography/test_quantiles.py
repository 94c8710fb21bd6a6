import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopa_sim.demography.quantiles import EXACT_UP_TO, binomial_quantile, poisson_quantile, split_by_chance

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


def test_what_is_left_of_a_uniform_number_is_uniform_and_independent_of_the_count():
    rng = np.random.default_rng(7)
    uniform = rng.random(200_000)
    people = np.full_like(uniform, 3.0)
    count, left = split_by_chance(uniform, people, np.full_like(uniform, 0.4))
    assert np.bincount(count.astype(int)) / len(count) == pytest.approx(
        stats.binom.pmf(range(4), 3, 0.4), abs=4e-3
    )
    for value in range(4):
        assert stats.kstest(left[count == value], "uniform").pvalue > 1e-3


def test_a_split_by_no_chance_or_by_certainty_keeps_the_uniform_number():
    uniform = np.array([0.2, 0.9])
    none, left = split_by_chance(uniform, np.array([4.0, 1.0]), np.zeros(2))
    assert (none == 0).all()
    assert left == pytest.approx(uniform)
    everyone, left = split_by_chance(uniform, np.array([4.0, 1.0]), np.ones(2))
    assert (everyone == [4, 1]).all()
    assert left == pytest.approx(uniform)


@pytest.mark.parametrize(("trials", "chance"), [(60, 0.6), (300, 0.4), (900, 0.3), (3000, 0.4), (40, 0.999)])
def test_many_movers_are_split_as_exactly_as_few(trials, chance):
    people, share = np.full_like(UNIFORM, trials), np.full_like(UNIFORM, chance)
    count, left = split_by_chance(UNIFORM, people, share)
    exact = stats.binom.ppf(UNIFORM, trials, chance)
    assert abs(count - exact).max() <= 1
    assert np.mean(count != exact) < 0.01
    rng = np.random.default_rng(8)
    count, left = split_by_chance(rng.random(20_000), people, share)
    central = abs(count - trials * chance) <= 1
    assert stats.kstest(left[central], "uniform").pvalue > 1e-3


def test_a_chain_of_splits_follows_the_multinomial():
    rng = np.random.default_rng(9)
    people = np.full(100_000, 6.0)
    first, left = split_by_chance(rng.random(100_000), people, np.full(100_000, 0.2))
    second, left = split_by_chance(left, people - first, np.full(100_000, 0.5))
    third, _ = split_by_chance(left, people - first - second, np.full(100_000, 0.25))
    for count, share in ((first, 0.2), (second, 0.4), (third, 0.1)):
        assert count.mean() == pytest.approx(6 * share, rel=0.02)
        assert count.var() == pytest.approx(6 * share * (1 - share), rel=0.03)
    assert np.cov(second, third)[0, 1] == pytest.approx(-6 * 0.4 * 0.1, rel=0.1)
