"""What agreements between municipalities mean for money: what is common, who runs it, and who settles how.

Every pupil is paid for once. An agreement about schools divides their bill, or states a price per pupil, a yearly fee
or the statute in its place. A divided bill comes before a price, a price before statutory compensation, and of two
agreements about the same school or office the first in the Plan's order counts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES, UPPER_SECONDARY
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

SCHOOL_KINDS: Final[tuple[str, ...]] = (
    "purchase",
    "joint_school",
    "host_municipality",
    "joint_authority",
    "satellite",
)
"""Kinds that are about schools whose bill can be divided."""

ORGANISER_KINDS: Final[tuple[str, ...]] = ("host_municipality", "joint_authority")
"""Kinds in which one organiser arranges education for all members."""

OFFICE_KINDS: Final[tuple[str, ...]] = ("shared_administration", *ORGANISER_KINDS)
"""Kinds whose members have one education office."""

PUPIL_KINDS: Final[tuple[str, ...]] = ("open_borders", *SCHOOL_KINDS)
"""Kinds under which pupils of one member attend another's schools."""

HOST_BEARS: Final[str] = "host"
"""Stands for a rule where the host bears the whole bill and is paid for it."""


def has_price(agreement: Agreement) -> bool:
    """Return whether members settle by a price per pupil."""
    return agreement.settled_by == "per_pupil"


def shares_bill(agreement: Agreement) -> bool:
    """Return whether members divide the cost of common schools."""
    return agreement.kind in SCHOOL_KINDS and agreement.settled_by == "cost_shares"


def rule_in_force(agreement: Agreement) -> str:
    """Return how the bill of what is common is divided: a rule, ``host``, or empty where it stays where it stands.

    A satellite, and whatever a yearly fee pays for at a host, is the host's to bear. A price per pupil or the statute
    leaves other schools' cost where they stand: it follows the pupils.
    """
    if agreement.settled_by == "cost_shares":
        return agreement.bill_sharing
    if agreement.kind == "satellite":
        return HOST_BEARS
    host_runs_it = agreement.kind in ("host_municipality", "shared_administration", "teacher_pool")
    return HOST_BEARS if agreement.settled_by == "fixed_fee" and host_runs_it else ""


def host_of(agreement: Agreement, region: Region) -> int:
    """Return the municipality that runs what is common and receives what is paid for it.

    The one named; else the seller, the municipality of the mother school or of the first named school, or the first
    member with municipal schools in the scenario.
    """
    if agreement.host >= 0:
        return agreement.host
    if agreement.kind == "purchase":
        return agreement.members[1]
    if agreement.mother_school >= 0:
        return int(region.schools.municipality[agreement.mother_school])
    if agreement.kind == "joint_school" and agreement.schools:
        return int(region.schools.municipality[agreement.schools[0]])
    has_schools = municipalities_with_schools(region)
    return next((member for member in agreement.members if has_schools[member]), agreement.members[0])


def common_schools(agreement: Agreement, region: Region) -> tuple[int, ...]:
    """Return the municipal schools an agreement is about.

    The named ones; else, for one organiser, all of the members' schools that teach any of grades 0–9, and for a
    purchase those of the seller.
    """
    schools = region.schools
    if agreement.kind not in SCHOOL_KINDS:
        return ()
    if agreement.schools:
        return tuple(school for school in agreement.schools if schools.municipal[school])
    if agreement.kind not in (*ORGANISER_KINDS, "purchase"):
        return ()
    basic = schools.grades_school_grade[:, BASIC_GRADES].any(axis=1)
    owners = agreement.members[1:] if agreement.kind == "purchase" else agreement.members
    return tuple(
        int(school)
        for school in np.flatnonzero(schools.municipal & basic & np.isin(schools.municipality, owners))
    )


def named_upper_secondary(agreement: Agreement, region: Region) -> tuple[int, ...]:
    """Return upper secondary schools that an agreement gives to one provider, whose students count together.

    Those an organiser agreement names; for a satellite its sites and all schools of the host.
    """
    teaches = region.schools.grades_school_grade[:, UPPER_SECONDARY] & region.schools.municipal
    if agreement.kind == "satellite":
        own = np.flatnonzero(region.schools.municipality == host_of(agreement, region))
        sites = [school for school in agreement.schools if teaches[school]]
        return tuple(sorted({*sites, *(int(school) for school in own if teaches[school])})) if sites else ()
    if agreement.kind not in ORGANISER_KINDS:
        return ()
    return tuple(school for school in agreement.schools if teaches[school])


@dataclass(frozen=True)
class SharedBill:
    """An agreement and the years and schools whose bill it is about.

    Attributes
    ----------
    number
        Its place among the Plan's agreements.
    settled
        (year, school)
    in_force
        How the bill is divided (``rule_in_force``).
    """

    agreement: Agreement
    settled: Bools
    number: int
    in_force: str


