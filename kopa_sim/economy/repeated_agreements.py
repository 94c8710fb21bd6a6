"""Agreements that settle nothing, because another has already settled the same thing for every year and place."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import (
    common_schools,
    common_transport,
    priced_pairs,
    school_bills,
    shared_offices,
)
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class _Claim:
    """What an agreement would settle and what is left of it beside the others, over (year, place)."""

    number: int
    claimed: Bools
    settled: Bools


def repeated_agreements(region: Region, plan: Plan) -> dict[int, int]:
    """Return the agreements that settle nothing, each with the one that settles it instead, by place in the Plan.

    Looked at are those that divide a bill, and prices per pupil. One about schools and an office is repeated where it
    settles neither; one in force in no year is not.
    """
    if len(plan.agreements) < 2:
        return {}
    instead: dict[int, int] = {}
    useful: set[int] = set()
    for claims in _claims_by_part(region, plan):
        for claim in claims:
            if claim.settled.any():
                useful.add(claim.number)
            elif claim.claimed.any():
                found = [
                    other.number
                    for other in claims
                    if other.number != claim.number and (other.settled & claim.claimed).any()
                ]
                if found:
                    instead.setdefault(claim.number, found[0])
    judged = {number for number, made in enumerate(plan.agreements) if made.settled_by in _JUDGED}
    return {number: other for number, other in instead.items() if number in judged - useful}


_JUDGED = ("cost_shares", "per_pupil")


def making_nothing(region: Region, plan: Plan) -> frozenset[int]:
    """Return the agreements that nobody makes: on an office or transport that the members have in common already.

    Other kinds let pupils cross borders or save something also where another agreement divides the bill.
    """
    instead = repeated_agreements(region, plan)
    alike = {"shared_transport": ("shared_transport",), "shared_administration": _HAVE_OFFICE}
    return frozenset(
        number
        for number, other in instead.items()
        if plan.agreements[other].kind in alike.get(plan.agreements[number].kind, ())
        and set(plan.agreements[number].members) <= set(plan.agreements[other].members)
    )


_HAVE_OFFICE = ("shared_administration", "host_municipality", "joint_authority")


def _claims_by_part(region: Region, plan: Plan) -> Iterator[list[_Claim]]:
    """Yield who claims what of schools' bills, transport, offices and prices."""
    bills = school_bills(region, plan)
    schools = [
        _Claim(
            bill.number,
            bill.agreement.years[:, None]
            & np.isin(np.arange(len(region.schools)), common_schools(bill.agreement, region)),
            bill.settled,
        )
        for bill in bills
        if bill.in_force
    ]
    yield schools
    moved = np.zeros(plan.open_year_school.shape, dtype=np.bool_)
    for claim in schools:
        moved |= claim.settled
    transport = [
        _Claim(bill.number, _of_members(region, plan, bill.number), bill.settled)
        for bill in common_transport(region, plan, moved)
    ]
    # Transport that a school's whole bill has taken is settled there, and no school's bill is judged by transport.
    yield [*transport, *(claim for claim in schools if transport)]
    yield _claims_of_offices(region, plan)
    yield _claims_of_prices(region, plan)


def _of_members(region: Region, plan: Plan, number: int) -> Bools:
    made = plan.agreements[number]
    of_members = np.isin(region.schools.municipality, made.members) & region.schools.municipal
    claimed: Bools = made.years[:, None] & of_members
    return claimed


def _claims_of_offices(region: Region, plan: Plan) -> list[_Claim]:
    claims = []
    for office in shared_offices(region, plan):
        of_members = np.isin(np.arange(len(region.municipalities)), (office.host, *office.others))
        claims.append(
            _Claim(
                office.number,
                office.agreement.years[:, None] & of_members,
                office.years[:, None] & of_members,
            )
        )
    return claims


def _claims_of_prices(region: Region, plan: Plan) -> list[_Claim]:
    """Return who claims to price the pupils of which (home, host), the first in the Plan's order having them."""
    n_municipalities = len(region.municipalities)
    taken = np.zeros((len(plan.years), n_municipalities * n_municipalities), dtype=np.bool_)
    claims = []
    for number, made in enumerate(plan.agreements):
        pairs = [home * n_municipalities + host for home, host in priced_pairs(made, region)]
        claimed = made.years[:, None] & np.isin(np.arange(taken.shape[1]), pairs)
        claims.append(_Claim(number, claimed, claimed & ~taken))
        taken |= claimed
    return claims
