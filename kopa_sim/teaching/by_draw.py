"""Uncertain numbers, shaped to meet arrays whose first axis is the draw."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]


def along_draws(value_draw: Floats, axes: int) -> Floats:
    """Return one value a draw, shaped to be broadcast over an array of that many axes. (draw, 1, …)"""
    return value_draw.reshape(-1, *(1,) * (axes - 1))


def by_draw(parameters: Parameters, name: str, axes: int) -> Floats:
    """Return a number of the teaching section, shaped to be broadcast over that many axes. (draw, 1, …)"""
    return along_draws(parameters.draws(f"teaching.{name}"), axes)
