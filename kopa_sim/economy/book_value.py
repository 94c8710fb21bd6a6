"""Book value of school buildings, and what is written off when one closes."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.cost_basis import CostBasis

Floats = NDArray[np.float64]


def book_value_draw_year_school(basis: CostBasis) -> Floats:
    """Return the book value of each building in each year. (draw, year, school)

    The given value in the first costed year, falling in a straight line over the years of depreciation that its
    age leaves (half of them where age is not given), but at least ``property.least_depreciation_years_left``: what
    is still in the books of an old building was capitalised later. Without a given value it is the price of new
    less depreciation by age, or a usual value per m² where age is not given either.
    """
    schools, parameters = basis.region.schools, basis.parameters
    life = parameters.number("property.depreciation_years")
    age = basis.plan.first_year - schools.built_year
    given = ~np.isnan(schools.book_value_eur)
    least = np.where(given, min(life, parameters.number("property.least_depreciation_years_left")), 0.0)
    left_years = np.where(np.isnan(age), life / 2.0, np.clip(life - age, least, life))
    by_age = basis.parameters.draws("property.building_eur_m2")[:, None] * (left_years / life)
    usual = parameters.number("property.book_value_eur_m2")
    assumed = np.where(np.isnan(age), usual, by_age) * schools.floor_area_m2
    start = np.where(given, np.nan_to_num(schools.book_value_eur), assumed)
    elapsed = np.maximum(0, np.array(basis.plan.years) - basis.plan.first_year)
    falling = np.maximum(0.0, 1.0 - elapsed[:, None] / np.maximum(1.0, left_years))
    value: Floats = start[:, None, :] * falling
    return value


def write_down(basis: CostBasis, states: BuildingStates, built_book_value: Floats) -> Floats:
    """Return book value written off in the year of closing: a memo item. (draw, year, municipality)

    Parameters
    ----------
    built_book_value
        What is left of what was built in the Plan's years. (draw, year, school)
    """
    stood = basis.plan.open_year_school[0]
    old = book_value_draw_year_school(basis) * stood
    return sum_by_municipality((old + built_book_value) * states.closing, basis.region)
