"""The order of the stages, for one block of draws and one option."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import measure_access, measure_areas
from kopa_sim.demography import pupils_by_area, sampled_future
from kopa_sim.economy import book_budget, cost_option, fund_option, taxable_income
from kopa_sim.model.area_access import AreaAccess
from kopa_sim.model.journeys import Access, PupilFlows
from kopa_sim.model.ledger import Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.staffing import (
    MUNICIPAL_STAFFING_MEASURES,
    SUPPORT_STAFF,
    Disruption,
    Groups,
    Staffing,
)
from kopa_sim.model.streams import DrawBlock
from kopa_sim.network import carry_pupils, drive_to_meetings, flow_pupils
from kopa_sim.study.prepare import MeanPeople, OptionPlan, Prepared
from kopa_sim.study.residents import pupils_at_home
from kopa_sim.study.tours import of_sampled_futures
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.support_surplus import support_need

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BlockFutures:
    """The part of a block that options with the same people share: people, pupils and parameters."""

    block: DrawBlock
    parameters: Parameters
    futures: Futures
    pupils: Pupils


@dataclass(frozen=True)
class Schooling:
    """Where the pupils of a block go under one option, and who teaches them."""

    flows: PupilFlows
    pupils_draw_year_school_grade: Floats
    groups: Groups
    staffing: Staffing


@dataclass(frozen=True)
class OptionBlock:
    """What one option yields on one block of draws; axes as in ``result.OptionResult``.

    ``area_access`` is None where the option was not made ready for measuring by area.
    """

    pupils_draw_year_school_grade: Floats
    groups_draw_year_school_band: Floats
    special_classes_draw_year_school: Floats
    composite_pupils_draw_year_school: Floats
    flows_draw_year_flow: Floats
    staffing: Mapping[str, Floats]
    school_staffing: Mapping[str, Floats]
    money: Money
    budget_draw_year_municipality_item: Floats
    access: Access
    area_access: AreaAccess | None


def sample_block(prepared: Prepared, people: MeanPeople, block: DrawBlock) -> BlockFutures:
    """Return a block of sampled people and pupils around the mean ones."""
    scenario, streams = prepared.scenario, prepared.streams
    parameters = prepared.parameters.block(block.draws)
    futures = sampled_future(people.launch, parameters, streams, block)
    years = scenario.plan_years
    pupils = pupils_by_area(scenario.region, futures, years, parameters, streams, block, people.counted)
    return BlockFutures(block, parameters, futures, pupils)


def school_pupils(
    prepared: Prepared, option: OptionPlan, sample: BlockFutures
) -> tuple[PupilFlows, Floats, Groups]:
    """Return where the pupils of a block go under one option, the pupils of its schools, and their groups."""
    region = prepared.scenario.region
    flows = flow_pupils(region, option.catchments, sample.pupils, prepared.streams, sample.block)
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    return flows, pupils, form_groups(pupils, sample.parameters, region.schools.special)


def school_block(prepared: Prepared, option: OptionPlan, sample: BlockFutures) -> Schooling:
    """Return groups and staff of one option on a block."""
    region = prepared.scenario.region
    flows, pupils, groups = school_pupils(prepared, option, sample)
    staffing = staff_schools(
        region,
        option.plan,
        prepared.journeys,
        groups,
        pupils,
        sample.parameters,
        of_sampled_futures(option.tours),
        pupils_at_home(region, sample.pupils),
    )
    return Schooling(flows, pupils, groups, staffing)


def _sum_schools_by_municipality(values_draw_year_school: Floats, prepared: Prepared) -> Floats:
    """Return values of schools summed by municipality, in the order of the schools. (draw, year, municipality, …)"""
    region = prepared.scenario.region
    shape = list(values_draw_year_school.shape)
    shape[2] = len(region.municipalities)
    total = np.zeros(shape)
    for school, municipality in enumerate(region.schools.municipality):
        total[:, :, municipality] += values_draw_year_school[:, :, school]
    return total


def _special_classes(groups: Groups) -> Floats:
    """Return special classes, zeros where no school has any. (draw, year, school)"""
    shape = groups.groups_draw_year_school_band.shape[:3]
    return np.broadcast_to(groups.special_groups_draw_year_school, shape).copy()


def _posts_of_employers(staffing: Staffing) -> dict[str, Floats]:
    """Return the measures of staffing.csv that belong to the employer. (draw, year, municipality, subject)"""
    surplus = staffing.surplus_posts_draw_year_municipality_subject
    dismissed = staffing.dismissed_posts_draw_year_municipality_subject
    found = (surplus, np.zeros_like(surplus) if dismissed is None else dismissed)
    return dict(zip(MUNICIPAL_STAFFING_MEASURES, found, strict=True))


def _support_staff(staffing: Staffing, parameters: Parameters) -> dict[str, Floats]:
    """Return posts and driving of principals and assistants by school. (draw, year, school, staff)"""
    posts = support_need(staffing.principal_posts_draw_year_school, staffing.assistant_posts_draw_year_school)
    none = np.zeros(posts.shape[:3])
    by_staff = (staffing.principal_km_draw_year_school, staffing.assistant_km_draw_year_school)
    km = np.stack([none if driven is None else driven for driven in by_staff], axis=3)
    speed = parameters.draws("teaching.driving_speed_km_h")[:, None, None, None]
    return {"posts": posts, "driven_km": km, "driven_hours": km / speed}


def _surplus_support(staffing: Staffing) -> Floats:
    """Return principals and assistants paid beyond need. (draw, year, municipality, staff)"""
    surplus = staffing.surplus_support_draw_year_municipality_staff
    shape = staffing.surplus_posts_draw_year_municipality_subject.shape[:3]
    return np.zeros((*shape, len(SUPPORT_STAFF))) if surplus is None else surplus


def staffing_measures(staffing: Staffing, parameters: Parameters, prepared: Prepared) -> dict[str, Floats]:
    """Return the measures of staffing.csv: subjects, then the staff beside the teachers.

    (draw, year, municipality, subject and staff)
    """
    support = _support_staff(staffing, parameters)
    by_subject = {
        name: _sum_schools_by_municipality(values, prepared) for name, values in staffing.measures.items()
    } | _posts_of_employers(staffing)
    beside = {name: _sum_schools_by_municipality(values, prepared) for name, values in support.items()}
    beside["surplus_posts"] = _surplus_support(staffing)
    nobody = np.zeros_like(beside["surplus_posts"])
    return {
        name: np.concatenate([values, beside.get(name, nobody)], axis=3)
        for name, values in by_subject.items()
    }


def run_block(
    prepared: Prepared, option: OptionPlan, sample: BlockFutures, disruption: Disruption | None
) -> OptionBlock:
    """Run every stage after the sampled futures for one option on one block of draws."""
    scenario, parameters, plan = prepared.scenario, sample.parameters, option.plan
    region, price_year = scenario.region, scenario.price_year
    schooling = school_block(prepared, option, sample)
    flows, groups, staffing = schooling.flows, schooling.groups, schooling.staffing
    daily = carry_pupils(region, prepared.journeys, plan, flows, parameters, option.routes)
    transport = drive_to_meetings(daily, staffing.meetings, prepared.journeys, parameters)
    access = measure_access(option.journeys_by_year, flows)
    costs = cost_option(
        region, plan, flows, groups, staffing, transport, disruption, sample.futures, parameters, price_year
    )
    funding = fund_option(region, plan, flows, sample.futures, costs, parameters, price_year)
    money = Money(costs, funding, taxable_income(region, sample.futures, plan.years, parameters))
    return OptionBlock(
        pupils_draw_year_school_grade=schooling.pupils_draw_year_school_grade,
        groups_draw_year_school_band=groups.groups_draw_year_school_band,
        special_classes_draw_year_school=_special_classes(groups),
        composite_pupils_draw_year_school=groups.composite_pupils_draw_year_school,
        flows_draw_year_flow=option.flow_keys.pupils(flows),
        staffing=staffing_measures(staffing, parameters, prepared),
        school_staffing={name: staffing.measures[name].sum(axis=3) for name in ("hours_required", "posts")},
        money=money,
        budget_draw_year_municipality_item=book_budget(plan, money, parameters, price_year),
        access=access,
        area_access=measure_areas(option.areas, flows) if option.areas else None,
    )
