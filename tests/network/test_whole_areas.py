"""Areas that are not divided between schools."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.region import Points
from kopa_sim.network import flow_pupils, whole_areas
from kopa_sim.network.whole_areas import transport_whole
from tests.network.towns import assign, plan, pupils, random_pupils, random_region, region_of, with_places

INF = np.inf


def solve(minutes, numbers, places, cluster=None):
    minutes = np.array(minutes, dtype=float)
    cluster = np.arange(len(minutes)) if cluster is None else np.array(cluster)
    return transport_whole(minutes, np.array(numbers, dtype=float), np.array(places, dtype=float), cluster)


def test_an_area_between_two_schools_goes_to_the_one_nearer_on_average():
    points = Points(
        np.array([0, 0, 0]), np.array([0.0, 1_000.0, 9_000.0]), np.zeros(3), np.array([0.5, 0.3, 0.2])
    )
    region = region_of(
        [{"code": "a1", "municipality": "901"}],
        [
            {"code": "west", "municipality": "901", "grades": "0-9", "places": 1_000},
            {"code": "east", "municipality": "901", "x": 10_000.0, "grades": "0-9", "places": 1_000},
        ],
        ("901",),
        points,
    )
    _, catchments = assign(region, whole_areas=True)
    assert set(catchments.by_year[0].school) == {0}
    assert len(assign(region)[1].by_year[0]) == 2 * len(catchments.by_year[0])


def test_all_points_of_an_area_move_together():
    # as divided rows, the first two would share the first school with the third
    solved = solve([[1, 3], [1, 3], [1, 9]], [2, 2, 3], [5, 9], cluster=[0, 0, 1])
    assert solved.pupils_row_school.tolist() == [[0, 2], [0, 2], [3, 0]]
    assert not solved.overflow_school.any()


def test_places_are_exceeded_least_where_no_whole_assignment_fits():
    solved = solve([[1, 3], [1, 3]], [4, 4], [4, 3])
    assert solved.overflow_school.tolist() == [0, 1]


def test_points_that_share_no_school_go_each_to_its_own():
    solved = solve([[1, INF], [INF, 1], [2, 1]], [1, 1, 1], [1, 2], cluster=[0, 0, 1])
    assert solved.pupils_row_school.tolist() == [[1, 0], [0, 1], [0, 1]]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_the_assignment_is_the_best_of_all(seed):
    rng = np.random.default_rng(seed)
    minutes, numbers = rng.uniform(1, 60, (5, 3)), rng.integers(1, 9, 5).astype(float)
    places = rng.integers(4, 14, 3).astype(float)
    best = min(
        (
            float(np.maximum(np.bincount(choice, numbers, 3) - places, 0).sum()),
            float((minutes[np.arange(5), choice] * numbers).sum()),
        )
        for choice in map(list, product(range(3), repeat=5))
    )
    solved = solve(minutes, numbers, places)
    assert solved.overflow_school.sum() == pytest.approx(best[0])
    assert (minutes * solved.pupils_row_school).sum() == pytest.approx(best[1], rel=2e-4)


def test_a_full_school_sends_a_whole_area_on():
    region = region_of(
        [{"code": "a1", "municipality": "901"}, {"code": "a2", "municipality": "901", "x": 1_000.0}],
        [
            {"code": "near", "municipality": "901", "grades": "0-6", "places": 1_000},
            {"code": "far", "municipality": "901", "x": 5_000.0, "grades": "0-6", "places": 1_000},
        ],
        ("901",),
    )
    of = with_places(plan(region), region, near=80.0)
    _, catchments = assign(region, of, pupils(region, 8.0), whole_areas=True)
    first = catchments.by_year[0]
    assert dict(
        zip(first.area[first.grade == 3].tolist(), first.school[first.grade == 3].tolist(), strict=True)
    ) == {
        0: 0,
        1: 1,
    }
    assert (first.share == 1.0).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000))
def test_those_who_start_in_an_area_start_together_in_every_year(seed):
    region = random_region(seed, n_municipalities=2, n_areas=6, places=120.0)
    mean = random_pupils(region, seed, mean=4.0)
    _, catchments = assign(region, mean_pupils=mean, whole_areas=True)
    for arcs in catchments.by_year:
        for grade in (0, 7):
            assert np.bincount(arcs.area[arcs.grade == grade]).max() == 1
    load = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(len(region.schools))
    assert np.isfinite(load).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000))
def test_where_nobody_may_stay_an_area_is_in_one_school_every_year(seed):
    region = random_region(seed, n_municipalities=2, n_areas=6, places=45.0)
    mean = random_pupils(region, seed, mean=4.0)
    _, catchments = assign(region, mean_pupils=mean, whole_areas=True, finish_started_span=False)
    for index, arcs in enumerate(catchments.by_year):
        somebody = mean.pupils_draw_year_area_grade[0, index, arcs.area, arcs.grade] > 0
        for area in range(len(region.areas)):
            lower = somebody & (arcs.area == area) & (arcs.grade < 7)
            assert len(set(arcs.school[lower])) <= 1


def hard(seed):
    """Sixty areas, and hardly more places than pupils: nothing a search finds at once."""
    rng = np.random.default_rng(seed)
    minutes, pupils = rng.uniform(1, 60, (60, 8)), rng.uniform(1, 20, 60)
    return minutes, pupils, rng.dirichlet(np.ones(8) * 3) * pupils.sum() * 1.005, np.arange(60)


@pytest.mark.parametrize("nodes", [0, 1])
def test_a_search_cut_short_gives_its_best_and_how_much_better_another_might_be(nodes, monkeypatch):
    proved = transport_whole(*hard(0))
    assert proved.unproved is None
    monkeypatch.setattr(whole_areas, "MOST_NODES", nodes)
    early = transport_whole(*hard(0))
    assert early.pupils_row_school.sum(axis=1) == pytest.approx(hard(0)[1])
    assert ((early.pupils_row_school > 0).sum(axis=1) == 1).all()
    minutes = [float((hard(0)[0] * of.pupils_row_school).sum()) for of in (proved, early)]
    open_pupils = early.overflow_school.sum() - proved.overflow_school.sum()
    assert early.unproved.pupils_beyond >= open_pupils - 1e-6
    if nodes:
        assert open_pupils == pytest.approx(0.0, abs=1e-5)
        assert minutes[1] * (1 - early.unproved.minutes_share) <= minutes[0] <= minutes[1] + 1e-6
    else:
        assert early.unproved.pupils_beyond > 0


def test_areas_that_fit_one_by_one_are_proved():
    minutes = np.array([[1.0, 2.0], [1.0, 2.0]])
    solved = transport_whole(minutes, np.array([3.0, 3.0]), np.array([3.0, 3.0]), np.arange(2))
    assert solved.unproved is None
    assert solved.pupils_row_school.sum(axis=0).tolist() == [3.0, 3.0]
