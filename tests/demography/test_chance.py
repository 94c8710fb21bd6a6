from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from kopa_sim.demography.chance import sampled_step
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import level_factors
from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.luck import Luck
from kopa_sim.demography.rates import Conventions, PlannedYear
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds
from tests.demography.test_step import simple_rates

BLOCK = DrawBlock(0, 32)
EVERYONE = Lattice(N_AGES, 49, only_pupils=False)
FLOWS = (
    "births",
    "deaths",
    "out_migration",
    "emigration",
    "in_from_region",
    "in_from_country",
    "immigration",
    "counted_leaving",
    "held",
    "planned_arrivals",
    "closure_leaving",
    "closing",
)
CONVENTIONS = [
    Conventions(timing, exposure)
    for timing, exposure in product(
        ("end_of_year", "half_and_half", "start_unexposed"), ("start_of_year", "mean_of_year")
    )
]


def opening(draws=32, sizes=(3000, 800)):
    return np.repeat(worlds.population(sizes)[None], draws, axis=0)


def luck(seed=1, block=BLOCK, codes=("901", "902")):
    return Luck(Streams(seed), block, codes, EVERYONE)


def levels(draws=32, n=2, mortality=1.0, **changes):
    factors = level_factors(worlds.parameters(draws, **changes), n)
    return replace(factors, mortality=np.full((draws, n), mortality))


def step(rates, draws=32, planned=None, factors=None, people=None, **of_luck):
    people = opening(draws) if people is None else people
    return sampled_step(people, rates, factors or levels(draws), luck(**of_luck), 2020, planned)


def by_municipality(flow):
    """Each draw's total by municipality; a flow of nobody is zero."""
    flow = np.broadcast_to(flow, (1, 2, 1)) if flow.ndim == 0 else flow
    return flow.reshape(*flow.shape[:2], -1).sum(axis=2)


def assert_means_are_expected(rates, planned=None, n_blocks=12, **changes):
    one, many = levels(1, **changes), levels(32, **changes)
    expected = expected_step(opening(1), rates, one, planned and planned_of(planned, 1))
    sampled = [
        step(rates, block=DrawBlock(i, 32), factors=many, planned=planned and planned_of(planned, 32))
        for i in range(n_blocks)
    ]
    for name in FLOWS:
        totals = np.concatenate([by_municipality(getattr(flows, name)) for flows in sampled])
        mean = by_municipality(getattr(expected, name))[0]
        error = totals.std(axis=0) / np.sqrt(len(totals))
        assert (abs(totals.mean(axis=0) - mean) < 4.5 * error + 1e-9).all(), name
    assert all((flows.imbalance == 0).all() for flows in sampled)
    assert all((flows.closing >= 0).all() for flows in sampled)
    assert all((flows.closing == np.round(flows.closing)).all() for flows in sampled)


def planned_of(planned, draws):
    shape = (draws, *planned.hold_ratio.shape)
    return replace(planned, closure_leaving_share=np.broadcast_to(planned.closure_leaving_share, shape))


@pytest.fixture(scope="module")
def rates():
    return estimate_rates(worlds.busy_data(), worlds.parameters())


@pytest.mark.parametrize(
    "conventions", CONVENTIONS, ids=lambda c: f"{c.migration_timing}-{c.births_exposure}"
)
def test_every_flow_has_its_expected_mean_under_every_convention(rates, conventions):
    assert_means_are_expected(replace(rates, conventions=conventions))


def test_levels_and_mortality_act_as_they_do_without_chance(rates):
    changes = {
        "fertility_level": 1.3,
        "out_migration_level": 1.5,
        "in_migration_level": 0.6,
        "immigration_level": 2.0,
    }
    assert_means_are_expected(rates, mortality=1.4, **changes)


@pytest.mark.parametrize("timing", ["end_of_year", "half_and_half", "start_unexposed"])
def test_leavers_given_as_counts_are_as_many_in_the_mean(rates, timing):
    counts = np.zeros_like(rates.leaving_count_municipality_sex_age)
    counts[:, :, 15:40] = 0.6
    counted = replace(
        rates,
        leaving_count_municipality_sex_age=counts,
        out_migration_municipality_sex_age=np.zeros_like(counts),
        conventions=Conventions(timing),
    )
    assert_means_are_expected(counted)


