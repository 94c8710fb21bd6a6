"""Islands and closed roads: no path is said, and nothing infinite comes out."""

import numpy as np
import pytest

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.network import assign_catchments, carry_pupils, flow_pupils, measure_journeys, unreachable
from kopa_sim.scenario.contents import TravelTimes
from tests.network.towns import closed, parameters, plan, pupils, region_of

REGION = region_of(
    [
        {"code": "mainland", "municipality": "901"},
        {"code": "island", "municipality": "901", "x": 8_000.0},
    ],
    [
        {"code": "church", "municipality": "901", "grades": "0-9", "places": 1_000},
        {"code": "skerry", "municipality": "901", "x": 8_000.0, "grades": "0-6", "places": 1_000},
    ],
    ("901",),
)
NAN = np.nan
NO_BRIDGE = TravelTimes(np.array([[NAN, np.inf], [np.inf, NAN]]), np.array([[NAN, np.inf], [np.inf, NAN]]))
FEW = pupils(REGION, 5.0)


def run(of):
    used = parameters()
    journeys = measure_journeys(REGION, used, NO_BRIDGE)
    catchments = assign_catchments(REGION, journeys, of, FEW, used, {})
    return journeys, catchments, flow_pupils(REGION, catchments, FEW), used


def test_pupils_without_a_path_are_named_with_their_areas_and_a_finite_number():
    journeys, *_ = run(plan(REGION))
    (gap,) = unreachable(REGION, journeys, plan(REGION), FEW)
    assert (gap.areas, gap.grades, gap.pupils) == (("island",), (7, 8, 9), pytest.approx(15.0))


def test_a_receiver_without_a_path_receives_nobody():
    of = closed(plan(REGION), REGION, "skerry", 2027, receiving="church")
    journeys, catchments, *_ = run(of)
    assert set(catchments.by_year[-1].area) == {0}
    (early, late) = unreachable(REGION, journeys, of, FEW)
    assert early.grades == (7, 8, 9)
    assert (late.year, late.grades) == (2027, (0, 1, 2, 3, 4, 5, 6))


@pytest.mark.parametrize("receiving", [None, "church"])
def test_no_number_of_transport_or_access_is_infinite(receiving):
    of = closed(plan(REGION), REGION, "skerry", 2027, receiving=receiving)
    journeys, catchments, flows, used = run(of)
    carried = carry_pupils(REGION, journeys, of, flows, used)
    assert all(np.isfinite(values).all() for values in vars(carried).values() if values is not None)
    access = measure_access(ready_journeys(REGION, journeys, of, catchments, used), flows)
    assert not any(np.isinf(values).any() for values in access.values.values())
    assert np.isfinite(access.pupils_draw_bin).all()
