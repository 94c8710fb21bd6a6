"""Families who move away because their area lost its school."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.launch import Launch
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def respond_to_closures(
    launch: Launch,
    expected: Futures,
    region: Region,
    years: tuple[int, ...],
    lost_share_year_area: Floats,
    parameters: Parameters,
) -> Launch:
    """Return the launch of an option whose closed schools make families move out of the municipality."""
    return replace(launch)
