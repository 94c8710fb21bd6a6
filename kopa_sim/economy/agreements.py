"""What agreements between municipalities mean for money: whose schools are common, and who settles how.

Every pupil is paid for once. An agreement of joint kind divides the bill of its schools, unless it states a price
per pupil, which then takes the place of bill shares. A divided bill comes before a price, a price before statutory
compensation, and of two agreements about the same school or office the first in the Plan's order counts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, UPPER_SECONDARY
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BILL_KINDS: Final[tuple[str, ...]] = ("joint_school", "host_municipality", "joint_authority")
"""Kinds whose members divide the cost of common schools."""

ORGANISER_KINDS: Final[tuple[str, ...]] = ("host_municipality", "joint_authority")
"""Kinds in which one organiser arranges education for all members."""

OFFICE_KINDS: Final[tuple[str, ...]] = ("shared_administration", *ORGANISER_KINDS)
"""Kinds whose members have one education office."""

PUPIL_KINDS: Final[tuple[str, ...]] = ("open_borders", "purchase", *BILL_KINDS)
"""Kinds under which pupils of one member attend another's schools."""


def has_price(agreement: Agreement) -> bool:
    """Return whether a price per pupil is agreed."""
    return not np.isnan(agreement.price_per_pupil_eur)


def shares_bill(agreement: Agreement) -> bool:
    """Return whether members divide the cost of common schools."""
    return agreement.kind in BILL_KINDS and not has_price(agreement)


def common_schools(agreement: Agreement, region: Region) -> tuple[int, ...]:
    """Return the municipal schools an agreement is about.

    The named ones; else, for one organiser, all of the members' schools that teach any of grades 0–9.
    """
    schools = region.schools
    if agreement.schools:
        return tuple(school for school in agreement.schools if schools.municipal[school])
    if agreement.kind not in ORGANISER_KINDS:
        return ()
    basic = schools.grades_school_grade[:, BASIC_GRADES].any(axis=1)
    member = np.isin(schools.municipality, agreement.members)
    return tuple(int(school) for school in np.flatnonzero(schools.municipal & basic & member))


def named_upper_secondary(agreement: Agreement, region: Region) -> tuple[int, ...]:
    """Return upper secondary schools that an organiser agreement names: it is their one provider."""
    if agreement.kind not in ORGANISER_KINDS:
        return ()
    teaches = region.schools.grades_school_grade[:, UPPER_SECONDARY] & region.schools.municipal
    return tuple(school for school in agreement.schools if teaches[school])


@dataclass(frozen=True)
class SharedBill:
    """An agreement and the years and schools whose bill it divides. ``settled`` is (year, school)."""

    agreement: Agreement
    settled: Bools


def shared_bills(region: Region, plan: Plan) -> tuple[SharedBill, ...]:
    """Return whose bill is divided by which agreement, each school and year once."""
    taken = np.zeros(plan.open_year_school.shape, dtype=np.bool_)
    bills = []
    for agreement in plan.agreements:
        if not shares_bill(agreement):
            continue
        settled = np.zeros_like(taken)
        settled[:, list(common_schools(agreement, region))] = agreement.years[:, None]
        settled &= ~taken
        taken |= settled
        bills.append(SharedBill(agreement, settled))
    return tuple(bills)


@dataclass(frozen=True)
class SharedOffice:
    """Municipalities with one education office.

    Attributes
    ----------
    host
        Where the office is: the first member with municipal schools in the scenario.
    others
        The other members with schools.
    years
        Years in which the office works. (year,)
    """

    agreement: Agreement
    host: int
    others: tuple[int, ...]
    years: Bools


def shared_offices(region: Region, plan: Plan) -> tuple[SharedOffice, ...]:
    """Return the common offices; a municipality belongs to one in a year, the first in the Plan's order."""
    has_schools = municipalities_with_schools(region)
    taken = np.zeros((len(plan.years), len(has_schools)), dtype=np.bool_)
    offices = []
    for agreement in plan.agreements:
        members = tuple(member for member in agreement.members if has_schools[member])
        if agreement.kind not in OFFICE_KINDS or agreement.schools or len(members) < 2:
            continue
        years = agreement.years & ~taken[:, list(members)].any(axis=1)
        taken[:, list(members)] |= years[:, None]
        offices.append(SharedOffice(agreement, members[0], members[1:], years))
    return tuple(offices)


def municipalities_with_schools(region: Region) -> Bools:
    """Return municipalities with at least one municipal school in the scenario. (municipality,)"""
    schools = region.schools
    own = np.bincount(schools.municipality, weights=schools.municipal, minlength=len(region.municipalities))
    found: Bools = own > 0
    return found
