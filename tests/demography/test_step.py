import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.factors import level_factors, unit_factors
from kopa_sim.demography.rates import Rates
from kopa_sim.demography.step import FEMALE, LARGEST_LEAVING_SHARE, expected_step, grow_older
from kopa_sim.model.people import N_AGES
from tests.demography import worlds


def simple_rates(n=2, n_ages=N_AGES, **changes):
    """Nobody dies, is born or moves unless told so."""
    cells = (n, 2, n_ages)
    values = {
        "survival_municipality_sex_age": np.ones(cells),
        "newborn_survival_municipality_sex": np.ones((n, 2)),
        "fertility_municipality_age": np.zeros((n, n_ages)),
        "boys_share": 105 / 205,
        "out_migration_municipality_sex_age": np.zeros(cells),
        "destination_share_origin_destination_sex_age": np.zeros((n, *cells)),
        "emigration_municipality_sex_age": np.zeros(cells),
        "in_migration_municipality_sex_age": np.zeros(cells),
        "immigration_municipality_sex_age": np.zeros(cells),
        "leaving_count_municipality_sex_age": np.zeros(cells),
    }
    return Rates(**{**values, **changes})


def alike_by_age(share_origin_destination):
    """The same destinations at every age. (origin, destination, sex, age)"""
    share = np.asarray(share_origin_destination, dtype=float)
    return np.broadcast_to(share[..., None, None], (*share.shape, 2, N_AGES)).copy()


def without_some(name, value, kept):
    """Rates of some of the municipalities."""
    if not isinstance(value, np.ndarray):
        return value
    return value[np.ix_(kept, kept)] if name.startswith("destination") else value[kept]


def people(n=2, count=10.0):
    return np.full((1, n, 2, N_AGES), count)


def test_people_grow_one_year_older_and_the_oldest_stay_together():
    older = grow_older(np.arange(1.0, N_AGES + 1))
    assert older[0] == 0
    assert older[1] == 1
    assert older[-1] == 100 + 101


def test_a_year_without_events_only_ages_the_population():
    flows = expected_step(people(), simple_rates(), unit_factors(2))
    assert flows.closing.sum() == people().sum()
    assert (flows.closing[..., 0] == 0).all()
    assert (flows.closing[..., 100] == 20).all()


def test_births_come_from_the_mean_of_women_at_the_start_and_the_survivors():
    fertility = np.zeros((1, N_AGES))
    fertility[0, 30] = 0.1
    survival = np.ones((1, 2, N_AGES))
    survival[0, FEMALE, 29] = 0.5
    rates = simple_rates(1, fertility_municipality_age=fertility, survival_municipality_sex_age=survival)
    flows = expected_step(people(1, 100.0), rates, unit_factors(1))
    # 100 women of 30 at the start, 50 survivors aged 30 at the end
    assert flows.births.sum() == pytest.approx(0.1 * (100 + 50) / 2)
    assert flows.births[0, 0, 0] / flows.births[0, 0, 1] == pytest.approx(1.05)
    assert flows.closing[0, 0, :, 0] == pytest.approx(flows.births[0, 0])


