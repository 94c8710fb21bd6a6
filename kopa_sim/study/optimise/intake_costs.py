"""What a school costs with any intake, priced by the simulator's own stages.

Schools do not touch one another's cost except through teachers who linger. Many intakes are therefore priced at once,
each as a school of its own in a made-up region: the same building, place and rules, other pupils.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.cost_basis import cost_basis
from kopa_sim.economy.costs import municipal_cost
from kopa_sim.economy.costs_property_capital import property_capital_cost
from kopa_sim.economy.costs_transport import transport_cost
from kopa_sim.economy.kitchens import kitchens_of
from kopa_sim.model.grades import BASIC_GRADES, N_GRADES
from kopa_sim.model.journeys import Catchments, Journeys, PupilFlows, YearCatchment
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region, Schools
from kopa_sim.network import carry_pupils
from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.layout import Travellers
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.support_surplus import support_need

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

TRANSITION = COST_ITEMS.index("transition")


@dataclass(frozen=True)
class Setting:
    """All that prices an intake beside the pupils. One draw."""

    region: Region
    journeys: Journeys
    plan: Plan
    parameters: Parameters
    price_year: int


@dataclass(frozen=True)
class IntakeCosts:
    """What intakes mean, by year of the Plan; what a school costs without pupils is left out.

    Attributes
    ----------
    cost
        Euros of the year. (intake, year)
    pupils, basic, minutes
        Pupils, those of grades 0–9, and the sum of their minutes one way. (intake, year)
    standing, hourly
        Posts. (intake, year, subject)
    support
        Posts of principals and assistants. (intake, year, staff)
    """

    cost: Floats
    pupils: Floats
    basic: Floats
    minutes: Floats
    standing: Floats
    hourly: Floats
    support: Floats


def _repeated(table: Schools, schools: Ints) -> Schools:
    """Return a table of schools with some of its rows, any of them several times."""

    def chosen(values: Any) -> Any:
        if values is None or not len(values):
            return values
        return values[schools] if isinstance(values, np.ndarray) else tuple(values[s] for s in schools)

    return Schools(**{of.name: chosen(getattr(table, of.name)) for of in fields(Schools)})


def _optional(values: Any, schools: Ints) -> Any:
    return None if values is None else values[:, schools]


def at_schools(setting: Setting, schools: Ints) -> Setting:
    """Return the setting with some of the schools, any of them several times."""
    journeys, plan = setting.journeys, setting.plan
    there = {
        of.name: _optional(getattr(journeys, of.name), schools)
        for of in fields(Journeys)
        if of.name.endswith("point_school")
    }
    region = replace(
        setting.region,
        schools=_repeated(setting.region.schools, schools),
        kitchens=kitchens_of(setting.region, setting.parameters).at(schools),
    )
    own_plan = replace(
        plan,
        open_year_school=plan.open_year_school[:, schools],
        grades_year_school_grade=plan.grades_year_school_grade[:, schools],
        places_year_school=plan.places_year_school[:, schools],
        allowed_year_home_school_grade=plan.allowed_year_home_school_grade[:, :, schools],
        receiving_year_school=np.full((len(plan.years), len(schools)), -1, dtype=np.intp),
        teacher_pools=(),
        principal_pools=(),
        remote_groups=(),
        grade_pairs=(),
        built=(),
    )
    return replace(
        setting,
        region=region,
        journeys=replace(
            journeys, **there, km_school_school=journeys.km_school_school[np.ix_(schools, schools)]
        ),
        plan=own_plan,
    )


def price_intakes(setting: Setting, travellers: Travellers, intakes: Sequence[Intake]) -> IntakeCosts:
    """Return what intakes cost, each school's own pupils always among them."""
    schools = np.array([intake.school for intake in intakes], dtype=np.intp)
    own = at_schools(setting, schools)
    flows = _flows(own, travellers, intakes)
    region, plan, parameters = own.region, own.plan, own.parameters
    pupils = flows.pupils_draw_year_school_grade(len(schools))
    groups = form_groups(pupils, parameters, region.schools.special)
    staffing = staff_schools(
        region,
        plan,
        own.journeys,
        groups,
        pupils,
        parameters,
        residents_draw_year_municipality_grade=travellers.residents,
    )
    nobody = np.zeros_like(staffing.surplus_posts_draw_year_municipality_subject)
    staffing = replace(
        staffing,
        surplus_posts_draw_year_municipality_subject=nobody,
        surplus_support_draw_year_municipality_staff=None,
    )
    basis = cost_basis(region, plan, flows, parameters, own.price_year)
    states = building_states(region, plan, parameters)
    travel = transport_cost(basis, carry_pupils(region, own.journeys, plan, flows, parameters))
    money = municipal_cost(basis, states, staffing, property_capital_cost(basis, states), travel, None)[0]
    standing, hourly = (
        staffing.standing_posts_draw_year_school_subject,
        staffing.hourly_posts_draw_year_school_subject,
    )
    support = support_need(
        staffing.principal_posts_draw_year_school, staffing.assistant_posts_draw_year_school
    )
    if standing is None or hourly is None:
        raise TypeError("the staff of a school is without its two kinds of posts")
    return IntakeCosts(
        cost=(_without_transition(money) - empty_cost(own)).T,
        pupils=basis.pupils_draw_year_school[0].T,
        basic=pupils[0][..., BASIC_GRADES].sum(axis=2).T,
        minutes=_minutes(own, flows).T,
        standing=standing[0].transpose(1, 0, 2),
        hourly=hourly[0].transpose(1, 0, 2),
        support=support[0].transpose(1, 0, 2),
    )


