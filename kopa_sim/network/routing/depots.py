"""Where school vehicles stand at night."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region

Ints = NDArray[np.intp]

DEPOT: Final[str] = "depot"
"""The value of ``transport.vehicles_start`` under which vehicles set out from a depot."""


def depot_schools(region: Region, parameters: Parameters) -> Ints | None:
    """Return for every school the one beside which its vehicles stand; None where they start at the first stop.

    Vehicles of a municipality stand where its largest school is, by places: in its centre. (school,)
    """
    if parameters.text("transport.vehicles_start") != DEPOT:
        return None
    home = region.schools.municipality
    largest = np.arange(len(region.schools), dtype=np.intp)
    for municipality in np.unique(home):
        own = np.flatnonzero(home == municipality)
        largest[own] = own[np.argmax(region.schools.places[own])]
    return largest
