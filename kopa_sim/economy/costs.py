"""All costs of an option: every item by school, and who pays it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreed_bills import agreed_bills
from kopa_sim.economy.bill_sharing import BillShares, bill_shares, paid_and_billed
from kopa_sim.economy.book_value import write_down
from kopa_sim.economy.buildings import BuildingStates, building_states
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.cost_basis import CostBasis, cost_basis
from kopa_sim.economy.costs_administration import office_by_school, office_cost, school_administration_cost
from kopa_sim.economy.costs_disruption import disruption_cost
from kopa_sim.economy.costs_meals import meals_cost
from kopa_sim.economy.costs_of_municipalities import cost_of_municipalities
from kopa_sim.economy.costs_property_capital import PropertyCapital, property_capital_cost
from kopa_sim.economy.costs_property_running import property_running_cost
from kopa_sim.economy.costs_services import ict_cost, welfare_cost
from kopa_sim.economy.costs_support_staff import supervision_fees, support_staff_cost
from kopa_sim.economy.costs_teaching import teaching_cost
from kopa_sim.economy.costs_transition import transition_cost
from kopa_sim.economy.costs_transport import TransportCost, transport_cost
from kopa_sim.economy.joint_bills import (
    BillApart,
    bills_apart,
    joint_bills,
    paid_and_billed_apart,
    without_bills_apart,
)
from kopa_sim.economy.repairs import Repairs
from kopa_sim.economy.sharing_bases import SharingBases
from kopa_sim.economy.steady_wear import steady_wear
from kopa_sim.model.journeys import PupilFlows, Transport
from kopa_sim.model.ledger import COST_ITEMS, PAYERS, UPKEEP_MEASURES, Costs
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.staffing import Disruption, Groups, Staffing

Floats = NDArray[np.float64]

ADMINISTRATION = COST_ITEMS.index("administration")
TRANSPORT = COST_ITEMS.index("transport")
SUPPORT_STAFF = COST_ITEMS.index("support_staff")


def cost_option(
    region: Region,
    plan: Plan,
    flows: PupilFlows,
    groups: Groups,
    staffing: Staffing,
    transport: Transport,
    disruption: Disruption | None,
    futures: Futures,
    parameters: Parameters,
    price_year: int,
) -> Costs:
    """Return what an option costs, by school and by payer, over the Plan's years.

    A cost stands where the service is produced. State and private schools cost nothing here: they are paid
    through home-municipality compensation. Sums over payers and municipalities equal sums over schools, item by
    item. ``groups`` act through ``staffing`` alone: no item is priced by the group.

    Parameters
    ----------
    disruption
        None when operations were not simulated; there is then no cost of disruption.
    price_year
        Year whose prices the euros are in; real growth starts from it.
    """
    basis = cost_basis(region, plan, flows, parameters, price_year)
    states = building_states(region, plan, parameters)
    capital, travel = property_capital_cost(basis, states), transport_cost(basis, transport)
    common = cost_of_schools(basis, states, staffing, capital, travel, disruption)
    unshared = cost_of_municipalities(basis, staffing)
    office = office_cost(basis)
    agreed = agreed_bills(SharingBases(basis, flows, futures, staffing, transport))
    shares = bill_shares(region, plan, flows.draws, agreed)
    apart = bills_apart(basis, common, agreed)
    memo = np.stack([capital.accounts, steady_wear(basis, states)], axis=3)
    paid, billed = paid_and_billed(memo, shares.school_draw_year_school_payer, region.schools.municipality)
    accounts, wear = np.moveaxis(paid + billed, 3, 0)
    by_school = common + unshared
    by_school[..., ADMINISTRATION] += office_by_school(basis, office)
    by_school[..., TRANSPORT] += travel.kela + travel.family
    fees = supervision_fees(basis, staffing)
    by_school[..., SUPPORT_STAFF] += fees
    return Costs(
        years=plan.years,
        school_draw_year_school_item=by_school,
        municipal_draw_year_municipality_payer_item=cost_by_payer(
            region, common, unshared, office, travel, fees, shares, apart
        ),
        accounting_capital_draw_year_municipality=accounts,
        accounting_capital_draw_year_school=capital.accounts,
        write_down_draw_year_municipality=write_down(basis, states, capital.built_book_value),
        repair_debt_draw_year_school=capital.repairs.debt,
        steady_wear_draw_year_municipality=wear,
        upkeep_draw_year_school_measure=upkeep(capital.repairs),
        joint_bills=joint_bills(region, common, office, agreed, apart),
    )


def upkeep(repairs: Repairs) -> Floats:
    """Return what repairs.csv tells of buildings. (draw, year, school, UPKEEP_MEASURES)"""
    values = {
        "repairs_eur": repairs.made,
        "repair_debt_eur": repairs.debt,
        "condition_share": repairs.condition,
        "renovation_due_share": repairs.renovation_due,
    }
    return np.stack([np.broadcast_to(values[name], repairs.made.shape) for name in UPKEEP_MEASURES], axis=3)


def municipal_cost(
    basis: CostBasis,
    states: BuildingStates,
    staffing: Staffing,
    capital: PropertyCapital,
    travel: TransportCost,
    disruption: Disruption | None,
) -> Floats:
    """Return what municipalities pay for each school, without the education offices. (draw, year, school, item)

    What stands at the school, and its part by pupils of what its municipality pays as itself.
    """
    at_schools = cost_of_schools(basis, states, staffing, capital, travel, disruption)
    return at_schools + cost_of_municipalities(basis, staffing)


def cost_of_schools(
    basis: CostBasis,
    states: BuildingStates,
    staffing: Staffing,
    capital: PropertyCapital,
    travel: TransportCost,
    disruption: Disruption | None,
) -> Floats:
    """Return what stands at each school, which an agreement may divide. (draw, year, school, item)"""
    items = {
        "teaching": teaching_cost(basis, staffing),
        "disruption": disruption_cost(basis, staffing, disruption),
        "support_staff": support_staff_cost(basis, staffing),
        "transport": travel.municipality,
        "meals": meals_cost(basis, states),
        "welfare": welfare_cost(basis),
        "administration": school_administration_cost(basis, staffing),
        "property_running": property_running_cost(basis, states),
        "property_capital": capital.cash,
        "transition": transition_cost(basis, states),
        "ict": ict_cost(basis, states, staffing),
    }
    return np.stack([items[item] for item in COST_ITEMS], axis=3)


def cost_by_payer(
    region: Region,
    common: Floats,
    unshared: Floats,
    office: Floats,
    travel: TransportCost,
    fees: Floats,
    shares: BillShares,
    apart: Sequence[BillApart] = (),
) -> Floats:
    """Return all costs by municipality, payer and item. (draw, year, municipality, payer, item)

    An agreed share of another municipality's bill stands under ``other_municipality`` at the one that pays it,
    and the host's own row is smaller by as much. Kela's and families' money stands where the school is.

    Parameters
    ----------
    common
        What stands at schools, which agreements may divide. (draw, year, school, item)
    unshared
        What each municipality pays as itself, by its schools. (draw, year, school, item)
    fees
        What families pay for activities around school. (draw, year, school)
    apart
        Common bills about one item: transport, shared teachers.
    """
    n_municipalities = len(region.municipalities)
    cost = np.zeros((*common.shape[:2], n_municipalities, len(PAYERS), len(COST_ITEMS)))
    own, billed = paid_and_billed(
        without_bills_apart(common, apart),
        shares.school_draw_year_school_payer,
        region.schools.municipality,
    )
    own_apart, billed_apart = paid_and_billed_apart(region, apart, own.shape)
    cost[:, :, :, PAYERS.index("municipality")] = own + own_apart + sum_by_municipality(unshared, region)
    cost[:, :, :, PAYERS.index("other_municipality")] = billed + billed_apart
    own, billed = paid_and_billed(
        office[..., None], shares.office_draw_year_host_payer, np.arange(n_municipalities)
    )
    cost[:, :, :, PAYERS.index("municipality"), ADMINISTRATION] += own[..., 0]
    cost[:, :, :, PAYERS.index("other_municipality"), ADMINISTRATION] += billed[..., 0]
    cost[:, :, :, PAYERS.index("kela"), TRANSPORT] = sum_by_municipality(travel.kela, region)
    cost[:, :, :, PAYERS.index("family"), TRANSPORT] = sum_by_municipality(travel.family, region)
    cost[:, :, :, PAYERS.index("family"), SUPPORT_STAFF] = sum_by_municipality(fees, region)
    return cost
