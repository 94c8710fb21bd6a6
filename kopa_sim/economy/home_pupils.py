"""Pupils by the municipality where they live and the school they attend."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def pupils_draw_year_home_school(flows: PupilFlows, region: Region, weight_grade: Floats) -> Floats:
    """Return pupils by home municipality and school, each counted by the weight of their grade.

    Parameters
    ----------
    weight_grade
        Weight of a pupil of each grade; zero leaves a grade out. (grade,)

    Returns
    -------
    (draw, year, home municipality, school)
    """
    n_homes, n_schools = len(region.municipalities), len(region.schools)
    counted = np.zeros((flows.draws, len(flows.years), n_homes, n_schools))
    for index, arcs in enumerate(flows.catchments.by_year):
        key = region.areas.municipality[arcs.area] * n_schools + arcs.school
        summed = flows.sum_arcs(index, key, n_homes * n_schools, weight_grade[arcs.grade])
        counted[:, index] = summed.reshape(-1, n_homes, n_schools)
    return counted
