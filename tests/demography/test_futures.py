from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, sampled_future
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.step import expected_step
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

REGION = worlds.region()
END = 2031
OBSERVED = worlds.observations([(2021, 0, -1, 0, 2, 60.0), (2021, 1, -1, 0, 100, 780.0)])


@pytest.fixture(scope="module")
def start():
    return launch(REGION, worlds.busy_data(observations=OBSERVED), worlds.parameters(), END)


def sample(start, index=0, size=32, parameters=None, seed=1):
    block = DrawBlock(index, size)
    return sampled_future(start, parameters or worlds.parameters(size), Streams(seed), block)


def people(futures):
    return futures.population_draw_year_municipality_sex_age


def test_the_expected_future_is_the_deterministic_projection(start):
    expected = people(expected_future(start, worlds.parameters()))
    assert expected.shape == (1, END - 2019 + 1, 2, 2, 101)
    state = start.launch_population_municipality_sex_age[None]
    for index in range(3, END - 2019 + 1):
        state = expected_step(state, start.rates, unit_factors(2)).closing
        assert (expected[:, index] == state).all()


def test_all_draws_are_equal_up_to_the_launch_year_and_differ_after_it(start):
    futures = sample(start)
    assert futures.launch_year == 2021
    assert np.ptp(people(futures)[:, :3], axis=0).max() == 0
    assert np.ptp(people(futures)[:, 3], axis=0).max() > 0


def test_sampled_people_are_whole_and_never_negative(start):
    drawn = people(sample(start))
    assert (drawn == np.round(drawn)).all()
    assert (drawn >= 0).all()


def test_the_mean_of_many_futures_is_the_expected_one(start):
    expected = people(expected_future(start, worlds.parameters()))[0]
    drawn = np.concatenate([people(sample(start, index)) for index in range(12)])
    for ages in (slice(0, 7), slice(7, 16), slice(16, 19), slice(20, 40), slice(65, 101)):
        total = drawn[..., ages].sum(axis=(3, 4))
        error = total.std(axis=0) / np.sqrt(len(total))
        gap = total.mean(axis=0) - expected[..., ages].sum(axis=(2, 3))
        assert (abs(gap) < 4.5 * error + 1e-9).all(), ages


def test_without_drift_only_the_chance_of_persons_is_left(start):
    calm = np.concatenate(
        [
            people(sample(start, index, parameters=worlds.without_drift(32)))[:, -1, 0, :, 7:16].sum(
                axis=(1, 2)
            )
            for index in range(6)
        ]
    )
    wild = np.concatenate(
        [people(sample(start, index))[:, -1, 0, :, 7:16].sum(axis=(1, 2)) for index in range(6)]
    )
    assert 0.5 * np.sqrt(calm.mean()) < calm.std() < 1.5 * np.sqrt(calm.mean())
    assert wild.std() > calm.std()


def test_a_level_that_differs_by_draw_acts_after_launch(start):
    chosen = worlds.parameters(32, sampled={"fertility_level": np.repeat([0.5, 1.5], 16)})
    drawn = people(sample(start, parameters=chosen))
    assert np.ptp(drawn[:, :3], axis=0).max() == 0
    born = drawn[:, 3:, :, :, 0].sum(axis=(1, 2, 3))
    assert born[:16].mean() < 0.5 * born[16:].mean()


def test_the_number_of_draws_changes_no_draw(start):
    few, many = sample(start, size=1), sample(start, size=32)
    assert (people(few)[0] == people(many)[0]).all()


def test_blocks_have_chance_of_their_own_and_a_seed_repeats_it(start):
    assert (people(sample(start, 0)) != people(sample(start, 1))).any()
    assert (people(sample(start, 3)) == people(sample(start, 3))).all()
    assert (people(sample(start, 3)) != people(sample(start, 3, seed=2))).any()


def test_a_longer_horizon_changes_nothing_before_it():
    given = worlds.busy_data(observations=OBSERVED)
    short, long = (launch(REGION, given, worlds.parameters(), end) for end in (2026, END))
    assert (people(sample(short)) == people(sample(long))[:, : 2026 - 2019 + 1]).all()


def test_a_municipality_elsewhere_changes_no_bit_of_any_future():
    wide = worlds.region((3, 1, 2))
    alone, together = (
        launch(region, worlds.busy_data(sizes=sizes), worlds.parameters(), END)
        for region, sizes in ((REGION, (3000, 800)), (wide, (3000, 800, 500)))
    )
    assert (people(sample(alone)) == people(sample(together))[:, :, :2]).all()
    one = worlds.parameters()
    assert (people(expected_future(alone, one)) == people(expected_future(together, one))[:, :, :2]).all()


def test_changing_one_municipality_leaves_the_chance_of_the_other_as_it_was():
    fewer = worlds.population()
    fewer[1] *= 0.5
    given = worlds.busy_data(moves=None)
    before = launch(REGION, given, worlds.parameters(), END)
    shrunk = replace(before, path_year_municipality_sex_age=np.round(fewer)[None])
    assert (people(sample(before))[:, :, 0] == people(sample(shrunk))[:, :, 0]).all()
    assert (people(sample(before))[:, :, 1] != people(sample(shrunk))[:, :, 1]).any()


def test_one_future_more_or_less_migration_keeps_the_luck(start):
    """Common random numbers: a slightly higher fertility gives at least as many births in the first year."""
    low, high = (
        people(sample(start, parameters=worlds.parameters(32, fertility_level=level)))[:, 3, :, :, 0].sum(
            axis=2
        )
        for level in (1.0, 1.1)
    )
    assert (high >= low - 1).all()  # a newborn may die or move
    assert high.sum() > low.sum()


def test_parameters_of_another_number_of_draws_are_refused(start):
    with pytest.raises(ValueError, match="parameters of 3 draws for a block of 32"):
        sample(start, parameters=worlds.parameters(3))


def test_a_horizon_that_ends_at_launch_is_the_known_course():
    given = worlds.busy_data(observations=OBSERVED)
    start = launch(REGION, given, worlds.parameters(), 2021)
    assert people(sample(start)).shape[1] == 3
    assert (people(expected_future(start, worlds.parameters()))[0] == people(sample(start))[0]).all()
