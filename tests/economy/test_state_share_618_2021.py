"""State share by age groups less the own share."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.economy.state_share_618_2021 import own_share_eur_resident, state_share
from tests.economy.worlds import (
    FUND,
    PRICE_YEAR,
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
    return state_share(region, years, futures, parameters(**changes), PRICE_YEAR)[0]


BY_YEAR = {"2023": 1.0, "2024": 0.9, "2025": 0.8}
"""The country's computed cost per resident, falling."""


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


def test_the_own_share_falls_with_the_country_s_computed_cost_of_two_years_before():
    futures = futures_of(REGION, children=0.0, adults=1_000.0)
    found = share(futures, years=(2025, 2026, 2027), funding__national_computed_cost_index=BY_YEAR)[:, 0]
    prices = 1_000 * 100
    assert found == pytest.approx([prices - 1_000 * 1_500, prices - 1_000 * 1_350, prices - 1_000 * 1_200])


def test_the_own_share_is_as_given_for_the_year_it_was_set_for():
    assert own_share_eur_resident((2025,), parameters(funding__national_computed_cost_index=BY_YEAR)) == 1_500


def test_beyond_the_table_the_own_share_stands_still():
    world_of_table = parameters(funding__national_computed_cost_index=BY_YEAR)
    found = own_share_eur_resident((2020, 2025, 2027, 2028, 2060), world_of_table)
    assert found == pytest.approx([1_500, 1_500, 1_200, 1_200, 1_200])


def test_a_municipality_that_loses_children_as_the_country_does_loses_only_the_state_s_part():
    """Own share 75 % of national cost: of a child's price the State bears a quarter where all lose alike.

    60 small children of 1,060 residents cost 600,000, and 1,000 adults 100,000. Half of them gone everywhere, cost
    per resident falls from 660.38 to 388.35, and so does the own share, of which it is three quarters.
    """
    own_share = 0.75 * 700_000 / 1_060
    index = {"2024": 1.0, "2025": (400_000 / 1_030) / (700_000 / 1_060)}
    futures = futures_of(REGION, grown=lambda year: 1.0)
    people = futures.population_draw_year_municipality_sex_age
    people[...] = 0.0
    people[..., 0, 40] = 1_000.0
    people[:, :3, :, 1, 2] = 60.0
    people[:, 3:, :, 1, 2] = 30.0
    found = share(
        futures,
        years=(2026, 2027),
        funding__own_share_eur_resident=own_share,
        funding__national_computed_cost_index=index,
    )[:, 0]
    assert found == pytest.approx([0.25 * 700_000, 0.25 * 400_000])


def test_without_small_children_both_their_price_and_their_part_of_the_own_share_are_left_out():
    futures = futures_of(REGION, children=10.0, adults=1_000.0)
    found = share(futures, funding__count_ages_0_5=False)[0, 0]
    prices = 10 * 11_000 + 60 * 9_000 + 30 * 15_000 + 1_000 * 100
    own_share = 1_500 - 0.75 * 10_000 * 0.05
    assert own_share == 1_125
    assert found == pytest.approx(prices - 1_160 * own_share)


def test_leaving_small_children_out_moves_only_the_municipality_that_differs_from_the_country():
    """With the national share of small children the two forms differ by the State's part of their price."""
    futures = futures_of(REGION, children=0.0, adults=950.0)
    futures.population_draw_year_municipality_sex_age[..., 1, 3] = 50.0
    with_them, without = share(futures)[0, 0], share(futures, funding__count_ages_0_5=False)[0, 0]
    assert with_them - without == pytest.approx(0.25 * 50 * 10_000)


def test_the_part_of_small_children_follows_their_share_in_the_country_two_years_before():
    falling = {"2023": 0.06, "2025": 0.04}
    found = own_share_eur_resident(
        (2025, 2027),
        parameters(
            funding__count_ages_0_5=False,
            funding__national_age_0_5_share=falling,
        ),
    )
    assert found == pytest.approx([1_500 - 450, 1_500 - 300])


def test_cost_revision_raises_the_age_prices_from_the_price_year_on_and_not_the_own_share():
    futures = futures_of(REGION, children=0.0, adults=1_000.0)
    found = share(futures, years=(2025, 2026, 2028), funding__cost_revision_growth=0.1)[:, 0]
    assert found == pytest.approx(np.array([100_000 / 1.1, 100_000, 121_000]) - 1_500_000)


def test_cost_revision_may_differ_by_draw():
    futures = futures_of(REGION, children=0.0, adults=1_000.0, draws=2)
    varied = parameters(2, sampled={"funding.cost_revision_growth": [0.0, 0.1]})
    found = state_share(REGION, (2027,), futures, varied, PRICE_YEAR)[:, 0, 0]
    assert found == pytest.approx([100_000 - 1_500_000, 110_000 - 1_500_000])


@pytest.mark.parametrize("counted", [True, False])
def test_an_option_like_as_is_still_differs_by_exactly_nothing(counted):
    changes = {
        "funding__national_computed_cost_index": BY_YEAR,
        "funding__national_adult_share_index": {"2023": 0.98, "2026": 1.03},
        "funding__cost_revision_growth": 0.005,
        "funding__count_ages_0_5": counted,
    }
    as_it_is, option = (world(REGION, plan_of(REGION, option=name), **changes) for name in ("as_is", "same"))
    before, after = as_it_is.money(), option.money()
    assert (after.net_draw_year_municipality - before.net_draw_year_municipality == 0.0).all()


@given(closing=st.integers(2026, 2029), kind=st.sampled_from(["joint_authority", "purchase", "open_borders"]))
@settings(max_examples=15, deadline=None)
def test_no_plan_moves_the_state_share(closing, kind):
    changed = close(agreement(plan_of(REGION), kind), VILLAGE, closing)
    rules = {"funding__national_computed_cost_index": BY_YEAR, "funding__cost_revision_growth": 0.01}
    as_it_is, option = (world(REGION, plan, **rules).funding() for plan in (plan_of(REGION), changed))
    for item in ("state_share", "tax_base_equalisation"):
        np.testing.assert_array_equal(
            option.funding_draw_year_municipality_item[..., FUND[item]],
            as_it_is.funding_draw_year_municipality_item[..., FUND[item]],
        )
