"""The transportation problem, against exhaustive search and its own optimality conditions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network import transportation
from kopa_sim.network.transportation import transport_pupils

INF = np.inf


def solve(minutes, pupils, places, cluster=None):
    minutes = np.array(minutes, dtype=float)
    cluster = np.arange(len(minutes)) if cluster is None else np.array(cluster)
    return transport_pupils(minutes, np.array(pupils, dtype=float), np.array(places, dtype=float), cluster)


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
    solved = solve(minutes, np.ones(n_rows), places, rng.integers(0, 2, n_rows))
    overflow, cost = cheapest_by_search(minutes, places)
    assert solved.overflow_school.sum() == pytest.approx(overflow, abs=1e-6)
    assert spent(minutes, solved) == pytest.approx(cost, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_pairs_left_out_at_first_change_nothing(seed):
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(1, 60, (60, 8))
    pupils = rng.uniform(0.1, 5, 60)
    places = rng.dirichlet(np.ones(8)) * pupils.sum() * 1.05
    cluster = rng.integers(0, 10, 60)
    solved = solve(minutes, pupils, places, cluster)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transportation, "WINDOW_MIN", 1e6)
        everything = solve(minutes, pupils, places, cluster)
    assert spent(minutes, solved) == pytest.approx(spent(minutes, everything), rel=1e-9)


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


def test_a_row_too_small_for_the_solver_goes_to_its_nearest_school(monkeypatch):
    whole = transportation._generate_columns

    def forgetful(minutes, pupils, *more):
        found, prices = whole(minutes, pupils, *more)
        found[pupils < 1e-6] = 0.0
        return found, prices

    monkeypatch.setattr(transportation, "_generate_columns", forgetful)
    solved = solve([[1, 2], [1, 2], [9, 3]], [1.0, 1.0, 1.5e-8], [1.0, 1.0])
    assert solved.pupils_row_school[2].tolist() == [0.0, 1.5e-8]


def moves_from(present, n_schools):
    return np.arange(n_schools) != np.array(present)[:, None]


def test_of_equally_good_assignments_the_one_that_moves_fewest_is_taken():
    # both pupils lose two minutes by moving on; the second is at the farther school already
    for present in ([0, 1], [1, 0]):
        solved = transport_pupils(
            np.array([[5.0, 7.0], [5.0, 7.0]]),
            np.ones(2),
            np.array([1.0, 5.0]),
            np.arange(2),
            moves_from(present, 2),
        )
        assert solved.pupils_row_school.argmax(axis=1).tolist() == present


def test_minutes_come_before_moves():
    solved = transport_pupils(
        np.array([[5.0, 7.0], [5.0, 7.5]]),
        np.ones(2),
        np.array([1.0, 5.0]),
        np.arange(2),
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
    plain = transport_pupils(minutes, np.ones(5), places, np.arange(5))
    solved = transport_pupils(minutes, np.ones(5), places, np.arange(5), moves)
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
