"""The way to school by area and its distribution, by hand on a small town and pupil by pupil on random regions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.access import anchor_years, measure_areas, ready_areas
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.network import flow_pupils
from tests.access.test_floating_catchment import settings_of
from tests.access.test_measures import WALKING, town
from tests.network.towns import assign, closed, plan, pupils, random_pupils, random_region


def measured(region, of=None, mean=None, flows=None, minutes=30.0, **changed):
    of = plan(region) if of is None else of
    mean = pupils(region, 10.0) if mean is None else mean
    journeys, catchments = assign(region, of, mean, **changed)
    flows = flow_pupils(region, catchments, mean) if flows is None else flows
    by_year = dict(zip(catchments.years, catchments.by_year, strict=True))
    return measure_areas(ready_areas(region, journeys, of, by_year, settings_of(minutes, **changed)), flows)


def test_anchor_years_are_the_first_the_middle_and_the_last_costed_one():
    assert anchor_years(plan(town(), tuple(range(2024, 2031)))) == (2026, 2028, 2030)
    assert anchor_years(plan(town(), tuple(range(2024, 2030)))) == (2026, 2027, 2029)
    assert anchor_years(plan(town(), (2024, 2025, 2026))) == (2026,)


def test_every_area_has_its_own_minutes_and_kilometres():
    # 12 minutes a kilometre; upper secondary students are no pupils of grades 0-9
    access = measured(town(), mean=pupils(town(), [8.0, 1.0, 0.0, 5.0]), **WALKING)
    assert access.years == (2026, 2027, 2028)
    assert access.sums("pupils")[0, 0] == pytest.approx([80, 10, 0, 50])
    assert access.mean("minutes")[0, 0] == pytest.approx([12, 24, np.nan, 72], nan_ok=True)
    assert access.mean("km")[0, 0] == pytest.approx([1, 2, np.nan, 6], nan_ok=True)
    assert access.sums("over_5km")[0, 0] == pytest.approx([0, 0, 0, 50])


def test_days_near_and_over_the_ceiling_are_counted_by_area():
    # the way of 6 km and back takes 147 minutes, which is near 150 and near 180; the others' take 98 and less
    access = measured(town(), **WALKING | {"walking_speed_km_h": 4.9})
    assert access.sums("near_limit")[0, 0] == pytest.approx([0, 0, 0, 100])
    assert access.sums("over_limit")[0, 0] == pytest.approx([0, 0, 0, 0])
    assert access.sums("over_3km")[0, 0] == pytest.approx([0, 0, 100, 100])
    # at 160 minutes grades 0-6 and 5/12 of grade 7 are over it, and the others near
    access = measured(town(), **WALKING | {"walking_speed_km_h": 4.5})
    assert access.sums("over_limit")[0, 0, 3] == pytest.approx(70 + 10 * 5 / 12, abs=0.01)
    assert access.sums("near_limit")[0, 0, 3] == pytest.approx(20 + 10 * 7 / 12, abs=0.01)


def test_ways_are_unequal_within_income_groups_and_over_all_of_them():
    region = town()
    areas = replace(
        region.areas,
        mean_income_eur=np.array([20_000.0, 30_000.0, 30_000.0, 40_000.0]),
        children_area_band=np.ones_like(region.areas.children_area_band),
    )
    access = measured(replace(region, areas=areas), **WALKING)
    # low 12 minutes; middle 24 and 48, whose mean difference is 12 and mean 36; high 72; of all four 25.5 and 39
    expected = [0, 12 / 72, 0, 25.5 / 78]
    assert access.gini_draw_year_group[0, 0] == pytest.approx(expected, abs=1e-9)
    poor = replace(areas, mean_income_eur=np.array([20_000.0, 30_000.0, 30_000.0, np.nan]))
    found = measured(replace(region, areas=poor), **WALKING).gini_draw_year_group[0, 0]
    # the area without income is in no group: 12, 24 and 48 minutes, a mean difference of 16 and a mean of 28
    assert found[-1] == pytest.approx(16 / 56)
    unknown = replace(areas, mean_income_eur=np.full(4, np.nan))
    assert measured(replace(region, areas=unknown), **WALKING).gini_draw_year_group is None


def test_a_closure_lengthens_the_way_of_the_area_that_had_the_school():
    region = random_region(11)
    before = measured(region).mean("minutes")[0]
    after = measured(region, closed(plan(region), region, "s0", 2027)).mean("minutes")[0]
    assert after[0] == pytest.approx(before[0])
    assert (after[1:] - before[1:]).max() > 5


def test_an_area_without_pupils_has_no_places_for_each_of_them():
    access = measured(town(), mean=pupils(town(), [1.0, 0.0, 1.0, 1.0]), minutes=1e4, **WALKING)
    assert np.isnan(access.places_per_pupil_draw_year_area[0, 0, 1])
    # 10,000 places for 22 pupils of the first municipality and the second's student, whom no border keeps out
    assert access.places_per_pupil_draw_year_area[0, 0, [0, 2]] == pytest.approx(10_000 / 23)


def test_pupils_stand_in_the_bin_of_their_minutes_and_kilometres():
    access = measured(town(), mean=pupils(town(), [8.0, 1.0, 1.0, 5.0]), **WALKING)

    def bins(quantity, municipality):
        counts = access.pupils_draw_year_municipality_bin[quantity][0, 0, municipality]
        return {
            edge: count for edge, count in zip(access.bin_edges[quantity], counts, strict=True) if count > 0
        }

    assert bins("minutes", 0) == {10: 80, 20: 10, 45: 10}
    assert bins("km", 0) == {1: 80, 2: 10, 4: 10}
    assert bins("minutes", 1) == {70: 50}
    assert bins("km", 1) == {6: 50}


def test_the_longest_ways_stand_in_the_last_bin():
    access = measured(town(), **WALKING | {"walking_speed_km_h": 1.0})
    assert access.pupils_draw_year_municipality_bin["minutes"][0, 0, 1, -1] == pytest.approx(100)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 100_000))
def test_areas_and_bins_hold_every_pupil_in_every_future(seed):
    region = random_region(seed)
    _, catchments = assign(region, plan(region))
    flows = flow_pupils(region, catchments, random_pupils(region, seed, 32), Streams(1), DrawBlock(0, 32))
    access = measured(region, flows=flows)
    served = flows.pupils_draw_year_school_grade(len(region.schools))[:, 2:, :, :10].sum(axis=(2, 3))
    assert access.sums("pupils").sum(axis=2) == pytest.approx(served)
    for counted in access.pupils_draw_year_municipality_bin.values():
        assert counted.sum(axis=(2, 3)) == pytest.approx(served)
    km = access.mean("km")
    assert ((access.sums("over_5km") > 0) | (km <= 5) | np.isnan(km)).all()


def test_minutes_by_area_are_those_of_the_region():
    region = random_region(5)
    access = measured(region)
    journeys, catchments = assign(region, plan(region))
    arcs = catchments.by_year[2]
    minutes = arcs.arc_mean(journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
    total = (minutes * arcs.share * 10.0)[arcs.grade < 10].sum()
    assert access.sums("minutes")[0, 0].sum() == pytest.approx(total)
