"""The duty credit for changing site during the day (OVTES section 18)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.teaching.duty_credit import duty_credit_h
from tests.teaching.builders import parameters

AGREEMENT = parameters().table("teaching.duty_credit_h")


@pytest.mark.parametrize(
    ("changes", "lessons"),
    [(0, 0), (0.5, 0), (1, 1), (2, 1), (3, 1.5), (4, 1.5), (5, 2), (7, 2), (8, 2.5), (20, 2.5)],
)
def test_the_agreement_credits_lessons_by_changes_a_week(changes, lessons):
    assert duty_credit_h(np.array(changes), AGREEMENT).item() == lessons


@given(st.floats(0, 30), st.floats(0, 30))
def test_more_changes_never_earn_less_credit(one, other):
    few, many = sorted([one, other])
    assert duty_credit_h(np.array(few), AGREEMENT) <= duty_credit_h(np.array(many), AGREEMENT)


def test_steps_may_stand_in_any_order():
    assert duty_credit_h(np.array([4.0]), {"5": 2.0, "3": 1.5, "1": 1.0}).tolist() == [1.5]
