"""The transportation problem, against exhaustive search and its own optimality conditions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kopa_sim.network.transportation import transport_pupils

INF = np.inf


def solve(minutes, pupils, places):
    minutes = np.array(minutes, dtype=float)
    return transport_pupils(minutes, np.array(pupils, dtype=float), np.array(places, dtype=float))


def spent(minutes, solved):
    minutes = np.where(np.isfinite(minutes), minutes, 0.0)
    return float((minutes * solved.pupils_row_school).sum())


def cheapest_by_search(minutes, places):
    """Least overflow, then least minutes, of one pupil a row, by trying every assignment."""
    n_rows, n_schools = minutes.shape
    best = (INF, INF)
    for choice in product(range(n_schools), repeat=n_rows):
        cost = minutes[np.arange(n_rows), choice].sum()
        load = np.bincount(choice, minlength=n_schools)
        if np.isfinite(cost):
            best = min(best, (float(np.maximum(load - places, 0).sum()), float(cost)))
    return best


def linear_programme(minutes, pupils, places):
    """Pupils beyond the places and minutes, by HiGHS over every pair."""
    n_rows, n_schools = minutes.shape
    row, school = np.nonzero(np.isfinite(minutes))
    price = 1e4
    everyone, within = np.zeros((n_rows, len(row) + n_schools)), np.zeros((n_schools, len(row) + n_schools))
    everyone[row, np.arange(len(row))] = 1.0
    within[school, np.arange(len(row))] = 1.0
    within[np.arange(n_schools), len(row) + np.arange(n_schools)] = -1.0
    cost = np.r_[minutes[row, school], np.full(n_schools, price)]
    found = linprog(cost, A_ub=within, b_ub=places, A_eq=everyone, b_eq=pupils, method="highs")
    beyond = found.x[len(row) :].sum()
    return beyond, found.fun - price * beyond


def test_who_loses_least_moves_on():
    # two places at the first school; the second pupil loses 1 minute, the others 5 and 9
    solved = solve([[10, 15], [10, 11], [10, 19]], [1, 1, 1], [2, 5])
    assert solved.pupils_row_school.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert not solved.overflow_school.any()


def test_a_chain_of_moves_makes_room():
    # the first school is full; its pupils fit only if the second passes one on to the third
    minutes = [[1, 2, INF], [1, 2, INF], [INF, 1, 2]]
    solved = solve(minutes, [1, 1, 1], [1, 1, 1])
    assert solved.pupils_row_school.sum(axis=0).tolist() == [1, 1, 1]
    assert solved.pupils_row_school[2].tolist() == [0, 0, 1]


def test_places_are_exceeded_only_where_nothing_else_is_possible():
    solved = solve([[1, INF], [1, INF], [1, 50]], [1, 1, 1], [1, 1])
    assert solved.pupils_row_school.sum(axis=0).tolist() == [2, 1]
    assert solved.overflow_school.tolist() == [1, 0]
    assert solved.short_school.tolist() == [True, False]


def test_a_point_is_split_when_only_some_of_it_fits():
    solved = solve([[1, 3]], [4], [1.5, 10])
    assert solved.pupils_row_school[0] == pytest.approx([1.5, 2.5])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000))
def test_it_equals_trying_every_assignment(seed):
    rng = np.random.default_rng(seed)
    n_rows, n_schools = int(rng.integers(2, 6)), int(rng.integers(2, 4))
    minutes = rng.uniform(1, 60, (n_rows, n_schools))
    closed = rng.random((n_rows, n_schools)) < 0.2
    closed[np.arange(n_rows), rng.integers(0, n_schools, n_rows)] = False
    minutes[closed] = INF
    places = rng.integers(0, 3, n_schools).astype(float)
    solved = solve(minutes, np.ones(n_rows), places)
    overflow, cost = cheapest_by_search(minutes, places)
    assert solved.overflow_school.sum() == pytest.approx(overflow, abs=1e-6)
    assert spent(minutes, solved) == pytest.approx(cost, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_it_equals_the_linear_programme_over_every_pair(seed):
    rng = np.random.default_rng(seed)
    minutes = np.round(rng.uniform(0, 60, (40, 6)), int(rng.integers(0, 4)))
    minutes[rng.random((40, 6)) < 0.2] = INF
    minutes[:, 0] = 90.0
    pupils = rng.uniform(0.1, 5, 40)
    places = rng.dirichlet(np.ones(6)) * pupils.sum() * rng.uniform(0.8, 1.3)
    solved = solve(minutes, pupils, places)
    beyond, cost = linear_programme(minutes, pupils, places)
    assert solved.overflow_school.sum() == pytest.approx(beyond, abs=1e-5)
    assert spent(minutes, solved) == pytest.approx(cost, rel=1e-9, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.floats(0, 20))
def test_more_places_never_raise_total_minutes(seed, more):
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(1, 60, (20, 4))
    pupils = rng.uniform(0.1, 5, 20)
    places = rng.dirichlet(np.ones(4)) * pupils.sum() * 1.02
    wider = places + np.array([0.0, more, 0.0, more])
    assert (
        spent(minutes, solve(minutes, pupils, wider)) <= spent(minutes, solve(minutes, pupils, places)) + 1e-6
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_everyone_has_a_school_and_the_same_call_gives_the_same_bits(seed):
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(1, 60, (20, 4))
    pupils = rng.uniform(0.001, 5, 20)
    places = rng.dirichlet(np.ones(4)) * pupils.sum() * rng.uniform(0.5, 1.5)
    solved, again = solve(minutes, pupils, places), solve(minutes, pupils, places)
    assert (solved.pupils_row_school >= 0).all()
    assert solved.pupils_row_school.sum(axis=1) == pytest.approx(pupils)
    assert np.array_equal(solved.pupils_row_school, again.pupils_row_school)
    beyond = max(pupils.sum() - places.sum(), 0.0)
    assert solved.overflow_school.sum() == pytest.approx(beyond, abs=1e-5)


def test_a_row_of_almost_nobody_goes_to_a_school_too():
    solved = solve([[1, 2], [1, 2], [9, 3]], [1.0, 1.0, 1.5e-8], [1.0, 1.0])
    assert solved.pupils_row_school.sum(axis=1).tolist() == [1.0, 1.0, 1.5e-8]


def test_schools_with_places_for_nobody_are_exceeded_where_there_is_no_other():
    solved = solve([[4, 9], [5, 2]], [2, 3], [0, 0])
    assert solved.overflow_school.sum() == pytest.approx(5.0)
    assert solved.pupils_row_school.tolist() == [[2, 0], [0, 3]]
    assert solved.short_school.all()


def test_a_place_at_the_end_of_a_long_chain_helps_and_one_elsewhere_does_not():
    # everybody may go to the own school or the next; only the first has a pupil too many, the last but one is full
    n = 9
    minutes = np.full((n + 1, n + 1), INF)
    for row in range(n):
        minutes[row, row], minutes[row, min(row + 1, n - 1)] = 1.0, 100.0
    minutes[n - 1, n - 1], minutes[n, n] = 1.0, 1.0
    pupils = [2.0] + [1.0] * n
    solved = solve(minutes, pupils, [1.0] * n + [5.0])
    assert solved.overflow_school.sum() == pytest.approx(1.0)
    assert solved.short_school.tolist() == [True] * n + [False]


def moves_from(present, n_schools):
    return np.arange(n_schools) != np.array(present)[:, None]


def test_of_equally_good_assignments_the_one_that_moves_fewest_is_taken():
    # both pupils lose two minutes by moving on; the second is at the farther school already
    for present in ([0, 1], [1, 0]):
        solved = transport_pupils(
            np.array([[5.0, 7.0], [5.0, 7.0]]),
            np.ones(2),
            np.array([1.0, 5.0]),
            moves_from(present, 2),
        )
        assert solved.pupils_row_school.argmax(axis=1).tolist() == present


def test_minutes_come_before_moves():
    solved = transport_pupils(
        np.array([[5.0, 7.0], [5.0, 7.5]]),
        np.ones(2),
        np.array([1.0, 5.0]),
        moves_from([0, 1], 2),
    )
    assert solved.pupils_row_school.argmax(axis=1).tolist() == [1, 0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_breaking_ties_costs_no_minute_and_moves_fewest(seed):
    rng = np.random.default_rng(seed)
    minutes = rng.integers(1, 4, (5, 3)).astype(float)
    present, places = rng.integers(0, 3, 5), rng.integers(1, 3, 3).astype(float)
    moves = moves_from(present, 3)
    plain = transport_pupils(minutes, np.ones(5), places)
    solved = transport_pupils(minutes, np.ones(5), places, moves)
    assert solved.overflow_school.sum() == pytest.approx(plain.overflow_school.sum())
    assert spent(minutes, solved) == pytest.approx(spent(minutes, plain))
    best = min(
        (
            float(np.maximum(np.bincount(choice, minlength=3) - places, 0).sum()),
            float(minutes[np.arange(5), choice].sum()),
            int(moves[np.arange(5), choice].sum()),
        )
        for choice in map(list, product(range(3), repeat=5))
    )
    assert (solved.pupils_row_school * moves).sum() == pytest.approx(best[2], abs=1e-6)
