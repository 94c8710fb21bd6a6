"""Posts that are no longer needed end only as their holders leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.teaching.surplus import surplus_posts, yearly_exits_share
from tests.teaching.builders import parameters

EXITS = 0.12


def surplus(*posts_by_year, municipalities=(0,), count=1, **changed):
    """Surplus by year and municipality of one subject; each year gives the posts by school."""
    posts = np.array(posts_by_year, dtype=float).reshape(1, len(posts_by_year), len(municipalities), 1)
    return surplus_posts(posts, np.array(municipalities), count, parameters(**changed))[0, :, :, 0]


def test_the_first_year_has_no_surplus():
    assert surplus([8]).tolist() == [[0]]


def test_posts_decline_by_exits_and_no_faster():
    left = surplus([10], [5], [5], [5])[:, 0]
    paid = [10 * (1 - EXITS) ** year for year in range(4)]
    assert left == pytest.approx([0, paid[1] - 5, paid[2] - 5, paid[3] - 5])


def test_a_decline_slower_than_exits_leaves_no_surplus():
    assert surplus([10], [9], [8])[:, 0].tolist() == [0, 0, 0]


def test_new_needs_are_met_at_once_and_absorb_the_surplus():
    assert surplus([10], [5], [12])[2, 0] == 0


def test_a_post_that_moves_to_another_school_of_the_municipality_is_not_surplus():
    assert surplus([4, 0], [0, 4], municipalities=(0, 0))[1].tolist() == [0]


def test_a_post_that_moves_to_another_municipality_is():
    moved = surplus([4, 0], [0, 4], municipalities=(0, 1), count=2)
    assert moved[1] == pytest.approx([4 * (1 - EXITS), 0])


def test_exits_are_at_most_all_posts():
    assert yearly_exits_share(parameters(other_exits_share=1.0), 1).item() == 1.0


@given(arrays.arrays(np.float64, (2, 6, 3, 2), elements=st.floats(0, 50)))
def test_surplus_is_never_negative_and_never_more_than_was_once_needed(posts):
    municipality = np.array([0, 1, 1])
    left = surplus_posts(posts, municipality, 2, parameters(2))
    needed = np.stack([posts[:, :, :1].sum(axis=2), posts[:, :, 1:].sum(axis=2)], axis=2)
    assert (left >= 0).all()
    assert (left + needed <= np.maximum.accumulate(needed, axis=1) + 1e-9).all()
