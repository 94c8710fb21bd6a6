"""Random numbers depend on what they decide, never on the order or the number of requests."""

import numpy as np
import pytest
from scipy import stats

from kopa_sim.model.streams import (
    BLOCK,
    DrawBlock,
    Streams,
    blocks_of,
    numbers_of_persons,
    pass_over,
)


@pytest.mark.parametrize("draws", [1, 31, 32, 33, 200])
def test_blocks_cover_every_draw_once(draws):
    covered = np.concatenate([np.arange(draws + BLOCK)[block.draws] for block in blocks_of(draws)])
    assert covered.tolist() == list(range(draws))


def test_a_draw_does_not_depend_on_how_many_draws_there_are():
    streams = Streams(7)
    whole = streams.uniforms("births", "205", DrawBlock(1, 32), (3,))
    part = streams.uniforms("births", "205", DrawBlock(1, 5), (3,))
    assert np.array_equal(whole[:5], part)


def test_the_order_of_requests_changes_nothing():
    one, other = Streams(7), Streams(7)
    first = one.uniforms("births", "205", DrawBlock(0, 4))
    other.uniforms("deaths", "765", DrawBlock(0, 4), (99,))
    assert np.array_equal(first, other.uniforms("births", "205", DrawBlock(0, 4)))


@pytest.mark.parametrize(
    "changed",
    [
        lambda: Streams(8).uniforms("births", "205", DrawBlock(0, 4)),
        lambda: Streams(7).uniforms("deaths", "205", DrawBlock(0, 4)),
        lambda: Streams(7).uniforms("births", "206", DrawBlock(0, 4)),
        lambda: Streams(7).uniforms("births", "205", DrawBlock(1, 4)),
    ],
)
def test_seed_decision_entity_and_block_each_give_other_numbers(changed):
    assert not np.array_equal(Streams(7).uniforms("births", "205", DrawBlock(0, 4)), changed())


def test_names_do_not_run_into_one_another():
    left = Streams(1).uniforms("a", "bc", DrawBlock(0, 2))
    right = Streams(1).uniforms("ab", "c", DrawBlock(0, 2))
    assert not np.array_equal(left, right)


def test_numbers_are_uniform():
    sample = Streams(3).uniforms("parameter", "x", DrawBlock(0, 32), (4000,)).ravel()
    assert abs(sample.mean() - 0.5) < 5 / np.sqrt(12 * sample.size)
    assert sample.min() >= 0 and sample.max() < 1


def test_a_calendar_year_has_numbers_of_its_own_wherever_one_starts():
    streams, block = Streams(7), DrawBlock(2, 32)
    course = streams.from_year("deaths", "205", block, 2020, 64)
    years = {year: course.random(64) for year in (2020, 2021, 2022)}
    assert np.array_equal(streams.from_year("deaths", "205", block, 2022, 64).random(64), years[2022])
    assert not np.array_equal(years[2020], years[2021])


def test_numbers_passed_over_are_not_missed_by_those_after_them():
    streams, block = Streams(7), DrawBlock(0, 32)
    whole = streams.from_year("deaths", "205", block, 2020, 64).random(128)
    skipping = streams.from_year("deaths", "205", block, 2020, 64)
    first = skipping.random(24)
    pass_over(skipping, 40)
    assert np.array_equal(first, whole[:24])
    assert np.array_equal(skipping.random(64), whole[64:])


def test_a_year_owns_whole_steps_of_the_counter():
    with pytest.raises(ValueError, match="30 numbers a year are no multiple of 4"):
        Streams(7).from_year("deaths", "205", DrawBlock(0, 32), 2020, 30)


def test_persons_of_a_cell_have_independent_uniform_numbers():
    cell = np.random.default_rng(1).random(50_000)
    numbers = np.stack([numbers_of_persons(cell, np.full(cell.shape, person)) for person in range(4)])
    assert ((numbers >= 0) & (numbers < 1)).all()
    for person in numbers:
        assert stats.kstest(person, "uniform").pvalue > 1e-3
    together = np.corrcoef(np.vstack([cell, numbers]))
    assert abs(together[np.triu_indices(5, 1)]).max() < 5 / np.sqrt(cell.size)


def test_persons_of_neighbouring_cells_have_independent_numbers():
    """Cells whose numbers differ in the last bit only."""
    cell = (np.arange(50_000) + 2.0**52) / 2.0**53
    numbers = numbers_of_persons(cell, np.zeros(cell.shape, dtype=np.intp))
    assert stats.kstest(numbers, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 5 / np.sqrt(cell.size)
