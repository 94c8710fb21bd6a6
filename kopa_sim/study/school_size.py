"""What a pupil costs in schools of different sizes, built from the same rules as any run.

Schools that differ only in their pupils stand side by side in made-up municipalities, one each. Groups, lessons,
posts, buildings, meals and services are those of the stages; journeys and the municipality's education office are
left out, and so is what belongs to change: closing, dismissing, teachers no longer needed. Buildings are as large as
their pupils need and carry internal rent instead of the cash of the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import building_states
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.costs import municipal_cost
from kopa_sim.economy.costs_property_capital import property_capital_cost
from kopa_sim.economy.costs_transport import TransportCost
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Areas, Municipalities, Points, Region, Schools
from kopa_sim.scenario.measures.base import present_plan
from kopa_sim.teaching import form_groups, staff_schools

Floats = NDArray[np.float64]

YEAR = 2026
"""Any year: prices are those of the year itself."""
PLAN_YEARS = (YEAR - 2, YEAR - 1, YEAR)
LEFT_OUT = ("transport", "transition")


@dataclass(frozen=True)
class SizeCosts:
    """What schools cost by size, EUR a year.

    Attributes
    ----------
    cost_draw_size_item
        Whole cost of the school, items in the order of COST_ITEMS. (draw, size, item)
    groups_draw_size
        Teaching groups. (draw, size)
    lessons_draw_size, posts_draw_size
        Weekly lessons and teachers' posts. (draw, size)
    pupils_draw_size
        Pupils. (draw, size)
    """

    cost_draw_size_item: Floats
    groups_draw_size: Floats
    lessons_draw_size: Floats
    posts_draw_size: Floats
    pupils_draw_size: Floats

    @property
    def per_pupil_draw_size(self) -> Floats:
        """Cost of one pupil. (draw, size)"""
        per_pupil: Floats = self.cost_draw_size_item.sum(axis=2) / self.pupils_draw_size
        return per_pupil


def spread_over_grades(
    sizes: Sequence[int], grades: Sequence[int], draws: int, random: np.random.Generator
) -> Floats:
    """Return pupils of schools of given sizes, each pupil in any of the grades alike. (draw, size, grade)"""
    pupils = np.zeros((draws, len(sizes), N_GRADES))
    even = np.full(len(grades), 1.0 / len(grades))
    for place, size in enumerate(sizes):
        pupils[:, place, list(grades)] = random.multinomial(size, even, size=draws)
    return pupils


def cost_by_school_size(
    pupils_draw_size_grade: Floats, parameters: Parameters, *, children_nearby: float = 0.0
) -> SizeCosts:
    """Return what schools cost that differ in nothing but their pupils.

    Parameters
    ----------
    pupils_draw_size_grade
        Pupils; a size has the same number in every draw. (draw, size, grade)
    parameters
        As many draws as the pupils have.
    children_nearby
        Children within commuting distance, by which teachers are found or not.
    """
    region = _region(pupils_draw_size_grade, parameters, children_nearby)
    n_schools = len(region.schools)
    plan = present_plan("as_is", "", region, PLAN_YEARS, YEAR, np.full(N_GRADES, np.inf))
    nowhere = np.zeros((1, n_schools))
    journeys = Journeys(nowhere, nowhere, np.zeros((n_schools, n_schools)))
    pupils = np.repeat(pupils_draw_size_grade[:, None], len(PLAN_YEARS), axis=1)
    groups = form_groups(pupils, parameters)
    staffing = staff_schools(region, plan, journeys, groups, pupils, parameters)
    basis = _basis(region, plan, pupils, parameters)
    states = building_states(region, plan, parameters)
    capital = property_capital_cost(basis, states)
    nothing = np.zeros(pupils.shape[:3])
    money = municipal_cost(basis, states, staffing, capital, TransportCost(nothing, nothing, nothing), None)[
        :, -1
    ]
    money[..., COST_ITEMS.index("property_capital")] = capital.accounts[:, -1]
    for item in LEFT_OUT:
        money[..., COST_ITEMS.index(item)] = 0.0
    return SizeCosts(
        cost_draw_size_item=money,
        groups_draw_size=groups.rooms_draw_year_school[:, -1],
        lessons_draw_size=staffing.measures["hours_required"][:, -1].sum(axis=2),
        posts_draw_size=staffing.measures["posts"][:, -1].sum(axis=2),
        pupils_draw_size=pupils_draw_size_grade.sum(axis=2),
    )


def _basis(region: Region, plan: Plan, pupils: Floats, parameters: Parameters) -> CostBasis:
    no_growth = np.ones((len(pupils), len(PLAN_YEARS)))
    share = np.ones(pupils.shape[:3])
    return CostBasis(region, plan, parameters, pupils, share, *(no_growth,) * 5)


def _region(pupils: Floats, parameters: Parameters, children_nearby: float) -> Region:
    """Return one point with a school of every size, each of a municipality of its own, built for its largest year.

    In one municipality the pupils of all schools would count together where the law counts them so.
    """
    n_schools = pupils.shape[1]
    places = np.ceil(pupils.sum(axis=2).max(axis=0))
    unknown, middle = np.full(n_schools, np.nan), np.zeros(n_schools)
    codes = tuple(f"school_{number + 1}" for number in range(n_schools))
    schools = Schools(
        codes=codes,
        names=codes,
        municipality=np.arange(n_schools, dtype=np.intp),
        x_m=middle,
        y_m=middle,
        grades_school_grade=np.any(pupils > 0, axis=0).astype(np.bool_),
        places=places,
        floor_area_m2=places * parameters.draws("property.space_m2_place").mean(),
        providers=("municipal",) * n_schools,
        special=np.zeros(n_schools, dtype=np.bool_),
        languages=("fi",) * n_schools,
        given_intake=unknown,
        built_year=unknown,
        condition=unknown,
        annual_property_cost_eur=unknown,
        book_value_eur=unknown,
        rooms=unknown,
        remote_ready=np.zeros(n_schools, dtype=np.bool_),
    )
    one, none = np.zeros(1), np.full(1, np.nan)
    areas = Areas(
        codes=("area",),
        names=("area",),
        municipality=np.zeros(1, dtype=np.intp),
        x_m=one,
        y_m=one,
        area_m2=np.ones(1),
        bands=((0, 18),),
        children_area_band=np.full((1, 1), children_nearby),
        mean_income_eur=none,
        population=one,
        languages=("fi",),
    )
    names = tuple(f"municipality_{number + 1}" for number in range(n_schools))
    municipalities = Municipalities(names, names, middle, unknown, unknown, unknown)
    return Region(municipalities, areas, Points(np.zeros(1, dtype=np.intp), one, one, np.ones(1)), schools)
