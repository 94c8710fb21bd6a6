"""Small schools are led beside teaching; schools may share a principal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.plan import PrincipalPool
from kopa_sim.teaching.principals import (
    principal_posts,
    principal_posts_by_pupils,
    travelling_principals,
)
from tests.teaching.builders import market, parameters


def posts(count):
    return principal_posts_by_pupils(np.array([float(count)]), parameters()).item()


def led(pupils, *pools):
    return principal_posts(np.array(pupils, dtype=float)[None], pools, parameters())[0]


def together(schools, years):
    return PrincipalPool(tuple(schools), np.array(years))


@pytest.mark.parametrize(
    ("pupils", "expected"), [(0, 0), (25, 0.2), (80, 0.31), (300, 0.75), (425, 1), (600, 1), (900, 1.5)]
)
def test_a_principal_is_full_time_from_a_certain_size_and_has_a_deputy_from_a_larger(pupils, expected):
    assert posts(pupils) == pytest.approx(expected)


@given(st.integers(0, 2000))
def test_more_pupils_never_take_less_leading(pupils):
    assert posts(pupils + 1) >= posts(pupils)


def test_schools_under_one_principal_are_led_as_one_school():
    apart, shared = led([[300, 100]]), led([[300, 100]], together([0, 1], [True]))
    assert apart[0].tolist() == pytest.approx([0.75, 0.35])
    assert shared.sum() == pytest.approx(0.95)
    assert shared[0] == pytest.approx([0.95 * 0.75, 0.95 * 0.25])


def test_sharing_takes_at_least_the_smallest_share():
    assert led([[40, 40, 40]], together([0, 1, 2], [True])).sum() == pytest.approx(0.5)


def test_sharing_never_takes_more_than_apart():
    assert led([[20, 20]], together([0, 1], [True])).sum() == pytest.approx(led([[20, 20]]).sum())


def test_a_principal_is_shared_only_in_the_years_of_the_pool():
    by_year = led([[300, 100], [300, 100]], together([0, 1], [False, True])).sum(axis=1)
    assert by_year == pytest.approx([1.1, 0.95])


def test_when_one_of_two_schools_has_closed_the_other_is_led_as_before():
    assert led([[300, 0]], together([0, 1], [True]))[0] == pytest.approx([0.75, 0])


def test_other_schools_are_not_touched():
    assert led([[300, 100, 80]], together([0, 1], [True]))[0, 2] == pytest.approx(0.31)


def travelling(pupils, *pools, **changed):
    table = np.array(pupils, dtype=float)[None]
    place = market(table.shape[2], km_between=30.0, years=table.shape[1])
    return travelling_principals(table, pools, place, parameters(**changed))


def test_a_shared_principal_drives_to_the_other_schools_and_takes_the_time_from_the_post():
    """From the largest building, the last, 60 and 30 km away: twice a week there and back is 6 hours at 60 km/h.

    The schools bear all kilometres by pupils, like the post: the one where the principal sits as well.
    """
    led_by_one = travelling([[80, 60, 100]], together([0, 1, 2], [True]), shared_principal_visits=2.0)
    km = (60 + 30) * 2 * 2 * 38
    assert led_by_one.km[0, 0] == pytest.approx([km * 80 / 240, km * 60 / 240, km * 100 / 240])
    at_the_desk = led([[80, 60, 100]], together([0, 1, 2], [True])).sum()
    week_h = parameters().number("teaching.principal_week_h")
    assert led_by_one.posts.sum() == pytest.approx(at_the_desk + 6 / week_h)
    assert led_by_one.posts[0, 0] == pytest.approx((at_the_desk + 6 / week_h) * np.array([80, 60, 100]) / 240)


def test_only_a_principal_of_two_schools_with_pupils_drives():
    assert not travelling([[80, 60]]).km.any()
    assert not travelling([[80, 60]], together([0, 1], [False])).km.any()
    assert not travelling([[80, 0]], together([0, 1], [True])).km.any()
    assert travelling([[80, 60]], together([0, 1], [True])).km.any()


def test_the_principal_of_schools_without_a_road_between_them_does_not_drive_for_ever():
    place = market(2, years=1)
    place.km_school_school[:] = np.inf
    alone = travelling_principals(
        np.array([[[80.0, 60.0]]]), (together([0, 1], [True]),), place, parameters()
    )
    assert np.isfinite(alone.posts).all()
    assert not alone.km.any()
