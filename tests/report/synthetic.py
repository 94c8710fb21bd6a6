"""A made-up run: arrays of the right shape filled from one seed, for tests of what people see.

Its numbers mean nothing, but they hold together: shares sum to one, closed schools have no pupils, and the costs
of schools are the costs of municipalities.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kopa_sim.access.by_area import BIN_EDGES
from kopa_sim.economy import BUDGET_ITEMS, PATH_MEASURES, RATE_MEASURES
from kopa_sim.economy.child_money import AGE_GROUPS, CHILD_MONEY_MEASURES, ChildMoney
from kopa_sim.model.area_access import AREA_SUMS, IMPACT_SUMS, AreaAccess, ChildImpact, ImpactRows
from kopa_sim.model.grades import GRADE_BANDS, N_BANDS, N_GRADES
from kopa_sim.model.journeys import Access, Catchments, Journeys, YearCatchment
from kopa_sim.model.ledger import (
    COST_ITEMS,
    FUNDING_ITEMS,
    PAYERS,
    UPKEEP_MEASURES,
    Costs,
    Funding,
    Money,
    Verdict,
)
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import N_AGES, DemographicData, Schedules
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Areas, Municipalities, Points, Region, Schools
from kopa_sim.model.staffing import STAFFING_MEASURES, SUPPORT_STAFF, OperationsOutcome
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.scenario.contents import Border, Distribution, OptionSpec, Scenario
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.measures import CloseSchool, PlanContext, present_plan
from kopa_sim.study.result import OptionResult, RunResult

DEFAULT_VALUES = {name: spec.value for name, spec in load_defaults().items()}
ACCESS_MEASURES = (
    "mean_min",
    "p90_min",
    "max_min",
    "over_3km_share",
    "over_5km_share",
    "transported_share",
    "near_limit_share",
    "over_limit_share",
    "theil_between",
    "theil_within",
    "gini_min",
)
VERDICT_MEASURES = (
    "net_cost_pv_difference_eur",
    "net_cost_per_pupil_eur",
    "net_cost_per_resident_eur",
    "tax_points_difference",
    "sustainability_gap_tax_points",
    "payback_year",
    "payback_reached_share",
    "cheaper_share",
    "sustainable_share",
    "qualified_teaching_share",
    "mean_min_difference",
    "theil_between_difference",
    "theil_within_difference",
    "widens_inequality_share",
    "gross_cost_pv_mean_future_eur",
    "money_slack_tax_points",
    "journey_ceiling_slack_pupils",
    "qualified_teaching_slack_share",
    "sustainability_gap_target_year_tax_points",
    "sustainability_gap_infinite_tax_points",
    "sustainability_gap_delayed_tax_points",
    "cost_of_delay_tax_points",
    "sustainability_gap_steady_anchor_tax_points",
)
RATES = (0.0, 0.01, 0.03)


@dataclass(frozen=True)
class Size:
    """How large the made-up run is."""

    municipalities: int = 2
    areas: int = 5
    schools: int = 4
    options: int = 2
    draws: int = 8
    first_year: int = 2026
    end_year: int = 2029
    base_year: int = 2024


KAINUU = Size(municipalities=8, areas=80, schools=37, options=6, draws=200, end_year=2045, base_year=2019)

HOSTILE = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"


def make_region(size: Size, random: np.random.Generator, *, hostile: bool = False) -> Region:
    """Return a region whose names may be written to do harm."""
    m, a, s = size.municipalities, size.areas, size.schools
    unknown = np.full
    home_area = np.sort(np.arange(a) % m)
    home_school = np.sort(np.arange(s) % m)
    names = tuple(HOSTILE if hostile and i == 0 else f"Kunta {i + 1}" for i in range(m))
    centre = random.uniform(-80_000, 80_000, (2, m)) + np.array([[560_000], [7_150_000]])
    grades = np.zeros((s, N_GRADES), dtype=np.bool_)
    for school in range(s):
        grades[school, slice(0, 7) if school % 3 else slice(0, N_GRADES - (school % 2))] = True
    return Region(
        municipalities=Municipalities(
            codes=tuple(f"{i + 100:03d}" for i in range(m)),
            names=names,
            land_km2=unknown(m, 1000.0),
            income_tax_base_eur=unknown(m, np.nan),
            state_share_other_eur=unknown(m, np.nan),
            state_share_equalisation_eur=unknown(m, np.nan),
        ),
        areas=Areas(
            codes=tuple(f"{i + 88000}" for i in range(a)),
            names=tuple(f"Alue {i}" for i in range(a)),
            municipality=home_area,
            x_m=centre[0, home_area] + random.normal(0, 12_000, a),
            y_m=centre[1, home_area] + random.normal(0, 12_000, a),
            area_m2=unknown(a, 1e8),
            bands=((0, 6), (7, 15)),
            children_area_band=random.uniform(5, 300, (a, 2)),
            mean_income_eur=unknown(a, np.nan),
            population=unknown(a, np.nan),
            languages=("fi",) * a,
        ),
        points=Points(area=np.arange(a), x_m=np.zeros(a), y_m=np.zeros(a), weight=np.ones(a)),
        schools=Schools(
            codes=tuple(FORMULA if hostile and i == 0 else f"koulu_{i}" for i in range(s)),
            names=tuple(HOSTILE if hostile and i == 1 else f"Kylän {i}. koulu" for i in range(s)),
            municipality=home_school,
            x_m=centre[0, home_school] + random.normal(0, 9_000, s),
            y_m=centre[1, home_school] + random.normal(0, 9_000, s),
            grades_school_grade=grades,
            places=random.integers(40, 500, s).astype(float),
            floor_area_m2=random.uniform(500, 8000, s),
            providers=("municipal",) * s,
            special=np.zeros(s, dtype=np.bool_),
            languages=("fi",) * s,
            given_intake=unknown(s, np.nan),
            built_year=unknown(s, 1980.0),
            condition=unknown(s, np.nan),
            annual_property_cost_eur=unknown(s, np.nan),
            book_value_eur=unknown(s, np.nan),
            rooms=np.where(np.arange(s) % 2 == 0, 8.0, np.nan),
            remote_ready=np.zeros(s, dtype=np.bool_),
        ),
    )


def make_borders(region: Region) -> tuple[Border, ...]:
    """Return a square around each municipality's areas."""
    borders = []
    for index, code in enumerate(region.municipalities.codes):
        mine = region.areas.municipality == index
        x, y = region.areas.x_m[mine], region.areas.y_m[mine]
        left, right, low, high = x.min() - 8e3, x.max() + 8e3, y.min() - 8e3, y.max() + 8e3
        borders.append(
            Border(code, np.array([left, right, right, left, left]), np.array([low, low, high, high, low]))
        )
    return tuple(borders)


