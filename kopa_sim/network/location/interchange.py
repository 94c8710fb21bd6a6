"""Good sites quickly: open, close or swap one site at a time while that saves (Teitz & Bart 1968; Whitaker 1983)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def total_cost(cost_site_area: Floats, fixed_site: Floats, open_site: Bools) -> float:
    """Return the cost of open sites with every area at its cheapest one."""
    return float(cost_site_area[open_site].min(axis=0).sum() + fixed_site[open_site].sum())


def open_greedily(
    cost_site_area: Floats, fixed_site: Floats, open_site: Bools, may_open: Bools, fewest: int
) -> Bools:
    """Return the given sites and as many others, each the one that saves most, as are needed or pay.

    Sites are opened until the fewest wanted are open; at least one is.
    """
    opened = open_site.copy()
    nearest = cost_site_area[opened].min(axis=0, initial=np.inf)
    while opened.sum() < max(fewest, 1):
        total = fixed_site + np.minimum(cost_site_area, nearest).sum(axis=1)
        total[opened | ~may_open] = np.inf
        site = int(total.argmin())
        opened[site] = True
        nearest = np.minimum(nearest, cost_site_area[site])
    return opened


def interchange(
    cost_site_area: Floats,
    fixed_site: Floats,
    open_site: Bools,
    must_open: Bools,
    must_close: Bools,
    bounds: tuple[int, int],
    tolerance: float,
) -> Bools:
    """Return sites that no opening, closing or swap of one site improves. (site,)

    Parameters
    ----------
    bounds
        Fewest and most sites that may be open.
    tolerance
        Savings up to this are none.
    """
    opened = open_site.copy()
    while True:
        change, leaving, coming = _best_move(
            cost_site_area, fixed_site, opened, must_open, must_close, bounds
        )
        if change >= -tolerance:
            return opened
        if leaving >= 0:
            opened[leaving] = False
        if coming >= 0:
            opened[coming] = True


def _best_move(
    cost: Floats, fixed: Floats, opened: Bools, must_open: Bools, must_close: Bools, bounds: tuple[int, int]
) -> tuple[float, int, int]:
    """Return the change of cost of the best move, the site it closes and the site it opens; −1 for none."""
    sites = np.flatnonzero(opened)
    within = cost[sites]
    nearest = within.argmin(axis=0)
    order = nearest.argsort(kind="stable")
    if len(sites) > 1:
        first, second = np.partition(within, 1, axis=0)[:2, order]
    else:
        first, second = within[0, order], np.full(cost.shape[1], np.inf)
    starts = np.searchsorted(nearest[order], np.arange(len(sites)))
    outside = np.flatnonzero(~opened & ~must_close)
    entering = cost[np.ix_(outside, order)]
    with_it = np.minimum(entering, first)
    saves = fixed[outside] + (with_it - first).sum(axis=1)
    kept = np.flatnonzero(~must_open[sites])
    moves = [(0.0, -1, -1)]
    if len(sites) < bounds[1] and len(outside):
        best = int(saves.argmin())
        moves.append((float(saves[best]), -1, int(outside[best])))
    if len(sites) > max(bounds[0], 1) and len(kept):
        lost = _sums(second - first, starts)[kept] - fixed[sites[kept]]
        best = int(lost.argmin())
        moves.append((float(lost[best]), int(sites[kept[best]]), -1))
    if len(kept) and len(outside):
        instead = np.minimum(entering, second) - with_it
        swap = _sums(instead, starts)[:, kept] + saves[:, None] - fixed[sites[kept]]
        coming, leaving = np.unravel_index(int(swap.argmin()), swap.shape)
        moves.append((float(swap[coming, leaving]), int(sites[kept[leaving]]), int(outside[coming])))
    return min(moves, key=lambda move: move[0])


def _sums(values: Floats, starts: Ints) -> Floats:
    """Return sums along the last axis from each start to the next; an empty stretch sums to zero."""
    padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1))], axis=-1)
    total = np.add.reduceat(padded, starts, axis=-1)
    total[..., np.diff(np.append(starts, values.shape[-1])) == 0] = 0.0
    return np.asarray(total, dtype=np.float64)
