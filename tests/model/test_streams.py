"""Random numbers depend on what they decide, never on the order or the number of requests."""

import numpy as np
import pytest

from kopa_sim.model.streams import BLOCK, DrawBlock, Streams, blocks_of


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
