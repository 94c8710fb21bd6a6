import numpy as np
import pytest

from kopa_sim.demography.flows import grow_older
from kopa_sim.demography.run_births import births_of_run
from tests.demography import worlds


def later(people):
    """Everyone grows older and fifty boys and fifty girls are born."""
    older = grow_older(people)
    older[..., 0] = 50.0
    return older


def ratio(rows, years):
    counts = worlds.observations([(year, 0, -1, first, last, n) for year, first, last, n in rows])
    return births_of_run(counts, np.full((1, 2, 101), 50.0), years, later)


def test_children_born_in_the_run_tell_the_ratio_of_births():
    rows = [(2020 + i, 0, 0, 80.0) for i in range(3)]
    assert ratio(rows, (2020, 2021, 2022)) == pytest.approx([0.8])


def test_who_was_alive_before_the_run_is_not_asked():
    rows = [(2020 + i, 0, 9, 700.0) for i in range(3)]
    assert ratio(rows, (2020, 2021, 2022)).tolist() == [1.0]


def test_a_year_alone_is_no_run():
    assert ratio([(2020, 0, 0, 80.0)], (2020,)).tolist() == [1.0]
