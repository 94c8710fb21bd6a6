"""Counted leavers are as many in the mean of sampled futures as in the expected course, also in small places."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, sampled_future
from kopa_sim.model.streams import Streams, blocks_of
from tests.demography import worlds


def courses(residents, timing, form, futures=160):
    everyone = worlds.population((3000, 3000))
    of_all = everyone[1].ravel() / everyone[1].sum()
    drawn = np.random.default_rng(3).multinomial(residents, of_all).reshape(2, -1)
    population = worlds.population((3000, residents))
    population[1] = drawn
    data = replace(worlds.busy_data((3000, residents)), population_municipality_sex_age=population)
    chosen = {"migration_form": form, "migration_timing": timing}
    one = worlds.parameters(1, **chosen)
    start = launch(worlds.region((3, 3)), data, one, 2044)
    expected = expected_future(start, one).population_draw_year_municipality_sex_age[0, :, 1]
    sampled = [
        sampled_future(start, worlds.parameters(block.size, **chosen), Streams(1), block)
        for block in blocks_of(futures)
    ]
    people = np.concatenate([each.population_draw_year_municipality_sex_age[:, :, 1] for each in sampled])
    return expected, people


@pytest.mark.parametrize("form", ["gross_counts", "net_counts"])
@pytest.mark.parametrize(
    ("residents", "timing"), [(200, "end_of_year"), (700, "end_of_year"), (700, "half_and_half")]
)
@pytest.mark.parametrize("ages", [slice(0, 101), slice(7, 16)])
def test_the_mean_of_small_places_is_the_expected_course_after_25_years(form, residents, timing, ages):
    expected, people = courses(residents, timing, form)
    for year in (10, 25):
        drawn = people[:, year, :, ages].sum(axis=(1, 2))
        standard_error = drawn.std() / np.sqrt(len(drawn))
        assert abs(drawn.mean() - expected[year, :, ages].sum()) < 4.0 * standard_error
