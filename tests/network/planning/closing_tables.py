"""Tables of schools for tests: towns on a plane, and tables of any numbers; and every plan there is."""

from itertools import product

import numpy as np

from kopa_sim.network.planning.tables import ClosingTables, Lingering, SchoolTable


def every_plan(tables):
    """(plan, school)"""
    return np.array(list(product(*(np.flatnonzero(may) for may in tables.may_change))), dtype=np.intp)


def any_tables(seed, schools=4, years=3, kinds=2, lingering=True, windows=True, forbidden=0.1, closed=1):
    """Tables of random numbers without any shape, all exact."""
    generator = np.random.default_rng(seed)
    now_open = np.ones(schools, dtype=np.bool_)
    now_open[:closed] = False
    tables = []
    for school in range(schools):
        others = np.setdiff1d(np.arange(schools), [school])
        neighbours = generator.permutation(others)[: generator.integers(0, min(4, schools))]
        cost = generator.uniform(1.0, 10.0, (1 << len(neighbours), years))
        cost[generator.random(cost.shape) < forbidden] = np.inf
        tables.append(SchoolTable(neighbours, cost, generator.uniform(0.0, 5.0, cost.shape), True))
    may_change = np.ones((schools, years + 1), dtype=np.bool_)
    if windows:
        may_change &= generator.random(may_change.shape) < 0.7
        may_change[np.arange(schools), generator.integers(0, years + 1, schools)] = True
    cover = generator.random((2, schools)) < 0.6
    cover[:, -1] = True
    change_cost = np.where(may_change, generator.uniform(0.0, 8.0, may_change.shape), np.inf)
    return ClosingTables(
        schools=tuple(f"school {number}" for number in range(schools)),
        now_open=now_open,
        may_change=may_change,
        tables=tuple(tables),
        change_cost=change_cost,
        cover=cover,
        common_cost=3.0,
        common_minutes=2.0,
        pupil_years=7.0,
        lingering=_any_lingering(generator, tables, years, kinds) if lingering else None,
    )


def _any_lingering(generator, tables, years, kinds):
    pools = 3  # the last one has no school
    shapes = [(*table.cost.shape, kinds) for table in tables]
    return Lingering(
        pool_school=generator.integers(0, pools - 1, len(tables)),
        needed=tuple(generator.uniform(0.0, 4.0, shape) for shape in shapes),
        relief=tuple(generator.uniform(0.0, 0.5, shape) for shape in shapes),
        stays=0.8,
        price_year_kind=generator.uniform(0.5, 2.0, (years, kinds)),
        kept_before_pool_kind=generator.uniform(0.0, 5.0, (pools, kinds)),
        needed_always=generator.uniform(0.0, 1.0, (pools, years, kinds)),
        relief_always=generator.uniform(0.0, 0.2, (pools, years, kinds)),
    )


def town(
    seed, schools=5, years=4, neighbours=8, near=8, size=40.0, points=None, lingering=False, longest=np.inf
):
    """A town where pupils go to the nearest open school, groups are of 22, and journeys over 5 km are paid.

    Schools' tables carry buildings and groups, those of places (always open) journeys. Truth is a town with as many
    neighbours as there are other schools.
    """
    generator = np.random.default_rng(seed)
    points = 8 * schools if points is None else points
    home = generator.uniform(0.0, size, (schools, 2))
    village = generator.integers(0, schools, points)
    place = home[village] + generator.normal(0.0, size / 14, (points, 2))
    weight = generator.gamma(0.7, 1.0, schools)[village] * generator.gamma(1.0, 1.0, points)
    pupils = (weight / weight.sum() * schools * 60)[:, None] * 0.96 ** np.arange(years)
    pupils = pupils * np.exp(generator.normal(0.0, 0.03, (points, years)))
    distance = np.hypot(*(place[:, None] - home).transpose(2, 0, 1)) * 1.3
    building, leaving = generator.uniform(60e3, 250e3, schools), generator.uniform(50e3, 400e3, schools)
    worth = 1 / 1.03 ** np.arange(years)
    found = [
        _school_table(school, distance, pupils, building[school], worth, neighbours)
        for school in range(schools)
    ]
    tables = [table for table, _ in found]
    tables += [_place_table(distance[at], pupils[at], worth, near, longest) for at in range(points)]
    total = schools + points
    may_change = np.zeros((total, years + 1), dtype=np.bool_)
    may_change[:schools] = may_change[:, years] = True
    change_cost = np.zeros((total, years + 1))
    change_cost[:schools, :years] = leaving[:, None] * worth
    cover = np.zeros((points, total), dtype=np.bool_)
    cover[:, :schools] = distance <= longest
    return ClosingTables(
        schools=tuple(f"school {number}" for number in range(total)),
        now_open=np.ones(total, dtype=np.bool_),
        may_change=may_change,
        tables=tuple(tables),
        change_cost=change_cost,
        cover=np.unique(cover, axis=0),
        common_cost=1e5,
        common_minutes=0.0,
        pupil_years=float(pupils.sum()),
        lingering=_town_lingering(tables, [groups for _, groups in found], worth) if lingering else None,
    )


def _school_table(school, distance, pupils, building, worth, neighbours):
    before = distance < distance[:, [school]]
    rank = before.sum(axis=1)
    matters = (pupils[:, :1] * before * 0.5 ** rank[:, None]).sum(axis=0)
    others = [other for other in np.argsort(-matters, kind="stable") if matters[other] > 0]
    chosen = np.array(others[:neighbours], dtype=np.intp)
    groups = np.empty((1 << len(chosen), pupils.shape[1]))
    for row in range(len(groups)):
        is_open = np.ones(distance.shape[1], dtype=np.bool_)
        is_open[chosen[(row >> np.arange(len(chosen))) & 1 == 1]] = False
        groups[row] = np.ceil(pupils[~(before & is_open).any(axis=1)].sum(axis=0) / 22 - 1e-9)
    cost = (building + 70e3 * groups) * worth
    return SchoolTable(chosen, cost, np.zeros(cost.shape), len(others) <= neighbours), groups


def _place_table(distance, pupils, worth, near, longest):
    order = distance.argsort(kind="stable")
    count = min(near, len(order) - 1)
    rows = np.arange(1 << count)
    first_open = np.array([next((at for at in range(count) if not row >> at & 1), count) for row in rows])
    way = distance[order[first_open]]
    cost = 300 * np.where(way > 5, way, 0.0)[:, None] * pupils * worth
    cost[way > longest] = np.inf
    return SchoolTable(
        order[:count].astype(np.intp), cost, way[:, None] * 1.5 * pupils, len(order) <= count + 1
    )


def _town_lingering(tables, groups, worth):
    years = len(worth)
    needed = [*(each[..., None] for each in groups)]
    needed += [np.zeros((*table.cost.shape, 1)) for table in tables[len(groups) :]]
    return Lingering(
        pool_school=np.zeros(len(tables), dtype=np.intp),
        needed=tuple(needed),
        relief=tuple(0.05 * each for each in needed),
        stays=0.9,
        price_year_kind=(60e3 * worth)[:, None],
        kept_before_pool_kind=np.zeros((1, 1)),
        needed_always=np.zeros((1, years, 1)),
        relief_always=np.zeros((1, years, 1)),
    )
