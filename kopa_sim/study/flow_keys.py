"""Which flows of pupils between home municipalities and schools an option can have, for flows.csv."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BAND_OF_GRADE, N_BANDS
from kopa_sim.model.journeys import Catchments, PupilFlows, YearCatchment
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class FlowKeys:
    """The flows of an option, found once from its catchments.

    Attributes
    ----------
    keys
        (home municipality, school, grade band) of each flow, sorted. (flow, 3)
    flow_of_arc_by_year
        For each year, the flow each arc belongs to. (arc,)
    """

    keys: Ints
    flow_of_arc_by_year: tuple[Ints, ...]

    def pupils(self, flows: PupilFlows) -> Floats:
        """Return pupils by flow. (draw, year, flow)"""
        years = range(len(flows.years))
        counted = [flows.sum_arcs(year, self.flow_of_arc_by_year[year], len(self.keys)) for year in years]
        return np.stack(counted, axis=1)


def find_flow_keys(region: Region, catchments: Catchments) -> FlowKeys:
    """Return every flow that can occur in any year."""
    n_schools = len(region.schools)

    def codes(arcs: YearCatchment) -> Ints:
        home = region.areas.municipality[arcs.area]
        return (home * n_schools + arcs.school) * N_BANDS + BAND_OF_GRADE[arcs.grade]

    by_object = {id(arcs): codes(arcs) for arcs in catchments.by_year}
    wanted = np.unique(np.concatenate(list(by_object.values())))
    keys = np.column_stack([wanted // (N_BANDS * n_schools), wanted // N_BANDS % n_schools, wanted % N_BANDS])
    places = {key: np.searchsorted(wanted, found) for key, found in by_object.items()}
    return FlowKeys(keys, tuple(places[id(arcs)] for arcs in catchments.by_year))
