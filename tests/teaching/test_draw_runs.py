"""A few draws at a time give what all of them at once give."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.teaching.draw_runs import RUN_CELLS, joined_runs, runs_of_draws


@dataclass(frozen=True)
class Doubled:
    once: np.ndarray
    twice: np.ndarray


@given(st.integers(1, 60), st.sampled_from([1, 500, RUN_CELLS // 3, RUN_CELLS, 2 * RUN_CELLS]))
def test_every_draw_is_in_one_run_and_no_run_is_larger_than_it_must_be(draws, a_draw):
    runs = runs_of_draws((draws, a_draw))
    assert [draw for run in runs for draw in range(run.start, run.stop)] == list(range(draws))
    assert all((run.stop - run.start) * a_draw <= RUN_CELLS or run.stop - run.start == 1 for run in runs)


def test_no_draws_and_no_schools_are_no_work():
    assert runs_of_draws((0, 5)) == ()
    assert runs_of_draws((3, 0)) == (slice(0, 3),)


def test_runs_are_joined_in_the_order_of_draws():
    values = np.arange(5.0 * RUN_CELLS).reshape(5, RUN_CELLS)
    sizes = []

    def of_run(run):
        sizes.append(values[run].shape[0])
        return Doubled(values[run], 2 * values[run])

    joined = joined_runs(of_run, values.shape)
    assert sizes == [1] * 5
    assert np.array_equal(joined.once, values)
    assert np.array_equal(joined.twice, 2 * values)
