"""Unit-price funding of upper secondary education (Act 1705/2009; small providers: decree 656/2014 section 1)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import named_upper_secondary
from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


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


def provider_year_school(region: Region, plan: Plan) -> Ints:
    """Return a number for the provider and language of each school; equal numbers count together. (year, school)

    A provider is the municipality; a joint provider is its own. Upper secondary schools that a joint authority or
    a host municipality names have one provider from its first year on: merging small providers raises the
    number of students and removes the supplement.
    """
    schools = region.schools
    languages = sorted(set(schools.languages))
    language = np.array([languages.index(name) for name in schools.languages], dtype=np.intp)
    joint = np.array([provider == "joint" for provider in schools.providers], dtype=np.intp)
    own = schools.municipality * 2 + joint
    provider = np.broadcast_to(own, (len(plan.years), len(own))).copy()
    for number, agreement in enumerate(plan.agreements):
        merged = np.array(named_upper_secondary(agreement, region), dtype=np.intp)
        provider[np.ix_(agreement.years, merged)] = 2 * len(region.municipalities) + number
    result: Ints = provider * len(languages) + language
    return result


def unit_price_draw_year_school(
    region: Region, plan: Plan, flows: PupilFlows, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return unit-price funding by municipal school: students × price × small-provider index. (draw, year, school)

    The index follows the provider's students of one language. State and private providers are funded
    directly and do not appear.
    """
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    students = pupils[..., UPPER_SECONDARY] * region.schools.municipal
    provider = provider_year_school(region, plan)
    index = np.zeros_like(students)
    for number in np.unique(provider[:, students.any(axis=(0, 1))]):
        together = provider == number
        count = (students * together).sum(axis=2, keepdims=True)
        index = np.where(together, small_provider_index(count, parameters), index)
    price = parameters.draws("funding.upper_secondary_unit_price_eur")[:, None] * index_draw_year
    funding: Floats = students * (index / 100.0) * price[:, :, None]
    return funding