def empty_cost(own: Setting, with_transition: bool = False) -> Floats:
    """Return what schools cost without any pupil: buildings, kitchens, and where wished change. (year, school)"""
    # teachers on the books are paid with or without schools, and are counted with those who stay on
    region, plan, parameters = replace(own.region, staff=None), own.plan, own.parameters
    empty = PupilFlows(
        Catchments(plan.years, (_no_arcs(),) * len(plan.years)), (np.zeros((1, 0)),) * len(plan.years)
    )
    pupils = empty.pupils_draw_year_school_grade(len(region.schools))
    groups = form_groups(pupils, parameters, region.schools.special)
    staffing = staff_schools(region, plan, own.journeys, groups, pupils, parameters)
    basis = cost_basis(region, plan, empty, parameters, own.price_year)
    states = building_states(region, plan, parameters)
    travel = transport_cost(basis, carry_pupils(region, own.journeys, plan, empty, parameters))
    money = municipal_cost(basis, states, staffing, property_capital_cost(basis, states), travel, None)[0]
    whole: Floats = money.sum(axis=2)
    return whole if with_transition else _without_transition(money)


def _without_transition(money_year_school_item: Floats) -> Floats:
    rest: Floats = np.delete(money_year_school_item, TRANSITION, axis=2).sum(axis=2)
    return rest


def _no_arcs() -> YearCatchment:
    nothing, no_share = np.zeros(0, dtype=np.intp), np.zeros(0)
    return YearCatchment(nothing, nothing, nothing, no_share, nothing, nothing, no_share)


def _flows(own: Setting, travellers: Travellers, intakes: Sequence[Intake]) -> PupilFlows:
    """Return the pupils of every intake as flows to its own copy of the school."""
    members = [
        np.concatenate([np.flatnonzero(travellers.school == intake.school), intake.groups])
        for intake in intakes
    ]
    group = np.concatenate(members)
    copy = np.repeat(np.arange(len(intakes)), [len(of) for of in members])
    by_year = [_year_flows(own, travellers, group, copy, year) for year in range(len(own.plan.years))]
    return PupilFlows(
        Catchments(own.plan.years, tuple(arcs for arcs, _ in by_year)),
        tuple(pupils[None] for _, pupils in by_year),
    )


def _year_flows(
    own: Setting, travellers: Travellers, group: Ints, copy: Ints, year: int
) -> tuple[YearCatchment, Floats]:
    member, grade = np.nonzero(travellers.pupils[year][group] > 0)
    people = travellers.pupils[year][group[member], grade]
    point, school = travellers.point[group[member]], copy[member]
    area = own.region.points.area[point]
    key = (area * N_GRADES + grade) * len(own.region.schools) + school
    order = np.lexsort((point, key))
    key, point, people = key[order], point[order], people[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    arc = np.repeat(np.arange(len(first)), np.diff(first, append=len(key)))
    total = np.bincount(arc, weights=people, minlength=len(first)).astype(np.float64)
    arcs = YearCatchment(
        area=area[order][first],
        grade=grade[order][first],
        school=school[order][first],
        share=np.ones(len(first)),
        cell_arc=arc,
        cell_point=point,
        cell_share=people / total[arc] if len(first) else people,
    )
    return arcs, total


def _minutes(own: Setting, flows: PupilFlows) -> Floats:
    """Return the minutes that the pupils of grades 0–9 travel one way, together. (year, school)"""
    total = np.zeros((len(flows.years), len(own.region.schools)))
    for year, arcs in enumerate(flows.catchments.by_year):
        minutes = arcs.arc_mean(
            own.journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]]
        )
        basic = np.isin(arcs.grade, np.arange(N_GRADES)[BASIC_GRADES])
        np.add.at(total[year], arcs.school, flows.pupils_by_year[year][0] * minutes * basic)
    return total
