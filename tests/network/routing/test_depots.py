"""Where vehicles begin: at their first stop, or at a depot."""

import numpy as np
import pytest

from kopa_sim.network.routing.depots import depot_schools
from kopa_sim.network.routing.fleet import RideLimits
from kopa_sim.network.routing.problem import Roads
from tests.network.routing.test_shared_day import option_of, total
from tests.network.towns import YEARS, parameters, random_pupils, random_region, region_of

LAST = len(YEARS) - 1


def town_and_village():
    """A town at km 0 with the larger school, a village school at km 40 with nine pupils at km 52."""
    return region_of(
        [{"code": "far", "municipality": "901", "x": 52_000.0}],
        [
            {"code": "town", "municipality": "901", "grades": "upper_secondary", "places": 300, "x": 0.0},
            {"code": "village", "municipality": "901", "grades": "1-9", "places": 50, "x": 40_000.0},
        ],
        ("901",),
    )


def test_vehicles_stand_at_the_school_with_most_places_of_the_municipality():
    region = random_region(5)
    assert depot_schools(region, parameters()) is None
    depots = depot_schools(region, parameters(vehicles_start="depot"))
    home, places = region.schools.municipality, region.schools.places
    assert (home[depots] == home).all()
    for municipality in set(home):
        assert (places[depots[home == municipality]] == places[home == municipality].max()).all()


def test_a_vehicle_from_the_depot_drives_there_and_back():
    options, *_ = option_of(town_and_village(), vehicles_start="depot", vehicle_day_eur=0.0)
    vehicles, km, hours, eur = total(options.driven(LAST, np.array([[0.0, 9.0]])))
    assert vehicles == 1
    assert km == pytest.approx(52 + 12 + 40)
    assert hours == pytest.approx((52 + 12 + 40 + 1 + 10) / 60)
    assert eur == pytest.approx(104 * 2.4 + hours * 42)


def test_at_the_first_stop_the_factor_pays_for_what_is_driven_without_pupils():
    options, *_ = option_of(town_and_village(), vehicle_day_eur=0.0)
    vehicles, km, hours, _ = total(options.driven(LAST, np.array([[0.0, 9.0]])))
    assert (vehicles, km) == (1, pytest.approx(1.4 * 12))
    assert hours == pytest.approx((1.4 * 12 + 1 + 10) / 60)


@pytest.mark.parametrize("seed", range(3))
def test_the_ride_limit_is_the_pupils_and_not_the_vehicles(seed):
    region = random_region(seed)
    options, _, _, used = option_of(
        region, random_pupils(region, seed), vehicles_start="depot", route_iterations=2.0
    )
    limits = RideLimits.of(used)
    shifts = [run.hours * 60 for centre in options.solved for run in centre.bill.runs]
    rides = [
        call.ride_min
        for centre in options.solved
        for routes in centre.routes
        for trip in routes.trips
        for call in trip.calls
    ]
    assert max(rides) <= limits.older_min
    assert max(shifts) > limits.older_min  # a vehicle may be out for longer than any pupil


def test_where_no_road_leads_from_the_depot_vehicles_stand_at_the_school():
    region = town_and_village()

    def ways(schools, points):
        """All but the town on an island."""
        x = np.concatenate([region.schools.x_m[schools], region.points.x_m[points]]) / 1000.0
        km = np.abs(x[:, None] - x[None])
        town = np.concatenate([np.asarray(schools) == 0, np.zeros(len(points), dtype=bool)])
        km[town[:, None] != town[None]] = np.inf
        return Roads(km, km)

    options, *_ = option_of(region, ways=ways, vehicles_start="depot")
    (trip,) = options.solved[0].bill.trips
    assert trip.pupils == 9
    assert options.solved[0].bill.km == pytest.approx(12 + 12)
