"""The way to school by the area where pupils live, and how it is distributed, in the anchor years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import xlogy

from kopa_sim.access.floating_catchment import Reach, reach_in_year, weight_by_area
from kopa_sim.access.income_journeys import IncomeJourneys, ready_income_journeys
from kopa_sim.access.year_journeys import one_way_minutes
from kopa_sim.model.area_access import AREA_SUMS, QUANTITIES, AreaAccess
from kopa_sim.model.entitlement import Entitlement, entitlement
from kopa_sim.model.grades import BASIC_GRADES, N_GRADES
from kopa_sim.model.journeys import Journeys, PupilFlows, YearCatchment
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

BIN_EDGES: Final[Mapping[str, Floats]] = {
    "minutes": np.arange(0.0, 121.0, 5.0),
    "km": np.arange(0.0, 61.0, 1.0),
}
"""Lower edges of the bins of each quantity; the last bin is open."""

SHORT_KM: Final[float] = 3.0
LONG_KM: Final[float] = 5.0
"""Distance beyond which basic education's journeys are free (Basic Education Act 628/1998 section 32)."""


@dataclass(frozen=True)
class YearAreas:
    """A catchment made ready for measuring by area.

    Attributes
    ----------
    index
        Position along the years of the flows.
    year
        The school year.
    n_areas, n_municipalities
        Lengths of the axes.
    sum_matrix
        What a pupil of each arc adds to every sum. (area × sum, arc)
    bin_matrices
        Quantity -> share of each arc's pupils in every bin. Each (municipality × bin, arc)
    reach
        Which school places pupils reach.
    cell_arc
        Area × grade of each arc. (arc,)
    incomes
        Journeys by income group; None where no income is known.
    """

    index: int
    year: int
    n_areas: int
    n_municipalities: int
    sum_matrix: csr_array
    bin_matrices: Mapping[str, csr_array]
    reach: Reach
    cell_arc: Ints
    incomes: IncomeJourneys | None

    def sums(self, pupils_draw_arc: Floats) -> Floats:
        """Return every sum by area. (draw, area, sum)"""
        summed = np.asarray(self.sum_matrix @ pupils_draw_arc.T).T
        return summed.reshape(-1, self.n_areas, len(AREA_SUMS))

    def pupils_by_bin(self, quantity: str, pupils_draw_arc: Floats) -> Floats:
        """Return pupils by home municipality and bin. (draw, municipality, bin)"""
        counted = np.asarray(self.bin_matrices[quantity] @ pupils_draw_arc.T).T
        return counted.reshape(len(pupils_draw_arc), self.n_municipalities, -1)

    def places_per_pupil(self, flows: PupilFlows) -> Floats:
        """Return the places within reach for a pupil of grades 0–9, the mean over an area's. (draw, area)"""
        pupils = flows.sum_arcs(self.index, self.cell_arc, self.n_areas * N_GRADES)
        reached = self.reach.places_per_pupil(pupils)
        shape = (len(pupils), self.n_areas, N_GRADES)
        pupils, reached = (values.reshape(shape)[..., BASIC_GRADES] for values in (pupils, reached))
        total = pupils.sum(axis=2)
        mean: Floats = np.where(
            total > 0, (pupils * reached).sum(axis=2) / np.where(total > 0, total, 1.0), np.nan
        )
        return mean


