"""The programme behind sites with places: every area chooses among its cheapest schools, or a slack that certifies.

Pairs of areas and schools are many and most of them useless. Each area gets variables for its cheapest schools only
and one slack, priced as its next cheapest school, that asks no one for a place. What the programme finds is then a
lower bound on the whole problem, and the whole problem's answer as soon as no area uses its slack.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SIZE: Final[float] = 1e4
"""The solver sees costs of about this size, for its tolerances are absolute."""
USED: Final[float] = 1e-6
"""Shares up to this are noise of the solver."""


@dataclass(frozen=True)
class Demand:
    """What a choice of sites with places is made from.

    Attributes
    ----------
    cost_area_site
        Cost of all pupils of an area at a site; infinite where they may not go. (area, site)
    pupils_area
        Pupils. (area,)
    places_site, fewest_pupils_site
        Places, and pupils that an open site must have. (site,)
    fixed_site
        Cost of an open site. (site,)
    must_open, must_close
        Sites that are decided. (site,)
    fewest, most
        Bounds on how many sites are open.
    single
        Whether all pupils of an area go to one site.
    """

    cost_area_site: Floats
    pupils_area: Floats
    places_site: Floats
    fewest_pupils_site: Floats
    fixed_site: Floats
    must_open: Bools
    must_close: Bools
    fewest: int
    most: int
    single: bool


@dataclass(frozen=True)
class Solved:
    """What the solver says of one programme.

    Attributes
    ----------
    answered
        Whether the solver has an answer; it has none where there is none, or where it met a limit first.
    open_site
        Open sites. (site,)
    share_area_site
        Share of each area at each site. (area, site)
    slack_area
        Areas that use their slack. (area,)
    bound
        No permitted choice costs less; infinite where there is none.
    finished
        Whether the solver proved its answer.
    nodes
        Nodes of the search.
    """

    answered: bool
    open_site: Bools
    share_area_site: Floats
    slack_area: Bools
    bound: float
    finished: bool
    nodes: int


def solve_programme(
    demand: Demand, choices_area: Ints, gap: float, nodes: int, seconds: float | None
) -> Solved:
    """Solve the programme over the cheapest schools of each area.

    Parameters
    ----------
    choices_area
        How many of the cheapest schools each area may choose from. (area,)
    """
    n_areas, n_sites = demand.cost_area_site.shape
    rank = demand.cost_area_site.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    may_attend = np.isfinite(demand.cost_area_site)
    area, site = np.nonzero(may_attend & (rank < choices_area[:, None]))
    slack, next_cost = _slacks(demand.cost_area_site, choices_area)
    unit = _unit(demand)
    costs = np.concatenate([demand.cost_area_site[area, site], next_cost, demand.fixed_site]) / unit
    pairs = _Pairs(area, site, slack, n_areas, n_sites)
    time_limit = np.inf if seconds is None else seconds
    whole = np.repeat([int(demand.single), 0, 1], [len(area), len(slack), n_sites])
    lower = np.concatenate([np.zeros(len(area) + len(slack)), demand.must_open])
    upper = np.concatenate([np.ones(len(area) + len(slack)), ~demand.must_close])
    result = milp(
        costs,
        integrality=whole,
        bounds=Bounds(lower, upper),
        constraints=_constraints(demand, pairs),
        options={"mip_rel_gap": gap, "node_limit": nodes, "time_limit": time_limit},
    )
    return _read(result, pairs, unit)


@dataclass(frozen=True)
class _Pairs:
    """Variables in order: pairs of area and site, slacks of areas, sites."""

    area: Ints
    site: Ints
    slack: Ints
    n_areas: int
    n_sites: int

    @property
    def first_site(self) -> int:
        """Position of the first site."""
        return len(self.area) + len(self.slack)

    def rows(self, values: list[Floats], row: list[Ints], column: list[Ints], n_rows: int) -> csr_array:
        """Return rows of constraints from their entries."""
        at = (np.concatenate(row), np.concatenate(column))
        return csr_array((np.concatenate(values), at), shape=(n_rows, self.first_site + self.n_sites))


def _slacks(cost: Floats, choices_area: Ints) -> tuple[Ints, Floats]:
    """Return the areas that have further schools than those they may choose from, and the next one's cost."""
    further = np.isfinite(cost).sum(axis=1) > choices_area
    area = np.flatnonzero(further)
    ordered = np.sort(cost[area], axis=1)
    return area, ordered[np.arange(len(area)), choices_area[area]]


