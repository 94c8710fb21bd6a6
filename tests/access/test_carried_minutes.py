"""Those for whom a vehicle is driven have the minutes of their route; the law and all others have direct journeys."""

import numpy as np
import pytest

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.network import flow_pupils
from tests.network.towns import YEARS, assign, parameters, plan, pupils, region_of

REGION = region_of(
    [
        {"code": "near", "municipality": "901", "x": 2_000.0},
        {"code": "far", "municipality": "901", "x": 20_000.0},
    ],
    [
        {"code": "basic", "municipality": "901", "grades": "1-9", "places": 10_000},
        {"code": "upper", "municipality": "901", "grades": "upper_secondary", "places": 10_000},
    ],
    ("901",),
)
ALL = (0, 2, -1, -1)
"""Draw, year, region, grades 0-9."""


def measured(minutes=None, by_year=None, **changed):
    """Access of equally many pupils near and far, carried minutes by point, and the direct ones."""
    mean = pupils(REGION, 1.0)
    journeys, catchments = assign(REGION, plan(REGION), mean, **changed)
    carried = (
        None
        if minutes is None
        else [np.repeat(np.array(minutes, dtype=float)[:, None], 2, axis=1)] * len(YEARS)
    )
    ready = ready_journeys(
        REGION, journeys, plan(REGION), catchments, parameters(**changed), by_year or carried
    )
    flows = flow_pupils(REGION, catchments, mean)
    return measure_access(ready, flows).values, journeys.minutes_point_school[:, 0]


def test_who_is_carried_has_the_minutes_of_the_route():
    values, direct = measured([np.nan, 55.0])
    assert values["mean_min"][ALL] == pytest.approx((direct[0] + 55.0) / 2)
    assert values["max_min"][ALL] == pytest.approx(55.0)


def test_who_is_not_carried_keeps_the_direct_journey():
    # 3 % of those nearby are carried on other grounds: a home of which most walk has the way on foot
    values, direct = measured([55.0, np.nan])
    assert values["mean_min"][ALL] == pytest.approx(direct.mean())


def test_upper_secondary_students_ride_in_no_school_vehicle():
    values, direct = measured([np.nan, 55.0])
    upper_secondary = (0, 2, -1, 4)
    assert values["mean_min"][upper_secondary] == pytest.approx(direct.mean())


def test_the_law_looks_at_direct_journeys():
    routed, _ = measured([np.nan, 85.0])
    direct, _ = measured()
    for measure in ("near_limit_share", "over_limit_share", "transported_share", "over_5km_share"):
        assert np.array_equal(routed[measure], direct[measure], equal_nan=True)


def test_the_lodged_have_no_route():
    values, direct = measured([np.nan, 55.0], daily_ceiling_min=1.0, daily_ceiling_older_min=1.0)
    assert values["mean_min"][ALL] == pytest.approx(direct.mean())


def test_every_year_has_its_own_minutes():
    by_year = [np.array([[np.nan] * 2, [50.0 + index] * 2]) for index in range(len(YEARS))]
    values, _ = measured(by_year=by_year)
    assert values["max_min"][0, :, -1, -1] == pytest.approx([50.0 + index for index in range(len(YEARS))])
