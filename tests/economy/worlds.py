"""A tiny region with round prices, so that every euro can be checked by hand.

Two municipalities: the first (901) has a centre school (grades 0-9) and a village school (0-6), the second (902) one
whole school. Growth is zero and every price is round unless a test says otherwise.
"""

from dataclasses import dataclass, replace

import numpy as np

from kopa_sim.economy import cost_option, fund_option, taxable_income
from kopa_sim.economy.cost_basis import cost_basis
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Access, Catchments, PupilFlows, Transport, YearCatchment
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS, PAYERS, UPKEEP_MEASURES, Costs, Funding, Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, Futures
from kopa_sim.model.plan import Agreement
from kopa_sim.model.region import Region
from kopa_sim.model.staffing import STAFFING_MEASURES, Groups, Staffing
from kopa_sim.model.subjects import N_SUBJECTS, PLAN_SUBJECTS, SUBJECTS
from kopa_sim.scenario.measures.base import present_plan
from tests.regions import schools, two_municipalities

YEARS = (2024, 2025, 2026, 2027, 2028, 2029)
FIRST_YEAR = 2026
PRICE_YEAR = 2026
CENTRE, VILLAGE, OTHER = 0, 1, 2

ITEM = {name: index for index, name in enumerate(COST_ITEMS)}
PAYER = {name: index for index, name in enumerate(PAYERS)}
FUND = {name: index for index, name in enumerate(FUNDING_ITEMS)}
SUBJECT = {name: index for index, name in enumerate(SUBJECTS)}

