"""What is counted of municipalities when a bill is divided: pupils, residents, use and tax base."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy import taxable_income
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.network import carry_pupils, drive_to_meetings
from kopa_sim.study.pipeline import BlockFutures, school_block
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.residents import pupils_at_home

Floats = NDArray[np.float64]
Used = Mapping[str, Floats]
"""Rule → what it counts, summed over the costed years. (draw, municipality)"""


def used_in_block(prepared: Prepared, option: OptionPlan, sample: BlockFutures) -> Used:
    """Return what the rules of thumb count under an option, on one block of draws.

    by_pupils: pupils and students by where they live. by_residents: residents of all ages. by_use_hours: weekly
    lessons of the schools where a municipality's pupils go, each school's divided by pupils. by_use_km: kilometres
    driven in school transport and by shared teachers, each school's divided by the kilometres its pupils live from
    it. by_tax_base: taxable income. equal: every municipality once.
    """
    region, plan, parameters = prepared.scenario.region, option.plan, sample.parameters
    schooling = school_block(prepared, option, sample)
    daily = carry_pupils(region, prepared.journeys, plan, schooling.flows, parameters, option.routes)
    driven = drive_to_meetings(daily, schooling.staffing.meetings, prepared.journeys, parameters).vehicle_km
    hours = schooling.staffing.measures["hours_required"].sum(axis=3)
    driven = driven + schooling.staffing.measures["driven_km"].sum(axis=3)
    residents = sample.futures.residents_draw_year_municipality(slice(None), plan.years)
    counted = {
        "by_pupils": pupils_at_home(region, sample.pupils).sum(axis=3),
        "by_residents": residents,
        "by_use_hours": _by_home(hours, _pupils(prepared, schooling.flows)),
        "by_use_km": _by_home(driven, _pupil_km(prepared, schooling.flows)),
        "by_tax_base": taxable_income(region, sample.futures, plan.years, parameters),
        "equal": np.ones_like(residents),
    }
    return {name: values[:, plan.costed].sum(axis=1) for name, values in counted.items()}


def _by_home(quantity_draw_year_school: Floats, weight_draw_year_home_school: Floats) -> Floats:
    """Return what schools use divided among the municipalities whose pupils go there. (draw, year, municipality)"""
    total = weight_draw_year_home_school.sum(axis=2, keepdims=True)
    part = np.divide(
        weight_draw_year_home_school, total, out=np.zeros_like(weight_draw_year_home_school), where=total > 0
    )
    used: Floats = (part * quantity_draw_year_school[:, :, None]).sum(axis=3)
    return used


def _pupils(prepared: Prepared, flows: PupilFlows) -> Floats:
    return _summed(prepared, flows, [np.ones(len(arcs)) for arcs in flows.catchments.by_year])


def _pupil_km(prepared: Prepared, flows: PupilFlows) -> Floats:
    """Return pupils times the kilometres to school. (draw, year, home municipality, school)"""
    km = prepared.journeys.km_point_school
    return _summed(
        prepared,
        flows,
        [arcs.arc_mean(km[arcs.cell_point, arcs.school[arcs.cell_arc]]) for arcs in flows.catchments.by_year],
    )


def _summed(prepared: Prepared, flows: PupilFlows, weight_year_arc: list[Floats]) -> Floats:
    region = prepared.scenario.region
    homes, schools = len(region.municipalities), len(region.schools)
    summed = np.zeros((flows.draws, len(flows.years), homes, schools))
    for index, (arcs, weight) in enumerate(zip(flows.catchments.by_year, weight_year_arc, strict=True)):
        key = region.areas.municipality[arcs.area] * schools + arcs.school
        summed[:, index] = flows.sum_arcs(index, key, homes * schools, weight).reshape(-1, homes, schools)
    return summed
