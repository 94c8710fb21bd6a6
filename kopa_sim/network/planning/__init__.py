"""When schools should close, open, be extended or paired: engines for a question over years."""

from kopa_sim.network.planning.problem import FoundPlan, Objective, PlanningProblem, PlanPricer, Prices
from kopa_sim.network.planning.tables import Certificate, ClosingTables, Lingering, SchoolTable

__all__ = [
    "Certificate",
    "ClosingTables",
    "FoundPlan",
    "Lingering",
    "Objective",
    "PlanPricer",
    "PlanningProblem",
    "Prices",
    "SchoolTable",
]
