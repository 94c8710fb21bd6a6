"""How members of an agreement divide a common bill."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreed_bills import AgreedBill
from kopa_sim.model.plan import Plan
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


def bill_shares(region: Region, plan: Plan, draws: int, bills: Sequence[AgreedBill]) -> BillShares:
    """Return who pays: the municipality where the service is produced, unless an agreement divides the bill."""
    n_municipalities, shape = len(region.municipalities), (draws, len(plan.years))
    own = np.eye(n_municipalities)
    schools = np.broadcast_to(
        own[region.schools.municipality], (*shape, len(region.schools), len(own))
    ).copy()
    offices = np.broadcast_to(own, (*shape, *own.shape)).copy()
    for bill in bills:
        shares = bill.shares_in_force
        if shares is None:
            continue
        if bill.part == "schools":
            for school in np.flatnonzero(bill.settled_year_school.any(axis=0)):
                years = bill.settled_year_school[:, school]
                schools[:, years, school] = shares[:, years]
        elif bill.part == "office":
            offices[:, bill.years, bill.host] = shares[:, bill.years]
    return BillShares(schools, offices)


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
