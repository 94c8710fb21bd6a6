"""Which schools to keep open when each has so many places: capacitated p-median, fixed costs, or both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.model.errors import LimitReachedError
from kopa_sim.network.location.assignment import assign_pupils
from kopa_sim.network.location.outcome import Effort, ImpossibleNetworkError, Siting
from kopa_sim.network.location.problem import SiteProblem, checked_numbers, pose
from kopa_sim.network.location.programme import USED, Demand, Solved, solve_programme
from kopa_sim.network.location.shortage import explain_shortage, refuse_few_places

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

FEWEST_CHOICES: Final[int] = 10
"""Schools that every area may choose from at first; speed only."""
CHOICES_PER_OPEN: Final[int] = 4
"""How many of the nearest open schools an area should be able to choose from at first; speed only."""


def site_schools_with_places(
    distance_area_school: ArrayLike,
    pupils_area: ArrayLike,
    places_school: ArrayLike,
    *,
    areas: Literal["split", "single"] = "split",
    open_count: int | tuple[int, int] | None = None,
    fixed_cost_school: ArrayLike | None = None,
    weight_area: ArrayLike | None = None,
    fewest_pupils_school: ArrayLike | None = None,
    must_open: Sequence[int] = (),
    must_close: Sequence[int] = (),
    longest: float = np.inf,
    effort: Effort | None = None,
) -> Siting:
    """Return the schools to keep open, and who goes where, so that pupils × distance plus fixed costs is least.

    No school has more pupils than places, so not everyone need go to the nearest open school. The method is a
    mixed-integer programme (HiGHS) in which every area first chooses among its cheapest schools only, with a slack
    that certifies the answer, and among more where the slack is used (docs/location.md).

    Parameters
    ----------
    distance_area_school
        Distance, minutes or any cost of one pupil, not negative; infinite where there is no path. (area, school)
    pupils_area
        Pupils, each of whom takes a place. (area,)
    places_school
        Places; infinite where there is no limit. (school,)
    areas
        ``split``: the pupils of an area may go to several schools; ``single``: all go to one (Osman &
        Christofides 1994).
    open_count
        How many schools are open, or the fewest and the most. Default: any number.
    fixed_cost_school
        Cost of an open school in the unit of pupils × distance. (school,)
    weight_area
        What a unit of distance costs for all pupils of an area. Default: its pupils. (area,)
    fewest_pupils_school
        Pupils that a school must have to be open. (school,)
    must_open, must_close
        Numbers of schools that stay, and of schools that may not be open.
    longest
        No pupil may be further than this from school.
    effort
        How far to search. Default: until proved, within 100,000 nodes.

    Raises
    ------
    ImpossibleNetworkError
        If no permitted choice gives everyone a place; it names the areas.
    LimitReachedError
        If no choice at all was found within the effort.
    ValueError
        If the arrays are not what they should be.
    """
    effort = effort or Effort()
    problem = pose(
        distance_area_school,
        pupils_area,
        weight_area=weight_area,
        open_count=open_count,
        fixed_cost_school=fixed_cost_school,
        must_open=must_open,
        must_close=must_close,
        longest=longest,
    )
    n_schools = len(problem.fixed_site)
    places = checked_numbers("places_school", places_school, 1, n_schools, infinite=True)
    fewest = 0.0 if fewest_pupils_school is None else fewest_pupils_school
    fewest_pupils = checked_numbers("fewest_pupils_school", np.broadcast_to(fewest, n_schools), 1, n_schools)
    if areas not in ("split", "single"):
        raise ValueError(f"areas is {areas!r}; it should be 'split' or 'single'")
    demand = _demand(problem, places, fewest_pupils, areas == "single")
    refuse_few_places(demand)
    return _siting(problem, demand, _search(problem, demand, effort))


@dataclass(frozen=True)
class _Found:
    """The cheapest sites yet, the share of each area at each, and what is proved of them."""

    open_site: Bools
    share_area_site: Floats
    cost: float = np.inf
    bound: float = -np.inf
    nodes: int = 0


def _demand(problem: SiteProblem, places: Floats, fewest_pupils: Floats, single: bool) -> Demand:
    return Demand(
        np.ascontiguousarray(problem.cost_site_area.T),
        problem.pupils_area[problem.area],
        places,
        fewest_pupils,
        problem.fixed_site,
        problem.must_open,
        problem.must_close,
        problem.fewest,
        problem.most,
        single,
    )


def _search(problem: SiteProblem, demand: Demand, effort: Effort) -> _Found:
    """Solve over more and more choices until no area uses its slack, or a limit is met."""
    n_areas, n_sites = demand.cost_area_site.shape
    per_open = n_sites / demand.fewest if demand.fewest > 1 else 0.0
    wanted = max(FEWEST_CHOICES, math.ceil(CHOICES_PER_OPEN * per_open))
    choices = np.full(n_areas, min(wanted, n_sites))
    found = _Found(demand.must_open, np.zeros((n_areas, n_sites)))
    time_left = effort.countdown()
    while True:
        solved = solve_programme(demand, choices, effort.gap, max(effort.parts - found.nodes, 0), time_left())
        if solved.bound == np.inf:
            explain_shortage(problem, demand)
        found = _improved(found, demand, solved)
        enough = found.cost - found.bound <= effort.gap * abs(found.cost)
        if enough or not solved.finished or not solved.slack_area.any():
            break
        choices = np.where(solved.slack_area, np.minimum(2 * choices, n_sites), choices)
    if found.cost == np.inf:
        raise LimitReachedError(
            f"no schools were found within the effort; they cost at least {found.bound:.6g}"
        )
    return found


def _improved(found: _Found, demand: Demand, solved: Solved) -> _Found:
    """Return what is known after one more programme."""
    bound, nodes = max(found.bound, solved.bound), found.nodes + solved.nodes
    found = replace(found, bound=bound, nodes=nodes)
    share = _shares(demand, solved) if solved.answered else None
    if share is None:
        return found
    cost = _cost(demand, solved.open_site, share)
    if cost >= found.cost:
        return found
    return replace(found, open_site=solved.open_site, share_area_site=share, cost=cost)


def _cost(demand: Demand, open_site: Bools, share: Floats) -> float:
    """Return the cost of shares, summed exactly."""
    area, site = np.nonzero(share)
    return math.fsum(
        [*(share[area, site] * demand.cost_area_site[area, site]), *demand.fixed_site[open_site]]
    )


def _shares(demand: Demand, solved: Solved) -> Floats | None:
    """Return the share of each area at each open site, cleared of the solver's noise; none where some lack places."""
    if demand.single:
        return _whole_areas(demand, solved)
    if demand.fewest_pupils_site.any():
        return None if solved.slack_area.any() else _summing_to_one(solved.share_area_site)
    return _cheapest_shares(demand, solved.open_site)


