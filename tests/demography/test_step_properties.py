"""What holds of every year, under every convention and in every form that moves are given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.arrivals import arrivals_in_region
from kopa_sim.demography.flows import grow_older
from kopa_sim.demography.rates import Conventions, PlannedYear, Rates, YearFactors
from kopa_sim.demography.step import expected_step

FORMS = ("rates", "gross_counts", "net_counts")


@st.composite
def conventions(draw):
    return Conventions(
        migration_timing=draw(st.sampled_from(["end_of_year", "half_and_half", "start_unexposed"])),
        births_exposure=draw(st.sampled_from(["start_of_year", "mean_of_year"])),
        first_fertile_age=draw(st.integers(0, 30)),
        last_fertile_age=draw(st.integers(31, 100)),
        years_per_step=draw(st.sampled_from([1, 5])),
    )


@st.composite
def worlds(draw, forms=FORMS):
    """A random population with rates, factors and planned changes of one year."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, draws = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    reckoned = draw(conventions())
    n_ages = draw(st.sampled_from([18, 21, 101]))
    rates = random_rates(rng, n, n_ages, draw(st.sampled_from(forms)), reckoned)
    opening = rng.random((draws, n, 2, n_ages)) * 50
    factors = YearFactors(*(rng.random((draws, n)) * 2 for _ in range(5)))
    cells = (n, 2, n_ages)
    planned = PlannedYear(rng.random(cells) * 2, rng.random(cells) * 5, rng.random((draws, *cells)))
    return opening, rates, factors, draw(st.sampled_from([None, planned]))


def random_rates(rng, n, n_ages, form, reckoned):
    cells = (n, 2, n_ages)
    none, destination = np.zeros(cells), rng.random((n, n, *cells[1:])) / n
    destination[np.arange(n), np.arange(n)] = 0.0
    moving = none if form != "rates" else rng.random(cells) * 0.4
    net = rng.normal(size=cells) * 20
    leaving = {"rates": none, "gross_counts": rng.random(cells) * 60, "net_counts": np.maximum(-net, 0)}[form]
    return Rates(
        survival_municipality_sex_age=rng.random(cells),
        newborn_survival_municipality_sex=rng.random((n, 2)),
        fertility_municipality_age=rng.random((n, n_ages)) * 0.1,
        boys_share=0.51,
        out_migration_municipality_sex_age=moving,
        destination_share_origin_destination_sex_age=destination,
        emigration_municipality_sex_age=moving * 0.5,
        in_migration_municipality_sex_age=np.maximum(net, 0)
        if form == "net_counts"
        else rng.random(cells) * 9,
        immigration_municipality_sex_age=none if form == "net_counts" else rng.random(cells) * 3,
        leaving_count_municipality_sex_age=leaving,
        conventions=reckoned,
    )


def permuted(value, order):
    """Rates or planned changes of the municipalities in another order."""
    changes = {}
    for name, array in vars(value).items():
        if not isinstance(array, np.ndarray):
            continue
        if name.startswith("destination"):
            changes[name] = array[np.ix_(order, order)]
        else:
            changes[name] = array[:, order] if name == "closure_leaving_share" else array[order]
    return replace(value, **changes)


@settings(deadline=None, max_examples=150)
@given(worlds())
def test_no_person_is_lost_or_made_up_and_none_is_negative(world):
    flows = expected_step(*world)
    assert abs(flows.imbalance).max() < 1e-10
    for name, flow in vars(flows).items():
        if name not in ("held", "imbalance"):
            assert (flow >= -1e-12).all(), name