def make_scenario(
    size: Size, random: np.random.Generator, *, language: str = "fi", hostile: bool = False
) -> Scenario:
    """Return a scenario of made-up places."""
    region = make_region(size, random, hostile=hostile)
    title = HOSTILE if hostile else "Esimerkkialueen koulut"
    specs = [OptionSpec("as_is", "Nykyinen verkko", None, ())]
    for option in range(1, size.options):
        measure = CloseSchool(
            measure="close_school",
            school=region.schools.codes[option % size.schools],
            year=size.first_year + 1,
        )
        specs.append(OptionSpec(f"option_{option}", f"Vaihtoehto {option}: {title}", "as_is", (measure,)))
    population = random.integers(20, 90, (size.municipalities, 2, N_AGES)).astype(float)
    return Scenario(
        name="esimerkki",
        folder=Path("scenarios/esimerkki"),
        title=title,
        language=language,
        base_year=size.base_year,
        first_year=size.first_year,
        end_year=size.end_year,
        price_year=2025,
        region=region,
        demographic=DemographicData(
            size.base_year, population, {}, None, None, Schedules(np.zeros(101), np.zeros((2, 101))), None
        ),
        values={
            "economy.discount_rate": 0.03,
            "sustainability.conditional_share": 0.5,
            "sustainability.pass_share": 0.8,
            "sustainability.qualified_floor_share": 0.9,
        },
        options=tuple(specs),
        origins={"economy.discount_rate": "scenario.toml:12"},
        uncertainty={"economy.discount_rate": Distribution("uniform", {"low": 0.01, "high": 0.05})},
        borders=make_borders(region),
        inputs={"schools.csv": "ab" * 32, "scenario.toml": "cd" * 32},
        notices=("history is missing; the base year stands in",),
    )


def make_plan(scenario: Scenario, index: int) -> Plan:
    """Return the plan of an option: each closes the school of its number after the first year."""
    spec = scenario.options[index]
    plan = present_plan(
        spec.id, spec.title, scenario.region, scenario.plan_years, scenario.first_year, np.full(N_GRADES, 5.0)
    )
    for measure in spec.measures:
        plan = measure.apply(plan, _context(scenario))
    return plan


