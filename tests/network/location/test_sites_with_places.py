"""Schools to keep open when each has so many places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.network.location import (
    Effort,
    ImpossibleNetworkError,
    assign_pupils,
    site_schools,
    site_schools_with_places,
    sites_with_places,
)
from tests.network.location.towns import (
    INF,
    best_whole_areas,
    choices,
    countryside,
    rural,
    without_some_paths,
)

seeds = st.integers(0, 1_000_000)


def best_split(distance, pupils, places, fixed, fewest, most):
    """Least cost over every set of open schools with pupils assigned one by one."""
    best = INF
    for sites in map(list, choices(len(fixed), fewest, most)):
        try:
            assigned = assign_pupils(distance[:, sites], pupils, places[sites])
        except ImpossibleNetworkError:
            continue
        if assigned.respects_places:
            best = min(best, assigned.total_distance + fixed[sites].sum())
    return best


def a_case(seed, n_areas=7, n_schools=4):
    rng = np.random.default_rng(seed)
    distance, pupils = countryside(rng, n_areas, n_schools)
    if seed % 2:
        distance = without_some_paths(rng, distance)
    places = np.ceil(rng.uniform(0.2, 0.9, n_schools) * pupils.sum())
    fixed = rng.integers(0, 9, n_schools).astype(float) if seed % 3 else np.zeros(n_schools)
    return distance, pupils, places, fixed


def test_full_schools_pass_pupils_on():
    # one school has places for 6 of the 9 pupils in front of it; the cheapest second one is 4 km away
    found = site_schools_with_places([[0, 9, 4], [0, 9, 4]], [4, 5], [6, 9, 9], open_count=2)
    assert found.open_school.tolist() == [True, False, True]
    assert found.pupils_area_school.sum(axis=0).tolist() == [6, 0, 3]
    assert found.cost == 12
    assert found.proved


def test_areas_that_stay_whole_cost_more():
    found = site_schools_with_places([[0, 9, 4], [0, 9, 4]], [4, 5], [6, 9, 9], open_count=2, areas="single")
    assert found.cost == 16
    assert sorted(found.school_area.tolist()) == [0, 2]


def test_a_school_that_must_have_pupils_takes_them_from_a_nearer_one():
    # both schools must be open; the second needs 3 pupils though 8 of 9 live at the first
    distance, pupils = [[0, 7], [0, 5], [5, 0]], [4, 4, 1]
    free = site_schools_with_places(distance, pupils, [9, 9], open_count=2)
    held = site_schools_with_places(distance, pupils, [9, 9], open_count=2, fewest_pupils_school=3)
    whole = site_schools_with_places(
        distance, pupils, [9, 9], open_count=2, fewest_pupils_school=3, areas="single"
    )
    assert (free.cost, held.cost, whole.cost) == (0, pytest.approx(10), 20)
    assert held.pupils_area_school.sum(axis=0) == pytest.approx([6, 3])


@settings(max_examples=80, deadline=None)
@given(seeds)
def test_split_areas_equal_trying_every_choice(seed):
    distance, pupils, places, fixed = a_case(seed)
    reached = np.isfinite(distance[pupils > 0]).any(axis=1).all()
    best = best_split(distance, pupils, places, fixed, 1, 3) if reached else INF
    if best == INF:
        with pytest.raises(ImpossibleNetworkError):
            site_schools_with_places(distance, pupils, places, open_count=(1, 3), fixed_cost_school=fixed)
        return
    found = site_schools_with_places(distance, pupils, places, open_count=(1, 3), fixed_cost_school=fixed)
    assert found.cost == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert found.proved
    assert (found.pupils_area_school.sum(axis=0) <= np.where(found.open_school, places, 0) + 1e-6).all()
    assert found.pupils_area_school.sum(axis=1) == pytest.approx(pupils)


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([0, 2]))
def test_whole_areas_equal_trying_everything(seed, least_pupils):
    distance, pupils, places, fixed = a_case(seed, n_areas=5, n_schools=3)
    rest = {"areas": "single", "fixed_cost_school": fixed, "fewest_pupils_school": least_pupils}
    best = best_whole_areas(distance, pupils, places, fixed, 1, 3, least_pupils)
    if best == INF:
        with pytest.raises(ImpossibleNetworkError):
            site_schools_with_places(distance, pupils, places, **rest)
        return
    found = site_schools_with_places(distance, pupils, places, **rest)
    assert found.cost == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert found.proved
    assert ((found.pupils_area_school > 0).sum(axis=1) <= 1).all()
    load = found.pupils_area_school.sum(axis=0)
    assert (load[found.open_school] >= least_pupils).all()


@settings(max_examples=15, deadline=None)
@given(seeds, st.sampled_from(["split", "single"]))
def test_a_start_from_few_choices_gives_the_same_cost(seed, areas):
    pupils, distance = rural(24, 8, seed)
    places = np.ceil(np.full(8, pupils.sum() / 3))
    found = site_schools_with_places(distance, pupils, places, open_count=4, areas=areas)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sites_with_places, "FEWEST_CHOICES", 2)
        patch.setattr(sites_with_places, "CHOICES_PER_OPEN", 0)
        few = site_schools_with_places(distance, pupils, places, open_count=4, areas=areas)
    assert few.cost == pytest.approx(found.cost, rel=1e-6)
    assert few.proved
    assert found.proved


def test_where_places_are_no_limit_it_equals_the_other_engine():
    pupils, distance = rural(60, 12)
    fixed = np.linspace(100, 300, 12)
    free = site_schools(distance, pupils, fixed_cost_school=fixed)
    found = site_schools_with_places(distance, pupils, np.full(12, INF), fixed_cost_school=fixed)
    assert found.cost == pytest.approx(free.cost, rel=1e-9)
    assert np.array_equal(found.open_school, free.open_school)


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1000.0, 1e12])
def test_unit_and_order_of_areas_do_not_matter(unit):
    rng = np.random.default_rng(4)
    pupils, distance = rural(30, 8, 4)
    places = np.ceil(np.full(8, pupils.sum() / 3))
    order = rng.permutation(30)
    found = site_schools_with_places(distance, pupils, places, open_count=4)
    other = site_schools_with_places(unit * distance[order], pupils[order], places, open_count=4)
    assert np.array_equal(other.open_school, found.open_school)
    assert other.cost == pytest.approx(unit * found.cost, rel=1e-9)
    again = site_schools_with_places(distance[order], pupils[order], places, open_count=4)
    assert np.array_equal(again.pupils_area_school, found.pupils_area_school[order])


def test_an_area_on_a_school_and_one_without_pupils_count_right():
    distance = [[0, 5], [5, 0], [2, 3], [INF, INF]]
    found = site_schools_with_places(distance, [3, 3, 0, 0], [6, 6], open_count=1)
    assert found.cost == 15
    assert found.school_area[3] == -1


def test_a_search_cut_short_never_claims_to_be_best():
    pupils, distance = rural(60, 16, 3)
    places = np.ceil(np.full(16, pupils.sum() / 8 * 1.05))
    best = site_schools_with_places(distance, pupils, places, open_count=9, areas="single")
    try:
        short = site_schools_with_places(
            distance, pupils, places, open_count=9, areas="single", effort=Effort(parts=0)
        )
    except LimitReachedError:
        return
    assert short.bound <= best.cost * (1 + 1e-6)
    assert short.cost >= best.cost * (1 - 1e-6)


def test_no_time_at_all_is_a_limit_not_an_answer():
    pupils, distance = rural(60, 16, 3)
    places = np.ceil(np.full(16, pupils.sum() / 8 * 1.05))
    with pytest.raises(LimitReachedError, match="at least"):
        site_schools_with_places(distance, pupils, places, open_count=9, effort=Effort(seconds=0.0))
