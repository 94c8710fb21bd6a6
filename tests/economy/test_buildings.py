"""What becomes of a building after its school closes."""

import numpy as np

from kopa_sim.economy.buildings import building_states
from tests.economy.worlds import (
    VILLAGE,
    close,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    world,
    year_at,
)


def states(plan, region=None, **changes):
    return building_states(region or two_municipalities(), plan, parameters(**changes))


def years_true(row):
    return [2024 + int(index) for index in np.flatnonzero(row)]


def test_a_closed_building_stands_empty_and_is_then_disposed_of():
    region = two_municipalities()
    found = states(close(plan_of(region), VILLAGE, 2026))
    assert years_true(found.in_use[:, VILLAGE]) == [2024, 2025]
    assert years_true(found.closing[:, VILLAGE]) == [2026]
    assert years_true(found.empty[:, VILLAGE]) == [2026, 2027]
    assert years_true(found.disposal[:, VILLAGE]) == [2028]
    assert years_true(found.standing[:, VILLAGE]) == [2024, 2025, 2026, 2027]


def test_a_building_still_empty_in_the_last_year_is_disposed_of_in_it():
    region = two_municipalities()
    found = states(close(plan_of(region), VILLAGE, 2028), property__disposal_lag_years=10.0)
    assert years_true(found.disposal[:, VILLAGE]) == [2029]


def test_without_a_lag_the_building_goes_in_the_year_of_closing():
    region = two_municipalities()
    found = states(close(plan_of(region), VILLAGE, 2027), property__disposal_lag_years=0.0)
    assert years_true(found.disposal[:, VILLAGE]) == [2027]
    assert not found.empty.any()


def test_a_school_that_opens_later_has_no_building_before():
    region = two_municipalities()
    plan = plan_of(region)
    plan.open_year_school[: year_at(2027), VILLAGE] = False
    found = states(plan)
    assert years_true(found.opening[:, VILLAGE]) == [2027]
    assert years_true(found.standing[:, VILLAGE]) == [2027, 2028, 2029]
    assert not found.disposal.any()


def test_a_school_that_opens_again_before_the_lag_keeps_its_building():
    region = two_municipalities()
    plan = plan_of(region)
    plan.open_year_school[year_at(2026), VILLAGE] = False
    found = states(plan)
    assert years_true(found.empty[:, VILLAGE]) == [2026]
    assert not found.disposal.any()


def test_private_buildings_are_nobody_s_concern_here():
    region = with_schools(
        {"code": "private", "municipality": "901", "grades": "0-9", "provider": "private", "pupils": 9}
    )
    assert not states(plan_of(region), region).standing.any()


def test_site_cost_falls_by_the_realised_share_at_closing():
    region = two_municipalities()
    closed = world(region, close(plan_of(region), VILLAGE, 2026), economy__savings_realisation=0.75)
    share = building_states(region, closed.plan, closed.parameters).site_cost_share(closed.basis)
    np.testing.assert_allclose(share[0, :, VILLAGE], [1, 1, 0.25, 0.25, 0, 0])
