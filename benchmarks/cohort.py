"""Projecting people: a whole country, 1,000 futures of Kainuu, and whole arrays of all draws in place of blocks."""

import time
import tracemalloc
from pathlib import Path

import numpy as np

from benchmarks import naive_cohorts
from benchmarks.country import country
from benchmarks.timing import least_seconds
from kopa_sim.demography import launch, sampled_future
from kopa_sim.demography.drift import drift
from kopa_sim.demography.factors import places_of, sampled_factors, unit_factors
from kopa_sim.demography.lattice import CHILD_AGES
from kopa_sim.demography.rates import YearFactors
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import blocks_of
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.prepare import prepare

KAINUU = Path(__file__).parents[1] / "scenarios" / "kainuu"
DRAWS, YEARS = 1000, 25


def seconds(work):
    """Processor time of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def most_megabytes(work):
    """Most memory that one run takes beside what is there."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


class Kainuu:
    """The region of the demo scenario, 25 years on, with the paths of 1,000 futures."""

    def __init__(self):
        scenario = load_scenario(KAINUU)
        prepared = prepare(scenario, seed=1, draws=DRAWS)
        self.parameters, self.streams = prepared.parameters, prepared.streams
        end_year = prepared.launch.launch_year + YEARS
        self.launch = launch(scenario.region, scenario.demographic, self.parameters.mean(), end_year)
        self.population = self.launch.launch_population_municipality_sex_age
        self.rates = self.launch.rates
        self.factors = {block: self._factors(block) for block in blocks_of(DRAWS)}

    def _factors(self, block):
        places = places_of(self.population, self.rates)
        parameters = self.parameters.block(block.draws)
        years = self.launch.future_years
        return sampled_factors(self.launch.codes, years, parameters, self.streams, block, places)

    def all_factors(self):
        """The paths of all draws in one array a year."""
        names = ("fertility", "out_migration", "in_migration", "immigration", "mortality")
        by_year = zip(*self.factors.values(), strict=True)
        return [
            YearFactors(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))
            for blocks in by_year
        ]

    def pupils_when_sampled(self, only_pupils, blocks=None):
        """Children aged 7 to 15 in the last year of every future, block by block."""
        for block in blocks or self.factors:
            parameters = self.parameters.block(block.draws)
            futures = sampled_future(
                self.launch, parameters, self.streams, block, only_pupils=only_pupils
            ).population_draw_year_municipality_sex_age
            yield futures[:, -1, :, :, 7:16].sum(axis=(1, 2, 3))

    def pupils_when_drifting(self, n_ages, precision=np.float32):
        nothing = [None] * YEARS
        for factors in self.factors.values():
            futures = drift(self.population, self.rates, factors, nothing, n_ages, precision)
            yield futures[:, -1, :, :, 7:16].sum(axis=(1, 2, 3))


def run():
    yield from run_country()
    yield from run_kainuu(Kainuu())
    yield "for comparison, as published or measured elsewhere: bayesPop 12 takes 610 µs a region, year and future,"
    yield "the United Nations' ccmppWPP 73 µs a region and year without futures"


def run_country():
    population, rates, n_pairs = country()

    def project():
        people, factors = population[None], unit_factors(len(population))
        for _ in range(YEARS):
            people = expected_step(people, rates, factors).closing

    spent = least_seconds(project, runs=3)
    n_cells = len(population) * YEARS
    yield f"{len(population)} municipalities with {n_pairs} pairs of moves x {YEARS} years: {spent:.2f} s"
    yield f"   {spent / n_cells * 1e6:.0f} µs a municipality and year, all ages, every flow kept"


def run_kainuu(kainuu):
    cells = len(kainuu.population) * YEARS * DRAWS
    pupils = seconds(lambda: list(kainuu.pupils_when_sampled(True)))
    everyone = seconds(lambda: list(kainuu.pupils_when_sampled(False)))
    yield f"{DRAWS} sampled futures of Kainuu x {YEARS} years: {pupils:.1f} s for pupils, {everyone:.1f} s for all"
    yield f"   {pupils / cells * 1e6:.1f} µs a municipality, year and future for pupils"
    factors = kainuu.all_factors()
    naive = seconds(
        lambda: naive_cohorts.sampled(kainuu.population, kainuu.rates, factors, np.random.default_rng(1))
    )
    times = f"{naive / pupils:.1f} and {naive / everyone:.1f} times"
    yield f"   {times} quicker than NumPy's distributions on whole arrays"
    few = list(kainuu.factors)[:3]
    memory = most_megabytes(lambda: list(kainuu.pupils_when_sampled(True, few)))
    whole = most_megabytes(lambda: list(kainuu.pupils_when_sampled(False, few)))
    yield f"   most memory at once {memory:.0f} MB for pupils, {whole:.0f} MB for all, for any number of futures"

    naive = seconds(lambda: naive_cohorts.drifting(kainuu.population, kainuu.rates, factors))
    pupils, everyone = (
        least_seconds(lambda n_ages=n_ages: list(kainuu.pupils_when_drifting(n_ages)), runs=3)
        for n_ages in (CHILD_AGES, N_AGES)
    )
    yield f"the same without the chance of persons: {pupils:.2f} s for pupils, {everyone:.2f} s for all"
    yield f"   {naive / pupils:.0f} and {naive / everyone:.0f} times quicker than whole arrays of all draws"
    double = least_seconds(lambda: list(kainuu.pupils_when_drifting(CHILD_AGES, np.float64)), runs=3)
    yield f"   in double precision, pupils: {naive / double:.0f} times"
    memory = most_megabytes(lambda: list(kainuu.pupils_when_drifting(CHILD_AGES)))
    whole = most_megabytes(lambda: naive_cohorts.drifting(kainuu.population, kainuu.rates, factors))
    yield f"   most memory at once {memory:.0f} MB against {whole:.0f} MB"
