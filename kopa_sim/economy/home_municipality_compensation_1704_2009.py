"""Home-municipality compensation for pupils taught elsewhere (Act 1704/2009 sections 37-41; since 2023 Act 618/2021).

The home municipality pays the one that teaches, or a state or private provider, for pupils of grades 0–9. The amount
is a national basic part times 0.61, 1.00 or 1.60 by age, on the pupils of December two years before.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import priced_pairs, runner_year_school, school_bills, shares_bill
from kopa_sim.economy.by_municipality import sum_by_runner
from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from kopa_sim.economy.state_share_618_2021 import LAG_YEARS
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def coefficient_grade(parameters: Parameters) -> Floats:
    """Return the coefficient of each grade; upper secondary has no compensation. (grade,)"""
    table = parameters.table("funding.compensation_coefficient")
    coefficient = np.zeros(N_GRADES)
    coefficient[0] = table["pre_primary"]
    coefficient[1:7] = table["1-6"]
    coefficient[7:10] = table["7-9"]
    return coefficient


def compensated_year_home_school(region: Region, plan: Plan) -> Bools:
    """Return where statutory compensation applies to the pupils of a year. (year, home, school)

    Everywhere but at schools that the home municipality runs, between members with an agreed price, and at schools
    whose members divide the bill or pay a yearly fee: there the money is settled otherwise.
    """
    municipal, homes = region.schools.municipal, np.arange(len(region.municipalities))
    runner = runner_year_school(region, plan)
    applies: Bools = ~((homes[:, None] == runner[:, None]) & municipal)
    for agreement in plan.agreements:
        for home, host in priced_pairs(agreement, region):
            at_host = (runner == host) & municipal
            applies[:, home] &= ~(agreement.years[:, None] & at_host)
    for bill in school_bills(region, plan):
        if shares_bill(bill.agreement) or bill.agreement.settled_by == "fixed_fee":
            applies[:, list(bill.agreement.members)] &= ~bill.settled[:, None]
    return applies


def home_municipality_compensation(
    region: Region, plan: Plan, flows: PupilFlows, parameters: Parameters, index_draw_year: Floats
) -> Floats:
    """Return compensation received less paid, ``outside`` last. (draw, year, municipality + 1)

    Year t is paid on the pupils of 31 December t − 2. The Plan begins two years before the first costed year, so that
    every costed year has its own; the Plan's first year stands in for those before it.
    """
    counted = pupils_draw_year_home_school(flows, region, coefficient_grade(parameters))
    counted = counted * compensated_year_home_school(region, plan)
    at_lag = np.maximum(0, np.arange(len(plan.years)) - LAG_YEARS)
    taught_by = runner_year_school(region, plan)[at_lag]
    return settled_compensation(region, counted[:, at_lag], taught_by, parameters, index_draw_year)


def settled_compensation(
    region: Region,
    counted_draw_year_home_school: Floats,
    runner_year_school: Ints,
    parameters: Parameters,
    index_draw_year: Floats,
) -> Floats:
    """Return basic part × counted pupils: received less paid, ``outside`` last. (draw, year, municipality + 1)

    State and private schools are paid through ``outside``, so that all rows sum to zero.

    Parameters
    ----------
    counted_draw_year_home_school
        Pupils that statutory compensation applies to, each times the coefficient of their age, in the years whose
        pupils count. (draw, year, home municipality, school)
    runner_year_school
        Municipality that ran each school in those years. (year, school)
    """
    basic_part = parameters.draws("funding.compensation_basic_part_eur")
    municipal = region.schools.municipal
    other = parameters.number("funding.non_municipal_compensation_share")
    counted = counted_draw_year_home_school * np.where(municipal, 1.0, other)
    owed = counted * (basic_part[:, None] * index_draw_year)[:, :, None, None]
    by_school = owed.sum(axis=2)
    received = sum_by_runner(by_school * municipal, runner_year_school, region)
    outside = (by_school * ~municipal).sum(axis=2)
    return np.concatenate([received - owed.sum(axis=3), outside[:, :, None]], axis=2)
