"""Families who choose among the schools within reach."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network import flow_pupils
from kopa_sim.network.choices import GradeClass
from kopa_sim.network.free_choice import balance, choice_placement
from kopa_sim.network.placement import Placement
from tests.network.towns import assign, closed, plan, pupils, random_pupils, random_region, region_of

INF = np.inf
FREE = {"school_choice": "balanced_floating"}


def shares(minutes, decay=0.1, extra=100.0):
    placed = choice_placement(GradeClass(np.array([1]), np.array(minutes, dtype=float)), decay, extra)
    table = np.zeros(np.shape(minutes))
    table[placed.point, placed.school] = placed.share
    return table


def test_a_school_draws_less_the_farther_it_is():
    # exp(-0.1 × 10) to 1
    assert shares([[5, 15]])[0] == pytest.approx([1 / (1 + np.exp(-1)), np.exp(-1) / (1 + np.exp(-1))])


def test_equally_far_schools_share_alike():
    assert shares([[7, 7, 7]])[0] == pytest.approx(np.full(3, 1 / 3))


def test_a_school_out_of_reach_draws_nobody():
    assert shares([[5, 26, INF]], extra=20.0).tolist() == [[1.0, 0.0, 0.0]]
    assert shares([[INF, INF]]).sum() == 0.0


def test_without_decay_all_schools_within_reach_share_alike():
    assert shares([[5, 15, 40]], decay=0.0, extra=20.0)[0] == pytest.approx([0.5, 0.5, 0.0])


def loads(placed, demand, n_schools):
    return placed.loads(np.array(demand, dtype=float), n_schools)


def test_a_crowded_school_draws_only_as_many_as_fit():
    wished = Placement(np.array([0, 0]), np.array([0, 1]), np.array([0.75, 0.25]))
    (placed,) = balance([wished], [np.array([8.0])], np.array([4.0, 100.0]))
    assert loads(placed, [8], 2) == pytest.approx([4.0, 4.0])


def test_a_school_with_room_changes_nothing():
    wished = Placement(np.array([0, 0]), np.array([0, 1]), np.array([0.75, 0.25]))
    assert balance([wished], [np.array([8.0])], np.array([6.0, 2.0])) == (wished,)


def test_who_has_no_other_school_goes_to_a_full_one():
    wished = Placement(np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1.0, 0.5, 0.5]))
    (placed,) = balance([wished], [np.array([5.0, 4.0])], np.array([3.0, 10.0]))
    assert loads(placed, [5, 4], 2) == pytest.approx([5.0, 4.0], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000))
def test_nobody_is_lost_and_places_are_kept_where_there_are_enough(seed):
    rng = np.random.default_rng(seed)
    placed = choice_placement(GradeClass(np.array([1]), rng.uniform(1, 40, (12, 4))), 0.1, 60.0)
    demand = rng.uniform(0, 10, 12)
    places = demand.sum() * rng.dirichlet(np.ones(4)) * 1.05
    (balanced,) = balance([placed], [demand], places)
    assert balanced.taken_point(12) == pytest.approx(np.ones(12))
    assert loads(balanced, demand, 4).sum() == pytest.approx(demand.sum())
    assert (loads(balanced, demand, 4) <= places * 1.01).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000))
def test_with_steep_decay_everyone_takes_the_nearest_school(seed):
    region = random_region(seed)
    _, nearest = assign(region)
    _, steep = assign(region, choice_decay_per_min=1e4, **FREE)
    one, other = nearest.by_year[-1], steep.by_year[-1]
    large = other.share > 1e-9
    assert np.array_equal(other.school[large], one.school)
    assert other.share[large] == pytest.approx(one.share)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([80.0, 10_000.0]))
def test_all_pupils_go_to_school_in_every_year(seed, places):
    region = random_region(seed, places=places)
    mean = random_pupils(region, seed)
    of = closed(plan(region), region, "s7", 2027)
    _, catchments = assign(region, of, mean, **FREE)
    taught = of.teaches_year_school_grade
    load = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(len(region.schools))[0]
    for index in range(len(of.years)):
        offered = taught[index].any(axis=0)
        expected = mean.pupils_draw_year_area_grade[0, index].sum(axis=0)[offered]
        assert load[index].sum(axis=0)[offered] == pytest.approx(expected)
        assert not load[index][~taught[index]].any()


def test_years_without_a_change_share_one_object():
    region = random_region(3)
    _, catchments = assign(region, mean_pupils=pupils(region, 5.0), **FREE)
    assert len({id(arcs) for arcs in catchments.by_year}) == 1


def test_a_crowded_school_keeps_its_pupils_and_those_who_start_look_elsewhere():
    region = region_of(
        [{"code": "a1", "municipality": "901"}],
        [
            {"code": "near", "municipality": "901", "grades": "0-6", "places": 40},
            {"code": "far", "municipality": "901", "x": 2_000.0, "grades": "0-6", "places": 1_000},
        ],
        ("901",),
    )
    mean = pupils(region, 10.0)
    _, catchments = assign(region, mean_pupils=mean, choice_extra_min=60.0, **FREE)
    load = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(2)[0]
    assert load[:, 0].sum(axis=1) == pytest.approx(np.full(5, 40.0), rel=1e-6)