def test_no_more_leave_by_count_than_there_are(rates):
    counts = np.full_like(rates.leaving_count_municipality_sex_age, 1e6)
    nobody = np.zeros_like(counts)
    counted = replace(
        rates,
        leaving_count_municipality_sex_age=counts,
        out_migration_municipality_sex_age=nobody,
        emigration_municipality_sex_age=nobody,
        in_migration_municipality_sex_age=nobody,
        immigration_municipality_sex_age=nobody,
    )
    flows = step(counted)
    assert (flows.closing == 0).all()
    assert (flows.counted_leaving + flows.counted_absent == 1e6).all()


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.25, 2.6])
def test_planned_changes_have_their_expected_mean(rates, ratio):
    shape = (2, 2, N_AGES)
    arrivals = np.zeros(shape)
    arrivals[1, :, 25:40] = 0.4
    leaving = np.zeros(shape)
    leaving[0, :, 5:12] = 0.2
    assert_means_are_expected(rates, PlannedYear(np.full(shape, ratio), arrivals, leaving))


def test_planned_changes_of_nothing_change_no_bit(rates):
    shape = (2, 2, N_AGES)
    nothing = PlannedYear(np.ones(shape), np.zeros(shape), np.zeros((32, *shape)))
    assert (step(rates).closing == step(rates, planned=nothing).closing).all()


def test_a_planned_change_leaves_the_chance_of_all_other_flows_as_it_was(rates):
    shape = (2, 2, N_AGES)
    coming = PlannedYear(np.ones(shape), np.ones(shape), np.zeros((32, *shape)))
    plain, changed = step(rates), step(rates, planned=coming)
    assert (changed.closing - changed.planned_arrivals == plain.closing).all()


def test_those_who_arrive_within_the_region_are_some_of_those_who_left(rates):
    flows = step(rates)
    assert (flows.in_from_region[:, 0] <= flows.out_migration[:, 1]).all()
    assert (flows.in_from_region[:, 1] <= flows.out_migration[:, 0]).all()
    assert flows.in_from_region.sum() > 0


def test_without_a_table_of_moves_everyone_who_moves_out_leaves_the_region():
    alone = estimate_rates(worlds.busy_data(moves=None), worlds.parameters())
    flows = step(alone)
    assert flows.out_migration.sum() > 0
    assert flows.in_from_region.sum() == 0


def test_deaths_and_moves_spread_as_binomial_chance_does(rates):
    flows = [step(rates, block=DrawBlock(i, 32)) for i in range(12)]
    deaths = np.concatenate([f.deaths[:, 0, :, 1:].sum(axis=(1, 2)) for f in flows])
    dying = 1 - rates.survival_municipality_sex_age[0]
    variance = (worlds.population()[0] * dying * (1 - dying)).sum()
    assert deaths.var() == pytest.approx(variance, rel=0.25)


def test_the_two_halves_of_a_years_moves_are_decided_one_by_one(rates):
    halves = replace(rates, conventions=Conventions("half_and_half"))
    came = np.concatenate(
        [
            (flows.in_from_country + flows.immigration).sum(axis=(2, 3))
            for flows in (step(halves, block=DrawBlock(i, 32)) for i in range(24))
        ]
    )
    # a sum of independent Poisson counts
    assert (came.var(axis=0) / came.mean(axis=0)) == pytest.approx([1.0, 1.0], abs=0.25)


def test_a_municipality_elsewhere_changes_no_draw_of_the_others(rates):
    third = simple_rates(3)

    def with_third(name, value):
        if not isinstance(value, np.ndarray):
            return value
        if name.startswith("destination"):
            return np.pad(value, ((0, 1), (0, 1), (0, 0), (0, 0)))
        return np.concatenate([value, getattr(third, name)[2:]])

    wide = type(rates)(**{name: with_third(name, value) for name, value in vars(rates).items()})
    three = step(
        wide, people=opening(sizes=(3000, 800, 500)), factors=levels(n=3), codes=("901", "902", "777")
    )
    assert (step(rates).closing == three.closing[:, :2]).all()


def test_draws_and_blocks_do_not_depend_on_how_many_are_asked_for(rates):
    few, many = step(rates, draws=3, block=DrawBlock(2, 3)), step(rates, block=DrawBlock(2, 32))
    assert (few.closing == many.closing[:3]).all()
    assert (many.closing != step(rates, block=DrawBlock(1, 32)).closing).any()


def test_an_empty_municipality_stays_empty_but_for_those_who_come(rates):
    people = opening()
    people[:, 1] = 0.0
    flows = step(rates, people=people)
    came = flows.in_from_region + flows.in_from_country + flows.immigration
    assert (flows.closing[:, 1] == came[:, 1]).all()