@settings(deadline=None, max_examples=60)
@given(worlds(forms=("rates",)))
def test_a_closed_region_without_births_and_deaths_keeps_its_people(world):
    opening, rates, factors, _ = world
    share = rates.destination_share_origin_destination_sex_age
    n = len(share)
    whole = share.sum(axis=1, keepdims=True)
    closed = replace(
        rates,
        survival_municipality_sex_age=np.ones_like(rates.survival_municipality_sex_age),
        fertility_municipality_age=np.zeros_like(rates.fertility_municipality_age),
        out_migration_municipality_sex_age=rates.out_migration_municipality_sex_age * (n > 1),
        destination_share_origin_destination_sex_age=np.divide(
            share, whole, out=np.zeros_like(share), where=whole > 0
        ),
        emigration_municipality_sex_age=np.zeros_like(rates.emigration_municipality_sex_age),
        in_migration_municipality_sex_age=np.zeros_like(rates.in_migration_municipality_sex_age),
        immigration_municipality_sex_age=np.zeros_like(rates.immigration_municipality_sex_age),
    )
    closing = expected_step(opening, closed, factors).closing
    assert closing.sum(axis=(1, 2, 3)) == pytest.approx(opening.sum(axis=(1, 2, 3)))
    by_cohort = grow_older(opening.sum(axis=1))
    if closed.conventions.migration_timing != "half_and_half":
        assert closing.sum(axis=1) == pytest.approx(by_cohort)


@settings(deadline=None, max_examples=60)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_does_not_matter(world, random):
    opening, rates, factors, planned = world
    order = list(range(opening.shape[1]))
    random.shuffle(order)
    straight = expected_step(opening, rates, factors, planned).closing[:, order]
    turned = expected_step(
        opening[:, order],
        permuted(rates, order),
        YearFactors(*(factor[:, order] for factor in vars(factors).values())),
        None if planned is None else permuted(planned, order),
    ).closing
    assert turned == pytest.approx(straight, rel=1e-12, abs=1e-12)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_a_draw_does_not_depend_on_the_others(world):
    opening, rates, factors, planned = world
    last = slice(-1, None)
    alone = expected_step(
        opening[last],
        rates,
        YearFactors(*(factor[last] for factor in vars(factors).values())),
        planned and replace(planned, closure_leaving_share=planned.closure_leaving_share[last]),
    )
    assert (expected_step(opening, rates, factors, planned).closing[last] == alone.closing).all()


def step_of_the_united_nations(opening, rates, factors):
    """The default conventions written out: births of the mean of women, movers at the end of the year."""
    survivors = opening * rates.survival_municipality_sex_age
    aged = grow_older(survivors)
    fertility = rates.fertility_municipality_age * factors.fertility[:, :, None]
    both = (fertility * (0.5 * (opening[:, :, 1] + aged[:, :, 1]))).sum(axis=-1)
    births = np.stack([both * rates.boys_share, both * (1.0 - rates.boys_share)], axis=-1)
    aged[..., 0] = births * rates.newborn_survival_municipality_sex
    leaving = rates.out_migration_municipality_sex_age * factors.out_migration[:, :, None, None]
    leaving = np.minimum(leaving, 0.95)
    out_migration = aged * leaving
    emigration = (aged - out_migration) * np.minimum(
        rates.emigration_municipality_sex_age / (1.0 - leaving), 1.0
    )
    arrivals = arrivals_in_region(out_migration, rates.destination_share_origin_destination_sex_age)
    in_migration = rates.in_migration_municipality_sex_age * factors.in_migration[:, :, None, None]
    immigration = rates.immigration_municipality_sex_age * factors.immigration[:, :, None, None]
    return aged - out_migration - emigration + arrivals + in_migration + immigration


@settings(deadline=None, max_examples=60)
@given(worlds(forms=("rates",)))
def test_the_default_conventions_are_the_united_nations_rule_to_the_last_bit(world):
    opening, rates, factors, _ = world
    fertile = np.arange(opening.shape[-1])
    by_age = np.where((fertile >= 15) & (fertile <= min(49, len(fertile) - 2)), 0.1, 0.0)
    reckoned = replace(
        rates,
        fertility_municipality_age=rates.fertility_municipality_age * by_age,
        conventions=Conventions(),
    )
    factors = replace(factors, mortality=np.ones_like(factors.mortality))
    ours = expected_step(opening, reckoned, factors).closing
    assert (ours == step_of_the_united_nations(opening, reckoned, factors)).all()