ROUND_PRICES = {
    "economy.discount_rate": 0.0,
    "economy.wage_growth": 0.0,
    "economy.construction_growth": 0.0,
    "economy.transport_growth": 0.0,
    "economy.tax_base_growth": 0.0,
    "economy.inflation": 0.0,
    "economy.mean_income_eur": 20_000.0,
    "economy.taxable_income_share": 1.0,
    "economy.price_growth": 0.0,
    "economy.fuel_growth": 0.0,
    "economy.labour_share": {
        "vehicle_hour": 1.0,
        "vehicle_km": 0.0,
        "vehicle_day": 0.0,
        "ticket": 0.5,
        "boarding": 0.5,
        "km_allowance": 0.0,
        "food": 0.0,
        "food_delivery": 0.5,
        "equipment": 0.0,
        "property_running": 0.5,
        "ict_site": 0.0,
        "office": 1.0,
        "welfare_other": 0.0,
        "closing": 0.5,
        "moving": 0.5,
        "agreement_start": 1.0,
    },
    "economy.energy_share": {
        "vehicle_hour": 0.0,
        "vehicle_km": 0.6,
        "vehicle_day": 0.0,
        "ticket": 0.4,
        "boarding": 0.0,
        "km_allowance": 0.5,
        "food": 0.0,
        "food_delivery": 0.4,
        "equipment": 0.0,
        "property_running": 0.8,
        "ict_site": 0.0,
        "office": 0.0,
        "welfare_other": 0.0,
        "closing": 0.0,
        "moving": 0.0,
        "agreement_start": 0.0,
    },
    "economy.food_eur_meal": 1.0,
    "economy.cooking_kitchen_from_places": 50.0,
    "economy.kitchen_worker_salary_eur_month": 2_000.0,
    "economy.kitchen_worker_day_h": 8.0,
    "economy.kitchen_post_step_share": 0.125,
    "economy.cooking_base_h_day": 2.0,
    "economy.cooking_min_meal": 1.2,
    "economy.serving_base_h_day": 1.0,
    "economy.serving_min_meal": 1.8,
    "economy.cooking_equipment_eur_year": 8_000.0,
    "economy.serving_equipment_eur_year": 2_000.0,
    "economy.food_delivery_eur_km": 1.0,
    "economy.food_delivery_eur_day": 10.0,
    "economy.pupils_per_school_coach": 500.0,
    "economy.school_coach_salary_eur_month": 2_000.0,
    "economy.welfare_other_eur_pupil": 40.0,
    "economy.secretary_salary_eur_month": 2_000.0,
    "economy.pupils_per_secretary": 400.0,
    "economy.office_fixed_eur": 100_000.0,
    "economy.office_eur_pupil": 50.0,
    "economy.shared_office_saving_share": 0.4,
    "economy.shared_transport_saving_share": 0.1,
    "economy.ict_device_eur": 400.0,
    "economy.ict_device_life_years": 4.0,
    "economy.ict_devices_per_pupil": 0.9,
    "economy.ict_licence_eur_pupil": 35.0,
    "economy.pupils_per_ict_support": 400.0,
    "economy.ict_support_salary_eur_month": 2_000.0,
    "economy.ict_site_eur_year": 3_000.0,
    "economy.materials_eur_pupil": {"basic": 0.0, "upper_secondary": 0.0},
    "economy.savings_realisation": 0.6,
    "economy.closing_eur_school": 30_000.0,
    "economy.moving_eur_pupil": 300.0,
    "economy.fitting_out_eur_place": 1_000.0,
    "economy.double_running_months": 3.0,
    "economy.agreement_start_eur_member": 20_000.0,
    "economy.agreement_end_eur_member": 10_000.0,
    "property.running_eur_m2": 100.0,
    "property.capital_rent_eur_m2": 120.0,
    "property.building_eur_m2": 4_000.0,
    "property.space_m2_place": 10.0,
    "property.extension_m2_place": 10.0,
    "property.running_lag_years": 0.0,
    "property.renovation_condition_share": 0.5,
    "property.repair_timing": "yearly",
    "property.renovation_displaced_share": 0.5,
    "property.wear_share_year": 0.02,
    "property.sound_condition_share": 0.75,
    "property.repair_share_year": 0.1,
    "property.usual_condition_share": 0.65,
    "property.least_condition_share": 0.5,
    "property.temporary_place_eur_year": 2_000.0,
    "property.disposal_lag_years": 2.0,
    "property.sold_share": 0.5,
    "property.sale_price_eur_m2": 100.0,
    "property.demolition_eur_m2": 140.0,
    "property.building_life_years": 40.0,
    "property.depreciation_years": 30.0,
    "property.least_depreciation_years_left": 8.0,
    "property.book_value_eur_m2": 400.0,
    "funding.index_growth": 0.0,
    "funding.price_age_0_5_eur": 10_000.0,
    "funding.price_age_6_eur": 11_000.0,
    "funding.price_age_7_12_eur": 9_000.0,
    "funding.price_age_13_15_eur": 15_000.0,
    "funding.price_age_16_over_eur": 100.0,
    "funding.own_share_eur_resident": 1_500.0,
    "funding.own_share_of_computed_cost_share": 0.75,
    "funding.national_computed_cost_index": {"2020": 1.0, "2030": 1.0},
    "funding.national_age_0_5_share": {"2020": 0.05, "2030": 0.05},
    "funding.national_adult_share_index": {"2020": 1.0, "2030": 1.0},
    "funding.cost_revision_growth": 0.0,
    "funding.count_ages_0_5": True,
    "funding.equalisation_addition_share": 0.9,
    "funding.equalisation_deduction_share": 0.1,
    "funding.computed_tax_rate_share": 0.08,
    "funding.national_taxable_income_eur_resident": 20_000.0,
    "funding.compensation_basic_part_eur": 8_000.0,
    "funding.compensation_coefficient": {"pre_primary": 0.61, "1-6": 1.0, "7-9": 1.6},
    "funding.non_municipal_compensation_share": 1.0,
    "funding.upper_secondary_unit_price_eur": 8_000.0,
    "funding.small_provider_limit_students": 200.0,
    "funding.small_provider_points_student": 0.4,
    "funding.smallest_provider_limit_students": 60.0,
    "funding.smallest_provider_points_student": 2.1,
    "funding.small_provider_most_points": 106.0,
    "funding.upper_secondary_discretionary_share": 0.0,
    "funding.upper_secondary_contribution_eur_resident": 0.0,
    "funding.vocational_price_eur_student_year": 10_000.0,
    "funding.vocational_performance_share": 0.3,
    "funding.national_residents_km2": 20.0,
    "funding.density_largest_coefficient": 20.0,
    "funding.bilingual_resident_share": 0.07,
    "funding.remoteness_least_index": 0.5,
    "funding.remoteness_persons_within_25_km": 15_000.0,
    "funding.remoteness_persons_within_50_km": 60_000.0,
    **dict.fromkeys(
        (
            "funding.price_density_eur",
            "funding.price_foreign_language_eur",
            "funding.price_bilingual_eur",
            "funding.price_archipelago_eur",
            "funding.price_part_archipelago_eur",
            "funding.price_education_background_eur",
            "funding.price_job_self_sufficiency_eur",
            "funding.price_remoteness_eur",
        ),
        0.0,
    ),
    "sustainability.pass_share": 0.8,
    "sustainability.conditional_share": 0.5,
    "sustainability.qualified_floor_share": 0.9,
    "sustainability.ceiling_tolerance_pupils": 0.5,
    "sustainability.inequality_tolerance_theil": 0.005,
    "sustainability.gap_target_years": 3.0,
    "sustainability.gap_delay_years": 1.0,
    "teaching.salary_eur_month": dict.fromkeys(SUBJECTS, 4_000.0),
    "teaching.obligation_h": dict.fromkeys(SUBJECTS, 20.0),
    "teaching.months_paid": 12.0,
    "teaching.employer_cost_factor": 1.25,
    "teaching.pay_level": 1.0,
    "teaching.assistant_salary_eur_month": 2_000.0,
    "teaching.assistant_week_h": 40.0,
    "teaching.principal_salary_eur_month": 5_000.0,
    "teaching.overtime_price_factor": 0.8,
    "teaching.unqualified_pay_cut_share": 0.1,
    "teaching.not_given_price_factor": 0.6,
    "teaching.dismissal_cost_months": 2.0,
    "teaching.km_allowance_eur": 0.5,
    "teaching.remote_room_eur": 6_000.0,
    "teaching.remote_room_life_years": 6.0,
    "teaching.remote_training_eur_person": 1_000.0,
    "teaching.remote_training_life_years": 5.0,
    "teaching.link_eur_year": 600.0,
    "teaching.school_weeks": 38.0,
    "teaching.driving_speed_km_h": 50.0,
    "teaching.pre_primary_lessons_h": 20.0,
    "teaching.upper_secondary_lessons_h": 30.0,
    **{f"teaching.lesson_plan_{row}": (0.0,) * 9 for row in PLAN_SUBJECTS},
    "teaching.lesson_plan_mother_tongue": (20.0,) * 6 + (30.0,) * 3,
    "transport.school_days": 190.0,
    "transport.detour_factor": 1.25,
    "transport.vehicle_km_eur": 2.0,
    "transport.vehicle_hour_eur": 40.0,
    "transport.vehicle_day_eur": 10.0,
    "transport.boarding_eur_pupil_year": 12_000.0,
    "transport.kela_eur_student_km": 0.15,
    "transport.family_eur_student_km": 0.3,
}
"""A teacher's post costs 4,000 × 12 × 1.25 = 60,000, a weekly lesson 3,000, an assistant 30,000, a head 75,000.

A kitchen worker costs 30,000 and an eighth of a post, an hour a day, 3,750; a meal takes 3 minutes where it is cooked
and served, 1.8 where it is served. A school coach and a support person for devices take 60 and 75 a pupil."""


