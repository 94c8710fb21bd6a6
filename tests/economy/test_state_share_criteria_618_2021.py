"""State share by what a municipality is like."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.state_share_618_2021 import other_criteria, state_share
from kopa_sim.economy.state_share_criteria_618_2021 import (
    archipelago_cost,
    bilingual_cost,
    computed_criteria,
    density_cost,
    education_background_cost,
    foreign_language_cost,
    job_self_sufficiency_addition,
)
from kopa_sim.model.criteria import criteria_not_given
from tests.economy.worlds import (
    FUND,
    OTHER,
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
RESIDENTS = np.array([1_000.0])
NOT_GIVEN = np.array([np.nan])

PRICES = {
    "funding__price_density_eur": 40.0,
    "funding__price_foreign_language_eur": 2_000.0,
    "funding__price_bilingual_eur": 300.0,
    "funding__price_archipelago_eur": 400.0,
    "funding__price_part_archipelago_eur": 320.0,
    "funding__price_education_background_eur": 440.0,
    "funding__price_job_self_sufficiency_eur": 70.0,
    "funding__price_remoteness_eur": 220.0,
}
PRICED = parameters(**PRICES)


def given(**columns):
    arrays = {name: np.array(values, dtype=float) for name, values in columns.items()}
    criteria = replace(criteria_not_given(2), **arrays)
    return replace(REGION, municipalities=replace(REGION.municipalities, given_criteria=criteria))


def test_sparse_settlement_pays_price_times_coefficient_times_residents():
    """1,000 residents on 500 km² are 2 per km²: a tenth of the country's 20."""
    assert density_cost(RESIDENTS, np.array([500.0]), PRICED) == pytest.approx([40 * 10 * 1_000])


def test_the_coefficient_of_density_is_at_most_twenty():
    assert density_cost(RESIDENTS, np.array([5_000.0]), PRICED) == pytest.approx([40 * 20 * 1_000])


def test_below_that_sparse_settlement_is_paid_by_the_land_whoever_moves_away():
    land = np.array([500.0])
    assert density_cost(0.9 * RESIDENTS, land, PRICED) == pytest.approx(density_cost(RESIDENTS, land, PRICED))


def test_without_land_or_without_people_there_is_nothing_for_sparse_settlement():
    assert density_cost(RESIDENTS, NOT_GIVEN, PRICED).tolist() == [0.0]
    assert density_cost(np.zeros(1), np.array([500.0]), PRICED).tolist() == [0.0]


def test_each_foreign_language_resident_brings_the_price():
    assert foreign_language_cost(RESIDENTS, np.array([0.06]), PRICED) == pytest.approx([60 * 2_000])


def test_a_bilingual_municipality_is_paid_for_all_a_little_and_for_swedish_speakers_the_rest():
    assert bilingual_cost(RESIDENTS, np.array([0.3]), PRICED) == pytest.approx([300 * (70 + 0.93 * 300)])


def test_an_archipelago_municipality_is_paid_for_all_and_a_part_one_for_its_islanders():
    assert archipelago_cost(RESIDENTS, np.array([1.0]), PRICED) == pytest.approx([400_000])
    assert archipelago_cost(RESIDENTS, np.array([0.1]), PRICED) == pytest.approx([100 * 320])


def test_education_background_is_paid_for_residents_of_30_to_54():
    assert education_background_cost(np.array([300.0]), np.array([1.2]), PRICED) == pytest.approx([440 * 360])


def test_job_self_sufficiency_is_paid_for_all_residents():
    assert job_self_sufficiency_addition(RESIDENTS, np.array([0.9]), PRICED) == pytest.approx([63_000])


@pytest.mark.parametrize(
    "rule", [foreign_language_cost, bilingual_cost, archipelago_cost, education_background_cost]
)
def test_what_is_not_given_pays_nothing(rule):
    assert rule(RESIDENTS, NOT_GIVEN, PRICED).tolist() == [0.0]


ALL_GIVEN = {
    "foreign_language_share": [0.06, np.nan],
    "swedish_speaking_share": [0.3, np.nan],
    "archipelago_share": [0.1, 1.0],
    "education_background_coefficient": [1.2, np.nan],
    "job_self_sufficiency_coefficient": [0.9, np.nan],
    "population_within_25_km": [15_000, 7_500],
    "population_within_50_km": [60_000, 60_000],
}


def test_the_criteria_of_a_municipality_by_hand():
    """1,000 residents of 40; those of 901 have everything but remoteness, 902 is remote and an archipelago."""
    found = computed_criteria(given(**ALL_GIVEN), futures_of(REGION), (2024,), PRICED)
    by_hand = {
        "density": [400_000, 400_000],
        "foreign_language": [120_000, 0],
        "bilingual": [104_700, 0],
        "archipelago": [32_000, 400_000],
        "education_background": [528_000, 0],
        "job_self_sufficiency": [63_000, 0],
        "remoteness": [0, 110_000],
    }
    assert {name: amount[0, 0].tolist() for name, amount in found.items()} == {
        name: pytest.approx(amount) for name, amount in by_hand.items()
    }


def test_all_criteria_stand_in_the_state_share_and_count_the_residents_of_two_years_before():
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2025 else 0.5)
    region, years = given(**ALL_GIVEN), (2026, 2027)
    with_them, without = (
        state_share(region, years, futures, of, PRICE_YEAR)[0] for of in (PRICED, parameters())
    )
    added = with_them - without
    assert added[0] == pytest.approx([1_247_700, 910_000])
    by_land, by_residents = 400_000, 847_700
    assert added[1, 0] == pytest.approx(by_land + by_residents / 2 + 220 * (0.5 + 0.5) * 500)


def test_a_given_sum_is_all_and_the_computed_criteria_are_not_added():
    region = given(**ALL_GIVEN)
    summed = replace(region.municipalities, state_share_other_eur=np.array([1e6, np.nan]))
    found = other_criteria(replace(region, municipalities=summed), (2026,), futures_of(REGION), PRICED)[0, 0]
    assert found == pytest.approx([1e6, 910_000])


def test_a_given_sum_of_zero_is_a_sum_too():
    region = given(**ALL_GIVEN)
    nothing = replace(region.municipalities, state_share_other_eur=np.zeros(2))
    assert not other_criteria(
        replace(region, municipalities=nothing), (2026,), futures_of(REGION), PRICED
    ).any()


def test_no_plan_moves_any_criterion():
    region = given(**ALL_GIVEN)
    changed = close(agreement(plan_of(region), "joint_authority"), VILLAGE, 2027)
    changed = close(changed, OTHER, 2028)
    funded = [
        world(region, plan, **PRICES).funding().funding_draw_year_municipality_item[..., FUND["state_share"]]
        for plan in (plan_of(region), changed)
    ]
    np.testing.assert_array_equal(*funded)