def _context(scenario: Scenario):
    shape = (len(scenario.plan_years), len(scenario.region.schools))
    return PlanContext(scenario.region, np.zeros(shape))


def make_money(size: Size, region: Region, plan: Plan, random: np.random.Generator, scale: float) -> Money:
    """Return costs that hold together and funding that closes to zero over ``outside``."""
    d, y, m, s = size.draws, len(plan.years), size.municipalities, size.schools
    luck = random.lognormal(0, 0.1, (d, 1, 1, 1))
    school = random.uniform(2e4, 3e5, (1, y, s, len(COST_ITEMS))) * luck * scale
    school[..., COST_ITEMS.index("property_capital")] *= -0.2
    school = school * plan.open_year_school[None, :, :, None]
    payer = np.zeros((d, y, m, len(PAYERS), len(COST_ITEMS)))
    for index in range(s):
        payer[:, :, region.schools.municipality[index], 0] += school[:, :, index]
    payer[:, :, :, PAYERS.index("kela"), 2] = 1e4
    payer[:, :, :, 0, 2] -= 1e4
    funding = random.uniform(1e5, 9e5, (d, y, m + 1, len(FUNDING_ITEMS)))
    funding[:, :, m] = 0.0
    compensation = FUNDING_ITEMS.index("home_municipality_compensation")
    funding[:, :, m, compensation] = -funding[:, :, :m, compensation].sum(axis=2)
    costs = Costs(
        plan.years,
        school,
        payer,
        np.ones((d, y, m)),
        np.ones((d, y, s)),
        np.zeros((d, y, m)),
        random.uniform(0, 1e6, (d, y, s)),
        np.ones((d, y, m)),
        random.uniform(0, 1, (d, y, s, len(UPKEEP_MEASURES))),
    )
    return Money(costs, Funding(plan.years, funding), random.uniform(1e7, 2e7, (d, y, m)))


def make_verdict(size: Size, random: np.random.Generator, index: int) -> Verdict:
    """Return a verdict; differences of as_is to itself are zero."""
    shape = (size.draws, size.municipalities + 1)
    values = {}
    for measure in VERDICT_MEASURES:
        if measure.endswith("_share"):
            values[measure] = (random.random(shape) < 0.3 + 0.2 * index).astype(float)
        elif measure == "payback_year":
            values[measure] = np.where(random.random(shape) < 0.5, np.nan, 2030.0)
            values[measure][:, 0] = np.nan
        elif "difference" in measure and index == 0:
            values[measure] = np.zeros(shape)
        elif "mean_min" in measure:
            values[measure] = random.normal(index, 0.5, shape)
        else:
            values[measure] = random.normal(-2e5 * index, 3e5, shape)
    words = ("not_sustainable", "conditional", "sustainable")
    verdicts = tuple(words[(index + place) % 3] for place in range(size.municipalities + 1))
    years = size.end_year - size.first_year + 1
    by_year = {name: random.normal(1e6, 2e5, (size.draws, years, shape[1])) for name in PATH_MEASURES}
    by_rate = {name: random.normal(1e6, 2e5, (size.draws, len(RATES), shape[1])) for name in RATE_MEASURES}
    return Verdict(
        values,
        verdicts,
        ("money",) * size.municipalities + ("journey_ceiling",),
        path=by_year,
        discount_rates=RATES,
        at_rates=by_rate,
    )


def make_access(size: Size, plan: Plan, random: np.random.Generator, index: int) -> Access:
    """Return journey measures; the last band of the first municipality has no pupils."""
    shape = (size.draws, len(plan.years), size.municipalities + 1, len(GRADE_BANDS) + 1)
    values = {}
    for measure in ACCESS_MEASURES:
        cells = random.uniform(0, 1, shape) if measure.endswith("share") else random.uniform(5, 50, shape)
        cells[:, :, 0, 4] = np.nan
        cells[0, :, 1, 2] = np.nan
        values[measure] = cells
    edges = np.arange(0.0, 181.0, 5.0)
    falling = np.exp(-edges[:-1] / (12 + 3 * index)) * 1000
    pupils = random.poisson(falling, (size.draws, len(falling))).astype(float)
    return Access(plan.years, values, np.zeros(shape[:3]), edges, pupils)


