from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import (
    WIDEST,
    Places,
    level_factors,
    places_of,
    sampled_factors,
    unit_factors,
)
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

CODES = ("901", "902")
KINDS = ("fertility", "out_migration", "in_migration", "immigration", "mortality")


def places(residents, outside_share=(1.0, 1.0)):
    return Places(np.array(residents, dtype=float), np.array(outside_share))


PLACES = places([2000, 60_000], (1.0, 0.5))


def courses(years=range(2025, 2050), codes=CODES, blocks=1, places=None, seed=3, **changes):
    """Factors of some blocks by kind. Kind to (draw, year, municipality)"""
    parameters = worlds.parameters(32, **changes)
    by_block = [
        sampled_factors(codes, tuple(years), parameters, Streams(seed), DrawBlock(index, 32), places)
        for index in range(blocks)
    ]
    return {
        kind: np.concatenate(
            [np.stack([getattr(year, kind) for year in block], axis=1) for block in by_block]
        )
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_expected_factor_is_one_in_every_year(kind):
    factor = courses(blocks=120, places=PLACES)[kind]
    error = factor.std(axis=0) / np.sqrt(len(factor))
    assert (abs(factor.mean(axis=0) - 1) < 4.5 * error).all()


def test_municipalities_share_the_national_part_of_fertility_and_no_more():
    given = {"fertility_national_sd_share": 0.03, "fertility_municipal_sd_share": 0.02}
    log_factor = np.log(courses(blocks=60, **given)["fertility"])
    assert log_factor[:, 0].std(axis=0) == pytest.approx(np.hypot(0.03, 0.02), rel=0.06)
    assert log_factor[:, 15].std(axis=0) == pytest.approx(4 * np.hypot(0.03, 0.02), rel=0.06)
    correlation = np.corrcoef(log_factor[:, 9].T)[0, 1]
    assert correlation == pytest.approx(0.03**2 / (0.03**2 + 0.02**2), abs=0.06)


def test_without_spread_the_factors_are_exactly_the_levels():
    factors = sampled_factors(
        CODES, (2025, 2026), worlds.without_drift(4, fertility_level=0.9), Streams(1), DrawBlock(0, 4)
    )
    for year in factors:
        assert (year.fertility == 0.9).all()
        for kind in KINDS[1:]:
            assert (getattr(year, kind) == 1.0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_horizon_or_another_municipality_changes_no_bit(kind):
    long = courses(places=PLACES)[kind]
    assert (courses(range(2025, 2030), places=PLACES)[kind] == long[:, :5]).all()
    wider = courses(codes=("555", *CODES), places=places([500, *PLACES.residents], [0.1, 1.0, 0.5]))[kind]
    assert (wider[..., 1:] == long).all()


def test_steps_of_a_year_are_the_same_from_a_later_launch():
    early, late = (np.log(courses(range(first, 2035))["fertility"]) for first in (2025, 2028))
    assert np.diff(late, axis=1) == pytest.approx(np.diff(early, axis=1)[:, 3:], abs=0.01)
    assert np.corrcoef(np.diff(late, axis=1).ravel(), np.diff(early, axis=1)[:, 3:].ravel())[0, 1] > 0.9999


def test_what_lasts_in_migration_is_with_those_who_arrive():
    factor = courses(blocks=60, places=places([2000, 2000]))
    leaving, arriving = np.log(factor["out_migration"][..., 0]), np.log(factor["in_migration"][..., 0])
    assert abs(np.corrcoef(leaving[:, 4], leaving[:, 5])[0, 1]) < 0.1
    assert np.corrcoef(arriving[:, 9], arriving[:, 10])[0, 1] > 0.1


def test_moves_rise_and_fall_together_in_the_whole_country():
    turnover_alone = {
        **dict.fromkeys(("migration_municipal_sd_share", "migration_small_place_sd_share"), 0.0),
        "migration_national_sd_share": 0.05,
    }
    factor = courses(**turnover_alone)
    assert (factor["out_migration"] == factor["in_migration"]).all()
    assert np.ptp(factor["out_migration"], axis=2).max() == 0
    assert factor["out_migration"].std() == pytest.approx(0.05, rel=0.1)


def test_a_place_four_times_as_small_swings_twice_as_wide_from_year_to_year():
    alone = {"migration_national_sd_share": 0.0, "migration_small_place_sd_share": 0.3}
    factor = courses(blocks=60, places=places([1000, 4000]), **alone)
    spread = np.log(factor["out_migration"]).std(axis=(0, 1))
    assert spread == pytest.approx([0.3, 0.15], rel=0.03)
    assert (courses(**alone)["out_migration"] == 1.0).all()  # residents not given


def test_if_half_the_arrivals_come_from_outside_they_stray_twice_as_wide():
    alone = {
        "migration_national_sd_share": 0.0,
        "migration_small_place_sd_share": 0.0,
        "migration_municipal_sd_share": 0.1,
        "migration_step_share": 0.0,
    }
    factor = courses(blocks=60, places=places([1e5, 1e5], (1.0, 0.5)), **alone)
    assert np.log(factor["in_migration"]).std(axis=(0, 1)) == pytest.approx([0.1, 0.2], rel=0.05)
    none_from_outside = courses(blocks=20, places=places([1e5, 1e5], (0.0, 0.01)), **alone)
    spread = np.log(none_from_outside["in_migration"]).std(axis=(0, 1))
    assert spread[0] == 0.0
    assert spread[1] == pytest.approx(WIDEST, rel=0.06)


def test_a_place_knows_its_residents_and_where_its_children_come_from():
    data = worlds.busy_data()
    rates = estimate_rates(data, worlds.parameters())
    found = places_of(data.population_municipality_sex_age, rates)
    assert found.residents == pytest.approx(data.population_municipality_sex_age.sum(axis=(1, 2)))
    assert (found.outside_share > 0).all() and (found.outside_share < 1).all()
    alone = replace(
        rates,
        destination_share_origin_destination_sex_age=np.zeros_like(
            rates.destination_share_origin_destination_sex_age
        ),
    )
    assert places_of(data.population_municipality_sex_age, alone).outside_share.tolist() == [1.0, 1.0]


def test_surges_come_to_all_municipalities_at_once():
    alone = {
        **{name.removeprefix("demography."): value for name, value in worlds.NO_DRIFT.items()},
        "immigration_surges": {"yearly_probability": 0.2, "size": 1.5, "duration_years": 2},
    }
    factor = courses(**alone)["immigration"]
    assert np.ptp(factor, axis=2).max() == 0
    usual, surge = 1 / (1 + 0.2 * (1.5 + 0.75)), (1 + 1.5) / (1 + 0.2 * (1.5 + 0.75))
    assert np.isclose(factor, usual).any() and np.isclose(factor, surge).any()


def test_levels_may_differ_by_draw():
    chosen = worlds.parameters(2, sampled={"fertility_level": [0.8, 1.2]})
    assert level_factors(chosen, 3).fertility.tolist() == [[0.8] * 3, [1.2] * 3]
    assert (unit_factors(3).immigration == 1).all()