def school_bills(region: Region, plan: Plan) -> tuple[SharedBill, ...]:
    """Return which agreement is about the bill of which schools, each school and year once, in the Plan's order.

    Agreements that divide a bill come before those whose host bears it, and these before those that leave it where
    it stands.
    """
    taken = np.zeros(plan.open_year_school.shape, dtype=np.bool_)
    found: dict[int, SharedBill] = {}
    ranked = sorted(enumerate(plan.agreements), key=lambda numbered: _rank(rule_in_force(numbered[1])))
    for number, agreement in ranked:
        schools = common_schools(agreement, region)
        if not schools:
            continue
        settled = np.zeros_like(taken)
        settled[:, list(schools)] = agreement.years[:, None]
        settled &= ~taken
        taken |= settled
        found[number] = SharedBill(agreement, settled, number, rule_in_force(agreement))
    return tuple(found[number] for number in sorted(found))


def _rank(in_force: str) -> int:
    return {HOST_BEARS: 1, "": 2}.get(in_force, 0)


def shared_bills(region: Region, plan: Plan) -> tuple[SharedBill, ...]:
    """Return whose bill is divided by a rule of which agreement, each school and year once."""
    return tuple(bill for bill in school_bills(region, plan) if shares_bill(bill.agreement))


def common_transport(region: Region, plan: Plan, taken: Bools) -> tuple[SharedBill, ...]:
    """Return whose transport is in the bill of which agreement, each school and year once, in the Plan's order.

    Parameters
    ----------
    taken
        Where the transport is in a school's whole bill. (year, school)
    """
    taken, found = taken.copy(), []
    for number, agreement in enumerate(plan.agreements):
        if agreement.kind == "shared_transport":
            member = np.isin(region.schools.municipality, agreement.members) & region.schools.municipal
            settled = agreement.years[:, None] & member & ~taken
            taken |= settled
            found.append(SharedBill(agreement, settled, number, rule_in_force(agreement)))
    return tuple(found)


def runner_year_school(region: Region, plan: Plan) -> Ints:
    """Return the municipality that runs each school: where it stands, or the host of a satellite. (year, school)

    A satellite whose bill members divide is paid for by that, whoever runs it.
    """
    runner = np.broadcast_to(region.schools.municipality, plan.open_year_school.shape).copy()
    for bill in school_bills(region, plan):
        if bill.agreement.kind == "satellite" and bill.in_force == HOST_BEARS:
            runner[bill.settled] = host_of(bill.agreement, region)
    return runner


def priced_pairs(agreement: Agreement, region: Region) -> tuple[tuple[int, int], ...]:
    """Return the (home, host) pairs between which an agreed price per pupil applies."""
    if not has_price(agreement) or agreement.kind not in PUPIL_KINDS:
        return ()
    members = agreement.members
    if agreement.kind in ("purchase", "satellite"):
        host = host_of(agreement, region)
        return tuple((home, host) for home in members if home != host)
    return tuple((home, host) for home in members for host in members if home != host)


@dataclass(frozen=True)
class SharedOffice:
    """Municipalities with one education office.

    Attributes
    ----------
    number
        Place of the agreement among the Plan's.
    host
        Where the office is: the named host, else the first member with municipal schools in the scenario.
    others
        The other members with schools.
    years
        Years in which the office works. (year,)
    """

    agreement: Agreement
    number: int
    host: int
    others: tuple[int, ...]
    years: Bools

    @property
    def in_force(self) -> str:
        """How its cost is divided; the host bears it where a price or a fee pays for it."""
        return self.agreement.bill_sharing if self.agreement.settled_by == "cost_shares" else HOST_BEARS


def shared_offices(region: Region, plan: Plan) -> tuple[SharedOffice, ...]:
    """Return the common offices; a municipality belongs to one in a year, the first in the Plan's order."""
    has_schools = municipalities_with_schools(region)
    taken = np.zeros((len(plan.years), len(has_schools)), dtype=np.bool_)
    offices = []
    for number, agreement in enumerate(plan.agreements):
        members = [member for member in agreement.members if has_schools[member]]
        if agreement.kind not in OFFICE_KINDS or agreement.schools or len(members) < 2:
            continue
        host = agreement.host if agreement.host in members else members[0]
        others = tuple(member for member in members if member != host)
        years = agreement.years & ~taken[:, members].any(axis=1)
        taken[:, members] |= years[:, None]
        offices.append(SharedOffice(agreement, number, host, others, years))
    return tuple(offices)


def municipalities_with_schools(region: Region) -> Bools:
    """Return municipalities with at least one municipal school in the scenario. (municipality,)"""
    schools = region.schools
    own = np.bincount(schools.municipality, weights=schools.municipal, minlength=len(region.municipalities))
    found: Bools = own > 0
    return found
