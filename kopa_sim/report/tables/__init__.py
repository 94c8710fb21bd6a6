"""The tidy tables of a run folder, one file a family; ``docs/tables.md`` describes every column."""

from collections.abc import Callable
from typing import Final

import pandas as pd

from kopa_sim.report.tables.access import access_table
from kopa_sim.report.tables.access_areas import access_areas_table
from kopa_sim.report.tables.access_groups import access_groups_table
from kopa_sim.report.tables.bill_sharing import bill_sharing_table
from kopa_sim.report.tables.break_even import break_even_table
from kopa_sim.report.tables.child_impact import child_impact_table
from kopa_sim.report.tables.child_money import child_money_table
from kopa_sim.report.tables.costs import costs_table, school_costs_table
from kopa_sim.report.tables.distribution import distribution_table
from kopa_sim.report.tables.funding import budget_table, funding_table
from kopa_sim.report.tables.net_cost import net_cost_table
from kopa_sim.report.tables.network import network_table
from kopa_sim.report.tables.operations import operations_lessons_table, operations_table
from kopa_sim.report.tables.operations_by_place import operations_schools_table, operations_subjects_table
from kopa_sim.report.tables.operations_intervals import operations_intervals_table
from kopa_sim.report.tables.population import (
    population_by_option_table,
    population_table,
    starters_table,
)
from kopa_sim.report.tables.present_values import present_values_table
from kopa_sim.report.tables.providers import providers_table
from kopa_sim.report.tables.pupils import flows_table, groups_table, pupils_table
from kopa_sim.report.tables.repairs import repairs_table
from kopa_sim.report.tables.routes import routes_table
from kopa_sim.report.tables.staffing import staffing_table
from kopa_sim.report.tables.tours import shared_posts_table, tours_table
from kopa_sim.report.tables.turning_points import turning_points_table
from kopa_sim.report.tables.verdict import verdict_table
from kopa_sim.study.result import RunResult

TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {
    "population": population_table,
    "starters": starters_table,
    "pupils": pupils_table,
    "groups": groups_table,
    "flows": flows_table,
    "network": network_table,
    "repairs": repairs_table,
    "costs": costs_table,
    "school_costs": school_costs_table,
    "budget": budget_table,
    "funding": funding_table,
    "providers": providers_table,
    "child_money": child_money_table,
    "staffing": staffing_table,
    "operations": operations_table,
    "operations_lessons": operations_lessons_table,
    "operations_schools": operations_schools_table,
    "operations_subjects": operations_subjects_table,
    "operations_intervals": operations_intervals_table,
    "access": access_table,
    "verdict": verdict_table,
    "net_cost": net_cost_table,
    "present_values": present_values_table,
    "break_even": break_even_table,
}
"""Name of each file without .csv, and what makes it."""


OWN_PEOPLE_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {
    "population_by_option": population_by_option_table,
}
"""Tables that are there only when options have people of their own."""

ROUTE_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"routes": routes_table}
"""Tables that are there only when routes of school transport were computed."""


WEEK_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"tours": tours_table}
"""Tables that are there only when weeks of shared teachers, principals or assistants are known."""


TOUR_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"shared_posts": shared_posts_table}
"""Tables that are there only when tours of shared teachers were solved."""


BILL_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"bill_sharing": bill_sharing_table}
"""Tables that are there only when an agreement makes some cost common."""


TURNING_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {
    "turning_points": turning_points_table
}
"""Tables that are there only when it was asked what turns a verdict."""


AREA_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {
    "access_areas": access_areas_table,
    "distribution": distribution_table,
}
"""Tables that are there only when the way to school was measured by area."""


INCOME_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"access_groups": access_groups_table}
"""Tables that are there only when it was, and the income of areas is known."""


IMPACT_TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {"child_impact": child_impact_table}
"""Tables that are there only when an option closes a school or takes grades from one."""


def build_tables(result: RunResult) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name."""
    wanted = TABLES | (OWN_PEOPLE_TABLES if result.people_differ else {})
    wanted |= ROUTE_TABLES if result.routed else {}
    wanted |= WEEK_TABLES if result.weeks_shared else {}
    wanted |= TOUR_TABLES if result.toured else {}
    wanted |= BILL_TABLES if result.bills_shared else {}
    wanted |= AREA_TABLES if result.measured_by_area else {}
    wanted |= INCOME_TABLES if result.measured_by_area and result.incomes_known else {}
    wanted |= IMPACT_TABLES if any(option.child_impact is not None for option in result.options) else {}
    wanted |= TURNING_TABLES if result.turning_points else {}
    return {name: build(result) for name, build in wanted.items()}
