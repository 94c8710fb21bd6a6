"""Unit-price funding of upper secondary education (Act 1705/2009; small providers: decree 656/2014 section 1)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.discretionary_increase_1705_2009 import discretionary_share_year_school
from kopa_sim.economy.upper_secondary_providers import Provider, provider_year_school
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def small_provider_index(students: Floats, parameters: Parameters) -> Floats:
    """Return the index of a provider's unit price, 100 for 200 students or more. Shape of ``students``.

    100 + 0.4 × (200 − n) for n < 200, + 2.1 × (60 − n) for n < 60, the increase at most 106.
    """

    def number(name: str) -> float:
        return parameters.number(f"funding.{name}")

    below = np.maximum(0.0, number("small_provider_limit_students") - students)
    far_below = np.maximum(0.0, number("smallest_provider_limit_students") - students)
    points = (
        number("small_provider_points_student") * below
        + number("smallest_provider_points_student") * far_below
    )
    index: Floats = 100.0 + np.minimum(points, number("small_provider_most_points"))
    return index


@dataclass(frozen=True)
class UnitPriceFunding:
    """Unit-price funding by school and what it is made of. All arrays (draw, year, school).

    Attributes
    ----------
    students
        Upper secondary students of municipal schools; state and private providers are funded directly.
    index
        Index of the small provider that runs the school.
    basic_eur
        Students × price, as for a large provider.
    supplement_eur
        What the index adds.
    discretionary_eur
        What the ministry's discretionary increase adds to both.
    """

    students: Floats
    index: Floats
    basic_eur: Floats
    supplement_eur: Floats
    discretionary_eur: Floats

    @property
    def funding_eur(self) -> Floats:
        """All of it."""
        total: Floats = self.basic_eur + self.supplement_eur + self.discretionary_eur
        return total


def unit_price_funding(
    region: Region,
    plan: Plan,
    students_draw_year_school: Floats,
    parameters: Parameters,
    index_draw_year: Floats,
) -> UnitPriceFunding:
    """Return students × price × small-provider index × (1 + discretionary increase), in its parts.

    The small-provider index follows the provider's students of one language. ``index_draw_year`` is real growth of
    prices.
    """
    students = students_draw_year_school * region.schools.municipal
    provider = provider_year_school(region, plan)
    index = np.full_like(students, 100.0)
    for number in np.unique(provider[:, students.any(axis=(0, 1))]):
        together = provider == number
        count = (students * together).sum(axis=2, keepdims=True)
        index = np.where(together, small_provider_index(count, parameters), index)
    price = parameters.draws("funding.upper_secondary_unit_price_eur")[:, None] * index_draw_year
    basic = students * price[:, :, None]
    supplement = basic * (index / 100.0 - 1.0)
    increase = discretionary_share_year_school(region, plan, parameters)
    return UnitPriceFunding(students, index, basic, supplement, (basic + supplement) * increase)


def unit_price_draw_year_school(
    region: Region, plan: Plan, flows: PupilFlows, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return unit-price funding by municipal school; zero for state and private ones. (draw, year, school)"""
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    students = pupils[..., UPPER_SECONDARY]
    return unit_price_funding(region, plan, students, parameters, index_draw_year).funding_eur


PROVIDER_MEASURES = (
    "students",
    "small_provider_index",
    "unit_price_eur",
    "supplement_eur",
    "discretionary_eur",
    "funding_eur",
    "supplement_lost_eur",
)
"""Measures of providers.csv."""


def provider_measures(
    provider: Provider, funding: UnitPriceFunding, as_if_not_merged: UnitPriceFunding
) -> dict[str, Floats]:
    """Return the measures of one provider; no index and no price in years without students. Each (draw, year)

    ``supplement_lost_eur`` is what the same students in the same schools would bring more if the providers were those
    of as_is, by index and discretionary increase: what is lost by merging alone.
    """

    def total(values_draw_year_school: Floats) -> Floats:
        summed: Floats = (values_draw_year_school * provider.runs_year_school).sum(axis=2)
        return summed

    def per_student(amount: Floats) -> Floats:
        mean: Floats = np.divide(amount, students, out=np.full(students.shape, np.nan), where=students > 0)
        return mean

    students = total(funding.students)
    return {
        "students": students,
        "small_provider_index": per_student(total(funding.index * funding.students)),
        "unit_price_eur": per_student(total(funding.funding_eur)),
        "supplement_eur": total(funding.supplement_eur),
        "discretionary_eur": total(funding.discretionary_eur),
        "funding_eur": total(funding.funding_eur),
        "supplement_lost_eur": total(as_if_not_merged.funding_eur - funding.funding_eur),
    }
