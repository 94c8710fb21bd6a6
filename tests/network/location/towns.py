"""Small countrysides to place schools in, and the answers found by trying everything."""

from itertools import combinations, product

import numpy as np

INF = np.inf


def countryside(rng, n_areas, n_schools):
    """Distances and pupils: areas may sit on schools, have no pupils, share a spot; distances may be equal."""
    kind = int(rng.integers(0, 4))
    if kind == 0:
        distance = rng.integers(0, 5, (n_areas, n_schools)).astype(float)
    elif kind == 1:
        distance = rng.integers(0, 5, (n_areas, n_schools)) / 3
    elif kind == 2:
        distance = rng.exponential(5, (n_areas, n_schools))
    else:
        places = rng.uniform(0, 10, (n_schools, 2))
        homes = np.where(
            rng.random((n_areas, 1)) < 0.4,
            places[rng.integers(0, n_schools, n_areas)],
            rng.uniform(0, 10, (n_areas, 2)),
        )
        distance = np.hypot(*(homes[:, None] - places[None]).transpose(2, 0, 1))
    pupils = rng.integers(0, 6, n_areas).astype(float)
    return distance, pupils


def without_some_paths(rng, distance):
    """The same with a fifth of the paths gone."""
    return np.where(rng.random(distance.shape) < 0.2, INF, distance)


def nearest_cost(distance, pupils, sites):
    """Pupils × distance with everyone at the nearest of the sites; infinite where someone has no path."""
    shortest = distance[:, list(sites)].min(axis=1)
    return float(sum(count * length for count, length in zip(pupils, shortest, strict=True) if count))


def choices(n_schools, fewest, most):
    """Every set of open schools."""
    for count in range(fewest, most + 1):
        yield from combinations(range(n_schools), count)


def best_by_search(distance, pupils, fixed, fewest, most, permitted=lambda sites: True):
    """Least cost over every permitted set of open schools."""
    costs = [
        nearest_cost(distance, pupils, sites) + fixed[list(sites)].sum()
        for sites in choices(len(fixed), fewest, most)
        if permitted(sites)
    ]
    return min(costs, default=INF)


def best_whole_areas(distance, pupils, places, fixed, fewest, most, least_pupils=0):
    """Least cost over every set of open schools and every way to send whole areas to them."""
    best = INF
    for sites in choices(len(fixed), fewest, most):
        for chosen in product(sites, repeat=len(pupils)):
            load = np.bincount(chosen, weights=pupils, minlength=len(fixed))
            if (load <= places).all() and (load[list(sites)] >= least_pupils).all():
                length = distance[np.arange(len(pupils)), chosen]
                cost = (pupils[pupils > 0] * length[pupils > 0]).sum()
                best = min(best, float(cost + fixed[list(sites)].sum()))
    return best


def rural(n_areas, n_schools, seed=1):
    """Pupils and road kilometres of a countryside of 60 × 60 km: villages, scattered homes, schools at both."""
    rng = np.random.default_rng(seed)
    n_villages = max(n_schools // 2, 3)
    villages = rng.uniform(0, 60, (n_villages, 2))
    size = 1 / np.arange(1, n_villages + 1)
    village = villages[rng.choice(n_villages, n_areas, p=size / size.sum())]
    near = village + rng.normal(0, 2, (n_areas, 2))
    homes = np.where(rng.random((n_areas, 1)) < 0.7, near, rng.uniform(0, 60, (n_areas, 2)))
    pupils = 1.0 + rng.poisson(3, n_areas)
    schools = np.concatenate([villages, homes[rng.choice(n_areas, n_schools, replace=False)]])[:n_schools]
    return pupils, 1.3 * np.hypot(*(homes[:, None] - schools[None]).transpose(2, 0, 1))
