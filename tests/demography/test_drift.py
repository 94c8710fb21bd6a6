from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import launch, sampled_future
from kopa_sim.demography.drift import drift, drifting_future
from kopa_sim.demography.factors import places_of, sampled_factors
from kopa_sim.demography.rates import Conventions, PlannedYear
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

BLOCK, STREAMS = DrawBlock(0, 32), Streams(1)
REGION = worlds.region()


@pytest.fixture(scope="module")
def start():
    return launch(REGION, worlds.busy_data(), worlds.parameters(), 2029)


def factors_of(start):
    places = places_of(start.launch_population_municipality_sex_age, start.rates)
    return sampled_factors(start.codes, start.future_years, worlds.parameters(32), STREAMS, BLOCK, places)


def plans_of(start, draws=32):
    shape = (2, 2, N_AGES)
    rng = np.random.default_rng(5)
    planned = PlannedYear(0.9 + 0.2 * rng.random(shape), rng.random(shape), 0.1 * rng.random((draws, *shape)))
    return [planned if index % 2 else None for index in range(len(start.future_years))]


def step_by_step(start, rates, factors, plans):
    people = np.repeat(start.launch_population_municipality_sex_age[None], 32, axis=0)
    years = []
    for of_year, plan in zip(factors, plans, strict=True):
        people = expected_step(people, rates, of_year, plan).closing
        years.append(people)
    return np.stack(years, axis=1)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"conventions": Conventions(births_exposure="start_of_year")},
        {"conventions": Conventions(last_fertile_age=54)},
        {"conventions": Conventions("half_and_half")},
        {"conventions": Conventions("start_unexposed")},
        {"leaving_count_municipality_sex_age": np.full((2, 2, N_AGES), 0.3)},
    ],
)
@pytest.mark.parametrize("with_plans", [False, True])
def test_drift_is_the_expected_step_year_after_year(start, changes, with_plans):
    rates, factors = replace(start.rates, **changes), factors_of(start)
    plans = plans_of(start) if with_plans else [None] * len(factors)
    whole = step_by_step(start, rates, factors, plans)
    population = start.launch_population_municipality_sex_age
    exact = drift(population, rates, factors, plans, N_AGES, np.float64)
    assert np.allclose(exact, whole, rtol=1e-11, atol=1e-11)
    assert np.allclose(drift(population, rates, factors, plans, N_AGES), whole, rtol=2e-5, atol=1e-5)
    for precision in (np.float64, np.float32):
        children, everyone = (
            drift(population, rates, factors, plans, ages, precision) for ages in (19, N_AGES)
        )
        assert (children == everyone[..., :19]).all()


def test_a_drifting_future_starts_from_the_known_course(start):
    futures = drifting_future(start, worlds.parameters(32), STREAMS, BLOCK)
    drawn = futures.population_draw_year_municipality_sex_age
    assert drawn.shape == (32, 11, 2, 2, N_AGES)
    assert (drawn[:, 0] == start.launch_population_municipality_sex_age).all()
    assert np.ptp(drawn[:, -1], axis=0).max() > 0


def test_chance_of_persons_averages_out_around_the_drift(start):
    """The sampled futures of one block wander along the same paths."""
    ages = slice(20, 40)

    def adults(future):
        people = future(start, worlds.parameters(32), STREAMS, BLOCK)
        return people.population_draw_year_municipality_sex_age[:, -1, 0, :, ages].sum(axis=(1, 2))

    sampled, drifted = adults(sampled_future), adults(drifting_future)
    assert np.corrcoef(sampled, drifted)[0, 1] > 0.5
    assert sampled.mean() == pytest.approx(drifted.mean(), rel=0.03)
    assert sampled.std() > drifted.std()


def test_municipalities_that_no_one_reaches_change_no_bit():
    wide = worlds.region((3, 1, 2))
    alone, together = (
        launch(region, worlds.busy_data(sizes=sizes), worlds.parameters(), 2029)
        for region, sizes in ((REGION, (3000, 800)), (wide, (3000, 800, 500)))
    )
    one, other = (
        drifting_future(
            start, worlds.parameters(32), STREAMS, BLOCK
        ).population_draw_year_municipality_sex_age
        for start in (alone, together)
    )
    assert (one == other[:, :, :2]).all()


def test_parameters_of_another_number_of_draws_are_refused(start):
    with pytest.raises(ValueError, match="parameters of 3 draws for a block of 32"):
        drifting_future(start, worlds.parameters(3), STREAMS, BLOCK)
