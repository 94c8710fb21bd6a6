"""Home-municipality compensation for pupils taught elsewhere (Act 1704/2009 sections 37-41; since 2023 Act 618/2021).

The home municipality pays the one that teaches, or a state or private provider, for pupils of grades 0–9. The amount
is a national basic part times 0.61, 1.00 or 1.60 by age, on the pupils of December two years before.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import PUPIL_KINDS, has_price, shared_bills
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.economy.state_share_618_2021 import LAG_YEARS
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def coefficient_grade(parameters: Parameters) -> Floats:
    """Return the coefficient of each grade; upper secondary has no compensation. (grade,)"""
    table = parameters.table("funding.compensation_coefficient")
    coefficient = np.zeros(N_GRADES)
    coefficient[0] = table["pre_primary"]
    coefficient[1:7] = table["1-6"]
    coefficient[7:10] = table["7-9"]
    return coefficient


def priced_pairs(agreement: Agreement) -> tuple[tuple[int, int], ...]:
    """Return the (home, host) pairs between which an agreed price per pupil applies."""
    if not has_price(agreement) or agreement.kind not in PUPIL_KINDS:
        return ()
    members = agreement.members
    if agreement.kind == "purchase":
        return ((members[0], members[1]),)
    return tuple((home, host) for home in members for host in members if home != host)


def compensated_year_home_school(region: Region, plan: Plan) -> Bools:
    """Return where statutory compensation applies to the pupils of a year. (year, home, school)

    Everywhere but at the home municipality's own schools, between members with an agreed price, and at schools
    whose members divide the bill: there the money is settled otherwise.
    """
    schools, homes = region.schools, np.arange(len(region.municipalities))
    own = (homes[:, None] == schools.municipality) & schools.municipal
    applies = np.broadcast_to(~own, (len(plan.years), *own.shape)).copy()
    for agreement in plan.agreements:
        for home, host in priced_pairs(agreement):
            at_host = (schools.municipality == host) & schools.municipal
            applies[:, home] &= ~(agreement.years[:, None] & at_host)
    for bill in shared_bills(region, plan):
        for home in bill.agreement.members:
            applies[:, home] &= ~bill.settled
    return applies


def home_municipality_compensation(
    region: Region, plan: Plan, flows: PupilFlows, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return compensation received less paid, ``outside`` last. (draw, year, municipality + 1)

    Year t is paid on the pupils of 31 December t − 2; the Plan's first year stands in for those before it. State and
    private schools are paid through ``outside``, so that all rows sum to zero.
    """
    basic_part = parameters.draws("funding.compensation_basic_part_eur")
    counted = pupils_draw_year_home_school(flows, region, coefficient_grade(parameters))
    counted = counted * compensated_year_home_school(region, plan)
    municipal = region.schools.municipal
    other = parameters.number("funding.non_municipal_compensation_share")
    counted = counted * np.where(municipal, 1.0, other)
    at_lag = np.maximum(0, np.arange(len(plan.years)) - LAG_YEARS)
    owed = counted[:, at_lag] * (basic_part[:, None] * index_draw_year)[:, :, None, None]
    by_school = owed.sum(axis=2)
    received = sum_by_municipality(by_school * municipal, region)
    outside = (by_school * ~municipal).sum(axis=2)
    return np.concatenate([received - owed.sum(axis=3), outside[:, :, None]], axis=2)
