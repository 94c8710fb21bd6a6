"""Areas that are not divided: everyone of an area and grade class goes to one school.

School boards often assign whole areas, so that neighbours share a school. Where the schools are full this is the
generalised assignment problem, which a linear programme cannot answer; HiGHS solves it as a mixed-integer programme.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, csr_array, hstack, identity, vstack

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.model.region import Points
from kopa_sim.network.choices import GradeClass, nearest_placement
from kopa_sim.network.placement import Placement
from kopa_sim.network.transportation import TOLERANCE, Transported

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

RELATIVE_GAP: Final = 1e-4
"""How near to the least cost the search may stop."""
BEYOND_SLACK: Final = 1e-6
"""Pupils beyond the places that count as none more."""
MOST_NODES: Final = 2_000
"""Nodes after which the search stops with the best assignment found: a count, so that every machine stops alike."""


def whole_area_placement(of: GradeClass, points: Points) -> Placement:
    """Return the pupils of every area placed in the school that is nearest to them on average.

    The school that most of them reach comes first; who does not reach it goes to the nearest that they reach.
    """
    n_areas, n_schools = int(points.area.max()) + 1, of.minutes_point_school.shape[1]
    reached = np.isfinite(of.minutes_point_school)
    weight, minutes = np.zeros((n_areas, n_schools)), np.zeros((n_areas, n_schools))
    np.add.at(weight, points.area, reached * points.weight[:, None])
    np.add.at(minutes, points.area, np.where(reached, of.minutes_point_school, 0.0) * points.weight[:, None])
    most = weight.max(axis=1, keepdims=True)
    mean = np.where(
        (weight > 0) & (weight >= most - 1e-12), minutes / np.where(weight > 0, weight, 1.0), np.inf
    )
    nearest = nearest_placement(of)
    of_area = mean.argmin(axis=1)[points.area[nearest.point]]
    reaches = reached[nearest.point, of_area]
    return Placement(nearest.point, np.where(reaches, of_area, nearest.school), nearest.share)


def transport_whole(
    minutes_row_school: Floats, pupils_row: Floats, places_school: Floats, cluster_row: Ints
) -> Transported:
    """Return the assignment of least total minutes in which all rows of a cluster go to one school.

    Places are exceeded only where no such assignment respects them. Rows of a cluster that cannot all reach one
    school go to their nearest.

    Raises
    ------
    LimitReachedError
        If the search ends without any assignment. One that ends early keeps the best it found.
    """
    cluster, number = np.unique(cluster_row, return_inverse=True)
    pupils = np.bincount(number, weights=pupils_row, minlength=len(cluster)).astype(np.float64)
    minutes = np.zeros((len(cluster), len(places_school)))
    np.add.at(minutes, number, minutes_row_school * pupils_row[:, None])
    together: Bools = np.asarray(np.isfinite(minutes).any(axis=1), dtype=np.bool_)
    alone = np.flatnonzero(~together[number])
    chosen = np.where(together[number], 0, minutes_row_school.argmin(axis=1))
    taken = np.bincount(chosen[alone], weights=pupils_row[alone], minlength=len(places_school))
    if together.any():
        school = _choose(minutes[together], pupils[together], places_school - taken)
        of_cluster = np.zeros(len(cluster), dtype=np.intp)
        of_cluster[together] = school
        chosen = np.where(together[number], of_cluster[number], chosen)
    flows = np.zeros_like(minutes_row_school)
    flows[np.arange(len(chosen)), chosen] = pupils_row
    overflow = np.maximum(flows.sum(axis=0) - places_school, 0.0)
    overflow[overflow <= TOLERANCE] = 0.0
    return Transported(flows, overflow, overflow > 0)


def _choose(total_minutes: Floats, pupils: Floats, places: Floats) -> Ints:
    """Return the school of each cluster: fewest pupils beyond the places, then fewest minutes. (cluster,)"""
    row, school = np.nonzero(np.isfinite(total_minutes))
    n_pairs, n_schools, n_clusters = len(row), len(places), len(pupils)
    pair = np.arange(n_pairs)
    once = csr_array((np.ones(n_pairs), (row, pair)), shape=(n_clusters, n_pairs))
    load = coo_array((pupils[row], (school, pair)), shape=(n_schools, n_pairs))
    beyond = np.concatenate([np.zeros(n_pairs), np.ones(n_schools)])
    matrix = vstack(
        [
            hstack([once, csr_array((n_clusters, n_schools))]),
            hstack([load, -identity(n_schools)]),
            csr_array(beyond[None, :]),
        ]
    )
    lower = np.concatenate([np.ones(n_clusters), np.full(n_schools + 1, -np.inf)])

    def search(cost: Floats, most_beyond: float) -> Floats:
        upper = np.concatenate([np.ones(n_clusters), places, [most_beyond]])
        solved = milp(
            cost,
            constraints=LinearConstraint(csc_array(matrix), lower, upper),
            bounds=Bounds(0.0, np.concatenate([np.ones(n_pairs), np.full(n_schools, np.inf)])),
            integrality=np.concatenate([np.ones(n_pairs), np.zeros(n_schools)]),
            options={"mip_rel_gap": RELATIVE_GAP, "node_limit": MOST_NODES},
        )
        if solved.x is None:
            raise LimitReachedError(f"assigning whole areas to schools with places stopped: {solved.message}")
        return np.asarray(solved.x, dtype=np.float64)

    fewest = float(search(beyond, np.inf)[n_pairs:].sum())
    minutes = np.concatenate([total_minutes[row, school], np.zeros(n_schools)])
    share = np.zeros(total_minutes.shape)
    share[row, school] = search(minutes, fewest + BEYOND_SLACK)[:n_pairs]
    chosen: Ints = share.argmax(axis=1)
    return chosen