def make_area_access(size: Size, plan: Plan, random: np.random.Generator, index: int) -> AreaAccess:
    """Return journeys by area in three years; nobody lives in the last area."""
    years = (size.first_year, size.first_year + 1, size.end_year)
    shape = (size.draws, len(years), size.areas)
    pupils = random.poisson(20, shape).astype(float) + 1.0
    pupils[..., -1] = 0.0
    shares = {"minutes": 20.0 + 5.0 * index, "km": 9.0, "over_5km": 0.6, "transported": 0.7}
    shares |= {"minutes_log": 70.0 + 20.0 * index, "over_3km": 0.8, "near_limit": 0.1, "over_limit": 0.01}
    sums = [pupils, *(pupils * shares[name] * random.uniform(0.9, 1.1, shape) for name in AREA_SUMS[1:])]
    places = np.where(pupils > 0, random.uniform(0, 3, shape), np.nan)
    bins = {
        name: random.poisson(
            np.exp(-np.arange(len(edges)) / 4) * 9, (*shape[:2], size.municipalities, len(edges))
        )
        for name, edges in BIN_EDGES.items()
    }
    return AreaAccess(
        years,
        np.stack(sums, axis=3),
        places,
        BIN_EDGES,
        {name: counted.astype(float) for name, counted in bins.items()},
    )


def make_child_impact(size: Size, plan: Plan, random: np.random.Generator) -> ChildImpact | None:
    """Return what it means for the children of the school that closes; all of them go to one other school."""
    year, school = np.nonzero(plan.closed_in_year_school)
    if not len(school):
        return None
    receiving = np.flatnonzero(plan.open_year_school[year[0]])[0]
    rows = ImpactRows(np.repeat(year[:1], 2), np.repeat(school[:1], 2), np.array([-1, receiving]))
    one = random.uniform(1, 9, (size.draws, 1, len(IMPACT_SUMS)))
    longest = np.broadcast_to(np.array([15.0, 45.0, 3.0, 18.0]), (size.draws, 2, 4)).copy()
    return ChildImpact(rows, np.repeat(one, 2, axis=1), longest, danger_known=False)


def make_option(
    size: Size, scenario: Scenario, index: int, random: np.random.Generator, replications: int
) -> OptionResult:
    """Return the made-up outcome of one option."""
    plan = make_plan(scenario, index)
    d, y, m, s = size.draws, len(plan.years), size.municipalities, size.schools
    level = random.uniform(3, 30, (s, 1)) * np.linspace(1, 0.6, y)[:, None, None]
    pupils = random.poisson(np.broadcast_to(level, (d, y, s, N_GRADES))) * plan.teaches_year_school_grade
    groups = np.ceil(random.uniform(0, 3, (d, y, s, N_BANDS))) * plan.open_year_school[None, :, :, None]
    home = scenario.region.schools.municipality
    flow_keys = np.array([(home[school], school, band) for school in range(s) for band in range(N_BANDS)])[
        ::-1
    ]
    hours = random.uniform(0, 40, (d, y, m, N_SUBJECTS))
    hours[..., SUBJECTS.index("mother_tongue")] = 0.0
    hours = np.pad(hours, [(0, 0)] * 3 + [(0, len(SUPPORT_STAFF))])
    staffing = {measure: hours * share for measure, share in zip(STAFFING_MEASURES, _SHARES, strict=True)}
    empty = np.zeros(0, dtype=np.intp)
    arcs = YearCatchment(empty, empty, empty, np.zeros(0), empty, empty, np.zeros(0))
    return OptionResult(
        plan=plan,
        catchments=Catchments(plan.years, (arcs,) * y),
        pupils_draw_year_school_grade=pupils.astype(float),
        groups_draw_year_school_band=groups,
        special_classes_draw_year_school=np.floor(groups.sum(axis=3) / 6),
        composite_pupils_draw_year_school=0.5 * pupils[..., :10].sum(axis=3),
        flow_keys=flow_keys,
        flows_draw_year_flow=random.poisson(5, (d, y, len(flow_keys))).astype(float),
        staffing=staffing,
        school_staffing={"posts": np.ones((d, y, s)), "hours_required": np.ones((d, y, s))},
        money=make_money(size, scenario.region, plan, random, 1 - 0.05 * index),
        budget_draw_year_municipality_item=random.uniform(1e5, 1e6, (d, min(5, y - 2), m, len(BUDGET_ITEMS))),
        access=make_access(size, plan, random, index),
        operations=make_operations(size, scenario.region, random, replications) if replications else None,
        verdict=make_verdict(size, random, index),
        population_draw_year_municipality_sex_age=np.zeros(0, dtype=np.float32),
        starters_draw_year_area=np.zeros(0),
        area_access=make_area_access(size, plan, random, index),
        child_impact=make_child_impact(size, plan, random),
    )


