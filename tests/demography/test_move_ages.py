"""The timing of moves changes when movers are counted, not how old they are."""

import numpy as np
import pytest

from kopa_sim.demography import launch
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.migration import estimate_migration
from kopa_sim.demography.move_ages import by_age_when_counted
from kopa_sim.demography.step import expected_step
from tests.demography import worlds

LATER = ("half_and_half", "start_unexposed")


def a_year(timing, **changes):
    parameters = worlds.parameters(1, migration_timing=timing, **changes)
    start = launch(worlds.region(), worlds.busy_data(), parameters, 2020)
    people = start.launch_population_municipality_sex_age[None]
    return expected_step(people, start.rates, unit_factors(people.shape[1]))


def mean_age(flow, ages=slice(15, 30)):
    by_age = flow.sum(axis=(0, 1, 2))[ages]
    return float(by_age @ np.arange(101)[ages] / by_age.sum())


@pytest.mark.parametrize("timing", LATER)
def test_movers_are_as_old_at_the_end_of_the_year_under_every_timing(timing):
    usual, other = a_year("end_of_year"), a_year(timing)
    assert mean_age(other.out_migration) == pytest.approx(mean_age(usual.out_migration), abs=0.06)
    assert mean_age(other.in_from_country) == pytest.approx(mean_age(usual.in_from_country), abs=0.06)


@pytest.mark.parametrize("timing", LATER)
@pytest.mark.parametrize("form", ["gross_rates", "gross_counts", "net_counts"])
def test_as_many_arrive_under_every_timing(timing, form):
    usual, other = (a_year(each, migration_form=form) for each in ("end_of_year", timing))
    assert other.in_from_country.sum() == pytest.approx(usual.in_from_country.sum())
    assert other.immigration.sum() == pytest.approx(usual.immigration.sum())


def test_moves_at_the_end_of_the_year_keep_every_bit():
    migration = estimate_migration(worlds.busy_data(), worlds.parameters())
    assert by_age_when_counted(migration, 0.0) is migration


def test_destinations_keep_their_sums_and_each_age_the_place_it_went_to():
    migration = estimate_migration(worlds.busy_data(), worlds.parameters())
    moved = by_age_when_counted(migration, 1.0)
    assert moved.destination_share[..., :100] == pytest.approx(
        np.where(migration.out_migration[:, None, :, 1:] > 0, migration.destination_share[..., 1:], 0.0)
    )
