"""Money that belongs to no single school is spread over the municipality's schools."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopa_sim.economy.by_municipality import pupil_share_draw_year_school, sum_by_municipality
from tests.economy.worlds import (
    CENTRE,
    OTHER,
    VILLAGE,
    close,
    plan_of,
    two_municipalities,
    with_schools,
    year_at,
)


def shares(region, plan, pupils_by_school):
    pupils = np.broadcast_to(np.array(pupils_by_school), (1, len(plan.years), len(pupils_by_school)))
    return pupil_share_draw_year_school(pupils, region, plan)[0]


def test_parts_follow_pupils():
    region = two_municipalities()
    np.testing.assert_allclose(shares(region, plan_of(region), [75.0, 25.0, 10.0])[0], [0.75, 0.25, 1.0])


def test_without_pupils_the_open_schools_carry_equal_parts():
    region = two_municipalities()
    np.testing.assert_allclose(shares(region, plan_of(region), [0.0, 0.0, 0.0])[0], [0.5, 0.5, 1.0])


def test_when_all_schools_are_closed_their_buildings_still_carry_the_cost():
    region = two_municipalities()
    plan = close(close(plan_of(region), CENTRE, 2027), VILLAGE, 2027)
    np.testing.assert_allclose(shares(region, plan, [0.0, 0.0, 10.0])[year_at(2027)], [0.5, 0.5, 1.0])


def test_a_closed_school_carries_nothing_while_another_is_open():
    region = two_municipalities()
    plan = close(plan_of(region), VILLAGE, 2027)
    np.testing.assert_allclose(shares(region, plan, [0.0, 0.0, 10.0])[year_at(2027)], [1.0, 0.0, 1.0])


def test_a_private_school_carries_nothing_of_the_municipality_s_cost():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "0-9"},
        {"code": "private", "municipality": "901", "grades": "0-9", "provider": "private", "pupils": 50},
    )
    np.testing.assert_allclose(shares(region, plan_of(region), [10.0, 50.0])[0], [1.0, 0.0])


@given(pupils=arrays(float, (2, 6, 3), elements=st.floats(0, 500)))
def test_parts_sum_to_one_in_every_municipality_whatever_the_pupils(pupils):
    region = two_municipalities()
    plan = close(plan_of(region), OTHER, 2028)
    share = pupil_share_draw_year_school(pupils, region, plan)
    np.testing.assert_allclose(sum_by_municipality(share, region), 1.0)
