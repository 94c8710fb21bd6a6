import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.observations import bands_of, follow_births, rake, with_sums_of_areas
from tests.demography import worlds

OTHERS = [(2024, 0, 2, 0, 6, 3.0), (2022, 0, -1, 0, 100, 2900.0)]


def test_only_rows_of_whole_municipalities_and_of_the_year_hold_the_projection():
    bands = bands_of(worlds.observations([*OTHERS, (2024, 1, -1, 0, 2, 20.0)]), 2024)
    assert bands.row.tolist() == [2]
    assert bands.municipality.tolist() == [1]
    assert len(bands_of(None, 2024).row) == 0


def test_every_counted_band_gets_its_count_and_the_rest_is_left_alone():
    people = worlds.population()
    bands = bands_of(worlds.observations([(2024, 0, -1, 0, 2, 40.0), (2024, 0, -1, 7, 12, 200.0)]), 2024)
    raked = rake(people, bands)
    assert raked[0, :, :3].sum() == pytest.approx(40.0)
    assert raked[0, :, 7:13].sum() == pytest.approx(200.0)
    assert (raked[0, :, 3:7] == people[0, :, 3:7]).all()
    assert (raked[1] == people[1]).all()


def test_ages_and_sexes_within_a_band_keep_their_proportions():
    people = worlds.population()
    raked = rake(people, bands_of(worlds.observations([(2024, 0, -1, 3, 6, 77.0)]), 2024))
    ratio = raked[0, :, 3:7] / people[0, :, 3:7]
    assert np.ptp(ratio) == pytest.approx(0.0, abs=1e-12)


def test_overlapping_bands_that_agree_are_all_met():
    rows = [(2024, 0, -1, 0, 2, 40.0), (2024, 0, -1, 0, 6, 110.0), (2024, 0, -1, 0, 100, 2800.0)]
    bands = bands_of(worlds.observations(rows), 2024)
    assert bands.sums(rake(worlds.population(), bands)) == pytest.approx(bands.count)


def test_bands_that_contradict_each_other_end_with_a_misfit_not_an_endless_search():
    rows = [(2024, 0, -1, 0, 6, 110.0), (2024, 0, -1, 0, 6, 130.0)]
    bands = bands_of(worlds.observations(rows), 2024)
    assert bands.sums(rake(worlds.population(), bands)) == pytest.approx([130.0, 130.0])


def test_a_band_without_people_gets_its_count_in_equal_parts():
    people = worlds.population()
    people[1, :, 0:3] = 0.0
    raked = rake(people, bands_of(worlds.observations([(2024, 1, -1, 0, 2, 12.0)]), 2024))
    assert (raked[1, :, 0:3] == 2.0).all()


def test_a_count_of_nobody_empties_the_band():
    raked = rake(worlds.population(), bands_of(worlds.observations([(2024, 1, -1, 0, 2, 0.0)]), 2024))
    assert raked[1, :, 0:3].sum() == 0


NOBODY = np.zeros((2, 2, 101))


def births(rows, projected, years=5, sd=0.02, elsewhere=NOBODY):
    by_year = {2019: projected, 2024: projected}
    return follow_births(by_year, {2024: elsewhere}, worlds.observations(rows), 2019, 2019 + years, sd)


def test_fertility_follows_the_children_born_since_the_base_year():
    projected = np.ones((2, 2, 101)) * 10.0
    ratio = births([(2024, 0, -1, 0, 2, 48.0), (2024, 1, -1, 0, 2, 48.0)], projected)
    assert ratio == pytest.approx([0.8, 0.8])


def test_bands_with_children_born_before_the_base_year_say_nothing_of_births():
    projected = np.ones((2, 2, 101)) * 10.0
    assert births([(2024, 0, -1, 3, 6, 10.0)], projected).tolist() == [1.0, 1.0]
    assert births([(2024, 0, -1, 0, 100, 10.0)], projected).tolist() == [1.0, 1.0]


