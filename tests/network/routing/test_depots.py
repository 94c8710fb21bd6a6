"""Where vehicles begin: at their first stop, or at a depot."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.depots import VEHICLE_SIZES, Depots
from kopa_sim.network import measure_journeys
from kopa_sim.network.roads import stop_ways
from kopa_sim.network.routing.depots import depot_schools
from kopa_sim.network.routing.fleet import RideLimits, vehicle_classes
from kopa_sim.network.routing.problem import Roads
from kopa_sim.scenario.contents import TravelTimes
from tests.network.routing.test_shared_day import PLAIN, option_of, total, two_towns
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


def test_a_home_that_no_road_joins_to_the_depot_does_not_bring_the_others_home():
    """Nine pupils at km 52 come by a vehicle from the town; to km 46, off the roads, one sets out from the school."""
    region = region_of(
        [
            {"code": "far", "municipality": "901", "x": 52_000.0},
            {"code": "off", "municipality": "901", "x": 46_000.0},
        ],
        [
            {"code": "town", "municipality": "901", "grades": "upper_secondary", "places": 300, "x": 0.0},
            {"code": "village", "municipality": "901", "grades": "1-9", "places": 50, "x": 40_000.0},
        ],
        ("901",),
    )

    def ways(schools, points):
        """All but the way from home to school is missing at km 46."""
        x = np.concatenate([region.schools.x_m[schools], region.points.x_m[points]]) / 1000.0
        km = np.abs(x[:, None] - x[None])
        off, village = np.flatnonzero(x == 46.0), np.flatnonzero(x == 40.0)
        between = km[np.ix_(off, village)]
        km[off], km[:, off] = np.inf, np.inf
        km[np.ix_(off, village)], km[np.ix_(village, off)] = between, between.T
        km[off, off] = 0.0
        return Roads(km, km)

    options, *_ = option_of(region, ways=ways, vehicles_start="depot", vehicle_day_eur=0.0)
    runs = sorted(run.km for run in options.solved[0].bill.runs)
    # the way back to the town is the one of every vehicle of the yard
    assert runs == pytest.approx([40 + 6, 52 + 12 + 40])


def with_depots(region, *depots):
    """The region with depots at kilometres along the road: a number, or number, municipality and sizes."""
    rows = [depot if isinstance(depot, tuple) else (depot, -1, VEHICLE_SIZES) for depot in depots]
    names = tuple(f"depot {number}" for number in range(len(rows)))
    given = Depots(
        names,
        names,
        x_m=np.array([1_000.0 * km for km, *_ in rows]),
        y_m=np.zeros(len(rows)),
        municipality=np.array([municipality for _, municipality, _ in rows]),
        stands_depot_size=np.array([[size in sizes for size in VEHICLE_SIZES] for *_, sizes in rows]),
    )
    return replace(region, depots=given)


def km_and_eur(region, **changed):
    """Kilometres and euros of a morning with nine pupils at km 52."""
    options, *_ = option_of(region, vehicles_start="depot", vehicle_day_eur=0.0, **changed)
    _, km, _, eur = total(options.driven(LAST, np.array([[0.0, 9.0]])))
    return km, eur


def test_sizes_of_vehicles_are_those_of_the_parameters():
    assert tuple(kind.name for kind in vehicle_classes(parameters())) == VEHICLE_SIZES


def test_a_vehicle_comes_from_the_given_depot():
    assert km_and_eur(with_depots(town_and_village(), 30.0))[0] == pytest.approx(22 + 12 + 10)


def test_of_several_depots_it_comes_from_the_cheapest_there_and_back():
    # from km 0: 52 + 12 + 40; from km 60: 8 + 12 + 20; from km 30: 22 + 12 + 10
    assert km_and_eur(with_depots(town_and_village(), 0.0, 60.0, 30.0))[0] == pytest.approx(40)


def test_given_depots_change_nothing_where_vehicles_start_at_the_first_stop():
    plain, *_ = option_of(town_and_village())
    given, *_ = option_of(with_depots(town_and_village(), 30.0))
    pupils = np.array([[0.0, 9.0]])
    assert total(given.driven(LAST, pupils)) == total(plain.driven(LAST, pupils))


def test_a_depot_of_another_municipality_serves_no_school_of_this_one():
    region = town_and_village()
    other = (45.0, 1, VEHICLE_SIZES)
    assert km_and_eur(with_depots(region, other, 30.0)) == km_and_eur(with_depots(region, 30.0))
    assert km_and_eur(with_depots(region, other)) == km_and_eur(region)


def test_a_size_without_a_depot_stands_beside_the_largest_school():
    # a bus from km 60 drives 40 km, which is cheaper than a minibus that drives 104 km from the town
    km, eur = km_and_eur(with_depots(town_and_village(), (60.0, -1, ("bus",))))
    bus = vehicle_classes(parameters(**PLAIN))[-1]
    assert km == pytest.approx(40)
    assert eur == pytest.approx(40 * bus.km_eur + (40 + 1 + 10) / 60 * bus.hour_eur)
    # a bus from km 10 drives 84 km and costs more than the minibus
    far = km_and_eur(with_depots(town_and_village(), (10.0, -1, ("bus",))))
    assert far == km_and_eur(town_and_village())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_depots_changes_nothing(seed):
    region, rng = random_region(seed), np.random.default_rng(seed)
    depots = with_depots(region, *rng.uniform(0, 60, 4))
    turned = replace(
        depots.depots, x_m=depots.depots.x_m[::-1], codes=depots.depots.codes[::-1], names=depots.depots.names
    )
    people = random_pupils(region, seed)
    settings = {"vehicles_start": "depot", "route_iterations": 2.0}
    bills = [
        [centre.bill.cost_eur for centre in option_of(of, people, **settings)[0].solved]
        for of in (depots, replace(depots, depots=turned))
    ]
    assert bills[0] == bills[1]


@pytest.mark.parametrize("seed", range(4))
def test_one_more_depot_makes_no_trip_dearer(seed):
    """Of few homes the solver finds the best trips, so that more choice cannot cost more."""
    region = random_region(seed, n_municipalities=1, n_areas=3, points_per_area=1, n_villages=0)
    rng = np.random.default_rng(seed)
    kms = rng.uniform(0, 60, 3)
    people = random_pupils(region, seed)
    settings = {"vehicles_start": "depot", "vehicle_day_eur": 0.0}
    cost = [
        sum(
            centre.bill.cost_eur
            for centre in option_of(with_depots(region, *kms[:number]), people, **settings)[0].solved
        )
        for number in (1, 2, 3)
    ]
    assert cost[0] + 0.01 >= cost[1] and cost[1] + 0.01 >= cost[2]


def test_a_shared_vehicle_comes_from_a_depot_too():
    """Alone 0 + 10 + 10 km from km -10 and 10 + 10 + 20 km from km 40; one vehicle for both drives from km -10
    0 + 10 + 30 + 10 + 30 km in the morning, and 100 km from either in the afternoon."""
    region = with_depots(two_towns(480.0, 531.0), -10.0, 40.0)
    alone = with_depots(two_towns(), -10.0, 40.0)
    pupils = np.array([[9.0, 9.0]])
    options, *_ = option_of(alone, vehicles_start="depot")
    assert total(options.driven(LAST, pupils))[:2] == pytest.approx([2, 60])
    options, *_ = option_of(region, vehicles_start="depot")
    assert total(options.driven(LAST, pupils))[:2] == pytest.approx([1, 90])


def test_vehicles_that_no_depot_reaches_are_shared_as_those_that_stand_at_their_schools():
    region = two_towns(480.0, 531.0)
    at_schools = with_depots(region, *(region.schools.x_m / 1000.0))
    island = with_depots(region, -10.0)

    def ways(places, points):
        """Straight, and none to the depot."""
        x = np.concatenate([region.schools.x_m, [-1e4], region.points.x_m])
        at = np.concatenate([places, len(region.schools) + 1 + np.asarray(points)]).astype(np.intp)
        km = np.abs(x[at][:, None] - x[at][None]) / 1000.0
        depot = at == len(region.schools)
        km[depot], km[:, depot] = np.inf, np.inf
        np.fill_diagonal(km, 0.0)
        return Roads(km, km)

    pupils = np.array([[9.0, 9.0]])
    cut_off, *_ = option_of(island, ways=ways, vehicles_start="depot")
    standing, *_ = option_of(at_schools, vehicles_start="depot")
    assert total(cut_off.driven(LAST, pupils)) == pytest.approx(total(standing.driven(LAST, pupils)))
    assert total(cut_off.driven(LAST, pupils))[0] == 1


def test_ways_from_depots_are_those_of_the_roads_and_tables_know_schools_only():
    region = with_depots(town_and_village(), 60.0)
    used = parameters(**PLAIN)
    given = TravelTimes(minutes_area_school=np.array([[60.0, 30.0]]), km_area_school=np.array([[55.0, 20.0]]))
    journeys = measure_journeys(region, used, given)
    ways = stop_ways(region, journeys, used, None, given)
    km = ways(np.array([1, 2]), np.array([0])).km_place_place
    assert km[2, 0] == km[0, 2] == 20.0
    assert km[1, 2] == km[2, 1] == 8.0
    assert km[0, 1] == 20.0