def _unit(demand: Demand) -> float:
    """Return the cost that the solver sees as one."""
    cheapest = demand.cost_area_site.min(axis=1).sum()
    total = float(cheapest + np.sort(abs(demand.fixed_site))[: demand.fewest].sum())
    return total / SIZE if total > 0 else 1.0


def _constraints(demand: Demand, pairs: _Pairs) -> list[LinearConstraint]:
    """Return: everyone has a school; only open schools; places; fewest pupils; how many are open; places for all."""
    n_pairs, pair, sites = len(pairs.area), np.arange(len(pairs.area)), np.arange(pairs.n_sites)
    slack = n_pairs + np.arange(len(pairs.slack))
    opened, ones = pairs.first_site + sites, np.ones(n_pairs)
    pupils = demand.pupils_area[pairs.area]
    everyone = pairs.rows(
        [ones, np.ones(len(slack))], [pairs.area, pairs.slack], [pair, slack], pairs.n_areas
    )
    only_open = pairs.rows([ones, -ones], [pair, pair], [pair, opened[pairs.site]], n_pairs)
    places = np.minimum(demand.places_site, demand.pupils_area.sum())
    within = pairs.rows([pupils, -places], [pairs.site, sites], [pair, opened], pairs.n_sites)
    first = np.zeros(pairs.n_sites, dtype=np.intp)
    count = pairs.rows([np.ones(pairs.n_sites)], [first], [opened], 1)
    enough = pairs.rows([places], [first], [opened], 1)
    found = [
        LinearConstraint(everyone, 1.0, 1.0),
        LinearConstraint(only_open, -np.inf, 0.0),
        LinearConstraint(within, -np.inf, 0.0),
        LinearConstraint(count, demand.fewest, demand.most),
        LinearConstraint(enough, demand.pupils_area.sum(), np.inf),
    ]
    if demand.fewest_pupils_site.any():
        found.append(_enough_pupils(demand, pairs))
    return found


def _enough_pupils(demand: Demand, pairs: _Pairs) -> LinearConstraint:
    """Return that an open school has its fewest pupils; pupils on a slack count for every school."""
    # a slack may stand for a pupil at any school outside the programme, or the bound would not be one
    sites, n_pairs = np.arange(pairs.n_sites), len(pairs.area)
    slack = n_pairs + np.arange(len(pairs.slack))
    site_slack, slack_site = np.repeat(sites, len(slack)), np.tile(slack, pairs.n_sites)
    by_slack = np.tile(demand.pupils_area[pairs.slack], pairs.n_sites)
    attended = pairs.rows(
        [demand.pupils_area[pairs.area], by_slack, -demand.fewest_pupils_site],
        [pairs.site, site_slack, sites],
        [np.arange(n_pairs), slack_site, pairs.first_site + sites],
        pairs.n_sites,
    )
    return LinearConstraint(attended, 0.0, np.inf)


def _read(result: OptimizeResult, pairs: _Pairs, unit: float) -> Solved:
    """Return what the solver found, in the units of the problem."""
    share = np.zeros((pairs.n_areas, pairs.n_sites))
    uses = np.zeros(pairs.n_areas, dtype=np.bool_)
    nodes = int(getattr(result, "mip_node_count", None) or 0)
    if result.x is None:
        impossible = "infeasible" in result.message.lower()  # nothing here is unbounded
        bound = getattr(result, "mip_dual_bound", None)
        known = np.inf if impossible else -np.inf if bound is None else float(bound) * unit
        return Solved(False, uses[:0], share, uses, known, impossible, nodes)
    solution = np.asarray(result.x, dtype=np.float64)
    n_pairs = len(pairs.area)
    share[pairs.area, pairs.site] = np.where(solution[:n_pairs] > USED, solution[:n_pairs], 0.0)
    uses[pairs.slack] = solution[n_pairs : pairs.first_site] > USED
    opened = solution[pairs.first_site :] > 0.5
    return Solved(True, opened, share, uses, float(result.mip_dual_bound) * unit, result.status == 0, nodes)
