"""Where a word changes, among values that were tried."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.study.turning_points.crossing import Bracket, between, brackets, likely_crossing


def test_the_bracket_is_the_nearest_change_on_each_side():
    words = {0.0: "no", 1.0: "maybe", 2.0: "yes", 3.0: "yes", 4.0: "maybe", 5.0: "no"}
    assert brackets(words, 2.0) == [Bracket(2.0, 1.0), Bracket(3.0, 4.0)]


def test_where_no_word_differs_there_is_no_bracket():
    assert brackets({0.0: "yes", 1.0: "yes"}, 1.0) == []
    assert brackets({1.0: "yes"}, 1.0) == []


def test_a_change_and_back_again_counts_where_it_first_comes():
    assert brackets({0.0: "yes", 1.0: "no", 2.0: "yes"}, 0.0) == [Bracket(0.0, 1.0)]


def test_slack_between_two_values_lies_on_a_straight_line():
    slacks = {0.0: np.array([0.0, 10.0]), 1.0: np.array([2.0, 4.0]), 3.0: np.array([4.0, 0.0])}
    assert between(slacks, 0.5) == pytest.approx([1.0, 7.0])
    assert between(slacks, 2.0) == pytest.approx([3.0, 2.0])


@given(root=st.floats(0.001, 0.999), upwards=st.booleans())
def test_the_guess_finds_a_crossing_from_either_side(root, upwards):
    bracket = Bracket(0.0, 1.0) if upwards else Bracket(1.0, 0.0)
    found = likely_crossing(bracket, lambda value: (value >= root) == upwards)
    assert found == pytest.approx(root, abs=1e-9)