def parameters(draws=1, sampled=None, **changes):
    """Round prices with some changed, ``section__name=value``; ``sampled`` has one value a draw."""
    fixed = {**ROUND_PRICES, **{name.replace("__", "."): value for name, value in changes.items()}}
    return Parameters(draws, fixed, {name: np.array(values) for name, values in (sampled or {}).items()})


def with_schools(*rows):
    """The two municipalities with other schools."""
    return replace(two_municipalities(), schools=schools(list(rows)))


def plan_of(region, years=YEARS, option="as_is", **changes):
    plan = present_plan(option, option, region, years, FIRST_YEAR, np.full(11, 5.0))
    return replace(plan, **changes)


def close(plan, school, year):
    """The Plan with a school shut from a year on."""
    open_year_school = plan.open_year_school.copy()
    open_year_school[plan.years.index(year) :, school] = False
    return replace(plan, open_year_school=open_year_school)


def agreement(plan, kind, members=(0, 1), year=FIRST_YEAR, **other):
    """The Plan with an agreement from a year on."""
    years = np.array(plan.years) >= year
    made = Agreement(name=kind, kind=kind, members=members, years=years, **other)
    return replace(plan, agreements=(*plan.agreements, made))


def flows_of(region, rows, years=YEARS, draws=1, factor=None):
    """Flows from (area, grade, school, pupils) rows, alike in all years, or ``rows(year)``.

    ``factor`` multiplies each draw's pupils.
    """
    scale = np.ones(draws) if factor is None else np.array(factor, dtype=float)
    catchments, pupils = [], []
    for year in years:
        of_year = sorted(rows(year) if callable(rows) else rows)
        table = np.array(of_year, dtype=float).reshape(-1, 4)
        area, grade, school = (table[:, column].astype(np.intp) for column in range(3))
        empty = np.zeros(0, dtype=np.intp)
        catchments.append(YearCatchment(area, grade, school, np.ones(len(area)), empty, empty, np.zeros(0)))
        pupils.append(scale[:, None] * table[:, 3])
    return PupilFlows(Catchments(tuple(years), tuple(catchments)), tuple(pupils))


