"""Agreed payments between members: a price per pupil, and the income of schools whose bill they divide."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import shared_bills
from kopa_sim.economy.bill_sharing import BillShares
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.home_municipality_compensation_1704_2009 import priced_pairs
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.model.grades import BASIC_GRADES, N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def agreed_price_payment(region: Region, plan: Plan, flows: PupilFlows, index_draw_year: Floats) -> Floats:
    """Return agreed prices received less paid for pupils of grades 0–9. (draw, year, municipality)

    Unlike statutory compensation they are paid on the pupils of the same school year. Between two municipalities
    the first agreement with a price applies; at schools whose members divide the bill none does.
    """
    payment = np.zeros((flows.draws, len(plan.years), len(region.municipalities)))
    prices = _price_year_home_host(region, plan)
    if not prices.any():
        return payment
    basic = np.zeros(N_GRADES)
    basic[BASIC_GRADES] = 1.0
    pupils = pupils_draw_year_home_school(flows, region, basic) * region.schools.municipal
    for bill in shared_bills(region, plan):
        pupils[:, :, list(bill.agreement.members)] *= ~bill.settled[:, None]
    owed = pupils * prices[:, :, region.schools.municipality] * index_draw_year[:, :, None, None]
    payment += sum_by_municipality(owed.sum(axis=2), region) - owed.sum(axis=3)
    return payment


def _price_year_home_host(region: Region, plan: Plan) -> Floats:
    """Return the agreed price between each pair, zero where there is none. (year, home, host)"""
    n_municipalities = len(region.municipalities)
    price = np.zeros((len(plan.years), n_municipalities, n_municipalities))
    taken = np.zeros(price.shape, dtype=np.bool_)
    for agreement in plan.agreements:
        for home, host in priced_pairs(agreement):
            free = agreement.years & ~taken[:, home, host]
            price[free, home, host] = agreement.price_per_pupil_eur
            taken[:, home, host] |= free
    return price


def income_of_shared_schools(region: Region, income_draw_year_school: Floats, shares: BillShares) -> Floats:
    """Return what moves so that a school's own income follows its bill. (draw, year, municipality)

    Members who divide the cost of an upper secondary school divide its unit-price funding in the same shares.
    """
    divided: Floats = np.einsum(
        "dys,dysm->dym", income_draw_year_school, shares.school_draw_year_school_payer
    )
    moved: Floats = divided - sum_by_municipality(income_draw_year_school, region)
    return moved
