"""Grade progression and intake from births on 33 regions of England, launched in 2014/15."""

import pytest

from tests.validation.enrolment_cases import england_births, england_pupils, intake_error, progression_error

pytestmark = pytest.mark.validation


def test_the_pupils_are_those_published():
    pupils = england_pupils()
    assert pupils.shape == (7, 33, 12)
    assert pupils[0, :, 0].sum() == 608_197
    assert pupils[-1, :, 0].sum() == 642_573
    assert england_births().shape == (7, 33)


@pytest.mark.parametrize(("years", "published"), [(1, 0.30), (3, 0.83)])
def test_year_groups_carried_on_are_as_far_off_as_published(years, published):
    assert 100 * progression_error(years) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_reception_from_births_is_as_far_off_as_published(years):
    assert 1.25 <= 100 * intake_error(years) <= 1.85


def test_a_longer_horizon_is_farther_off():
    errors = [progression_error(years) for years in (1, 2, 3)]
    assert errors == sorted(errors)
