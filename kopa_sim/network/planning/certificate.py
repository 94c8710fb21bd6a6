"""A proved bound on the cost, or the minutes, of every plan of closing and opening schools.

The bound comes from the tables of the schools alone: what each costs by which of its neighbours are shut. Schools
that are linked by tables are planned together, over all sets of them and all years (``certificate_states``); what
larger groups share has prices (``certificate_prices``, ``certificate_mixtures``, ``certificate_climb``), and what
prices leave open is closed by branching (``certificate_branching``).
"""

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate_branching import Search
from kopa_sim.network.planning.certificate_case import Case, make_case
from kopa_sim.network.planning.certificate_parts import MOST_STATES
from kopa_sim.network.planning.certificate_plans import WITHIN, BestPlan
from kopa_sim.network.planning.certificate_prices import Aim
from kopa_sim.network.planning.problem import Objective
from kopa_sim.network.planning.tables import Certificate, ClosingTables

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

STATES_A_SECOND_ONCE: Final[float] = 3e6
STATES_A_SECOND_OFTEN: Final[float] = 0.4e6
"""States planned together for every second there is, where one pass is enough and where many are; speed only."""


def certify(
    tables: ClosingTables,
    objective: Objective,
    gap: float,
    seconds: float | None = None,
    start: Ints | None = None,
) -> Certificate:
    """Return a bound that no permitted plan within the objective's limits is better than.

    The bound is in the unit of the tables' cost, or in mean minutes of a journey where minutes should be least.

    Parameters
    ----------
    gap
        Share of the best plan's value within which the bound should be. Zero proves the best plan itself.
    seconds
        Time to try; None for as long as it takes.
    start
        A plan, to say what is good enough. (school,)

    Raises
    ------
    ValueError
        If arrays do not fit together, numbers are missing or what is wanted is not known.
    """
    began = time.monotonic()
    _check(tables, objective, gap)
    case = make_case(tables)
    aim = _aim(case, objective)
    best = BestPlan(case, aim)
    if start is not None:
        best.offer(np.asarray(start, dtype=np.intp)[None])
    deadline = np.inf if seconds is None else began + seconds
    search = Search(case, aim, best, gap, deadline, _most_states(case, aim, seconds))
    proved = search.run(_trivial(case, aim))
    bound = _in_unit(case, aim, proved.bound)
    own_limit = objective.most_minutes if aim.minutes else objective.most_cost
    impossible = bound == np.inf or bound > own_limit * (1 + WITHIN)
    return Certificate(
        np.inf if impossible else bound, best.change, proved.finished or impossible, impossible
    )


def _aim(case: Case, objective: Objective) -> Aim:
    """Return the objective in the case's units, limits with room for noise."""
    if objective.least == "minutes":
        return Aim(True, _roomy(objective.most_cost / case.cost_unit))
    return Aim(False, _roomy(objective.most_minutes * case.tables.pupil_years / case.minutes_unit))


def _most_states(case: Case, aim: Aim, seconds: float | None) -> int:
    """Return how many states may be planned together for there to be time to do so, often where prices are sought."""
    if seconds is None:
        return MOST_STATES
    often = case.lingering is not None or np.isfinite(aim.limit)
    return int(min(MOST_STATES, seconds * (STATES_A_SECOND_OFTEN if often else STATES_A_SECOND_ONCE)))


def _roomy(limit: float) -> float:
    return limit + WITHIN * abs(limit) if np.isfinite(limit) else np.inf


def _in_unit(case: Case, aim: Aim, bound: float) -> float:
    """Return a bound in the unit of the answer."""
    return bound * case.minutes_unit / case.tables.pupil_years if aim.minutes else bound * case.cost_unit


def _trivial(case: Case, aim: Aim) -> float:
    """Return the bound in which every school has its cheapest row in every year."""
    total = case.constant_minutes if aim.minutes else case.constant_cost
    for school, allowed in enumerate(case.tables.may_change):
        values = case.minutes[school] if aim.minutes else case.cost[school]
        least = np.where(case.permitted[school], values, np.inf).min(axis=0)
        first, last = int(allowed.argmax()), case.years - int(allowed[::-1].argmax())
        year = np.arange(case.years)
        may_be_shut = np.where(case.now_open[school], year >= first, year < last)
        total += float(np.where(may_be_shut, np.minimum(least, 0.0), least).sum())
        if not aim.minutes and allowed.any():
            total += float(case.change_cost[school, allowed].min())
    return total


def _check(tables: ClosingTables, objective: Objective, gap: float) -> None:
    """Refuse what cannot be answered."""
    if objective.least not in ("cost", "minutes"):
        raise ValueError(f"least is {objective.least!r}; it should be 'cost' or 'minutes'")
    if not gap >= 0:
        raise ValueError(f"gap is {gap!r}; it should not be negative")
    schools, years = len(tables.schools), tables.change_cost.shape[1] - 1
    if not tables.now_open.shape == (schools,) or not tables.may_change.shape == (schools, years + 1):
        raise ValueError("now_open and may_change should have one entry a school and a year")
    for name, table in zip(tables.schools, tables.tables, strict=True):
        sets = 1 << len(table.neighbours)
        shape = (sets if table.row_of_shut is None else len(table.cost), years)
        if table.row_of_shut is not None and table.row_of_shut.shape != (sets,):
            raise ValueError(f"row_of_shut of {name} should have {sets} entries")
        if table.cost.shape != shape or table.minutes.shape != shape:
            raise ValueError(f"the table of {name} should have {shape[0]} rows and {shape[1]} years")
        if np.isnan(table.cost).any() or np.isnan(table.minutes).any():
            raise ValueError(f"the table of {name} has numbers that are missing")
