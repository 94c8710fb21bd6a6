"""School places within reach by the two-step floating catchment area method.

Luo & Wang 2003 (Environment and Planning B 30: 865–884): first every school's places are divided by the pupils
within its reach, then every pupil's access is the sum of these ratios over the schools within his or her reach.
Luo & Qi 2009 (Health & Place 15: 1100–1107) let a school count for less in farther zones of the reach (E2SFCA):

    R_j = S_j / Σ_k D_k w(t_kj),    A_i = Σ_j R_j w(t_ij),    and so Σ_i D_i A_i = Σ_j S_j

over the schools j that anyone reaches, with S the places, D the pupils and w the weight of the zone of t minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Reach:
    """How much each school counts for the pupils of each area and grade in one year.

    Attributes
    ----------
    weight
        Mean weight over the area's pupils; nothing where the grade is not taught or the border closed.
        (area × grade, school)
    places
        Places of the schools. (school,)
    """

    weight: csr_array
    places: Floats

    def places_per_pupil(self, pupils_draw_cell: Floats) -> Floats:
        """Return the places within reach for each pupil. (draw, area × grade)

        Parameters
        ----------
        pupils_draw_cell
            Pupils by area and grade. (draw, area × grade)
        """
        demand_school_draw = np.asarray(self.weight.T @ pupils_draw_cell.T)
        wanted = demand_school_draw > 0
        ratio = np.where(wanted, self.places[:, None] / np.where(wanted, demand_school_draw, 1.0), 0.0)
        return np.asarray(self.weight @ ratio).T


def zone_weight(minutes: Floats, catchment_min: float, weights: Sequence[float]) -> Floats:
    """Return how much a school counts at the end of a journey: the weight of its zone, nothing beyond the reach.

    The reach is divided into as many zones of equal length as there are weights; a zone holds its upper bound.
    """
    width = catchment_min / len(weights)
    within = minutes <= catchment_min
    zone = np.ceil(np.where(within, minutes, 0.0) / width).astype(np.intp) - 1
    zone = np.clip(zone, 0, len(weights) - 1)
    return np.where(within, np.asarray(weights, dtype=np.float64)[zone], 0.0)


def weight_by_area(region: Region, journeys: Journeys, parameters: Parameters) -> coo_array:
    """Return the mean weight of each school over the points of each area. (area, school)"""
    weight = zone_weight(
        journeys.minutes_point_school,
        parameters.number("access.catchment_minutes"),
        parameters.vector("access.catchment_zone_weights").tolist(),
    )
    points = region.points
    share = csr_array(
        (points.weight, (points.area, np.arange(len(points)))), shape=(len(region.areas), len(points))
    )
    return coo_array(share @ csr_array(weight))


def reach_in_year(region: Region, plan: Plan, weight_area_school: coo_array, index: int) -> Reach:
    """Return which places pupils reach in a year: of open schools that fill by distance and that they may attend.

    Parameters
    ----------
    index
        Position along the Plan's years.
    """
    area, school = weight_area_school.row, weight_area_school.col
    schools = region.schools
    counted = schools.fills_by_distance & ~schools.special
    home = region.areas.municipality[area]
    may = plan.allowed_year_home_school_grade[index][home, school]
    open_to = may & plan.teaches_year_school_grade[index][school] & counted[school, None]
    pair, grade = np.nonzero(open_to)
    shape = (len(region.areas) * N_GRADES, len(schools))
    cells = (area[pair] * N_GRADES + grade, school[pair])
    return Reach(
        csr_array((weight_area_school.data[pair], cells), shape=shape), plan.places_year_school[index]
    )
