"""Who goes where, year by year."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.region import Points
from kopa_sim.network import flow_pupils
from tests.network.towns import (
    YEARS,
    assign,
    closed,
    open_borders,
    plan,
    pupils,
    random_pupils,
    random_region,
    school_of,
    total_minutes,
    with_places,
)
from tests.regions import two_municipalities

REGION = two_municipalities()
FEW = pupils(REGION, 8.0)


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__)


def shortest_minutes(arcs, journeys, region):
    """Shortest and mean minutes of every served (area, grade)."""
    minutes = arcs.arc_mean(journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
    key = arcs.area * 11 + arcs.grade
    mean = np.bincount(key, weights=minutes * arcs.share, minlength=len(region.areas) * 11)
    return mean


def test_everyone_goes_to_the_nearest_school_of_the_grade_at_home():
    _, catchments = assign(REGION, mean_pupils=FEW)
    arcs = catchments.by_year[0]
    assert school_of(REGION, arcs, "a1", 3) == "centre"
    assert school_of(REGION, arcs, "a2", 3) == "village"
    assert school_of(REGION, arcs, "a2", 8) == "centre"
    assert school_of(REGION, arcs, "b1", 8) == "other"


def test_a_closed_schools_pupils_go_to_the_next_school_from_that_year_on():
    _, catchments = assign(REGION, closed(plan(REGION), REGION, "village", 2027), FEW)
    assert school_of(REGION, catchments.by_year[YEARS.index(2026)], "a2", 3) == "village"
    assert school_of(REGION, catchments.by_year[YEARS.index(2027)], "a2", 3) == "centre"


def test_open_borders_let_pupils_choose_the_nearer_school_next_door():
    of = open_borders(closed(plan(REGION), REGION, "centre", 2027), grades=[7, 8, 9])
    _, catchments = assign(REGION, of, FEW)
    assert school_of(REGION, catchments.by_year[-1], "a1", 8) == "other"
    assert school_of(REGION, catchments.by_year[-1], "a1", 3) == "village"


def test_equal_years_share_one_object():
    _, catchments = assign(REGION, closed(plan(REGION), REGION, "village", 2027), FEW)
    first, second, third, fourth, last = catchments.by_year
    assert first is second is third
    assert fourth is last
    assert third is not fourth


def test_options_share_what_they_have_in_common():
    cache = {}
    _, as_is = assign(REGION, mean_pupils=FEW, cache=cache)
    _, closing = assign(REGION, closed(plan(REGION), REGION, "village", 2027), FEW, cache)
    assert as_is.by_year[0] is closing.by_year[0]
    assert len(cache) == 2


def test_years_that_differ_only_in_pupils_share_one_object_while_everyone_fits():
    mean = random_pupils(REGION, seed=1, mean=2.0)
    _, catchments = assign(REGION, mean_pupils=mean)
    assert len({id(arcs) for arcs in catchments.by_year}) == 1


def test_years_over_capacity_are_solved_for_their_own_pupils():
    mean = pupils(REGION, 10.0)
    mean.pupils_draw_year_area_grade[0, -1] = 12.0
    of = with_places(plan(REGION), REGION, village=35)
    _, catchments = assign(REGION, of, mean)
    village = flow_pupils(REGION, catchments, mean).pupils_draw_year_school_grade(3)[0, :, 1].sum(axis=1)
    assert village == pytest.approx(np.full(len(YEARS), 35.0))
    # the first year, which has no pupils who stay; those equal to it from then on; the year with more pupils
    first, second, *between, last = catchments.by_year
    assert len({id(arcs) for arcs in (first, second, last)}) == 3
    assert all(arcs is second for arcs in between)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([60.0, 200.0, 10_000.0]))
def test_the_cache_changes_no_result(seed, places):
    region = random_region(seed, places=places)
    mean = random_pupils(region, seed)
    of = closed(plan(region), region, "s0", 2027)
    cache = {}
    assign(region, mean_pupils=mean, cache=cache)
    _, cached = assign(region, of, mean, cache=cache)
    _, fresh = assign(region, of, mean)
    assert all(same(one, other) for one, other in zip(cached.by_year, fresh.by_year, strict=True))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000))
def test_closing_a_school_never_shortens_a_journey(seed):
    region = random_region(seed)
    journeys, before = assign(region)
    for code in ("s0", "s1", "s7"):
        _, after = assign(region, closed(plan(region), region, code, 2027))
        old = shortest_minutes(before.by_year[-1], journeys, region)
        new = shortest_minutes(after.by_year[-1], journeys, region)
        served = new > 0
        assert (new[served] >= old[served] - 1e-9).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000), st.floats(1.0, 2.0))
def test_more_places_never_raise_total_minutes(seed, factor):
    region = random_region(seed, places=200.0)
    mean = random_pupils(region, seed, mean=4.0)
    of = plan(region)
    wider = replace(of, places_year_school=of.places_year_school * factor)
    journeys, tight = assign(region, of, mean)
    _, loose = assign(region, wider, mean)
    load = flow_pupils(region, tight, mean).pupils_draw_year_school_grade(len(region.schools))[0].sum(axis=2)
    for index, (one, other) in enumerate(zip(tight.by_year, loose.by_year, strict=True)):
        if (load[index] <= 200.0 + 1e-6).all():
            of_year = mean.pupils_draw_year_area_grade[0, index]
            assert total_minutes(other, journeys, of_year) <= total_minutes(one, journeys, of_year) + 1e-4


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000))
def test_places_are_respected_where_that_is_possible(seed):
    region = random_region(seed, n_municipalities=1, n_villages=3, places=400.0)
    mean = random_pupils(region, seed, mean=6.0)
    of = with_places(plan(region), region, s0=30.0, s3=60.0)
    _, catchments = assign(region, of, mean)
    load = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(len(region.schools))[0]
    over = load.sum(axis=2) - of.places_year_school
    # 0-6: 9 areas × 7 grades × 6 pupils are fewer than 30 + 60 + 2 × 400 places
    taught = region.schools.grades_school_grade[:, 3]
    assert over[:, taught].max() <= 1e-4


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([90.0, 10_000.0]))
def test_the_order_of_the_areas_does_not_matter(seed, places):
    region = random_region(seed, n_municipalities=2, points_per_area=3, places=places)
    mean = random_pupils(region, seed)
    order = np.random.default_rng(seed).permutation(len(region.areas))
    turned = permuted(region, order)
    turned_mean = replace(mean, pupils_draw_year_area_grade=mean.pupils_draw_year_area_grade[:, :, order])
    _, first = assign(region, mean_pupils=mean)
    _, second = assign(turned, mean_pupils=turned_mean)
    back = np.argsort(order)
    for one, other in zip(first.by_year, second.by_year, strict=True):
        expected = dense(one, len(region.areas), len(region.schools))
        found = dense(other, len(region.areas), len(region.schools))[back]
        assert found == pytest.approx(expected, abs=1e-5)


def permuted(region, order):
    """The region with its areas, and their points with them, in another order."""
    areas = region.areas
    columns = {
        name: getattr(areas, name)[order]
        for name in (
            "municipality",
            "x_m",
            "y_m",
            "area_m2",
            "children_area_band",
            "mean_income_eur",
            "population",
        )
    }
    names = {name: tuple(getattr(areas, name)[i] for i in order) for name in ("codes", "names", "languages")}
    rows = np.concatenate([np.flatnonzero(region.points.area == area) for area in order])
    number = np.argsort(order)
    points = region.points
    turned = Points(number[points.area[rows]], points.x_m[rows], points.y_m[rows], points.weight[rows])
    return replace(region, areas=replace(areas, **columns, **names), points=turned)


def dense(arcs, n_areas, n_schools):
    """Shares by (area, grade, school)."""
    table = np.zeros((n_areas, 11, n_schools))
    table[arcs.area, arcs.grade, arcs.school] = arcs.share
    return table
