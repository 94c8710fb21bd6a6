"""State share by age groups less the own share."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.economy.state_share_618_2021 import state_share
from tests.economy.worlds import (
    FUND,
    VILLAGE,
    agreement,
    close,
    futures_of,
    parameters,
    plan_of,
    two_municipalities,
    world,
)

REGION = two_municipalities()


def share(futures, region=REGION, years=(2026,), **changes):
    return state_share(region, years, futures, parameters(**changes))[0]


def test_each_resident_brings_the_price_of_their_age_and_costs_the_own_share():
    found = share(futures_of(REGION, children=10.0, adults=1_000.0))[0, 0]
    prices = 60 * 10_000 + 10 * 11_000 + 60 * 9_000 + 30 * 15_000 + 1_000 * 100
    assert found == pytest.approx(prices - 1_160 * 1_500)


def test_the_level_may_be_negative():
    assert (share(futures_of(REGION)) < 0).all()


def test_residents_two_years_before_count():
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2026 else 0.5)
    found = share(futures, years=(2026, 2027, 2028))[:, 0]
    assert found[0] == found[1]
    assert found[2] == pytest.approx(0.5 * found[0])


def test_before_the_base_year_the_base_year_stands_in():
    futures = futures_of(REGION, grown=lambda year: 1.0 + (year - 2022))
    assert share(futures, years=(2023,)) == pytest.approx(share(futures, years=(2024,)))


def test_other_criteria_are_given_and_move_with_residents():
    other = replace(REGION.municipalities, state_share_other_eur=np.array([1e6, np.nan]))
    region = replace(REGION, municipalities=other)
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2025 else 0.9)
    added = share(futures, region, years=(2026, 2027)) - share(futures, REGION, years=(2026, 2027))
    assert added == pytest.approx(np.array([[1e6, 0.0], [0.9e6, 0.0]]))


@given(closing=st.integers(2026, 2029), kind=st.sampled_from(["joint_authority", "purchase", "open_borders"]))
@settings(max_examples=15, deadline=None)
def test_no_plan_moves_the_state_share(closing, kind):
    changed = close(agreement(plan_of(REGION), kind), VILLAGE, closing)
    as_it_is, option = (world(REGION, plan).funding() for plan in (plan_of(REGION), changed))
    for item in ("state_share", "tax_base_equalisation"):
        np.testing.assert_array_equal(
            option.funding_draw_year_municipality_item[..., FUND[item]],
            as_it_is.funding_draw_year_municipality_item[..., FUND[item]],
        )