def test_newborn_who_die_are_among_the_deaths_at_age_0():
    fertility = np.zeros((1, N_AGES))
    fertility[0, 25] = 1.0
    rates = simple_rates(
        1,
        fertility_municipality_age=fertility,
        newborn_survival_municipality_sex=np.array([[0.9, 0.8]]),
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.deaths[0, 0, :, 0] == pytest.approx(flows.births[0, 0] * [0.1, 0.2])


def test_movers_within_the_region_arrive_where_they_settle_and_the_rest_leave():
    leaving = np.zeros((2, 2, N_AGES))
    leaving[0] = 0.2
    rates = simple_rates(
        out_migration_municipality_sex_age=leaving,
        destination_share_origin_destination_sex_age=alike_by_age([[0.0, 0.25], [0.0, 0.0]]),
    )
    flows = expected_step(people(), rates, unit_factors(2))
    moved = flows.out_migration[:, 0]
    assert flows.in_from_region[:, 1] == pytest.approx(0.25 * moved)
    assert flows.closing.sum() == pytest.approx(people().sum() - 0.75 * moved.sum())


def test_emigrants_are_a_share_of_all_residents_not_only_of_those_who_stayed():
    cells = (1, 2, N_AGES)
    rates = simple_rates(
        1,
        out_migration_municipality_sex_age=np.full(cells, 0.5),
        emigration_municipality_sex_age=np.full(cells, 0.1),
    )
    flows = expected_step(people(1), rates, unit_factors(1))
    assert flows.emigration.sum() == pytest.approx(0.1 * people(1).sum())


def test_arrivals_are_counted_at_the_end_of_the_year_and_bear_no_children():
    fertility = np.full((1, N_AGES), 1.0)
    coming = np.full((1, 2, N_AGES), 5.0)
    with_arrivals, without = (
        expected_step(
            people(1),
            simple_rates(1, fertility_municipality_age=fertility, in_migration_municipality_sex_age=arrivals),
            unit_factors(1),
        )
        for arrivals in (coming, np.zeros_like(coming))
    )
    assert (with_arrivals.births == without.births).all()
    assert with_arrivals.closing.sum() == pytest.approx(without.closing.sum() + 5 * 2 * N_AGES)


def test_levels_multiply_their_flows_and_nothing_else():
    cells = (2, 2, N_AGES)
    rates = simple_rates(
        out_migration_municipality_sex_age=np.full(cells, 0.01),
        in_migration_municipality_sex_age=np.full(cells, 1.0),
        immigration_municipality_sex_age=np.full(cells, 0.5),
        fertility_municipality_age=np.full((2, N_AGES), 0.02),
    )
    plain = expected_step(people(), rates, unit_factors(2))
    chosen = worlds.parameters(
        fertility_level=0.5, out_migration_level=2.0, in_migration_level=3.0, immigration_level=4.0
    )
    changed = expected_step(people(), rates, level_factors(chosen, 2))
    for name, level in (("births", 0.5), ("in_from_country", 3.0), ("immigration", 4.0)):
        assert getattr(changed, name) == pytest.approx(level * getattr(plain, name))
    grown = changed.out_migration[..., 1:] / plain.out_migration[..., 1:]
    assert grown == pytest.approx(np.full(grown.shape, 2.0))


def test_no_level_moves_more_than_nearly_everyone_out():
    rates = simple_rates(1, out_migration_municipality_sex_age=np.full((1, 2, N_AGES), 0.6))
    flows = expected_step(people(1), rates, level_factors(worlds.parameters(out_migration_level=5.0), 1))
    assert flows.out_migration.sum() == pytest.approx(LARGEST_LEAVING_SHARE * people(1).sum())
    assert (flows.closing >= 0).all()


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 5), draws=st.integers(1, 3))
def test_opening_stock_plus_flows_is_closing_stock_for_every_cohort(seed, n, draws):
    rng = np.random.default_rng(seed)
    cells = (n, 2, N_AGES)
    destination = rng.random((n, n)) / n
    np.fill_diagonal(destination, 0)
    rates = Rates(
        rng.random(cells),
        rng.random((n, 2)),
        rng.random((n, N_AGES)) * 0.1,
        0.51,
        rng.random(cells) * 0.4,
        alike_by_age(destination),
        rng.random(cells) * 0.2,
        rng.random(cells) * 9,
        rng.random(cells) * 3,
        np.zeros(cells),
    )
    flows = expected_step(rng.random((draws, *cells)) * 50, rates, unit_factors(n))
    assert abs(flows.imbalance).max() < 1e-10
    within = (flows.out_migration * destination.sum(axis=1)[:, None, None]).sum()
    assert flows.in_from_region.sum() == pytest.approx(within)
    assert (flows.closing >= 0).all()


def test_a_municipality_with_which_no_one_exchanges_movers_changes_no_bit():
    rng = np.random.default_rng(3)
    n = 9
    cells = (n, 2, N_AGES)
    destination = rng.random((n, n)) / n
    destination[4, :], destination[:, 4] = 0.0, 0.0
    rates = Rates(
        rng.random(cells),
        rng.random((n, 2)),
        rng.random((n, N_AGES)) * 0.1,
        0.51,
        rng.random(cells) * 0.4,
        alike_by_age(destination),
        rng.random(cells) * 0.2,
        rng.random(cells) * 9,
        rng.random(cells) * 3,
        np.zeros(cells),
    )
    kept = np.delete(np.arange(n), 4)
    fewer = Rates(**{name: without_some(name, value, kept) for name, value in vars(rates).items()})
    opening = rng.random((2, *cells)) * 50
    all_of_them = expected_step(opening, rates, unit_factors(n)).closing[:, kept]
    without = expected_step(opening[:, kept], fewer, unit_factors(n - 1)).closing
    assert (all_of_them == without).all()
