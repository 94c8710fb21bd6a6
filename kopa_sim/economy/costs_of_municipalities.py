"""What a municipality pays as itself, whatever agreements divide: posts beyond need, dismissals, new agreements."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.costs_support_staff import surplus_support_cost
from kopa_sim.economy.costs_teaching import surplus_cost
from kopa_sim.economy.costs_transition import agreement_change_cost, dismissal_cost
from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]


def cost_of_municipalities(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return what stays with each municipality, spread over its schools by pupils. (draw, year, school, item)

    Posts no longer needed and dismissals are the employer's, and what it costs to start and to end an agreement is
    each member's own. The education office is apart (``office_cost``): agreements may divide it.
    """
    items = {
        "teaching": surplus_cost(basis, staffing),
        "support_staff": surplus_support_cost(basis, staffing, "assistant"),
        "administration": surplus_support_cost(basis, staffing, "principal"),
        "transition": agreement_change_cost(basis) + dismissal_cost(basis, staffing),
    }
    nothing = np.zeros_like(basis.pupil_share_draw_year_school)
    return np.stack([items.get(item, nothing) for item in COST_ITEMS], axis=3)
