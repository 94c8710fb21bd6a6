"""Where no plan is permitted, the clash is named and nothing in it is idle."""

from dataclasses import replace

import numpy as np

from kopa_sim.network.planning.certificate_conflicts import why_impossible
from kopa_sim.network.planning.problem import Objective
from tests.network.planning.closing_tables import any_tables


def free_tables():
    tables = any_tables(1, schools=4, years=3, lingering=False, windows=False, forbidden=0.0, closed=0)
    cover = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 1]], dtype=np.bool_)
    return replace(tables, cover=cover)


def test_a_permitted_network_has_no_clash():
    assert why_impossible(free_tables()) is None


def test_schools_that_must_close_clash_with_the_area_that_has_no_other():
    tables = free_tables()
    may_change = tables.may_change.copy()
    may_change[2:, 2:] = False  # both close in the first two years
    clash = why_impossible(replace(tables, may_change=may_change))
    assert clash.cover_rows == (1,)
    assert clash.schools == (2, 3)
    assert clash.tables == ()
    assert not clash.limit


def test_a_school_that_must_stay_clashes_with_its_own_forbidden_rows():
    tables = free_tables()
    may_change = tables.may_change.copy()
    may_change[0, :3] = False
    cost = tables.tables[0].cost.copy()
    cost[:, 1] = np.inf
    forbidding = replace(tables.tables[0], cost=cost)
    clash = why_impossible(replace(tables, may_change=may_change, tables=(forbidding, *tables.tables[1:])))
    assert clash.schools == (0,)
    assert clash.tables == (0,)
    assert clash.cover_rows == ()


def test_a_limit_clashes_with_what_must_stay_open():
    tables = free_tables()
    clash = why_impossible(tables, Objective(most_minutes=0.01))
    assert clash.limit
    assert clash.size >= 1
