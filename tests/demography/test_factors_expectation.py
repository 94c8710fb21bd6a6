"""The mean of the sampled paths' projections is the deterministic projection."""

import numpy as np
import pytest

from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import level_factors, places_of, sampled_factors
from kopa_sim.demography.step import expected_step
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

CODES = ("901", "902")
YEARS = tuple(range(2020, 2040))
BLOCKS = 24
GROUPS = {
    "0": slice(0, 1),
    "1–6": slice(1, 7),
    "7–15": slice(7, 16),
    "16–24": slice(16, 25),
    "25–64": slice(25, 65),
}


def start(sizes):
    data = worlds.busy_data(sizes)
    return data.population_municipality_sex_age, estimate_rates(data, worlds.parameters())


class Mirrored(Streams):
    """Streams whose every number is the opposite one: what strays up in the one strays down in the other."""

    def normals(self, *key, **shape):
        return -super().normals(*key, **shape)

    def uniforms(self, *key, **shape):
        return 1.0 - super().uniforms(*key, **shape)


def courses(sizes, **spread):
    """Projections under sampled paths and under the levels. (draw, year, municipality, age), (year, …)

    Each draw is the mean of a path and its mirror image: that leaves the mean and takes most of the spread away, so a
    small bias would show.
    """
    people, rates = start(sizes)
    places, parameters = places_of(people, rates), worlds.parameters(32, **spread)
    sampled, plain, state = [], [], people[None]
    for _ in YEARS:
        state = expected_step(state, rates, level_factors(worlds.parameters(), len(CODES))).closing
        plain.append(state[0].sum(axis=1))
    for index in range(BLOCKS):
        pair = []
        for streams in (Streams(9), Mirrored(9)):
            factors = sampled_factors(CODES, YEARS, parameters, streams, DrawBlock(index, 32), places)
            state, course = np.repeat(people[None], 32, axis=0), []
            for factor in factors:
                state = expected_step(state, rates, factor).closing
                course.append(state.sum(axis=2))
            pair.append(np.stack(course, axis=1))
        sampled.append((pair[0] + pair[1]) / 2)
    return np.concatenate(sampled), np.stack(plain)


@pytest.mark.parametrize("sizes", [(3000, 800), (80_000, 12_000)])
def test_paths_change_no_expected_number_of_people(sizes):
    sampled, plain = courses(sizes)
    for ages in GROUPS.values():
        children = sampled[..., ages].sum(axis=-1)
        expected = plain[..., ages].sum(axis=-1)
        error = children.std(axis=0) / np.sqrt(len(children))
        assert (abs(children.mean(axis=0) - expected) < 4.5 * error).all()
        assert (error < 0.005 * expected).all()


def test_out_migration_that_strays_in_single_years_keeps_as_many_as_its_mean():
    # everyone leaves at the same rate, nobody comes, is born or dies: what is left is a product of (1 - r f)
    streams, years, rate = Streams(1), tuple(range(2020, 2032)), 0.2
    parameters = worlds.without_drift(32, migration_national_sd_share=0.3)
    left = np.ones((0, 1))
    for index in range(150):
        factors = sampled_factors(("901",), years, parameters, streams, DrawBlock(index, 32))
        kept = np.prod([1 - rate * factor.out_migration for factor in factors], axis=0)
        left = np.concatenate([left, kept])
    error = left.std() / np.sqrt(len(left))
    assert left.mean() == pytest.approx((1 - rate) ** len(years), abs=4.5 * error)
    assert 4.5 * error < 0.02 * (1 - rate) ** len(years)