PUPILS_AT_HOME = [
    (0, 1, CENTRE, 100.0),
    (1, 1, VILLAGE, 20.0),
    (2, 1, OTHER, 50.0),
]
"""First-graders who attend their own municipality's schools."""


def futures_of(region, children=0.0, adults=1000.0, draws=1, launch_year=2022, grown=lambda year: 1.0):
    """Futures 2022-2029 with ``children`` of every age 0-15 and ``adults`` of age 40 in every municipality.

    ``grown`` multiplies all of them by year.
    """
    years = tuple(range(2022, YEARS[-1] + 1))
    population = np.zeros((draws, len(years), len(region.municipalities), 2, N_AGES))
    population[:, :, :, 1, :16] = children
    population[:, :, :, 0, 40] = adults
    population *= np.array([grown(year) for year in years])[None, :, None, None, None]
    return Futures(years, population, launch_year, np.ones((len(region.areas), 19)))


def staffing_of(region, years=YEARS, draws=1, **amounts):
    """Staff with chosen measures, each a number for every school and class teaching, or an array by school."""
    n_schools, shape = len(region.schools), (draws, len(years), len(region.schools))
    measures = {name: np.zeros((*shape, N_SUBJECTS)) for name in STAFFING_MEASURES}
    places = {
        name: np.zeros(shape)
        for name in ("site_adult_hours", "remote_rooms", "site_changes", "principal_posts", "assistant_posts")
    }
    surplus = np.zeros((draws, len(years), len(region.municipalities), N_SUBJECTS))
    dismissed = np.zeros_like(surplus)
    for name, amount in amounts.items():
        if name == "surplus_posts":
            surplus[..., SUBJECT["class_teaching"]] = amount
        elif name == "dismissed_posts":
            dismissed[..., SUBJECT["class_teaching"]] = amount
        elif name in measures:
            measures[name][..., SUBJECT["class_teaching"]] = np.broadcast_to(amount, (n_schools,))
        else:
            places[name][:] = np.broadcast_to(amount, (n_schools,))
    by_school = {f"{name}_draw_year_school": value for name, value in places.items()}
    return Staffing(measures, surplus, **by_school, dismissed_posts_draw_year_municipality_subject=dismissed)


def transport_of(region, years=YEARS, draws=1, **amounts):
    shape = (draws, len(years), len(region.schools))
    names = [name for name in Transport.__dataclass_fields__ if not name.endswith("_home_school")]
    return Transport(**{name: np.broadcast_to(amounts.get(name, 0.0), shape).astype(float) for name in names})


def groups_of(region, years=YEARS, draws=1):
    nothing = np.zeros((draws, len(years), len(region.schools), 5))
    by_grade = np.zeros((draws, len(years), len(region.schools), N_GRADES))
    return Groups(nothing, nothing, by_grade, by_grade)


