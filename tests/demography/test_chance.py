import numpy as np
import pytest

from kopa_sim.demography.chance import YearChance, sampled_step, settle_in_region
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import level_factors
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds
from tests.demography.test_step import alike_by_age, simple_rates

BLOCK = DrawBlock(0, 32)


def opening(draws=32, sizes=(3000, 800)):
    return np.repeat(worlds.population(sizes)[None], draws, axis=0)


def year_of_chance(seed=1, block=BLOCK, year=2020, codes=("901", "902")):
    return YearChance(Streams(seed), block, year, codes)


@pytest.fixture(scope="module")
def rates():
    return estimate_rates(worlds.busy_data(), worlds.parameters())


def test_no_person_is_lost_or_made_up_in_any_draw(rates):
    factors = level_factors(worlds.parameters(32), 2)
    flows = sampled_step(opening(), rates, factors, year_of_chance())
    assert (flows.imbalance == 0).all()
    assert (flows.closing == np.round(flows.closing)).all()
    assert (flows.closing >= 0).all()


def test_those_who_arrive_within_the_region_are_some_of_those_who_left(rates):
    flows = sampled_step(opening(), rates, level_factors(worlds.parameters(32), 2), year_of_chance())
    assert (flows.in_from_region[:, 0] <= flows.out_migration[:, 1]).all()
    assert (flows.in_from_region[:, 1] <= flows.out_migration[:, 0]).all()
    assert flows.in_from_region.sum() > 0


def test_every_flow_has_its_expected_mean(rates):
    factors, one = level_factors(worlds.parameters(32), 2), level_factors(worlds.parameters(), 2)
    expected = expected_step(opening(1), rates, one)
    sampled = [
        sampled_step(opening(), rates, factors, year_of_chance(block=DrawBlock(i, 32))) for i in range(12)
    ]
    names = ("births", "deaths", "out_migration", "emigration", "in_from_region", "in_from_country")
    for name in (*names, "immigration", "closing"):
        total = np.concatenate([getattr(flows, name).sum(axis=tuple(range(2, 3))) for flows in sampled])
        total = total.reshape(len(total), 2, -1).sum(axis=2)
        mean = getattr(expected, name).sum(axis=2).reshape(1, 2, -1).sum(axis=2)[0]
        error = total.std(axis=0) / np.sqrt(len(total))
        assert (abs(total.mean(axis=0) - mean) < 4.5 * error + 1e-9).all(), name


def test_deaths_and_moves_spread_as_binomial_chance_does(rates):
    flows = [
        sampled_step(
            opening(), rates, level_factors(worlds.parameters(32), 2), year_of_chance(block=DrawBlock(i, 32))
        )
        for i in range(12)
    ]
    deaths = np.concatenate([f.deaths[:, 0, :, 1:].sum(axis=(1, 2)) for f in flows])
    dying = 1 - rates.survival_municipality_sex_age[0]
    variance = (worlds.population()[0] * dying * (1 - dying)).sum()
    assert deaths.var() == pytest.approx(variance, rel=0.25)


def test_a_municipality_elsewhere_changes_no_draw_of_the_others(rates):
    third = simple_rates(3)

    def with_third(name, value):
        if not isinstance(value, np.ndarray):
            return value
        if name.startswith("destination"):
            return np.pad(value, ((0, 1), (0, 1), (0, 0), (0, 0)))
        return np.concatenate([value, getattr(third, name)[2:]])

    wide = type(rates)(**{name: with_third(name, value) for name, value in vars(rates).items()})
    two = sampled_step(opening(), rates, level_factors(worlds.parameters(32), 2), year_of_chance())
    three = sampled_step(
        opening(sizes=(3000, 800, 500)),
        wide,
        level_factors(worlds.parameters(32), 3),
        year_of_chance(codes=("901", "902", "777")),
    )
    assert (two.closing == three.closing[:, :2]).all()


def test_draws_and_blocks_do_not_depend_on_how_many_are_asked_for(rates):
    few = sampled_step(
        opening(3),
        rates,
        level_factors(worlds.parameters(3), 2),
        year_of_chance(block=DrawBlock(2, 3)),
    )
    many = sampled_step(
        opening(), rates, level_factors(worlds.parameters(32), 2), year_of_chance(block=DrawBlock(2, 32))
    )
    assert (few.closing == many.closing[:3]).all()
    other = sampled_step(
        opening(), rates, level_factors(worlds.parameters(32), 2), year_of_chance(block=DrawBlock(1, 32))
    )
    assert (many.closing != other.closing).any()


def test_movers_of_one_cell_spread_over_the_destinations_as_their_shares():
    share = np.array([[0.0, 0.2, 0.1, 0.3], *np.zeros((3, 4))])
    rates = simple_rates(4, destination_share_origin_destination_sex_age=alike_by_age(share))
    draws = 32
    leaving = np.zeros((draws, 4, 2, N_AGES))
    leaving[:, 0] = 5.0
    uniform = np.random.default_rng(2).random(leaving.shape)
    arrived = settle_in_region(leaving, rates, uniform)
    total = leaving.sum()
    for destination in range(4):
        expected = total * share[0, destination]
        assert arrived[:, destination].sum() == pytest.approx(expected, abs=4.5 * np.sqrt(expected) + 1e-9)
    # several movers of one cell choose for themselves
    together = arrived[:, 1] * arrived[:, 3]
    assert together.mean() == pytest.approx(5 * 4 * 0.2 * 0.3, rel=0.1)


def test_single_movers_settle_by_the_same_shares_as_several():
    share = np.array([[0.0, 0.25, 0.75], *np.zeros((2, 3))])
    rates = simple_rates(3, destination_share_origin_destination_sex_age=alike_by_age(share))
    leaving = np.zeros((32, 3, 2, N_AGES))
    leaving[:, 0] = 1.0
    arrived = settle_in_region(leaving, rates, np.random.default_rng(5).random(leaving.shape))
    assert arrived[:, 1:].sum() == leaving.sum()
    assert arrived[:, 1].sum() / leaving.sum() == pytest.approx(0.25, abs=0.03)


def test_nobody_moving_settles_nobody():
    rates = simple_rates(2)
    nobody = np.zeros((2, 2, 2, N_AGES))
    assert settle_in_region(nobody, rates, np.full(nobody.shape, 0.5)).sum() == 0