def _summing_to_one(share: Floats) -> Floats:
    total: Floats = share.sum(axis=1, keepdims=True)
    return np.asarray(share / total)


def _cheapest_shares(demand: Demand, open_site: Bools) -> Floats | None:
    """Return the best assignment to given open sites."""
    cost = np.where(open_site, demand.cost_area_site, np.inf)
    share = np.zeros(cost.shape)
    share[np.arange(len(cost)), cost.argmin(axis=1)] = 1.0
    pupils = demand.pupils_area
    present = np.flatnonzero(pupils > 0)
    try:
        assigned = assign_pupils(cost[present] / pupils[present, None], pupils[present], demand.places_site)
    except ImpossibleNetworkError:
        return None
    if assigned.overflow_school.sum() > USED * pupils.sum():
        return None
    share[present] = assigned.pupils_area_school / pupils[present, None]
    return share


def _whole_areas(demand: Demand, solved: Solved) -> Floats | None:
    """Return every area at one site; those on their slack, largest first, at the cheapest site with room."""
    most = solved.share_area_site.argmax(axis=1)
    placed = solved.share_area_site.max(axis=1) > 0.5
    share = np.zeros(solved.share_area_site.shape)
    share[placed, most[placed]] = 1.0
    load = demand.pupils_area @ share
    for area in np.flatnonzero(~placed)[np.argsort(-demand.pupils_area[~placed], kind="stable")]:
        room = load + demand.pupils_area[area] <= demand.places_site * (1 + USED)
        cost = np.where(room & solved.open_site, demand.cost_area_site[area], np.inf)
        site = int(cost.argmin())
        if not np.isfinite(cost[site]):
            return None
        share[area, site] = 1.0
        load[site] += demand.pupils_area[area]
    few = solved.open_site & (load < demand.fewest_pupils_site * (1 - USED))
    return None if few.any() else share


def _siting(problem: SiteProblem, demand: Demand, found: _Found) -> Siting:
    """Return the answer in the order of the input."""
    distance = np.where(found.open_site, problem.distance_area_school, np.inf)
    school = np.where(np.isfinite(distance).any(axis=1), distance.argmin(axis=1), -1)
    school[problem.area] = found.share_area_site.argmax(axis=1)
    pupils = np.zeros(distance.shape)
    pupils[problem.area] = found.share_area_site * demand.pupils_area[:, None]
    return Siting(found.open_site, school, pupils, found.cost, _proved(problem, demand, found), found.nodes)


def _proved(problem: SiteProblem, demand: Demand, found: _Found) -> float:
    """Return the bound; a difference within the solver's tolerance is none."""
    whole = problem.whole_steps and (demand.single or _whole_pupils(problem, demand))
    bound = math.ceil(found.bound - 1e-3) if whole and np.isfinite(found.bound) else found.bound
    return found.cost if found.cost - bound <= USED * abs(found.cost) else bound


def _whole_pupils(problem: SiteProblem, demand: Demand) -> bool:
    """Return whether moving one pupil always changes the cost by a whole number."""
    whole = [problem.distance_area_school, problem.pupils_area, demand.places_site]
    finite = [values[np.isfinite(values)] for values in whole]
    return bool(
        np.array_equal(problem.pupils_area, problem.weight_area)
        and not demand.fewest_pupils_site.any()
        and all((values == np.rint(values)).all() for values in finite)
    )