@dataclass(frozen=True)
class World:
    """One option's inputs, ready to be costed and funded."""

    region: Region
    plan: object
    flows: PupilFlows
    futures: Futures
    staffing: Staffing
    transport: Transport
    parameters: Parameters

    @property
    def basis(self):
        return cost_basis(self.region, self.plan, self.flows, self.parameters, PRICE_YEAR)

    def costs(self, disruption=None):
        return cost_option(
            self.region,
            self.plan,
            self.flows,
            groups_of(self.region, self.plan.years, self.flows.draws),
            self.staffing,
            self.transport,
            disruption,
            self.futures,
            self.parameters,
            PRICE_YEAR,
        )

    def funding(self):
        return fund_option(
            self.region, self.plan, self.flows, self.futures, self.costs(), self.parameters, PRICE_YEAR
        )

    def money(self):
        return Money(
            self.costs(),
            self.funding(),
            taxable_income(self.region, self.futures, self.plan.years, self.parameters),
        )


def world(region=None, plan=None, rows=None, draws=1, factor=None, futures=None, **other):
    """A world where everybody attends their own municipality's schools and nobody is paid, unless said."""
    region = two_municipalities() if region is None else region
    plan = plan_of(region) if plan is None else plan
    return World(
        region,
        plan,
        flows_of(region, PUPILS_AT_HOME if rows is None else rows, plan.years, draws, factor),
        futures_of(region, draws=draws) if futures is None else futures,
        staffing_of(region, plan.years, draws, **other.pop("staff", {})),
        transport_of(region, plan.years, draws, **other.pop("transport", {})),
        other.pop("parameters", None) or parameters(draws, **other),
    )


def year_at(year, years=YEARS):
    return years.index(year)


def money_of(gross, funding, tax_base, years=YEARS, capital=None, accounts=None, wear=None):
    """Money built straight from (draw, year, municipality) arrays; all cost is teaching but for ``capital``."""
    gross, funding, tax_base = (np.asarray(values, dtype=float) for values in (gross, funding, tax_base))
    shape = gross.shape
    capital = np.zeros(shape) if capital is None else np.asarray(capital, dtype=float)
    accounts = capital if accounts is None else np.asarray(accounts, dtype=float)
    cost = np.zeros((*shape, len(PAYERS), len(COST_ITEMS)))
    cost[:, :, :, PAYER["municipality"], ITEM["teaching"]] = gross - capital
    cost[:, :, :, PAYER["municipality"], ITEM["property_capital"]] = capital
    granted = np.zeros((shape[0], shape[1], shape[2] + 1, len(FUNDING_ITEMS)))
    granted[:, :, :-1, FUND["state_share"]] = funding
    costs = Costs(
        years=years,
        school_draw_year_school_item=cost.sum(axis=3),
        municipal_draw_year_municipality_payer_item=cost,
        accounting_capital_draw_year_municipality=accounts,
        accounting_capital_draw_year_school=accounts,
        write_down_draw_year_municipality=np.zeros(shape),
        repair_debt_draw_year_school=np.zeros(shape),
        steady_wear_draw_year_municipality=capital if wear is None else np.asarray(wear, dtype=float),
        upkeep_draw_year_school_measure=np.zeros((*shape, len(UPKEEP_MEASURES))),
    )
    return Money(costs, Funding(years, granted), tax_base)


def access_of(draws=1, municipalities=2, years=YEARS, over=0.0, **values):
    """Access with the same value everywhere, or arrays that broadcast to (draw, year, municipality + 1)."""
    shape = (draws, len(years), municipalities + 1, 6)
    measures = {
        name: np.broadcast_to(np.asarray(values.get(name, 0.0), dtype=float)[..., None], shape).copy()
        for name in ("mean_min", "theil_between", "theil_within")
    }
    counts = np.broadcast_to(np.asarray(over, dtype=float), (draws, len(years), municipalities)).copy()
    return Access(years, measures, counts, np.arange(3.0), np.zeros((draws, 2)))
