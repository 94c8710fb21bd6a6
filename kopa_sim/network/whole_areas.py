"""Areas that are not divided: everyone of an area and grade class goes to one school.

School boards often assign whole areas, so that neighbours share a school. The areas should be as small as the
board's: one that holds several schools sends everybody of a grade to one of them. Where the schools are full this is
the generalised assignment problem, which a linear programme cannot answer; HiGHS solves it as a mixed-integer
programme.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, csr_array, hstack, identity, vstack

from kopa_sim.model.journeys import Unproved
from kopa_sim.model.region import Points
from kopa_sim.network.choices import GradeClass, nearest_placement
from kopa_sim.network.location import assign_pupils
from kopa_sim.network.placement import Placement
from kopa_sim.network.transportation import TOLERANCE, Transported

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

RELATIVE_GAP: Final = 1e-4
"""How near to the least cost the search may stop."""
BEYOND_SLACK: Final = 1e-6
"""Pupils beyond the places that count as none more."""
BEYOND_OPEN: Final = 1e-3
"""Pupils beyond the places that are not worth a word."""
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
    school go to their nearest. A search that ends early gives the best it found and says what is open; one that
    found nothing sends each cluster where most of it would go if it could be divided.
    """
    cluster, number = np.unique(cluster_row, return_inverse=True)
    pupils = np.bincount(number, weights=pupils_row, minlength=len(cluster)).astype(np.float64)
    minutes = np.zeros((len(cluster), len(places_school)))
    np.add.at(minutes, number, minutes_row_school * pupils_row[:, None])
    together: Bools = np.asarray(np.isfinite(minutes).any(axis=1), dtype=np.bool_)
    alone = np.flatnonzero(~together[number])
    chosen = np.where(together[number], 0, minutes_row_school.argmin(axis=1))
    taken = np.bincount(chosen[alone], weights=pupils_row[alone], minlength=len(places_school))
    unproved = None
    if together.any():
        question = _Question(minutes[together], pupils[together], places_school - taken)
        school, unproved = _choose(question)
        of_cluster = np.zeros(len(cluster), dtype=np.intp)
        of_cluster[together] = school
        chosen = np.where(together[number], of_cluster[number], chosen)
    flows = np.zeros_like(minutes_row_school)
    flows[np.arange(len(chosen)), chosen] = pupils_row
    overflow = np.maximum(flows.sum(axis=0) - places_school, 0.0)
    overflow[overflow <= TOLERANCE] = 0.0
    return Transported(flows, overflow, overflow > 0, unproved)


@dataclass(frozen=True)
class _Question:
    """Clusters that must go whole. ``places`` may be negative where others have taken more than there are.

    ``total_minutes`` is of all pupils of a cluster together, infinite where some cannot go. (cluster, school)
    """

    total_minutes: Floats
    pupils: Floats
    places: Floats

    def minutes_of(self, school: Ints) -> float:
        return float(self.total_minutes[np.arange(len(school)), school].sum())

    def beyond_of(self, school: Ints) -> float:
        load = np.bincount(school, weights=self.pupils, minlength=len(self.places))
        return float(np.maximum(load - self.places, 0.0).sum())


@dataclass(frozen=True)
class _Found:
    """What a search yields: a school for each cluster, None if it met none, and a bound on the cost sought."""

    school: Ints | None
    bound: float
    finished: bool


def _choose(question: _Question) -> tuple[Ints, Unproved | None]:
    """Return each cluster's school: fewest pupils beyond the places, then fewest minutes. (cluster,)"""
    divided = assign_pupils(
        question.total_minutes / question.pupils[:, None], question.pupils, np.maximum(question.places, 0.0)
    )
    if ((divided.pupils_area_school > 0).sum(axis=1) == 1).all():
        return divided.pupils_area_school.argmax(axis=1), None
    # nobody can be fewer beyond the places than if clusters were divided
    least_beyond = float(divided.overflow_school.sum() - np.minimum(question.places, 0.0).sum())
    found = _search(question, least_beyond + BEYOND_SLACK)
    if found.school is None:
        fewest = _search(question, None)
        school = divided.pupils_area_school.argmax(axis=1) if fewest.school is None else fewest.school
        beyond = question.beyond_of(school)
        least_beyond = beyond if fewest.finished else max(least_beyond, fewest.bound)
        found = _search(question, beyond + BEYOND_SLACK)
        if found.school is None:
            return school, _left_open(question, school, _Found(school, found.bound, False), least_beyond)
    return found.school, _left_open(question, found.school, found, least_beyond)


def _left_open(question: _Question, school: Ints, found: _Found, least_beyond: float) -> Unproved | None:
    """Return how much better than the schools chosen others might be."""
    beyond, minutes = question.beyond_of(school) - least_beyond, question.minutes_of(school)
    bound = max(found.bound, float(question.total_minutes.min(axis=1).sum()))
    share = 0.0 if found.finished else max(minutes - bound, 0.0) / max(minutes, TOLERANCE)
    if share <= RELATIVE_GAP and beyond <= BEYOND_OPEN:
        return None
    return Unproved(share, max(beyond, 0.0))


def _search(question: _Question, most_beyond: float | None) -> _Found:
    """Look for the fewest minutes with at most so many pupils beyond the places, or for the fewest beyond them."""
    row, school = np.nonzero(np.isfinite(question.total_minutes))
    n_pairs, n_schools, n_clusters = len(row), len(question.places), len(question.pupils)
    pair = np.arange(n_pairs)
    once = csr_array((np.ones(n_pairs), (row, pair)), shape=(n_clusters, n_pairs))
    load = coo_array((question.pupils[row], (school, pair)), shape=(n_schools, n_pairs))
    beyond = np.concatenate([np.zeros(n_pairs), np.ones(n_schools)])
    matrix = vstack(
        [
            hstack([once, csr_array((n_clusters, n_schools))]),
            hstack([load, -identity(n_schools)]),
            csr_array(beyond[None, :]),
        ]
    )
    lower = np.concatenate([np.ones(n_clusters), np.full(n_schools + 1, -np.inf)])
    most = np.inf if most_beyond is None else most_beyond
    minutes = np.concatenate([question.total_minutes[row, school], np.zeros(n_schools)])
    solved = milp(
        beyond if most_beyond is None else minutes,
        constraints=LinearConstraint(
            csc_array(matrix), lower, np.concatenate([np.ones(n_clusters), question.places, [most]])
        ),
        bounds=Bounds(0.0, np.concatenate([np.ones(n_pairs), np.full(n_schools, np.inf)])),
        integrality=np.concatenate([np.ones(n_pairs), np.zeros(n_schools)]),
        options={"mip_rel_gap": RELATIVE_GAP, "node_limit": MOST_NODES},
    )
    bound = getattr(solved, "mip_dual_bound", None)
    chosen: Ints | None = None
    if solved.x is not None:
        share = np.zeros(question.total_minutes.shape)
        share[row, school] = solved.x[:n_pairs]
        chosen = share.argmax(axis=1)
    return _Found(chosen, -np.inf if bound is None else float(bound), solved.status == 0)
