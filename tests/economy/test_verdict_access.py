"""Minutes, inequality and the daily ceiling beside as_is."""

import numpy as np
import pytest

from kopa_sim.economy.verdict_access import (
    keeps_journey_ceiling,
    mean_difference,
    mean_over_years,
    widens_inequality,
)
from tests.economy.worlds import access_of, parameters, plan_of, two_municipalities

PLAN = plan_of(two_municipalities())


def over(*pupils):
    """Pupils over the ceiling in the six school years, in the first municipality."""
    return np.array([[[count, 0.0] for count in pupils]], dtype=float)


def keeps(option, as_is, **changes):
    found = keeps_journey_ceiling(access_of(over=option), access_of(over=as_is), PLAN, parameters(**changes))
    return found[0].tolist()


def test_the_mean_is_over_costed_years_that_have_a_value():
    minutes = np.array([9, 9, 10, 20, np.nan, 30], dtype=float)[None, :, None]
    assert mean_over_years(access_of(mean_min=minutes), "mean_min", PLAN)[0] == pytest.approx([20.0] * 3)


def test_without_any_value_the_mean_is_empty():
    nothing = access_of(mean_min=np.full((1, 6, 3), np.nan))
    assert np.isnan(mean_over_years(nothing, "mean_min", PLAN)).all()


def test_a_difference_is_option_less_as_is():
    found = mean_difference(access_of(mean_min=25.0), access_of(mean_min=20.0), "mean_min", PLAN)
    assert found[0] == pytest.approx([5.0] * 3)


def test_inequality_widens_between_or_within_but_not_by_a_rounding():
    between, within = np.array([[0.02, 0.0, 0.001, np.nan]]), np.array([[0.0, 0.02, 0.001, -0.02]])
    assert widens_inequality(between, within, parameters())[0].tolist() == [True, True, False, False]


def test_more_pupils_over_the_ceiling_in_any_costed_year_break_it():
    assert keeps(over(0, 0, 3, 3, 4, 3), over(0, 0, 3, 3, 3, 9)) == [False, True, False]


def test_as_many_as_today_or_fewer_keep_it():
    assert keeps(over(0, 0, 3, 0, 0, 0), over(0, 0, 3, 3, 3, 3)) == [True, True, True]


def test_years_before_the_first_costed_one_do_not_count():
    assert keeps(over(9, 9, 0, 0, 0, 0), over(0, 0, 0, 0, 0, 0)) == [True, True, True]


def test_less_than_half_a_pupil_is_none_unless_the_tolerance_is_lowered():
    small = over(0, 0, 0.3, 0, 0, 0)
    assert keeps(small, over(*[0] * 6))[0]
    assert not keeps(small, over(*[0] * 6), sustainability__ceiling_tolerance_pupils=0.0)[0]


def test_a_pupil_saved_elsewhere_in_the_region_does_not_save_the_municipality():
    option, as_is = np.zeros((1, 6, 2)), np.zeros((1, 6, 2))
    option[0, 3, 0] = as_is[0, 3, 1] = 2.0
    assert keeps(option, as_is) == [False, True, True]
