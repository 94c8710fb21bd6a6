"""Grade progression: counted pupils a grade higher every year."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.demography.grade_progression import (
    intake_ratios,
    middle_intake_ratios,
    progress_pupils,
    progression_ratios,
    steps_of,
)

# two units, three grades, three years
COUNTED = np.array(
    [
        [[10.0, 20.0, 30.0], [100.0, 100.0, 100.0]],
        [[12.0, 9.0, 22.0], [100.0, 110.0, 90.0]],
        [[14.0, 15.0, 8.0], [100.0, 90.0, 99.0]],
    ]
)


def ratios(counted=COUNTED, steps=3, prior=0.0):
    return progression_ratios(*steps_of(counted), steps, prior)


def test_a_ratio_is_all_pupils_over_all_pupils_of_the_grade_below_a_year_before():
    assert ratios() == pytest.approx(
        np.array([[(9 + 15) / (10 + 12), (22 + 8) / (20 + 9)], [(110 + 90) / 200, (90 + 99) / (100 + 110)]])
    )


def test_only_the_last_steps_are_used():
    assert ratios(steps=1) == pytest.approx(np.array([[15 / 12, 8 / 9], [0.9, 0.9]]))
    assert (ratios(steps=2) == ratios(steps=9)).all()


def test_a_unit_with_as_many_pupils_as_the_prior_has_half_its_own_ratio():
    alone, leaning = ratios(), ratios(prior=22.0)
    together = (9 + 15 + 110 + 90) / (10 + 12 + 200)
    assert leaning[0, 0] == pytest.approx((alone[0, 0] + together) / 2)
    assert leaning[1, 0] == pytest.approx((200 * alone[1, 0] + 22 * together) / 222)


def test_a_unit_on_its_own_leans_on_nobody():
    one = COUNTED[:, :1]
    assert ratios(one, prior=500.0) == pytest.approx(ratios(one))


def test_an_empty_grade_below_takes_the_ratio_of_all_units_or_one():
    empty = COUNTED.copy()
    empty[:, 0, 0] = 0
    assert ratios(empty)[0, 0] == pytest.approx((9 + 15 + 110 + 90) / 200)
    assert ratios(np.zeros((2, 1, 3))).tolist() == [[1.0, 1.0]]


def test_entrants_follow_their_source():
    births = np.array([[100.0, 10.0], [110.0, 0.0], [90.0, 10.0]])
    entrants = np.array([[50.0, 9.0], [66.0, 0.0], [54.0, 6.0]])
    assert intake_ratios(entrants, births, 3) == pytest.approx([170 / 300, 15 / 20])
    assert intake_ratios(entrants, births, 1) == pytest.approx([0.6, 0.6])


def test_one_odd_year_leaves_the_middle_ratio_which_leans_on_one():
    source = np.full((3, 2), 100.0)
    entrants = np.array([[80.0, np.nan], [0.0, np.nan], [90.0, np.nan]])
    alone, leaning = (middle_intake_ratios(entrants, source, 3, prior) for prior in (0.0, 300.0))
    assert alone[0] == pytest.approx(0.8)
    assert leaning[0] == pytest.approx(0.9)
    assert np.isnan(leaning[1])


def test_pupils_of_later_years_by_hand():
    up = np.array([[0.5, 2.0], [1.0, 1.1]])
    later = progress_pupils(COUNTED[-1], up, np.array([[10.0, 100.0], [20.0, 200.0]]))
    assert later[0].tolist() == [[10, 7, 30], [100, 100, pytest.approx(99)]]
    assert later[1].tolist() == [[20, 5, 14], [200, 100, pytest.approx(110)]]


def test_unknown_entrants_are_unknown_in_every_grade_they_reach():
    later = progress_pupils(COUNTED[-1], np.ones((2, 2)), np.full((2, 2), np.nan))
    assert np.isnan(later[0]).tolist() == [[True, False, False]] * 2
    assert np.isnan(later[1]).tolist() == [[True, True, False]] * 2


NUMBERS = st.integers(0, 1000).map(float)
SOME = arrays(np.float64, (4, 3, 5), elements=NUMBERS)


@given(SOME)
def test_a_longer_horizon_changes_no_earlier_year(counted):
    entrants = np.full((6, 3), 50.0)
    long = progress_pupils(counted[-1], ratios(counted), entrants)
    assert (progress_pupils(counted[-1], ratios(counted), entrants[:2]) == long[:2]).all()


@given(SOME, NUMBERS)
def test_another_unit_changes_no_ratio_unless_they_lean_on_each_other(counted, other):
    changed = counted.copy()
    changed[:, 2] = other
    some_below = counted[:-1, :2, :-1].sum(axis=0) > 0
    assert (ratios(changed)[:2][some_below] == ratios(counted)[:2][some_below]).all()


@given(SOME, st.floats(1.0, 3.0))
def test_more_pupils_never_become_fewer(counted, more):
    up = ratios(counted)
    entrants = np.full((3, 3), 50.0)
    fewer = progress_pupils(counted[-1], up, entrants)
    assert (progress_pupils(more * counted[-1], up, entrants) >= fewer - 1e-9).all()


@given(arrays(np.float64, (3, 5), elements=st.integers(1, 1000).map(float)))
def test_cohorts_that_keep_their_number_have_ratios_of_one(first):
    cohort = np.stack([np.roll(first, year, axis=1) for year in range(4)])
    for year in range(1, 4):
        cohort[year, :, 1:] = cohort[year - 1, :, :-1]
    assert ratios(cohort) == pytest.approx(1.0)
