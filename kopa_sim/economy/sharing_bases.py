"""What the rules of bill sharing count: pupils, residents, use, taxable income."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.economy.tax_base import taxable_income
from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.journeys import PupilFlows, Transport
from kopa_sim.model.ledger import BILL_SHARING_RULES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.staffing import PoolUse, Staffing
from kopa_sim.model.subjects import PLAN_SUBJECTS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SharingBases:
    """The counts by which members of an agreement may divide a bill; each is made when it is first asked for."""

    basis: CostBasis
    flows: PupilFlows
    futures: Futures
    staffing: Staffing
    transport: Transport

    @cached_property
    def pupils_draw_year_home_school(self) -> Floats:
        """Pupils by home municipality and school. (draw, year, home, school)"""
        return pupils_draw_year_home_school(self.flows, self.basis.region, np.ones(N_GRADES))

    @cached_property
    def residents_draw_year_municipality(self) -> Floats:
        """Residents of all ages. (draw, year, municipality)"""
        return self.futures.residents_draw_year_municipality(slice(None), self.basis.plan.years)

    @cached_property
    def tax_base_draw_year_municipality(self) -> Floats:
        """Taxable income of all residents. (draw, year, municipality)"""
        return taxable_income(self.basis.region, self.futures, self.basis.plan.years, self.basis.parameters)

    @cached_property
    def teaching_hours_draw_year_home_school(self) -> Floats:
        """Weekly lessons that each school's groups need, by the home of those taught. (draw, year, home, school)

        A school's lessons are spread over its pupils by the weekly lessons of their grades: a pupil of a small
        school, or of an upper grade, uses more of them.
        """
        weight = weekly_lessons_grade(self.basis.parameters)
        attended = pupils_draw_year_home_school(self.flows, self.basis.region, weight)
        hours = self.staffing.measures["hours_required"].sum(axis=3)
        return spread_over_homes(hours, attended)

    @cached_property
    def vehicle_km_draw_year_home_school(self) -> Floats:
        """Kilometres of school vehicles by the home of those they carry. (draw, year, home, school)

        A school's are spread by the kilometres that its pupils ride.
        """
        ridden = self.transport.carried_km_draw_year_home_school
        return spread_over_homes(
            self.transport.vehicle_km, self.pupils_draw_year_home_school if ridden is None else ridden
        )

    def counted(self, settled_year_school: Bools, use_draw_year_municipality: Floats) -> Mapping[str, Floats]:
        """Return what each rule counts for a bill of some schools. Each (draw, year, municipality)"""
        pupils = (self.pupils_draw_year_home_school * settled_year_school[:, None]).sum(axis=3)
        counts = {
            "by_pupils": pupils,
            "by_residents": self.residents_draw_year_municipality,
            "by_use": use_draw_year_municipality,
            "by_tax_base": self.tax_base_draw_year_municipality,
            "equal": np.ones_like(pupils),
        }
        return {rule: counts[rule] for rule in BILL_SHARING_RULES}

    def hours_used(self, settled_year_school: Bools) -> Floats:
        """Return the use of schools: weekly lessons by home. (draw, year, municipality)"""
        used: Floats = (self.teaching_hours_draw_year_home_school * settled_year_school[:, None]).sum(axis=3)
        return used

    def kilometres_used(self, settled_year_school: Bools) -> Floats:
        """Return the use of common transport: vehicle kilometres by home. (draw, year, municipality)"""
        used: Floats = (self.vehicle_km_draw_year_home_school * settled_year_school[:, None]).sum(axis=3)
        return used

    def teacher_hours_used(self, pool: PoolUse, settled_year_school: Bools) -> Floats:
        """Return the use of shared teachers: a year's hours of lessons and at the wheel. (draw, year, municipality)

        Both at the municipality whose school the teacher serves.
        """
        parameters = self.basis.parameters
        speed = parameters.draws("teaching.driving_speed_km_h")[:, None, None]
        lessons = pool.lessons.sum(axis=3) * parameters.number("teaching.school_weeks")
        hours = (lessons + pool.driven_km.sum(axis=3) / speed) * settled_year_school[:, pool.schools]
        used = np.zeros((*hours.shape[:2], len(self.basis.region.municipalities)))
        for place, school in enumerate(pool.schools):
            used[:, :, self.basis.region.schools.municipality[school]] += hours[:, :, place]
        return used


def weekly_lessons_grade(parameters: Parameters) -> Floats:
    """Return the weekly lessons of a pupil of each grade by the lesson plan (Decree 422/2012). (grade,)"""
    weekly = np.zeros(N_GRADES)
    weekly[0] = parameters.number("teaching.pre_primary_lessons_h")
    weekly[1:UPPER_SECONDARY] = sum(parameters.vector(f"teaching.lesson_plan_{row}") for row in PLAN_SUBJECTS)
    weekly[UPPER_SECONDARY] = parameters.number("teaching.upper_secondary_lessons_h")
    return weekly


def spread_over_homes(amount_draw_year_school: Floats, weight_draw_year_home_school: Floats) -> Floats:
    """Return amounts of schools divided among homes by weight; nothing where a school has none.

    (draw, year, home, school)
    """
    weight = weight_draw_year_home_school
    total = np.broadcast_to(weight.sum(axis=2, keepdims=True), weight.shape)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    spread: Floats = share * amount_draw_year_school[:, :, None]
    return spread
