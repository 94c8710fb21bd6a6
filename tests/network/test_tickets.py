"""Pupils who ride a scheduled bus with a ticket instead of a school vehicle."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.tickets import Tickets
from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing.carried import carried_from
from tests.network.towns import assign, parameters, plan, pupils, random_pupils, random_region, region_of

EASY = {"detour_factor": 1.0, "other_grounds_share": 0.0, "special_needs_carried_share": 0.0}


def with_tickets(region, *kinds):
    """The region with kinds of ticket: (areas, schools, grades, euros, yearly)."""
    column = np.arange(len(region.schools))
    ticket = np.full((len(region.areas), len(region.schools), 11), -1, dtype=np.intp)
    for index, (areas, schools, grades, _, _) in enumerate(kinds):
        ticket[np.ix_(areas, schools, grades)] = index
    prices = np.array([kind[3] for kind in kinds], dtype=float)
    yearly = np.array([kind[4] for kind in kinds], dtype=bool)
    return replace(
        region,
        schools=replace(region.schools, ticket_column=column),
        tickets=Tickets(ticket, prices, yearly),
    )


def road(*distances_m):
    """Areas on a line east of one school of grades 1-9, ten pupils of each grade in each."""
    return region_of(
        [{"code": f"a{x}", "municipality": "901", "x": float(x)} for x in distances_m],
        [{"code": "school", "municipality": "901", "grades": "1-9", "places": 10_000}],
        ("901",),
    )


def carried(region, of_pupils=None, of=None, **changed):
    people = pupils(region, 10.0) if of_pupils is None else of_pupils
    of = plan(region) if of is None else of
    journeys, catchments = assign(region, of, people, **changed)
    flows = flow_pupils(region, catchments, people)
    return carry_pupils(region, journeys, of, flows, parameters(**changed))


def at(values):
    return values[0, 0, 0]


def test_those_with_a_ticket_are_carried_and_ride_in_no_vehicle():
    region = with_tickets(road(4_000, 8_000), ([1], [0], range(10), 100.0, False))
    transport = carried(region, **EASY)
    assert at(transport.entitled) == at(transport.ticket_pupils) == 90.0
    for driven in (transport.vehicle_km, transport.vehicle_h, transport.vehicles):
        assert not driven.any()


def test_monthly_tickets_cost_their_price_by_month():
    region = with_tickets(road(8_000), ([0], [0], range(10), 94.0, False))
    # 90 pupils x 94 EUR x 8.6 tickets of 44 journeys for 190 days
    assert at(carried(region, **EASY).ticket_eur) == pytest.approx(90 * 94 * 8.6)
    assert at(carried(region, ticket_months=10.0, **EASY).ticket_eur) == pytest.approx(90 * 940)


def test_yearly_tickets_cost_their_price():
    region = with_tickets(road(8_000), ([0], [0], range(10), 700.0, True))
    assert at(carried(region, **EASY).ticket_eur) == pytest.approx(90 * 700)


def test_a_ticket_holds_for_its_grades():
    region = with_tickets(road(8_000), ([0], [0], (7, 8, 9), 700.0, True))
    transport = carried(region, **EASY)
    only_younger = carried(road(8_000), pupils(road(8_000), [[0] + [10] * 6 + [0] * 4]), **EASY)
    assert at(transport.ticket_pupils) == 30.0
    assert at(transport.entitled) == 90.0
    assert at(transport.vehicle_km) == pytest.approx(at(only_younger.vehicle_km))


def test_who_is_not_entitled_gets_no_ticket():
    region = with_tickets(road(4_000), ([0], [0], range(10), 700.0, True))
    assert not carried(region, **EASY).ticket_pupils.any()


def test_pupils_carried_for_special_needs_ride_on_in_vehicles():
    region = with_tickets(road(8_000), ([0], [0], range(10), 700.0, True))
    transport = carried(region, **{**EASY, "special_needs_carried_share": 0.1})
    assert at(transport.entitled) == pytest.approx(90.0)
    assert at(transport.ticket_pupils) == pytest.approx(81.0)
    assert at(transport.vehicles) == 1


def test_who_would_travel_too_long_is_lodged_and_has_no_ticket():
    region = with_tickets(road(90_000), ([0], [0], range(10), 700.0, True))
    transport = carried(region, **EASY)
    assert at(transport.boarded) == 90.0
    assert not transport.ticket_pupils.any()


def test_routes_do_not_carry_those_with_tickets():
    region = with_tickets(road(7_000, 8_000), ([1], [0], range(10), 700.0, True))
    journeys, catchments = assign(region, **EASY)
    flows = flow_pupils(region, catchments, pupils(region, 10.0))
    limit = plan(region).transport_limit_km_year_municipality_grade[0]
    arcs, used = catchments.by_year[0], parameters(**EASY)
    found = carried_from(region, journeys, arcs, flows.pupils_by_year[0][0], limit, used)
    assert region.points.area[found.point].tolist() == [0]
    assert found.pupils.tolist() == [90.0]


def random_tickets(region, seed, euros=500.0):
    rng = np.random.default_rng(seed)
    areas = np.flatnonzero(rng.random(len(region.areas)) < 0.5)
    schools = np.flatnonzero(rng.random(len(region.schools)) < 0.5)
    return with_tickets(region, (areas, schools, range(10), euros, True))


seeds = st.integers(0, 100_000)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_tickets_change_neither_who_goes_where_nor_who_is_carried_or_lodged(seed):
    plain = random_region(seed)
    ticketed = random_tickets(plain, seed)
    people = random_pupils(plain, seed)
    before, after = carried(plain, people), carried(ticketed, people)
    for of_plain, of_ticketed in zip(
        assign(plain, mean_pupils=people)[1].by_year,
        assign(ticketed, mean_pupils=people)[1].by_year,
        strict=True,
    ):
        for name in of_plain.__dataclass_fields__:
            assert np.array_equal(getattr(of_plain, name), getattr(of_ticketed, name))
    assert np.allclose(before.entitled, after.entitled)
    for name in ("boarded", "student_km", "own_student_km"):
        assert np.array_equal(getattr(before, name), getattr(after, name))
    # vehicles step up and down with the mean distance, but no group of pupils gets more of them
    assert (after.vehicles <= before.vehicles).all()


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_tickets_that_nobody_has_leave_every_figure_as_it_is(seed):
    plain = random_region(seed)
    people = random_pupils(plain, seed)
    before, after = carried(plain, people), carried(with_tickets(plain), people)
    for name in before.__dataclass_fields__:
        assert np.array_equal(getattr(before, name), getattr(after, name))
    assert not before.ticket_eur.any()


@settings(max_examples=10, deadline=None)
@given(seeds, st.floats(1.0, 5.0), st.floats(1.0, 5.0))
def test_a_lower_limit_never_carries_fewer(seed, one, other):
    region = random_tickets(random_region(seed), seed)
    people = random_pupils(region, seed)
    limits = np.full_like(plan(region).transport_limit_km_year_municipality_grade, 0.0)
    low, high = (
        carried(
            region, people, replace(plan(region), transport_limit_km_year_municipality_grade=limits + limit)
        )
        for limit in sorted((one, other))
    )
    assert (low.entitled >= high.entitled - 1e-9).all()
    assert (low.ticket_pupils >= high.ticket_pupils - 1e-9).all()


@settings(max_examples=10, deadline=None)
@given(seeds, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_danger_never_carries_fewer(seed, one, other):
    region = random_tickets(random_region(seed), seed)
    people = random_pupils(region, seed)

    def with_danger(share):
        danger = np.full(len(region.points), share)
        return carried(replace(region, points=replace(region.points, danger_share=danger)), people)

    less, more = (with_danger(share) for share in sorted((one, other)))
    assert (more.entitled >= less.entitled - 1e-9).all()
    assert (more.ticket_pupils >= less.ticket_pupils - 1e-9).all()
