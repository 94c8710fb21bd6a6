"""Who pays for journeys to school."""

import pytest

from kopa_sim.economy.costs_transport import transport_cost
from tests.economy.worlds import agreement, plan_of, two_municipalities, with_schools, world, year_at

DRIVEN = {
    "vehicle_km": 10_000.0,
    "vehicle_h": 300.0,
    "vehicles": 2.0,
    "boarded": 1.0,
    "student_km": 50_000.0,
    "own_student_km": 4_000.0,
}


def test_the_municipality_pays_kilometres_hours_vehicle_days_and_lodging():
    cost = transport_cost(world().basis, world(transport=DRIVEN).transport).municipality[0, year_at(2026)]
    assert cost[0] == pytest.approx(10_000 * 2 + 300 * 40 + 2 * 190 * 10 + 12_000)


def test_upper_secondary_journeys_are_kela_s_and_the_families():
    cost = transport_cost(world().basis, world(transport=DRIVEN).transport)
    assert cost.kela[0, 0, 0] == pytest.approx(7_500.0)
    assert cost.family[0, 0, 0] == pytest.approx(1_200.0)


def test_what_transport_is_bought_for_grows_for_every_payer_but_lodging_does_not():
    grown = world(transport=DRIVEN | {"boarded": 0.0}, economy__transport_growth=0.1)
    before, after = year_at(2026), year_at(2027)
    cost = transport_cost(grown.basis, grown.transport)
    for paid in (cost.municipality, cost.kela, cost.family):
        assert paid[0, after] == pytest.approx(1.1 * paid[0, before])
    lodged = world(transport={"boarded": 1.0}, economy__transport_growth=0.1)
    assert transport_cost(lodged.basis, lodged.transport).municipality[0, after] == pytest.approx(
        [12_000] * 3
    )


def test_hours_grow_with_wages_kilometres_with_fuel_and_vehicles_with_prices():
    """Six tenths of a kilometre are fuel, an hour is the driver's wage, a day of a vehicle neither."""

    def grown(part, **rates):
        carried = world(
            transport={part: 100.0}, **{f"economy__{name}_growth": rate for name, rate in rates.items()}
        )
        paid = transport_cost(carried.basis, carried.transport).municipality[0, :, 0]
        return paid[year_at(2027)] / paid[year_at(2026)]

    rates = {"wage": 0.02, "fuel": 0.10, "price": 0.01}
    assert grown("vehicle_h", **rates) == pytest.approx(1.02)
    assert grown("vehicle_km", **rates) == pytest.approx(0.6 * 1.10 + 0.4 * 1.01)
    assert grown("vehicles", **rates) == pytest.approx(1.01)
    assert grown("boarded", **rates) == pytest.approx(0.5 * 1.02 + 0.5 * 1.01)


def test_a_ticket_is_half_wages_a_fifth_fuel_and_the_rest_other_prices():
    grown = world(
        transport={"student_km": 100.0, "ticket_eur": 100.0},
        economy__wage_growth=0.02,
        economy__fuel_growth=0.10,
        economy__price_growth=0.01,
    )
    cost = transport_cost(grown.basis, grown.transport)
    expected = 0.5 * 1.02 + 0.2 * 1.10 + 0.3 * 1.01
    assert cost.municipality[0, year_at(2027), 0] == pytest.approx(100 * expected)
    assert cost.kela[0, year_at(2027), 0] == pytest.approx(15 * expected)


def test_journeys_to_a_state_school_cost_kela_and_families_but_not_the_municipality():
    region = with_schools(
        {
            "code": "state",
            "municipality": "901",
            "grades": "upper_secondary",
            "provider": "state",
            "pupils": 9,
        }
    )
    carried = world(region, rows=[], transport=DRIVEN)
    cost = transport_cost(carried.basis, carried.transport)
    assert not cost.municipality.any()
    assert cost.kela.all()
    assert cost.family.all()


def test_shared_transport_saves_part_of_the_members_vehicles_but_nothing_of_lodging():
    region = two_municipalities()
    plan = agreement(plan_of(region), "shared_transport", members=(1, 0), year=2027)
    shared = world(region, plan, transport=DRIVEN)
    cost = transport_cost(shared.basis, shared.transport).municipality[0, :, 0]
    assert cost[year_at(2026)] == pytest.approx(35_800 + 12_000)
    assert cost[year_at(2027)] == pytest.approx(0.9 * 35_800 + 12_000)


def test_a_municipality_outside_the_agreement_saves_nothing():
    region = two_municipalities()
    plan = agreement(plan_of(region), "shared_transport", members=(0,))
    shared = world(region, plan, transport=DRIVEN)
    cost = transport_cost(shared.basis, shared.transport).municipality[0, year_at(2027)]
    assert cost[2] > cost[0] == cost[1]


def test_the_municipality_pays_tickets():
    tickets = {"ticket_pupils": 3.0, "ticket_eur": 2_500.0}
    cost = transport_cost(world().basis, world(transport=DRIVEN | tickets).transport)
    assert cost.municipality[0, year_at(2026), 0] == pytest.approx(35_800 + 12_000 + 2_500)


def test_ticket_prices_grow_like_other_prices_of_transport():
    grown = world(transport={"ticket_eur": 1_000.0}, economy__transport_growth=0.1)
    cost = transport_cost(grown.basis, grown.transport).municipality[0, :, 0]
    assert cost[year_at(2027)] == pytest.approx(1.1 * cost[year_at(2026)])


def test_shared_transport_saves_nothing_of_tickets():
    region = two_municipalities()
    plan = agreement(plan_of(region), "shared_transport", members=(1, 0), year=2027)
    shared = world(region, plan, transport={"ticket_eur": 1_000.0})
    assert transport_cost(shared.basis, shared.transport).municipality[0, year_at(2027), 0] == 1_000
