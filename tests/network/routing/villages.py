"""Small routing problems, a search through all routes, and random regions."""

from itertools import permutations

import numpy as np

from kopa_sim.network.routing import Roads, RoutedSchool, RoutingProblem, Stop, VehicleClass

TAXI = VehicleClass("taxi", 4, 1.8, 42.0)
MINIBUS = VehicleClass("minibus", 16, 2.4, 42.0)
BUS = VehicleClass("bus", 45, 3.2, 42.0)
SIZES = (TAXI, MINIBUS, BUS)
SPEED_KM_H = 60.0


def roads_between(places_km):
    """Straight roads driven at 60 km/h: a kilometre is a minute. Times are whole seconds, as the solver counts."""
    places = np.asarray(places_km, dtype=float).reshape(len(places_km), -1)
    km = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    return Roads(km, np.ceil(km / SPEED_KM_H * 3600.0 - 1e-6) / 60.0)


def along_a_road(pupils_at_km, classes=SIZES, longest_ride_min=60.0, school=None, **stop_fields):
    """A school at kilometre 0 of a straight road and stops with pupils at the given kilometres."""
    kms = [km for km, _ in pupils_at_km]
    stops = tuple(
        Stop(f"km {km}", index + 1, pupils, **stop_fields) for index, (km, pupils) in enumerate(pupils_at_km)
    )
    schools = (school or RoutedSchool("school", 0),)
    return RoutingProblem(roads_between([0.0, *kms]), schools, stops, classes, longest_ride_min)


def scattered(
    seed, n_stops, classes=SIZES, size_km=30.0, longest_ride_min=60.0, largest_stop=6, **stop_fields
):
    """A school in the middle and stops anywhere around it."""
    generator = np.random.default_rng(seed)
    places = np.vstack([[[size_km / 2, size_km / 2]], generator.uniform(0, size_km, (n_stops, 2))])
    pupils = generator.integers(1, largest_stop + 1, n_stops)
    stops = tuple(Stop(f"stop {i}", i + 1, int(pupils[i]), **stop_fields) for i in range(n_stops))
    school = RoutedSchool("school", 0, arrival_window_min=0.0)
    return RoutingProblem(roads_between(places), (school,), stops, classes, longest_ride_min)


def trip_price(problem, order, kind):
    """The price of one trip of a vehicle with its own depot legs, or infinity if it may not be made."""
    school = problem.schools[0]
    if sum(problem.stops[index].pupils for index in order) > kind.seats:
        return np.inf
    km_table, minutes_table = problem.roads.km_place_place, problem.roads.minutes_place_place
    way = [problem.stops[index].place for index in order] + [school.place]
    boarding = sum(problem.stops[index].boarding_min for index in order)
    minutes = minutes_table[way[:-1], way[1:]].sum()
    if minutes + boarding > problem.longest_ride_min + 1e-9:
        return np.inf
    whole = way if kind.depot is None else [kind.depot, *way, kind.depot]
    km = km_table[whole[:-1], whole[1:]].sum() * kind.empty_run_factor
    driving = minutes_table[whole[:-1], whole[1:]].sum() * kind.empty_run_factor
    standing = boarding + school.unload_min
    return km * kind.km_eur + (driving + standing) / 60.0 * kind.hour_eur + kind.day_eur


def cheapest_of_all(problem):
    """The least price over every way to split the stops into trips, by dynamic programming over sets."""
    n = len(problem.stops)
    of_set = np.full(1 << n, np.inf)
    for members in range(1, 1 << n):
        chosen = [index for index in range(n) if members >> index & 1]
        of_set[members] = min(
            trip_price(problem, order, kind) for order in permutations(chosen) for kind in problem.classes
        )
    best = np.full(1 << n, np.inf)
    best[0] = 0.0
    for members in range(1, 1 << n):
        part = members
        while part:
            best[members] = min(best[members], of_set[part] + best[members & ~part])
            part = (part - 1) & members
    return best[-1]
