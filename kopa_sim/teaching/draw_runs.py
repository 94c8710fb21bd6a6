"""Work done for a few draws at a time, so that what it needs on the way stays in the processor's cache.

Whole arrays of a block of draws are some megabytes, and a formula written out makes one at every step; most of the
time would go to memory fetched from the system and given back. A draw's result does not depend on the run it is in.
"""

from collections.abc import Callable
from dataclasses import fields
from typing import Final, TypeVar

import numpy as np

Whole = TypeVar("Whole")

RUN_CELLS: Final[int] = 24_000
"""Numbers in an array of a run: some arrays of them fit into a second-level cache of half a megabyte or more."""


def runs_of_draws(shape: tuple[int, ...]) -> tuple[slice, ...]:
    """Return runs along the first axis that hold about ``RUN_CELLS`` numbers each, at least one draw."""
    draws, a_draw = shape[0], int(np.prod(shape[1:]))
    step = max(1, RUN_CELLS // max(1, a_draw))
    return tuple(slice(first, min(first + step, draws)) for first in range(0, draws, step))


def joined_runs(of_run: Callable[[slice], Whole], shape: tuple[int, ...]) -> Whole:
    """Return the results of all runs as one.

    Parameters
    ----------
    of_run
        Gives a dataclass of nothing but arrays, all of the run's part of ``shape``.
    shape
        Shape of each array of the whole result; the first axis is the draw.
    """
    runs = runs_of_draws(shape)
    if len(runs) <= 1:
        return of_run(slice(None))
    whole: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
    for run in runs:
        part = of_run(run)
        names = [item.name for item in fields(part)]  # type: ignore[arg-type]
        whole = whole or {name: np.empty(shape) for name in names}
        for name in names:
            whole[name][run] = getattr(part, name)
    return type(part)(**whole)
