"""Discretionary increase of a provider's upper secondary unit price (Act 1705/2009 section 24 subsection 2)."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import host_of, named_upper_secondary
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]


def discretionary_share_year_school(region: Region, plan: Plan, parameters: Parameters) -> Floats:
    """Return what is added to the unit price at each school, as a share of it. (year, school)

    The given share of the municipality that provides, else the parameter's. An increase was granted to one provider
    for its special reason: schools that a host takes over get the host's, and those of a joint authority, a new
    provider, keep the parameter's only.
    """
    everywhere = parameters.number("funding.upper_secondary_discretionary_share")
    given = region.municipalities.criteria.upper_secondary_discretionary_share
    of_municipality = np.where(np.isnan(given), everywhere, given)
    share = np.broadcast_to(of_municipality[region.schools.municipality], plan.open_year_school.shape).copy()
    for agreement in plan.agreements:
        named = np.array(named_upper_secondary(agreement, region), dtype=np.intp)
        new = agreement.kind == "joint_authority"
        share[np.ix_(agreement.years, named)] = (
            everywhere if new else of_municipality[host_of(agreement, region)]
        )
    return share
