"""Percentiles over pupils."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.access.percentiles import group_percentile, sort_rows


def percentile(minutes, pupils, share, group=None, n_groups=1):
    """Percentiles by (draw, group) from pupils by (row, draw)."""
    minutes = np.array(minutes, dtype=float)
    pupils = np.array(pupils, dtype=float)
    pupils = pupils[:, None] if pupils.ndim == 1 else pupils
    group = np.zeros(len(minutes), dtype=np.intp) if group is None else np.array(group)
    rows = sort_rows(minutes, group, np.arange(len(minutes)))
    return group_percentile(pupils, rows, share, n_groups)


def test_nine_of_ten_pupils_travel_no_longer():
    assert percentile([10, 20, 50], [5, 4, 1], 0.9).item() == 20


def test_a_pupil_more_at_the_far_end_moves_the_percentile():
    assert percentile([10, 20, 50], [5, 3, 2], 0.9).item() == 50


def test_rows_need_not_be_sorted():
    assert percentile([50, 10, 20], [1, 5, 4], 0.9).item() == 20


def test_every_draw_has_its_own_percentile():
    found = percentile([10, 20, 50], [[5, 1], [4, 1], [1, 8]], 0.9)
    assert found[:, 0].tolist() == [20, 50]


def test_groups_do_not_mix():
    found = percentile([10, 90, 20, 30], [1, 1, 9, 1], 0.5, group=[1, 1, 0, 0], n_groups=3)
    assert found[0, :2].tolist() == [20, 10]
    assert np.isnan(found[0, 2])


def test_a_group_without_pupils_in_a_draw_has_no_percentile():
    found = percentile([10, 20], [[0, 2], [0, 1]], 0.9)
    assert np.isnan(found[0, 0])
    assert found[1, 0] == 20


def test_no_rows_at_all_give_no_percentile():
    rows = sort_rows(np.zeros(0), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))
    assert np.isnan(group_percentile(np.zeros((0, 2)), rows, 0.9, 3)).all()


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 9), st.integers(0, 2)), min_size=1, max_size=25),
    st.sampled_from([0.1, 0.5, 0.9, 1.0]),
)
def test_it_equals_counting_pupils_one_by_one(rows, share):
    minutes, pupils, group = map(list, zip(*rows, strict=True))
    found = percentile(minutes, pupils, share, group, 3)[0]
    for number in range(3):
        lined_up = sorted(
            x for x, n, g in zip(minutes, pupils, group, strict=True) if g == number for _ in range(n)
        )
        if not lined_up:
            assert np.isnan(found[number])
        else:
            needed = max(int(np.ceil(share * len(lined_up) - 1e-9)), 1)
            assert found[number] == pytest.approx(lined_up[needed - 1])
