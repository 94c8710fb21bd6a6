"""From futures to words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.economy.verdict_words import bind, word_of_share, word_verdicts
from tests.economy.worlds import parameters


def passing(*tenths):
    """Passes in ten futures, so many tenths of them in each row."""
    return np.array([[future < count for count in tenths] for future in range(10)])


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1.0, "sustainable"),
        (0.8, "sustainable"),
        (0.79, "conditional"),
        (0.5, "conditional"),
        (0.49, "not_sustainable"),
        (0.0, "not_sustainable"),
    ],
)
def test_the_share_of_futures_gives_the_word(share, word):
    assert word_of_share(share, parameters()) == word


def test_a_council_may_ask_for_more():
    assert word_of_share(0.8, parameters(sustainability__pass_share=0.9)) == "conditional"


def test_a_region_that_passes_at_a_member_s_cost_is_conditional():
    words, why = word_verdicts(passing(10, 3, 10), False, parameters())
    assert words == ("sustainable", "not_sustainable", "conditional")
    assert why == ("", "", "member")


def test_a_conditional_member_leaves_the_region_sustainable():
    words, _ = word_verdicts(passing(10, 6, 10), False, parameters())
    assert words == ("sustainable", "conditional", "sustainable")


def test_what_the_law_does_not_allow_is_at_most_conditional():
    words, why = word_verdicts(passing(10, 6, 10), True, parameters())
    assert words == ("conditional", "conditional", "conditional")
    assert why == ("law", "", "law")


def test_the_binding_constraint_is_the_test_that_fails_most_often():
    tests = {
        "money": passing(9, 10, 5),
        "journey_ceiling": passing(10, 10, 4),
        "qualified_teaching": passing(3, 10, 9),
    }
    words = ("not_sustainable", "sustainable", "not_sustainable")
    assert bind(tests, words, ("", "", "")) == ("qualified_teaching", "none", "journey_ceiling")


def test_a_withheld_verdict_names_its_reason_and_ties_follow_the_order_of_the_tests():
    tests = {"money": passing(5, 10), "journey_ceiling": passing(5, 10)}
    assert bind(tests, ("conditional", "conditional"), ("", "law")) == ("money", "law")


@given(passes=arrays(bool, (7, 3)), law=st.booleans())
def test_a_sustainable_row_has_no_constraint_and_every_other_row_has_one(passes, law):
    words, why = word_verdicts(passes, law, parameters())
    for word, constraint in zip(words, bind({"money": passes}, words, why), strict=True):
        assert (word == "sustainable") == (constraint == "none")
