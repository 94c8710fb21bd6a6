"""School transport by computed routes: what is driven in every future."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing.option import route_option
from tests.network.towns import (
    YEARS,
    assign,
    parameters,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
)

QUICK = {"route_iterations": 2.0}
OF_ROUTES = {"vehicle_km", "vehicle_h", "vehicles"}


def carried(region, mean, futures=None, **changed):
    """The transport of some futures by rule and by the routes of the mean one, and those routes."""
    used = parameters(**{**QUICK, **changed})
    journeys, catchments = assign(region, plan(region), mean, **changed)
    expected = flow_pupils(region, catchments, mean)
    routes = route_option(region, journeys, plan(region), expected, used)
    flows = expected if futures is None else flow_pupils(region, catchments, futures)
    by_rule = carry_pupils(region, journeys, plan(region), flows, used)
    return by_rule, carry_pupils(region, journeys, plan(region), flows, used, routes), routes


def village_and_school(distance_m=20_000.0):
    return region_of(
        [{"code": "village", "municipality": "901", "x": distance_m}],
        [{"code": "school", "municipality": "901", "grades": "1-9", "places": 10_000}],
        ("901",),
    )


def test_a_bus_drives_its_route_on_every_trip_of_the_year():
    # 36 pupils at 20 km: one bus at 4/3 of a minibus kilometre, half a kilometre empty for each with pupils
    changed = {"detour_factor": 1.0, "other_grounds_share": 0.0, "empty_run_factor": 1.5}
    region = village_and_school()
    _, by_routes, _ = carried(region, pupils(region, 4.0), **changed, trips_day=2.0, school_days=190.0)
    assert by_routes.vehicles[0, :, 0].tolist() == [1.0] * len(YEARS)
    assert by_routes.vehicle_km[0, 0, 0] == pytest.approx(20 * 1.5 * 1.3333 * 2 * 190)


@pytest.mark.parametrize("seed", range(4))
def test_at_expected_prices_the_bill_is_that_of_the_routes(seed):
    region = random_region(seed)
    mean = random_pupils(region, seed, mean=3.0)
    prices = {"vehicle_km_eur": 2.0, "vehicle_hour_eur": 40.0, "vehicle_day_eur": 30.0}
    _, by_routes, routes = carried(region, mean, **prices, trips_day=3.0, school_days=187.0)
    bill = 2.0 * by_routes.vehicle_km + 40.0 * by_routes.vehicle_h + 30.0 * 187.0 * by_routes.vehicles
    for index in range(len(YEARS)):
        morning = routes.driven(index, by_routes.entitled[:, index])
        assert bill[:, index] == pytest.approx(morning.cost_eur * 3.0 * 187.0)
        anchors = [centre for centre in routes.solved if centre.year == YEARS[index]]
        for centre in anchors:
            at_anchor = np.zeros((1, len(region.schools)))
            at_anchor[0, centre.schools[0]] = centre.bill.pupils
            assert routes.driven(index, at_anchor).cost_eur.sum() <= centre.bill.cost_eur + 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_only_what_is_driven_differs_from_the_rule(seed):
    region = random_region(seed)
    by_rule, by_routes, _ = carried(region, random_pupils(region, seed, mean=3.0))
    for name in vars(by_rule):
        if name not in OF_ROUTES:
            assert np.array_equal(getattr(by_rule, name), getattr(by_routes, name))
    assert not np.array_equal(by_rule.vehicle_km, by_routes.vehicle_km)


def test_routes_follow_the_pupils_of_each_future():
    region = village_and_school()
    mean = pupils(region, 4.0)
    levels = np.array([0.25, 1.0, 2.0])[:, None, None, None]
    futures = replace(mean, pupils_draw_year_area_grade=mean.pupils_draw_year_area_grade * levels)
    _, by_routes, _ = carried(region, mean, futures, other_grounds_share=0.0)
    assert by_routes.entitled[:, 0, 0].tolist() == [9.0, 36.0, 72.0]
    assert by_routes.vehicles[:, 0, 0].tolist() == [0.0, 1.0, 2.0]


def test_nobody_carried_means_nothing_driven():
    region = village_and_school(1_000.0)
    nobody_nearby = {"other_grounds_share": 0.0, "special_needs_carried_share": 0.0}
    _, by_routes, routes = carried(region, pupils(region, 4.0), **nobody_nearby)
    assert routes.solved == ()
    assert not by_routes.vehicle_km.any()