def test_a_municipality_departs_from_the_region_as_far_as_local_drift_allows():
    projected = np.ones((2, 2, 101)) * 10.0
    rows = [(2024, 0, -1, 0, 2, 30.0), (2024, 1, -1, 0, 2, 90.0)]
    still, drifting, free = (births(rows, projected, sd=sd) for sd in (0.0, 0.02, 100.0))
    assert still == pytest.approx([1.0, 1.0])
    assert 0.5 < drifting[0] < 1.0 < drifting[1] < 1.5
    assert free == pytest.approx([0.5, 1.5], rel=1e-3)
    prior = 1 / (0.02**2 * 5)
    assert drifting[0] == pytest.approx((30 + prior) / (60 + prior))


def test_the_last_year_with_such_children_counts():
    observed = worlds.observations([(2022, 0, -1, 0, 2, 54.0), (2024, 0, -1, 3, 6, 30.0)])
    projected = np.ones((2, 2, 101)) * 10.0
    course = dict.fromkeys((2019, 2022, 2024), projected)
    ratio = follow_births(course, dict.fromkeys(course, NOBODY), observed, 2019, 2024, 0.02)
    assert ratio == pytest.approx([0.9, 0.9])


def test_children_born_elsewhere_say_nothing_of_births():
    """Of 60 projected 20 moved in after birth: 52 counted means 32 born of 40."""
    projected = np.ones((2, 2, 101)) * 10.0
    elsewhere = projected / 3
    rows = [(2024, 0, -1, 0, 2, 52.0), (2024, 1, -1, 0, 2, 52.0)]
    assert births(rows, projected, elsewhere=elsewhere) == pytest.approx([0.8, 0.8])
    fewer = [(2024, 0, -1, 0, 2, 5.0), (2024, 1, -1, 0, 2, 5.0)]
    assert (births(fewer, projected, elsewhere=elsewhere) == 0).all()


HOME = np.array([0, 0, 1])


def test_counts_of_every_area_are_a_count_of_the_municipality():
    rows = [(2024, 0, 0, 0, 6, 30.0), (2024, 0, 1, 0, 6, 20.0), (2024, 1, 2, 7, 15, 9.0)]
    found = with_sums_of_areas(worlds.observations(rows), HOME)
    assert found.area[3:].tolist() == [-1, -1]
    assert found.municipality[3:].tolist() == [0, 1]
    assert found.count[3:].tolist() == [50.0, 9.0]
    assert found.count[:3].tolist() == [30.0, 20.0, 9.0]


@pytest.mark.parametrize(
    "rows",
    [
        [(2024, 0, 0, 0, 6, 30.0)],  # the second area is not counted
        [(2024, 0, 0, 0, 6, 30.0), (2024, 0, 1, 0, 5, 20.0)],  # other ages
        [(2024, 0, 0, 0, 6, 30.0), (2023, 0, 1, 0, 6, 20.0)],  # another year
        [
            (2024, 0, 0, 0, 6, 30.0),
            (2024, 0, 1, 0, 6, 20.0),
            (2024, 0, -1, 6, 9, 80.0),
        ],  # the whole is counted
        [(2024, 0, 0, 0, 6, 30.0), (2024, 0, 1, 0, 6, np.nan)],  # suppressed
    ],
)
def test_incomplete_counts_of_areas_hold_no_municipality(rows):
    given = worlds.observations(rows)
    assert with_sums_of_areas(given, HOME) is given


def test_no_counts_stay_none():
    assert with_sums_of_areas(None, HOME) is None


@settings(deadline=None, max_examples=40)
@given(counts=st.lists(st.integers(0, 400), min_size=5, max_size=5))
def test_any_set_of_separate_bands_is_met(counts):
    edges = [(0, 2), (3, 6), (7, 12), (13, 15), (18, 100)]
    rows = [(2024, 1, -1, *ages, float(count)) for ages, count in zip(edges, counts, strict=True)]
    bands = bands_of(worlds.observations(rows), 2024)
    raked = rake(worlds.population(), bands)
    assert bands.sums(raked) == pytest.approx(bands.count)
    assert (raked >= 0).all()
