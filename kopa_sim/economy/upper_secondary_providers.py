"""Who provides upper secondary education: whose students count together for the unit price."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import named_upper_secondary
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Provider:
    """One provider of upper secondary education in one language.

    Attributes
    ----------
    name
        Code of the municipality, with " joint" behind it for a joint provider there; of merged ones the agreement.
    runs_year_school
        Which schools it runs in which year. (year, school)
    """

    name: str
    language: str
    runs_year_school: Bools


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


def upper_secondary_providers(region: Region, plan: Plan, has_students_school: Bools) -> tuple[Provider, ...]:
    """Return the providers of the municipal schools that have students in any year, in the order of their numbers."""
    numbers = provider_year_school(region, plan)
    languages = sorted(set(region.schools.languages))
    found = []
    for number in np.unique(numbers[:, has_students_school & region.schools.municipal]):
        owner, language = divmod(int(number), len(languages))
        found.append(Provider(_name(owner, region, plan), languages[language], numbers == number))
    return tuple(found)


def _name(owner: int, region: Region, plan: Plan) -> str:
    codes = region.municipalities.codes
    if owner >= 2 * len(codes):
        return plan.agreements[owner - 2 * len(codes)].name
    return codes[owner // 2] + (" joint" if owner % 2 else "")
