"""Vehicles that serve one school after another, by their bells."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing.curve import Driven
from kopa_sim.network.routing.option import RouteCache, route_option
from kopa_sim.network.routing.problem import Roads
from kopa_sim.network.routing.shared_day import SharedChange
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

PLAIN = {
    "detour_factor": 1.0,
    "other_grounds_share": 0.0,
    "special_needs_carried_share": 0.0,
    "slow_road_km": 0.0,
    "fast_speed_km_h": 60.0,
    "winter_factor": 1.0,
    "boarding_min": 1.0,
    "turnaround_min": 10.0,
    "empty_run_factor": 1.4,
    "vehicle_day_eur": 300.0,
    "shared_wait_min": 10.0,
}
"""A kilometre is a minute."""


def two_towns(*bells):
    """West, at km 0, has nine pupils at km −10; East, at km 20, has nine at km 30."""
    region = region_of(
        [{"code": f"a{x}", "municipality": "901", "x": 1_000.0 * x} for x in (-10, 30)],
        [
            {"code": code, "municipality": "901", "grades": "1-9", "places": 9, "x": 1_000.0 * x}
            for code, x in (("west", 0), ("east", 20))
        ],
        ("901",),
    )
    bell_min = np.array(bells) if bells else None
    return replace(region, schools=replace(region.schools, bell_min=bell_min))


def option_of(region, people=None, of=None, cache=None, ways=None, **changed):
    """Routes of the present network, and what they rest on."""
    values = {**PLAIN, **changed}
    of = plan(region) if of is None else of
    people = pupils(region, 1.0) if people is None else people
    journeys, catchments = assign(region, of, people, **values)
    flows = flow_pupils(region, catchments, people)
    used = parameters(**values)
    return route_option(region, journeys, of, flows, used, cache, ways), flows, journeys, used


def total(driven):
    return [float(values.sum()) for values in (driven.vehicles, driven.km, driven.hours, driven.cost_eur)]


def morning(*bells, **changed):
    """Vehicles, kilometres, hours and euros of a morning of the last year."""
    options, *_ = option_of(two_towns(*bells), **changed)
    return total(options.driven(len(YEARS) - 1, np.array([[9.0, 9.0]])))


ALONE = [2, 2 * 1.4 * 10, 2 * (1.4 * 10 + 1 + 10) / 60]
"""Two minibuses, each ten kilometres with pupils; a minute to board and ten at school."""


def test_without_bells_every_school_has_vehicles_of_its_own():
    assert morning()[:3] == pytest.approx(ALONE)
    assert morning(480.0, np.nan)[:3] == pytest.approx(ALONE)


def test_one_vehicle_serves_both_schools_where_they_begin_an_hour_apart():
    # 11 min to west by 8:00, 10 min there, 30 km empty, 11 min to east at 8:51, 9 min before its bell, 10 min there;
    # before the first stop and after the last school a fifth of ten kilometres each
    vehicles, km, hours, eur = morning(480.0, 540.0)
    assert vehicles == 1
    assert km == pytest.approx(0.2 * 10 + 10 + 30 + 10 + 0.2 * 10)
    assert hours == pytest.approx((54 + 2 * 1 + 2 * 10) / 60)
    assert eur == pytest.approx(km * 2.4 + hours * 42 + 150)


@pytest.mark.parametrize(("east", "vehicles"), [(520.0, 2), (520.9, 2), (521.0, 1), (440.0, 2), (439.0, 1)])
def test_bells_must_lie_the_empty_way_and_the_ride_apart_less_the_waiting(east, vehicles):
    # 10 min at school, 30 min empty, 11 min with pupils; the first may come, and the last may leave, 10 min from it
    assert morning(480.0, east)[0] == vehicles


def test_waiting_for_a_later_bell_is_paid():
    # with bells 76 min apart the vehicle waits 15 min before it may come to east, 10 min before the bell
    _, _, hours, _ = morning(480.0, 556.0)
    assert hours == pytest.approx((54 + 2 * 1 + 2 * 10 + 15) / 60)


def test_nothing_is_shared_that_costs_more_than_it_saves():
    # 26 km and 26 min more a trip are 80.60 euros; a trip bears half of the vehicle's day
    assert morning(480.0, 540.0, vehicle_day_eur=161.0)[:3] == pytest.approx(ALONE)
    assert morning(480.0, 540.0, vehicle_day_eur=161.4)[0] == 1


def test_a_vehicle_day_is_saved_only_where_the_afternoon_allows_it_too():
    # East's pupils live 20 km beyond it: bells 52 min apart leave no time for 21 min of their ride in the morning,
    # but in the afternoon West's 11 min are in the way instead
    region = two_towns(480.0, 532.0)
    far = replace(region, points=replace(region.points, x_m=np.array([-10_000.0, 40_000.0])))
    options, *_ = option_of(far, shared_wait_min=0.0)
    shared = options.shared_by_year[-1]
    assert shared.morning.chains == ()
    assert len(shared.afternoon.chains) == 1
    driven = options.driven(len(YEARS) - 1, np.array([[9.0, 9.0]]))
    assert driven.vehicles.sum() == 2


def test_the_bill_of_shared_vehicles_is_paid_on_all_days():
    options, flows, journeys, used = option_of(two_towns(480.0, 540.0))
    carried = carry_pupils(two_towns(480.0, 540.0), journeys, plan(two_towns()), flows, used, options)
    eur = morning(480.0, 540.0)[3]
    paid = (
        carried.vehicle_km.sum(axis=2) * 2.4
        + carried.vehicle_h.sum(axis=2) * 42
        + carried.vehicles.sum(axis=2) * 300 * 190
    )
    assert paid[0] == pytest.approx(np.full(len(YEARS), 2 * 190 * eur))


def test_fewer_pupils_save_no_more_than_their_vehicles():
    options, *_ = option_of(two_towns(480.0, 540.0))
    driven = options.driven(len(YEARS) - 1, np.array([[9.0, 9.0], [0.0, 9.0], [0.0, 0.0]]))
    assert driven.vehicles.sum(axis=1).tolist() == [1.0, 0.5, 0.0]
    assert (driven.cost_eur >= 0).all()


def test_a_measure_that_staggers_bells_shares_vehicles_from_its_year_on():
    region = two_towns(480.0, 480.0)
    bells = np.full((len(YEARS), 2), np.nan)
    bells[YEARS.index(2027) :, 1] = 540.0
    options, *_ = option_of(region, of=replace(plan(region), bell_min_year_school=bells))
    vehicles = [options.driven(y, np.array([[9.0, 9.0]])).vehicles.sum() for y in range(len(YEARS))]
    assert vehicles == [1.0 if year >= 2027 else 2.0 for year in YEARS]


def test_schools_side_by_side_fill_vehicles_together_only_where_they_begin_together():
    rows = [
        {"code": code, "municipality": "901", "grades": span, "places": 100, "x": x}
        for code, span, x in (("lower", "1-6", 0.0), ("upper", "7-9", 500.0))
    ]
    region = region_of([{"code": "a", "municipality": "901", "x": 15_000.0}], rows, ("901",))
    for bells, centres in (((480.0, 490.0), 1), ((480.0, 495.0), 2), ((480.0, np.nan), 1)):
        own = replace(region, schools=replace(region.schools, bell_min=np.array(bells)))
        options, *_ = option_of(own, shared_drop_km=2.0)
        assert len(options.curves_by_year[0]) == centres


@pytest.mark.parametrize("start", ["first_stop", "depot"])
@pytest.mark.parametrize("seed", range(3))
def test_sharing_never_costs_more_in_the_year_solved_and_leaves_rides_alone(seed, start):
    region = random_region(seed)
    bells = np.random.default_rng(seed).choice([480.0, 510.0, 540.0, 570.0], len(region.schools))
    people = random_pupils(region, seed)
    changed = {"vehicles_start": start, "route_iterations": 2.0, "shared_drop_km": 0.0}
    cache = RouteCache()
    alone, *_ = option_of(region, people, cache=cache, **changed)
    with_bells = replace(region, schools=replace(region.schools, bell_min=bells))
    shared, *_ = option_of(with_bells, people, cache=cache, **changed)
    assert [centre.bill for centre in shared.solved] == [centre.bill for centre in alone.solved]
    for day in shared.shared_by_year:
        for half in (day.morning, day.afternoon):
            assert (half.change_centre[:, 0] <= 1e-9).all()
            made = [trip for chain in half.chains for trip in chain]
            assert len(made) == len(set(made))
        assert sum(change.driven.cost_eur for change in day.change_centre) <= 1e-6 + max(
            0.0, 150.0 * sum(len(chain) - 1 for chain in day.morning.chains + day.afternoon.chains)
        )


def test_a_vehicle_alone_is_counted_as_in_its_centre(monkeypatch):
    # what the day knows of a trip gives the bill that the centre's routes have
    from kopa_sim.network.routing import shared_day

    seen = []
    original = shared_day.shift_of

    def watched(legs, errands, chain):
        shift = original(legs, errands, chain)
        if len(chain) == 1:
            seen.append((round(shift.km, 6), round(shift.hours, 9)))
        return shift

    monkeypatch.setattr(shared_day, "shift_of", watched)
    options, *_ = option_of(two_towns(480.0, 540.0))
    bills = {(round(run.km, 6), round(run.hours, 9)) for centre in options.solved for run in centre.bill.runs}
    assert seen
    assert set(seen) <= bills


def test_half_of_the_vehicles_save_half():
    alone = Driven(*(np.array([8.0, 4.0, 2.0, 0.0]) * factor for factor in (1, 10, 1, 100, 10)))
    change = SharedChange(4, Driven(*(np.array(value) for value in (-2.0, -8.0, -1.0, -80.0, -8.0))))
    shared = change.applied(alone)
    assert shared.vehicles.tolist() == [6.0, 2.0, 1.0, 0.0]
    assert shared.km.tolist() == [72.0, 32.0, 16.0, 0.0]
    assert shared.cost_eur.tolist() == [720.0, 320.0, 160.0, 0.0]


def test_the_way_home_is_driven_in_the_other_direction():
    # from west's pupils to east's school no road leads, from west's school to east's pupils one does: the morning's
    # vehicle goes on from west to east, and the afternoon's has no way from west's last stop to east
    region = two_towns(480.0, 540.0)

    def ways(schools, points):
        x = np.concatenate([region.schools.x_m[schools], region.points.x_m[points]]) / 1000.0
        km = np.abs(x[:, None] - x[None])
        km[np.ix_(x == -10.0, x == 20.0)] = np.inf
        return Roads(km, km)

    options, *_ = option_of(region, ways=ways)
    shared = options.shared_by_year[-1]
    assert (len(shared.morning.chains), len(shared.afternoon.chains)) == (1, 0)
