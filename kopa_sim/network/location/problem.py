"""The choice of sites as arrays: what is checked, what is permitted, and an order of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopa_sim.network.location.outcome import ImpossibleNetworkError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SiteProblem:
    """Which schools to keep open.

    The costs leave out areas without pupils, and the others stand in an order given by their numbers alone, so
    that sums, and with them every decision, are the same bits however the input orders them.

    Attributes
    ----------
    cost_site_area
        Weight × distance; infinite where there is no path or the distance is too long. (site, area)
    area
        Number in the input of each area of the costs. (area,)
    distance_area_school
        Distance as given, infinite where no one may go, in the order of the input. (area, school)
    pupils_area
        Pupils who need places, in the order of the input. (area,)
    weight_area
        What a unit of distance costs for all pupils of an area, in the order of the input. (area,)
    fixed_site
        Cost of an open site. (site,)
    must_open, must_close
        Sites that are decided. (site,)
    fewest, most
        Bounds on how many sites are open, those that must be included.
    """

    cost_site_area: Floats
    area: Ints
    distance_area_school: Floats
    pupils_area: Floats
    weight_area: Floats
    fixed_site: Floats
    must_open: Bools
    must_close: Bools
    fewest: int
    most: int

    @property
    def whole_steps(self) -> bool:
        """Whether every possible cost is a whole number, exactly represented."""
        finite = self.cost_site_area[np.isfinite(self.cost_site_area)]
        whole = (finite == np.rint(finite)).all() and (self.fixed_site == np.rint(self.fixed_site)).all()
        return bool(whole and finite.sum() + abs(self.fixed_site).sum() < 2.0**50)


def pose(
    distance_area_school: ArrayLike,
    pupils_area: ArrayLike,
    *,
    weight_area: ArrayLike | None = None,
    open_count: int | tuple[int, int] | None,
    fixed_cost_school: ArrayLike | None,
    must_open: Sequence[int],
    must_close: Sequence[int],
    longest: float,
) -> SiteProblem:
    """Return the problem that checked arrays pose; see :func:`~kopa_sim.network.location.site_schools`.

    Raises
    ------
    ValueError
        If the arrays are not what they should be.
    ImpossibleNetworkError
        If an area with pupils has no site within reach, or the count of open schools cannot be met.
    """
    distance = checked_numbers("distance_area_school", distance_area_school, 2, infinite=True)
    n_areas, n_schools = distance.shape
    pupils = checked_numbers("pupils_area", pupils_area, 1, n_areas)
    weight = pupils if weight_area is None else checked_numbers("weight_area", weight_area, 1, n_areas)
    if open_count is None and fixed_cost_school is None:
        raise ValueError("give open_count, fixed_cost_school or both: without them every school stays open")
    fixed = np.zeros(n_schools) if fixed_cost_school is None else _fixed_costs(fixed_cost_school, n_schools)
    opened, closed = _mask("must_open", must_open, n_schools), _mask("must_close", must_close, n_schools)
    if (opened & closed).any():
        raise ValueError(f"school {int((opened & closed).argmax())} must be both open and closed")
    fewest, most = _bounds(open_count, opened, closed)
    distance = np.where(closed | (distance > longest), np.inf, distance)
    inhabited = np.flatnonzero((pupils > 0) | (weight > 0))
    unreached = inhabited[~np.isfinite(distance[inhabited]).any(axis=1)]
    if len(unreached):
        raise ImpossibleNetworkError("no permitted school within reach", unreached.tolist())
    finite = np.where(np.isfinite(distance), distance, 0.0)
    cost = np.where(np.isfinite(distance), weight[:, None] * finite, np.inf)
    area = inhabited[own_order(np.column_stack([cost, distance, pupils])[inhabited])]
    cost_site_area = np.ascontiguousarray(cost[area].T)
    return SiteProblem(cost_site_area, area, distance, pupils, weight, fixed, opened, closed, fewest, most)


def checked_numbers(
    name: str, given: ArrayLike, n_axes: int, length: int | None = None, infinite: bool = False
) -> Floats:
    """Return an array of numbers of the right shape, none of them negative."""
    array = np.asarray(given, dtype=np.float64) + 0.0
    if array.ndim != n_axes or (length is not None and len(array) != length) or 0 in array.shape[1:]:
        wanted = "areas × schools" if n_axes == 2 else f"({length},)"
        raise ValueError(f"{name} has shape {array.shape}; it should be {wanted}")
    if np.isnan(array).any() or (array < 0).any() or (not infinite and np.isinf(array).any()):
        raise ValueError(
            f"{name} holds negative numbers or none" + ("" if infinite else ", or infinite ones")
        )
    return array


def _fixed_costs(given: ArrayLike, n_schools: int) -> Floats:
    """Return the fixed costs, which may be negative."""
    fixed = np.asarray(given, dtype=np.float64) + 0.0
    if fixed.shape != (n_schools,) or not np.isfinite(fixed).all():
        raise ValueError(f"fixed_cost_school should be {n_schools} finite numbers")
    return fixed


def _mask(name: str, schools: Sequence[int], n_schools: int) -> Bools:
    """Return which schools are listed. (school,)"""
    listed = np.zeros(n_schools, dtype=np.bool_)
    for school in schools:
        if not 0 <= school < n_schools:
            raise ValueError(f"{name} names school {school}; they are numbered 0 to {n_schools - 1}")
        listed[school] = True
    return listed


def _bounds(open_count: int | tuple[int, int] | None, opened: Bools, closed: Bools) -> tuple[int, int]:
    """Return the fewest and most schools that may be open."""
    available = len(opened) - int(closed.sum())
    if open_count is None:
        least, most = 1, available
    else:
        least, most = (open_count, open_count) if isinstance(open_count, int) else open_count
    if not 1 <= least <= most:
        raise ValueError(
            f"open_count is {open_count}; it should be a number from 1, or a pair of them in order"
        )
    forced = int(opened.sum())
    if least > available:
        raise ImpossibleNetworkError(f"{least} schools should be open but only {available} may be")
    if forced > most:
        raise ImpossibleNetworkError(
            f"{most} schools should be open but {forced} must stay", fewest_open=forced
        )
    return max(least, forced), min(most, available)


def own_order(rows: Floats) -> Ints:
    """Return an order of rows that depends on their contents alone; equal rows are interchangeable."""
    content = np.ascontiguousarray(rows)
    as_bytes = content.view(np.dtype((np.void, content.dtype.itemsize * content.shape[1])))
    return np.asarray(as_bytes.ravel().argsort(kind="stable"), dtype=np.intp)
