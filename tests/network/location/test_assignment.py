"""Who goes to which of the open schools when places are limited."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from kopa_sim.network.location import ImpossibleNetworkError, assign_pupils, close_school
from tests.network.location.towns import INF, countryside, rural, without_some_paths

seeds = st.integers(0, 1_000_000)


def by_programme(distance, pupils, places):
    """Least overflow and the least total distance with it, by linear programmes over every pair."""
    n_areas, n_schools = distance.shape
    finite = np.where(np.isfinite(distance), distance, 0.0)
    n_pairs = n_areas * n_schools
    everyone = np.hstack([np.kron(np.eye(n_areas), np.ones(n_schools)), np.zeros((n_areas, n_schools))])
    within = np.hstack([np.kron(np.ones(n_areas), np.eye(n_schools)), -np.eye(n_schools)])
    highest = np.concatenate([np.where(np.isfinite(distance), INF, 0.0).ravel(), np.full(n_schools, INF)])
    bounds = np.column_stack([np.zeros(len(highest)), highest])
    over = np.concatenate([np.zeros(n_pairs), np.ones(n_schools)])
    given = {"A_eq": everyone, "b_eq": pupils, "bounds": bounds}
    least = linprog(over, A_ub=within, b_ub=places, **given).fun
    cost = np.concatenate([finite.ravel(), np.zeros(n_schools)])
    solved = linprog(cost, A_ub=np.vstack([within, over]), b_ub=np.append(places, least + 1e-9), **given)
    return least, solved.fun


def a_case(seed):
    """Distances, pupils and places, which may fall short."""
    rng = np.random.default_rng(seed)
    n_areas, n_schools = int(rng.integers(1, 14)), int(rng.integers(1, 6))
    distance, pupils = countryside(rng, n_areas, n_schools)
    distance = without_some_paths(rng, distance)
    distance[~np.isfinite(distance).any(axis=1), 0] = 40.0
    if seed % 2:
        pupils = pupils * rng.uniform(0.2, 1.5, n_areas)
    places = np.floor(rng.dirichlet(np.ones(n_schools)) * pupils.sum() * rng.uniform(0.7, 1.5))
    return distance, pupils, places


def test_with_places_for_all_everyone_goes_to_the_nearest_and_of_equals_to_the_first():
    found = assign_pupils([[5, 3, 3], [0, 2, 9]], [4, 6], [99, 99, 99])
    assert found.pupils_area_school.tolist() == [[0, 4, 0], [6, 0, 0]]
    assert found.total_distance == 12
    assert found.moves == 0


def test_who_loses_least_moves_on():
    # two places at the first school; the second area loses 1 km, the others 5 and 9
    found = assign_pupils([[10, 15], [10, 11], [10, 19]], [1, 1, 1], [2, 5])
    assert found.pupils_area_school.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert found.respects_places


def test_a_chain_makes_room():
    # the first school is full; its pupils fit only if the second school passes one on to the third
    found = assign_pupils([[1, 2, INF], [1, 2, INF], [INF, 1, 2]], [1, 1, 1], [1, 1, 1])
    assert found.pupils_area_school.sum(axis=0).tolist() == [1, 1, 1]
    assert found.pupils_area_school[2].tolist() == [0, 0, 1]
    assert found.total_distance == 5


def test_whole_pupils_stay_whole_and_an_area_is_split_only_where_it_must():
    pupils, distance = rural(120, 12)
    places = np.ceil(np.full(12, pupils.sum() / 12 * 1.1))
    found = assign_pupils(distance, pupils, places)
    assert np.array_equal(found.pupils_area_school, np.rint(found.pupils_area_school))
    assert np.array_equal(found.pupils_area_school.sum(axis=1), pupils)
    assert ((found.pupils_area_school > 0).sum(axis=1) > 1).sum() <= 12


def test_places_are_exceeded_only_where_nothing_else_is_possible():
    found = assign_pupils([[1, INF], [1, INF], [1, 50]], [1, 1, 1], [1, 1])
    assert found.pupils_area_school.sum(axis=0).tolist() == [2, 1]
    assert found.overflow_school.tolist() == [1, 0]
    assert found.short_school.tolist() == [True, False]
    assert not found.respects_places


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_it_equals_the_linear_programme_over_every_pair(seed):
    distance, pupils, places = a_case(seed)
    overflow, total = by_programme(distance, pupils, places)
    found = assign_pupils(distance, pupils, places)
    assert found.overflow_school.sum() == pytest.approx(overflow, abs=1e-7)
    assert found.total_distance == pytest.approx(total, rel=1e-9, abs=1e-7)
    load = found.pupils_area_school.sum(axis=0)
    assert (load <= places + found.overflow_school + 1e-9).all()
    assert found.pupils_area_school.sum(axis=1) == pytest.approx(pupils)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_single_pupils_equal_trying_every_assignment(seed):
    rng = np.random.default_rng(seed)
    distance, _ = countryside(rng, 5, 3)
    places = rng.integers(0, 4, 3).astype(float)
    best = (INF, INF)
    for chosen in product(range(3), repeat=5):
        over = np.maximum(np.bincount(chosen, minlength=3) - places, 0).sum()
        best = min(best, (float(over), float(distance[np.arange(5), chosen].sum())))
    found = assign_pupils(distance, np.ones(5), places)
    assert (found.overflow_school.sum(), found.total_distance) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_case_equals_the_linear_programme(seed):
    rng = np.random.default_rng(seed)
    pupils, distance = rural(400, 25, seed)
    places = np.ceil(rng.dirichlet(np.full(25, 20)) * pupils.sum() * 1.06)
    row, column, pair = np.repeat(np.arange(400), 25), np.tile(np.arange(25), 400), np.arange(10_000)
    solved = linprog(
        distance.ravel(),
        A_ub=coo_array((np.ones(10_000), (column, pair))).tocsr(),
        b_ub=places,
        A_eq=coo_array((np.ones(10_000), (row, pair))).tocsr(),
        b_eq=pupils,
    )
    assert assign_pupils(distance, pupils, places).total_distance == pytest.approx(solved.fun, rel=1e-9)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_after_a_closure_it_equals_assigning_everyone_anew(seed):
    distance, pupils, places = a_case(seed)
    n_schools = len(places)
    if n_schools == 1:
        return
    school = seed % n_schools
    left = np.delete(np.arange(n_schools), school)
    before = assign_pupils(distance, pupils, places)
    if not np.isfinite(distance[pupils > 0][:, left]).any(axis=1).all():
        with pytest.raises(ImpossibleNetworkError):
            close_school(before, school)
        return
    after = close_school(before, school)
    anew = assign_pupils(distance[pupils > 0][:, left], pupils[pupils > 0], places[left])
    assert not after.pupils_area_school[:, school].any()
    assert after.overflow_school.sum() == pytest.approx(anew.overflow_school.sum(), abs=1e-7)
    assert after.total_distance == pytest.approx(anew.total_distance, rel=1e-9, abs=1e-7)


def test_closing_one_school_after_another_equals_assigning_anew():
    pupils, distance = rural(150, 12)
    places = np.ceil(np.full(12, pupils.sum() / 12 * 1.5))
    assigned = assign_pupils(distance, pupils, places)
    for count, school in enumerate((4, 0, 9), start=1):
        assigned = close_school(assigned, school)
        left = np.setdiff1d(np.arange(12), (4, 0, 9)[:count])
        anew = assign_pupils(distance[:, left], pupils, places[left])
        assert assigned.total_distance == pytest.approx(anew.total_distance, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([1e-6, 0.3048, 1000.0]))
def test_unit_and_order_of_areas_do_not_matter(seed, unit):
    rng = np.random.default_rng(seed)
    pupils, distance = rural(30, 6, seed)
    places = np.ceil(np.full(6, pupils.sum() / 6 * 1.1))
    order = rng.permutation(30)
    found = assign_pupils(distance, pupils, places)
    other = assign_pupils(unit * distance[order], pupils[order], places)
    assert other.pupils_area_school == pytest.approx(found.pupils_area_school[order])
    assert other.total_distance == pytest.approx(unit * found.total_distance, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(seeds, st.floats(0, 20))
def test_more_places_never_lengthen_journeys(seed, more):
    distance, pupils, places = a_case(seed)
    plenty = places + pupils.sum() / len(places)
    wider = plenty.copy()
    wider[0] += more
    first, second = (assign_pupils(distance, pupils, of) for of in (plenty, wider))
    if first.respects_places:
        assert second.total_distance <= first.total_distance + 1e-9


def test_an_area_that_reaches_no_school_is_named():
    with pytest.raises(ImpossibleNetworkError, match="area 1") as raised:
        assign_pupils([[1, 2], [INF, INF], [INF, INF]], [1, 1, 0], [5, 5])
    assert raised.value.areas == (1,)