def anchor_years(plan: Plan) -> tuple[int, ...]:
    """Return the first, the middle and the last costed year."""
    costed = plan.costed_years
    return tuple(sorted({costed[0], costed[(len(costed) - 1) // 2], costed[-1]}))


def ready_areas(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    catchments_by_year: Mapping[int, YearCatchment],
    parameters: Parameters,
    carried_minutes_by_year: Mapping[int, Floats] | None = None,
) -> tuple[YearAreas, ...]:
    """Return an option's catchments of the anchor years made ready for measuring by area.

    Depends on no draw, so it is done once for an option.

    Parameters
    ----------
    catchments_by_year
        School year -> its catchment, in the order of the flows.
    carried_minutes_by_year
        School year -> minutes of those for whom a vehicle is driven, as in ``ready_journeys``; None where routes are
        not known.
    """
    law = TravelLaw.of(parameters)
    weight = weight_by_area(region, journeys, parameters)
    incomes_known = not np.isnan(region.areas.mean_income_eur).all()
    years = list(catchments_by_year)
    ready = []
    for year in anchor_years(plan):
        arcs, at = catchments_by_year[year], plan.years.index(year)
        limit, danger = plan.transport_limit_km_year_municipality_grade[at], plan.danger_entitles(at)
        entitled = entitlement(region, journeys, arcs, limit, law, danger)
        carried = None if carried_minutes_by_year is None else carried_minutes_by_year[year]
        minutes = one_way_minutes(journeys, arcs, entitled, law, carried)
        km = journeys.km_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]]
        ready.append(
            YearAreas(
                index=years.index(year),
                year=year,
                n_areas=len(region.areas),
                n_municipalities=len(region.municipalities),
                sum_matrix=_sum_matrix(len(region.areas), journeys, arcs, minutes, entitled, law),
                bin_matrices={
                    name: _bin_matrix(region, arcs, values, BIN_EDGES[name])
                    for name, values in zip(QUANTITIES, (minutes, km), strict=True)
                },
                reach=reach_in_year(region, plan, weight, at),
                cell_arc=arcs.area * N_GRADES + arcs.grade,
                incomes=ready_income_journeys(region, arcs, minutes) if incomes_known else None,
            )
        )
    return tuple(ready)


def measure_areas(ready: Sequence[YearAreas], flows: PupilFlows) -> AreaAccess:
    """Return how far the pupils of every area travel in the anchor years, and what places are within their reach."""
    by_year = [flows.pupils_by_year[year.index] for year in ready]
    gini = [
        year.incomes.gini(pupils)
        for year, pupils in zip(ready, by_year, strict=True)
        if year.incomes is not None
    ]
    return AreaAccess(
        years=tuple(year.year for year in ready),
        sums_draw_year_area_sum=np.stack(
            [year.sums(pupils) for year, pupils in zip(ready, by_year, strict=True)], axis=1
        ),
        places_per_pupil_draw_year_area=np.stack([year.places_per_pupil(flows) for year in ready], axis=1),
        bin_edges=BIN_EDGES,
        pupils_draw_year_municipality_bin={
            name: np.stack(
                [year.pupils_by_bin(name, pupils) for year, pupils in zip(ready, by_year, strict=True)],
                axis=1,
            )
            for name in QUANTITIES
        },
        gini_draw_year_group=np.stack(gini, axis=1) if gini else None,
    )


def _basic(arcs: YearCatchment) -> NDArray[np.bool_]:
    basic: NDArray[np.bool_] = arcs.grade < BASIC_GRADES.stop
    return basic


def _sum_matrix(
    n_areas: int,
    journeys: Journeys,
    arcs: YearCatchment,
    minutes: Floats,
    entitled: Entitlement,
    law: TravelLaw,
) -> csr_array:
    grade, school = arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]
    km, day = (
        journeys.km_point_school[arcs.cell_point, school],
        journeys.day_minutes(arcs.cell_point, school),
    )
    over = law.over_ceiling_share(day, grade)
    of_cell: dict[str, Floats] = {
        "pupils": np.ones(len(km)),
        "minutes": minutes,
        "km": km,
        "over_5km": (km > LONG_KM).astype(np.float64),
        "transported": entitled.paid,
        "minutes_log": np.asarray(xlogy(minutes, minutes), dtype=np.float64),
        "over_3km": (km > SHORT_KM).astype(np.float64),
        "near_limit": law.near_ceiling_or_over_share(day, grade) - over,
        "over_limit": over,
    }
    value = np.stack([arcs.arc_mean(of_cell[name]) for name in AREA_SUMS], axis=1)
    value[:, 0] = 1.0
    arc = np.flatnonzero(_basic(arcs))
    row = arcs.area[arc, None] * len(AREA_SUMS) + np.arange(len(AREA_SUMS))
    column = np.broadcast_to(arc[:, None], row.shape)
    shape = (n_areas * len(AREA_SUMS), len(arcs))
    return csr_array((value[arc].ravel(), (row.ravel(), column.ravel())), shape=shape)


def _bin_matrix(region: Region, arcs: YearCatchment, value_cell: Floats, edges: Floats) -> csr_array:
    cell = np.flatnonzero(_basic(arcs)[arcs.cell_arc])
    arc = arcs.cell_arc[cell]
    place = np.searchsorted(edges, value_cell[cell], side="right") - 1
    row = region.areas.municipality[arcs.area[arc]] * len(edges) + place
    shape = (len(region.municipalities) * len(edges), len(arcs))
    return csr_array((arcs.cell_share[cell], (row, arc)), shape=shape)
