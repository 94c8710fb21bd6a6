"""What members of an agreement pay each other: prices per pupil, yearly fees, exits, and shared schools' income.

Every payment is one member's and another's income, so that all of them sum to zero.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import host_of, priced_pairs, runner_year_school, shared_bills
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.exit_payment import exit_owed
from kopa_sim.economy.growth import growth_factor, price_level
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.economy.shares_of_others import shares_of_others
from kopa_sim.model.grades import BASIC_GRADES, N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.ledger import JointBill
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def price_indices(plan: Plan, parameters: Parameters, price_year: int) -> dict[str, Floats]:
    """Return what an agreed euro of the price year is worth in each year, by what it follows. Each (draw, year)

    Agreed euros that follow nothing stay the same number and lose to inflation.
    """
    return {
        "funding_index": growth_factor("funding.index_growth", plan.years, price_year, parameters),
        "wages": growth_factor("economy.wage_growth", plan.years, price_year, parameters),
        "none": 1.0 / price_level(plan.years, price_year, parameters),
    }


def cooperation_payment(
    region: Region,
    plan: Plan,
    flows: PupilFlows,
    bills: Sequence[JointBill],
    indices: Mapping[str, Floats],
) -> Floats:
    """Return what members receive of each other less what they pay. (draw, year, municipality)"""
    payment = np.zeros((flows.draws, len(plan.years), len(region.municipalities)))
    if not plan.agreements:
        return payment
    yearly = [
        prices + fees
        for prices, fees in zip(
            prices_owed(region, plan, flows, indices),
            fees_owed(region, plan, flows, bills, indices),
            strict=True,
        )
    ]
    for owed in (*yearly, *exit_owed(plan, yearly, bills, indices)):
        payment += owed.sum(axis=2) - owed.sum(axis=3)
    return payment


def prices_owed(
    region: Region, plan: Plan, flows: PupilFlows, indices: Mapping[str, Floats]
) -> tuple[Floats, ...]:
    """Return for each agreement the agreed price of the pupils of grades 0–9 that one teaches for another.

    Unlike statutory compensation it is paid on the pupils of the same school year. Between two municipalities the
    first agreement with a price applies; at schools whose members divide the bill none does. Each (draw, year, payer,
    payee)
    """
    n_municipalities = len(region.municipalities)
    shape = (flows.draws, len(plan.years), n_municipalities, n_municipalities)
    pairs = [priced_pairs(agreement, region) for agreement in plan.agreements]
    owed = tuple(np.zeros(shape) for _ in pairs)
    if not any(pairs):
        return owed
    pupils = _pupils_paid_for(region, plan, flows)
    taken = np.zeros(shape[1:], dtype=np.bool_)
    for agreement, of, amount in zip(plan.agreements, pairs, owed, strict=True):
        price = agreement.price_per_pupil_eur * indices[agreement.indexation]
        for home, host in of:
            free = agreement.years & ~taken[:, home, host]
            amount[:, free, home, host] = (pupils[:, :, home, host] * price)[:, free]
            taken[:, home, host] |= free
    return owed


def _pupils_paid_for(region: Region, plan: Plan, flows: PupilFlows) -> Floats:
    """Return pupils of grades 0–9 by home and by who runs their school, but those of divided bills.

    (draw, year, home, host)
    """
    basic = np.zeros(N_GRADES)
    basic[BASIC_GRADES] = 1.0
    pupils = pupils_draw_year_home_school(flows, region, basic) * region.schools.municipal
    for bill in shared_bills(region, plan):
        pupils[:, :, list(bill.agreement.members)] *= ~bill.settled[:, None]
    runs = runner_year_school(region, plan)[:, :, None] == np.arange(len(region.municipalities))
    by_host: Floats = np.einsum("dyhs,ysm->dyhm", pupils, runs.astype(np.float64))
    return by_host


def fees_owed(
    region: Region,
    plan: Plan,
    flows: PupilFlows,
    bills: Sequence[JointBill],
    indices: Mapping[str, Floats],
) -> tuple[Floats, ...]:
    """Return for each agreement the yearly fee that the other members pay the host, in their shares by the rule.

    Each (draw, year, payer, payee)
    """
    n_municipalities = len(region.municipalities)
    shape = (flows.draws, len(plan.years), n_municipalities, n_municipalities)
    owed = tuple(np.zeros(shape) for _ in plan.agreements)
    for number, (agreement, amount) in enumerate(zip(plan.agreements, owed, strict=True)):
        if agreement.settled_by == "fixed_fee":
            host = host_of(agreement, region)
            fee = agreement.yearly_fee_eur * indices[agreement.indexation] * agreement.years
            shares = shares_of_others(agreement, number, host, bills, shape[:3])
            amount[..., host] = fee[:, :, None] * shares
    return owed


def income_of_shared_schools(
    region: Region, income_draw_year_school: Floats, bills: Sequence[JointBill]
) -> Floats:
    """Return what moves so that a school's own income follows its bill. (draw, year, municipality)

    Members who divide the cost of an upper secondary school divide its unit-price funding in the same shares; a host
    that bears the cost of a satellite has its funding.
    """
    moved = np.zeros((*income_draw_year_school.shape[:2], len(region.municipalities)))
    for bill in bills:
        shares = bill.share_draw_year_municipality
        if bill.settled_year_school is None or shares is None:
            continue
        income = income_draw_year_school * bill.settled_year_school
        moved += income.sum(axis=2)[:, :, None] * shares - sum_by_municipality(income, region)
    return moved
