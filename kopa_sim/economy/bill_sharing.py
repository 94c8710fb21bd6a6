"""How members of an agreement divide a common bill."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import has_price, shared_bills, shared_offices
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.people import Futures
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BillShares:
    """Who pays for what stands where; each sums to one over the paying municipalities.

    Attributes
    ----------
    school_draw_year_school_payer
        Share of each school's cost that each municipality pays. (draw, year, school, municipality)
    office_draw_year_host_payer
        Share of each education office's fixed cost. (draw, year, municipality, municipality)
    """

    school_draw_year_school_payer: Floats
    office_draw_year_host_payer: Floats


def bill_shares(region: Region, plan: Plan, flows: PupilFlows, futures: Futures) -> BillShares:
    """Return who pays: the municipality where the service is produced, unless an agreement divides the bill."""
    n_municipalities, shape = len(region.municipalities), (flows.draws, len(plan.years))
    own = np.eye(n_municipalities)
    schools = np.broadcast_to(
        own[region.schools.municipality], (*shape, len(region.schools), len(own))
    ).copy()
    offices = np.broadcast_to(own, (*shape, *own.shape)).copy()
    bills, common = shared_bills(region, plan), shared_offices(region, plan)
    if not bills and not common:
        return BillShares(schools, offices)
    pupils = pupils_draw_year_home_school(flows, region, np.ones(N_GRADES))
    residents = futures.residents_draw_year_municipality(slice(None), plan.years)
    for bill in bills:
        covered = (pupils * bill.settled[:, None]).sum(axis=3)
        weights = member_weights(bill.agreement, covered, residents)
        for school in np.flatnonzero(bill.settled.any(axis=0)):
            years = bill.settled[:, school]
            schools[:, years, school] = weights[:, years]
    for office in common:
        if has_price(office.agreement) and office.agreement.kind != "shared_administration":
            continue
        weights = member_weights(office.agreement, pupils.sum(axis=3), residents)
        offices[:, office.years, office.host] = weights[:, office.years]
    return BillShares(schools, offices)


def member_weights(
    agreement: Agreement, pupils_draw_year_municipality: Floats, residents_draw_year_municipality: Floats
) -> Floats:
    """Return each municipality's share of a common bill by the agreed rule; zero for non-members.

    In a year in which the rule counts nobody the members pay equal shares. (draw, year, municipality)
    """
    equal = np.zeros_like(pupils_draw_year_municipality)
    equal[:, :, list(agreement.members)] = 1.0
    counted = {
        "by_pupils": pupils_draw_year_municipality * equal,
        "by_residents": residents_draw_year_municipality * equal,
        "equal": equal,
    }[agreement.bill_sharing]
    total = counted.sum(axis=2, keepdims=True)
    weights = np.where(total > 0, counted, equal)
    share: Floats = weights / weights.sum(axis=2, keepdims=True)
    return share


def paid_and_billed(
    cost_draw_year_place_item: Floats,
    share_draw_year_place_payer: Floats,
    municipality_place: NDArray[np.intp],
) -> tuple[Floats, Floats]:
    """Return what each municipality pays for its own places, and its agreed shares of other places.

    Both (draw, year, municipality, item); together they are the cost of all places.
    """
    n_payers = share_draw_year_place_payer.shape[3]
    shape = (*cost_draw_year_place_item.shape[:2], n_payers, cost_draw_year_place_item.shape[3])
    own, billed = np.zeros(shape), np.zeros(shape)
    for place, host in enumerate(municipality_place):
        shares = share_draw_year_place_payer[:, :, place]
        for payer in np.flatnonzero(shares.any(axis=(0, 1))):
            part = cost_draw_year_place_item[:, :, place] * shares[:, :, payer, None]
            (own if payer == host else billed)[:, :, payer] += part
    return own, billed