_SHARES = (1.0, 0.9, 0.06, 0.04, 0.03, 0.0, 1 / 24, 0.0, 0.0, 0.0)
"""Each staffing measure as a share of the hours required."""


def make_operations(
    size: Size, region: Region, random: np.random.Generator, replications: int
) -> OperationsOutcome:
    """Return simulated school years whose lesson outcomes sum to the lessons planned; so do those of the schools."""
    years = (size.first_year, size.end_year)
    shape = (replications, len(years), size.municipalities)
    outcomes = {name: random.uniform(10, 1000, shape) for name in OperationsOutcome.LESSON_OUTCOMES}
    planned = np.sum(list(outcomes.values()), axis=0)
    others = ("substitute_days_asked", "substitute_days_filled", "pool_utilisation_share", "driven_km")
    values = {
        "lessons_planned": planned,
        **outcomes,
        **{name: random.uniform(0, 1, shape) for name in others},
    }
    values["disruption_cost_eur"] = random.uniform(1e3, 1e4, shape)
    values["qualified_planned_lessons"] = 0.9 * planned
    values["qualified_kept_share"] = random.uniform(0.9, 1.0, shape)
    by_municipality = np.stack([outcomes[name] for name in OperationsOutcome.LESSON_OUTCOMES], axis=1)
    lessons = spread_over_schools(by_municipality, region.schools.municipality)
    at_schools = random.uniform(1, 10, (replications, len(years), len(region.schools)))
    return OperationsOutcome(years, values, lessons, school_values={"pupil_days_over_one_lost": at_schools})


def spread_over_schools(lessons: np.ndarray, municipality: np.ndarray) -> np.ndarray:
    """Spread lessons evenly over a municipality's schools, and over class teaching and languages.

    (replication, outcome, year, municipality) -> (replication, outcome, year, school, subject)
    """
    spread = np.zeros((*lessons.shape[:3], len(municipality), N_SUBJECTS))
    schools_of = np.bincount(municipality)
    for subject in ("class_teaching", "languages"):
        share = 0.5 / schools_of[municipality]
        spread[..., SUBJECTS.index(subject)] = lessons[..., municipality] * share
    return spread


def make_result(
    size: Size | None = None,
    *,
    language: str = "fi",
    hostile: bool = False,
    replications: int = 2,
    seed: int = 7,
) -> RunResult:
    """Return a whole made-up run."""
    size = size or Size()
    random = np.random.default_rng(seed)
    scenario = make_scenario(size, random, language=language, hostile=hostile)
    made = [make_option(size, scenario, i, random, replications) for i in range(size.options)]
    n_years = size.end_year - size.base_year + 1
    falling = np.linspace(60, 40, n_years)[:, None, None, None]
    population = random.poisson(
        np.broadcast_to(falling, (size.draws, n_years, size.municipalities, 2, N_AGES))
    ).astype(np.float32)
    population[:, 0] = population[:1, 0]
    schools = size.schools
    starters = random.poisson(4, (size.draws, len(scenario.plan_years), size.areas)).astype(float)
    options = tuple(
        replace(
            option, population_draw_year_municipality_sex_age=population, starters_draw_year_area=starters
        )
        for option in made
    )
    return RunResult(
        scenario=scenario,
        seed=seed,
        draws=size.draws,
        replications=replications,
        parameters=Parameters(size.draws, DEFAULT_VALUES | dict(scenario.values)),
        journeys=Journeys(
            np.ones((size.areas, schools)), np.ones((size.areas, schools)), np.ones((schools, schools))
        ),
        population_years=tuple(range(size.base_year, size.end_year + 1)),
        options=options,
        timings_s={"prepare": 0.5, "futures": 1.5},
        notices=(*scenario.notices, "the school map is small"),
        child_money=make_child_money(size, random),
    )


def make_child_money(size: Size, random: np.random.Generator) -> ChildMoney:
    """Return what one more child brings, by municipality and age group."""
    shape = (size.draws, size.municipalities, len(AGE_GROUPS))
    values = {measure: random.normal(5e3, 1e3, shape) for measure in CHILD_MONEY_MEASURES}
    return ChildMoney(size.first_year + 2, values)
