"""Home-municipality compensation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.economy.agreements import priced_pairs
from kopa_sim.economy.home_municipality_compensation_1704_2009 import (
    coefficient_grade,
    home_municipality_compensation,
)
from tests.economy.worlds import (
    CENTRE,
    OTHER,
    VILLAGE,
    YEARS,
    agreement,
    flows_of,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    year_at,
)

REGION = two_municipalities()


def compensation(rows, region=REGION, plan=None, **changes):
    flows = flows_of(region, rows)
    index = np.ones((1, len(YEARS)))
    return home_municipality_compensation(
        region, plan or plan_of(region), flows, parameters(**changes), index
    )[0]


def test_coefficients_are_061_1_and_16_by_age():
    assert coefficient_grade(parameters()).tolist() == [0.61, *[1.0] * 6, *[1.6] * 3, 0.0]


def test_the_home_municipality_pays_the_one_that_teaches():
    guests = [(2, 0, CENTRE, 10.0), (2, 3, CENTRE, 10.0), (2, 8, CENTRE, 10.0), (2, 10, CENTRE, 99.0)]
    amount = 10 * 8_000 * (0.61 + 1.0 + 1.6)
    assert compensation(guests)[year_at(2026)] == pytest.approx([amount, -amount, 0.0])


def test_pupils_at_home_move_no_money():
    assert not compensation([(0, 1, CENTRE, 100.0), (1, 1, VILLAGE, 5.0), (2, 1, OTHER, 7.0)]).any()


def test_year_t_is_paid_on_the_pupils_of_two_years_before():
    def rows(year):
        return [(2, 1, CENTRE, 10.0 if year >= 2026 else 0.0)]

    received = compensation(rows)[:, 0]
    assert received == pytest.approx([0, 0, 0, 0, 80_000, 80_000])


def test_the_first_year_stands_in_for_pupils_before_the_plan():
    def rows(year):
        return [(2, 1, CENTRE, 10.0 if year == 2024 else 0.0)]

    assert compensation(rows)[:, 0] == pytest.approx([80_000, 80_000, 80_000, 0, 0, 0])


def test_a_state_or_private_school_is_paid_through_outside_even_in_its_own_municipality():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "0-9"},
        {"code": "state", "municipality": "901", "grades": "1-9", "provider": "state", "pupils": 20},
    )
    rows = [(0, 1, 0, 50.0), (0, 1, 1, 20.0), (2, 7, 1, 10.0)]
    assert compensation(rows, region)[year_at(2026)] == pytest.approx([-160_000, -128_000, 288_000])
    less = compensation(rows, region, funding__non_municipal_compensation_share=0.94)
    assert less[year_at(2026), 2] == pytest.approx(0.94 * 288_000)


def test_an_agreed_price_ends_statutory_compensation_for_the_pupils_of_its_years():
    plan = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=7_000.0, year=2026)
    received = compensation([(2, 1, CENTRE, 10.0)], plan=plan)[:, 0]
    assert received == pytest.approx([80_000] * 4 + [0, 0])


def test_a_purchase_is_priced_in_one_direction_and_open_borders_in_both():
    bought = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=1.0).agreements[0]
    opened = agreement(plan_of(REGION), "open_borders", price_per_pupil_eur=1.0).agreements[0]
    assert priced_pairs(bought, REGION) == ((1, 0),)
    assert set(priced_pairs(opened, REGION)) == {(0, 1), (1, 0)}
    assert priced_pairs(agreement(plan_of(REGION), "open_borders").agreements[0], REGION) == ()


def test_members_who_divide_a_school_s_bill_pay_no_compensation_for_it():
    plan = agreement(plan_of(REGION), "joint_school", schools=(CENTRE,))
    rows = [(2, 1, CENTRE, 10.0), (2, 1, VILLAGE, 5.0)]
    assert compensation(rows, plan=plan)[year_at(2028), 0] == pytest.approx(5 * 8_000)


def test_money_for_pupils_of_two_years_before_goes_to_whoever_taught_them_then():
    """902 runs the village school from 2027 as its satellite; until 2029 it pays 901 for what 901 taught."""
    plan = agreement(
        plan_of(REGION), "satellite", schools=(VILLAGE,), host=1, price_rule="statutory", year=2027
    )
    received = compensation([(2, 1, VILLAGE, 10.0)], plan=plan)[:, 0]
    assert received == pytest.approx([80_000] * 5 + [0])


@given(
    pupils=st.lists(st.floats(0, 500), min_size=6, max_size=6),
    kind=st.sampled_from(["open_borders", "joint_authority", "purchase"]),
    price=st.sampled_from([float("nan"), 6_000.0]),
)
@settings(max_examples=40, deadline=None)
def test_everything_received_is_paid_by_somebody(pupils, kind, price):
    region = with_schools(
        {"code": "a", "municipality": "901", "grades": "0-9"},
        {"code": "b", "municipality": "902", "grades": "0-9"},
        {"code": "state", "municipality": "902", "grades": "0-9", "provider": "state", "pupils": 20},
    )
    rows = [
        (area, grade, school, count)
        for (area, grade, school), count in zip(
            [(0, 0, 0), (0, 7, 1), (1, 3, 2), (2, 9, 0), (2, 1, 1), (2, 5, 2)], pupils, strict=True
        )
    ]
    plan = agreement(plan_of(region), kind, price_per_pupil_eur=price, year=2026)
    moved = compensation(rows, region, plan)
    np.testing.assert_allclose(moved.sum(axis=1), 0.0, atol=1e-6)
