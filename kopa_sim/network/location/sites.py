"""Which schools to keep open when places are no limit: p-median, fixed costs, or both."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.network.location.branching import Search
from kopa_sim.network.location.core import Core, decide, whole_core
from kopa_sim.network.location.coverage import smallest_cover
from kopa_sim.network.location.interchange import interchange, open_greedily, total_cost
from kopa_sim.network.location.outcome import ROUNDING, Effort, Siting
from kopa_sim.network.location.problem import SiteProblem, pose

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def site_schools(
    distance_area_school: ArrayLike,
    pupils_area: ArrayLike,
    *,
    open_count: int | tuple[int, int] | None = None,
    fixed_cost_school: ArrayLike | None = None,
    must_open: Sequence[int] = (),
    must_close: Sequence[int] = (),
    longest: float = np.inf,
    effort: Effort | None = None,
) -> Siting:
    """Return the schools to keep open so that pupils × distance plus fixed costs is least.

    Every area goes to its nearest open school, of equally near ones to the first. With ``open_count`` alone this
    is the p-median problem (Hakimi 1964), with ``fixed_cost_school`` alone the uncapacitated facility location
    problem, and both may be given. The method is greedy opening and interchange, a Lagrangian bound and branch
    and bound (docs/location.md).

    Parameters
    ----------
    distance_area_school
        Distance, minutes or any cost of one pupil, not negative; infinite where there is no path. (area, school)
    pupils_area
        Pupils; areas without pupils count for nothing and need no school. (area,)
    open_count
        How many schools are open, or the fewest and the most. Default: any number.
    fixed_cost_school
        Cost of an open school in the unit of pupils × distance. (school,)
    must_open, must_close
        Numbers of schools that stay, and of schools that may not be open.
    longest
        No pupil may be further than this from school.
    effort
        How far to search. Default: until proved, within 100,000 parts of the search.

    Raises
    ------
    ImpossibleNetworkError
        If no permitted choice gives everyone a school; it names the areas.
    ValueError
        If the arrays are not what they should be.
    """
    effort = effort or Effort()
    problem = pose(
        distance_area_school,
        pupils_area,
        open_count=open_count,
        fixed_cost_school=fixed_cost_school,
        must_open=must_open,
        must_close=must_close,
        longest=longest,
    )
    cost_site_area = _with_penalties(problem)
    sites, cost, improve = _first_sites(problem, cost_site_area)
    search = Search(
        _undecided(problem, cost_site_area),
        sites,
        cost,
        improve,
        _smallest_saving(problem, cost),
        effort.alarm(),
    )
    two_nearest = np.sort(cost_site_area[sites], axis=0)[:2]
    bound = search.run(two_nearest.mean(axis=0), effort.gap * abs(cost), effort.parts)
    return _nearest_siting(problem, search.best_site, search.cost - bound, search.parts)


def _with_penalties(problem: SiteProblem) -> Floats:
    """Return the costs with a price that no permitted choice reaches in place of infinity. (site, area)"""
    cost = problem.cost_site_area
    finite = np.isfinite(cost)
    if finite.all():
        return cost
    highest = np.where(finite, cost, 0.0).max(axis=0).sum() + abs(problem.fixed_site).sum()
    return np.where(finite, cost, 2.0 * highest + 1.0)


def _first_sites(
    problem: SiteProblem, cost_site_area: Floats
) -> tuple[Bools, float, Callable[[Bools], tuple[Bools, float]]]:
    """Return sites to start from with their cost, and what improves others."""
    fixed, bounds = problem.fixed_site, (problem.fewest, problem.most)

    def improve(open_site: Bools) -> tuple[Bools, float]:
        tolerance = ROUNDING * _size(cost_site_area, fixed, open_site)
        better = interchange(
            cost_site_area, fixed, open_site, problem.must_open, problem.must_close, bounds, tolerance
        )
        return better, total_cost(cost_site_area, fixed, better)

    may_open = ~problem.must_close
    start = open_greedily(cost_site_area, fixed, problem.must_open, may_open, problem.fewest)
    sites, cost = improve(start)
    if not np.isfinite(problem.cost_site_area[sites].min(axis=0, initial=np.inf)).all():
        cover = smallest_cover(problem)
        sites, cost = improve(open_greedily(cost_site_area, fixed, cover, may_open, problem.fewest))
    return sites, cost, improve


def _undecided(problem: SiteProblem, cost_site_area: Floats) -> Core:
    """Return what is to be decided."""
    core = whole_core(cost_site_area, problem.fixed_site, problem.fewest, problem.most)
    return decide(core, np.flatnonzero(problem.must_open), np.flatnonzero(problem.must_close))


def _size(cost_site_area: Floats, fixed_site: Floats, open_site: Bools) -> float:
    """Return the size of the numbers that a total cost is made of."""
    return float(cost_site_area[open_site].min(axis=0).sum() + abs(fixed_site[open_site]).sum())


def _smallest_saving(problem: SiteProblem, cost: float) -> float:
    """Return the saving below which there is none: a step of whole numbers, or rounding."""
    return 0.999 if problem.whole_steps else ROUNDING * abs(cost)


def _nearest_siting(problem: SiteProblem, open_school: Bools, saving: float, parts: int) -> Siting:
    """Return the answer with every area at the nearest open school, of equally near ones the first.

    Parameters
    ----------
    saving
        What a better choice could save at most.
    """
    distance = np.where(open_school, problem.distance_area_school, np.inf)
    nearest = distance.argmin(axis=1)
    shortest = np.take_along_axis(distance, nearest[:, None], axis=1)[:, 0]
    school = np.where(np.isfinite(shortest), nearest, -1)
    served = np.flatnonzero(problem.weight_area > 0)
    cost = math.fsum([*(problem.weight_area[served] * shortest[served]), *problem.fixed_site[open_school]])
    pupils = np.zeros(distance.shape)
    pupils[served, school[served]] = problem.pupils_area[served]
    return Siting(open_school, school, pupils, cost, cost - saving, parts)
