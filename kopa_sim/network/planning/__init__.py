"""When schools should close, open, be extended or paired: engines for a question over years."""

from kopa_sim.network.planning.certificate import certify
from kopa_sim.network.planning.certificate_conflicts import Clash, why_impossible
from kopa_sim.network.planning.certificate_costs import PlanCosts, tables_cost
from kopa_sim.network.planning.costly import CostlyEffort, search_costly
from kopa_sim.network.planning.frontier import trace_frontier
from kopa_sim.network.planning.moves import ImpossiblePlanError
from kopa_sim.network.planning.neighbours import Ties
from kopa_sim.network.planning.preference import UnknownObjectiveError
from kopa_sim.network.planning.problem import FoundPlan, Objective, PlanningProblem, PlanPricer, Prices
from kopa_sim.network.planning.search import SearchEffort, search_plan
from kopa_sim.network.planning.tables import Certificate, ClosingTables, Lingering, SchoolTable
from kopa_sim.network.planning.year_cache import YearwisePricer

__all__ = [
    "Certificate",
    "Clash",
    "ClosingTables",
    "CostlyEffort",
    "FoundPlan",
    "ImpossiblePlanError",
    "Lingering",
    "Objective",
    "PlanCosts",
    "PlanPricer",
    "PlanningProblem",
    "Prices",
    "SchoolTable",
    "SearchEffort",
    "Ties",
    "UnknownObjectiveError",
    "YearwisePricer",
    "certify",
    "search_costly",
    "search_plan",
    "tables_cost",
    "trace_frontier",
    "why_impossible",
]
