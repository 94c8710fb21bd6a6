"""The law on the journey to school."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.travel_law import TravelLaw

LAW = TravelLaw(
    other_grounds_share=0.1,
    kela_limit_km=7.0,
    ceiling_min=150.0,
    ceiling_older_min=180.0,
    turned_13_share_grade=np.array([0, 0, 0, 0, 0, 0, 0, 0.6, 1, 1, 1]),
    near_ceiling_share=0.8,
)


def entitled(km, grade, limit=5.0):
    return LAW.entitled_share(np.array([km]), np.array([limit]), np.array([grade]))[0]


def over(minutes, grade):
    return LAW.over_ceiling_share(np.array([2 * minutes]), np.array([grade]))[0]


def near_or_over(minutes, grade):
    return LAW.near_ceiling_or_over_share(np.array([2 * minutes]), np.array([grade]))[0]


def test_transport_is_free_when_the_journey_is_over_five_kilometres():
    assert entitled(5.01, grade=4) == 1.0


def test_five_kilometres_exactly_is_not_over_five():
    assert entitled(5.0, grade=4) == pytest.approx(0.1)


def test_a_more_generous_municipality_counts_from_its_own_limit():
    assert entitled(3.5, grade=1, limit=3.0) == 1.0


def test_some_pupils_nearby_are_carried_on_other_grounds():
    assert entitled(0.5, grade=9) == pytest.approx(0.1)


@pytest.mark.parametrize(("km", "share"), [(6.99, 0.0), (7.0, 1.0), (40.0, 1.0)])
def test_kela_supports_upper_secondary_students_from_seven_kilometres_on(km, share):
    assert entitled(km, UPPER_SECONDARY) == share


@pytest.mark.parametrize(("minutes", "share"), [(75.0, 0.0), (75.5, 1.0)])
def test_a_young_pupil_may_travel_two_and_a_half_hours_a_day(minutes, share):
    assert over(minutes, grade=3) == share


@pytest.mark.parametrize(("minutes", "share"), [(80.0, 0.0), (90.0, 0.0), (90.5, 1.0)])
def test_a_pupil_of_thirteen_may_travel_three_hours_a_day(minutes, share):
    assert over(minutes, grade=8) == share


@pytest.mark.parametrize(("minutes", "share"), [(70.0, 0.0), (80.0, 0.4), (95.0, 1.0)])
def test_in_grade_seven_only_those_not_yet_thirteen_have_the_shorter_ceiling(minutes, share):
    assert over(minutes, grade=7) == pytest.approx(share)


def test_upper_secondary_has_no_ceiling():
    assert over(500.0, UPPER_SECONDARY) == 0.0
    assert near_or_over(500.0, UPPER_SECONDARY) == 0.0


@pytest.mark.parametrize(("minutes", "share"), [(59.9, 0.0), (60.0, 1.0), (75.0, 1.0), (90.0, 1.0)])
def test_near_the_ceiling_begins_at_four_fifths_of_it(minutes, share):
    assert near_or_over(minutes, grade=2) == share


@given(st.floats(0, 300), st.integers(0, N_GRADES - 1))
def test_who_is_over_the_ceiling_is_also_near_or_over_it(minutes, grade):
    assert 0.0 <= over(minutes, grade) <= near_or_over(minutes, grade) <= 1.0


@given(st.floats(0, 300), st.floats(0, 300), st.integers(0, N_GRADES - 1))
def test_a_longer_journey_never_loses_a_right(one, other, grade):
    shorter, longer = sorted((one, other))
    assert entitled(shorter, grade) <= entitled(longer, grade)
    assert over(shorter, grade) <= over(longer, grade)


def test_special_needs_carry_beside_the_other_grounds_within_the_limit():
    law = replace(LAW, other_grounds_share=0.02, special_needs_share=0.01)
    km, limit, grade = np.array([1.0, 6.0]), np.array([5.0, 5.0]), np.array([3, 3])
    assert law.entitled_share(km, limit, grade).tolist() == [0.03, 1.0]


def test_the_other_grounds_carry_nobody_twice():
    law = replace(LAW, other_grounds_share=0.7, special_needs_share=0.6)
    assert law.entitled_share(np.array([1.0]), np.array([5.0]), np.array([3])) == 1.0
