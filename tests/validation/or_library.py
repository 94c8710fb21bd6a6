"""OR-Library's p-median problems, read and solved."""

from functools import cache
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import shortest_path

from kopa_sim.network.location import site_schools, site_schools_with_places

DATA = Path(__file__).parent / "data"
MEDIANS = {1: 5819, 2: 4093, 3: 4250, 4: 3034, 5: 1355}
"""Published optima of pmed1 to pmed5."""
MEDIANS_WITH_CAPACITY = {1: 713, 2: 740, 3: 751}
"""Published optima of Osman and Christofides' first three problems."""


def _rows(name):
    lines = (DATA / f"or_library_{name}.txt").read_text(encoding="ascii").splitlines()
    return [[float(value) for value in line.split()] for line in lines if line.strip()]


def network(number):
    """Shortest paths between all nodes, and how many medians are wanted."""
    (n_nodes, _, n_medians), *edges = _rows(f"pmed{number}")
    length = np.full((int(n_nodes), int(n_nodes)), np.inf)
    for first, second, value in edges:
        length[int(first) - 1, int(second) - 1] = length[int(second) - 1, int(first) - 1] = value
    return shortest_path(length, directed=False), int(n_medians)


def clusters(number):
    """Distances rounded down, demands, how many medians are wanted and the capacity of each."""
    _, (_, n_medians, capacity), *nodes = _rows(f"pmedcap{number}")
    table = np.array(nodes)
    x, y, demand = table[:, 1], table[:, 2], table[:, 3]
    distance = np.floor(np.hypot(x[:, None] - x, y[:, None] - y))
    return distance, demand, int(n_medians), capacity


@cache
def medians(number):
    """Our answer to pmed1 to pmed5."""
    distance, n_medians = network(number)
    return site_schools(distance, np.ones(len(distance)), open_count=n_medians)


@cache
def medians_with_capacity(number):
    """Our answer to Osman and Christofides' problems."""
    distance, demand, n_medians, capacity = clusters(number)
    return site_schools_with_places(
        distance,
        demand,
        np.full(len(demand), capacity),
        areas="single",
        open_count=n_medians,
        weight_area=np.ones(len(demand)),
    )
