"""The tidy tables of a run folder, one file a family; ``docs/tables.md`` describes every column."""

from collections.abc import Callable
from typing import Final

import pandas as pd

from kopa_sim.report.tables.access import access_table
from kopa_sim.report.tables.break_even import break_even_table
from kopa_sim.report.tables.costs import costs_table, school_costs_table
from kopa_sim.report.tables.funding import budget_table, funding_table
from kopa_sim.report.tables.network import network_table
from kopa_sim.report.tables.operations import operations_lessons_table, operations_table
from kopa_sim.report.tables.operations_intervals import operations_intervals_table
from kopa_sim.report.tables.population import (
    population_by_option_table,
    population_table,
    starters_table,
)
from kopa_sim.report.tables.pupils import flows_table, groups_table, pupils_table
from kopa_sim.report.tables.routes import routes_table
from kopa_sim.report.tables.staffing import staffing_table
from kopa_sim.report.tables.tours import shared_posts_table, tours_table
from kopa_sim.report.tables.verdict import verdict_table
from kopa_sim.study.result import RunResult

TABLES: Final[dict[str, Callable[[RunResult], pd.DataFrame]]] = {
    "population": population_table,
    "starters": starters_table,
    "pupils": pupils_table,
    "groups": groups_table,
    "flows": flows_table,
    "network": network_table,
    "costs": costs_table,
    "school_costs": school_costs_table,
    "budget": budget_table,
    "funding": funding_table,
    "staffing": staffing_table,
    "operations": operations_table,
    "operations_lessons": operations_lessons_table,
    "operations_intervals": operations_intervals_table,
    "access": access_table,
    "verdict": verdict_table,
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


def build_tables(result: RunResult) -> dict[str, pd.DataFrame]:
    """Return every table of a run by name."""
    wanted = TABLES | (OWN_PEOPLE_TABLES if result.people_differ else {})
    wanted |= ROUTE_TABLES if result.routed else {}
    wanted |= WEEK_TABLES if result.weeks_shared else {}
    wanted |= TOUR_TABLES if result.toured else {}
    return {name: build(result) for name, build in wanted.items()}
