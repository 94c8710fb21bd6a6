"""All funding of an option: what municipalities receive from the state and from each other."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.cooperation_payment import (
    cooperation_payment,
    income_of_shared_schools,
    price_indices,
)
from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.home_municipality_compensation_1704_2009 import home_municipality_compensation
from kopa_sim.economy.state_share_618_2021 import state_share
from kopa_sim.economy.tax_base_equalisation_618_2021 import tax_base_equalisation
from kopa_sim.economy.upper_secondary_contribution_1705_2009 import upper_secondary_contribution
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import unit_price_draw_year_school
from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.ledger import FUNDING_ITEMS, Costs, Funding
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def fund_option(
    region: Region,
    plan: Plan,
    flows: PupilFlows,
    futures: Futures,
    costs: Costs,
    parameters: Parameters,
    price_year: int,
) -> Funding:
    """Return the funding of an option over the Plan's years, one rule a statute.

    State share, equalisation and the upper secondary contribution rest on residents and are the same under every
    option that has the same residents; compensation, agreed payments and unit price follow the pupils. ``costs``
    give the years and the common bills of agreements: every rule of the State in force is computational and none
    reimburses what was spent. Vocational funding is zero until vocational education is modelled.
    """
    index = growth_factor("funding.index_growth", plan.years, price_year, parameters)
    unit_price = unit_price_draw_year_school(region, plan, flows, parameters, index)
    agreed = price_indices(plan, parameters, price_year)
    by_item = {
        "state_share": state_share(region, plan.years, futures, parameters, price_year) * index[:, :, None],
        "tax_base_equalisation": tax_base_equalisation(region, plan.years, futures, parameters, index),
        "cooperation_payment": cooperation_payment(region, plan, flows, costs.joint_bills, agreed)
        + income_of_shared_schools(region, unit_price, costs.joint_bills),
        "upper_secondary_contribution": upper_secondary_contribution(plan.years, futures, parameters, index),
        "upper_secondary_unit_price": sum_by_municipality(unit_price, region),
    }
    n_municipalities = len(region.municipalities)
    funding = np.zeros((flows.draws, len(plan.years), n_municipalities + 1, len(FUNDING_ITEMS)))
    for item, amount in by_item.items():
        funding[:, :, :-1, FUNDING_ITEMS.index(item)] = amount
    funding[..., FUNDING_ITEMS.index("home_municipality_compensation")] = home_municipality_compensation(
        region, plan, flows, parameters, index
    )
    return Funding(costs.years, funding)
