"""Why no plan is permitted: the smallest clash that can be found."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.planning.certificate import certify
from kopa_sim.network.planning.problem import Objective
from kopa_sim.network.planning.tables import ClosingTables, SchoolTable

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Clash:
    """What cannot be kept together; without any one of it, a plan is permitted.

    Attributes
    ----------
    cover_rows
        Numbers of groups of which a school must be open in every year.
    schools
        Numbers of schools whose permitted years of change are part of the clash.
    tables
        Numbers of schools whose forbidden rows are.
    limit
        Whether the objective's limit is.
    """

    cover_rows: tuple[int, ...]
    schools: tuple[int, ...]
    tables: tuple[int, ...]
    limit: bool

    @property
    def size(self) -> int:
        """How many things clash."""
        return len(self.cover_rows) + len(self.schools) + len(self.tables) + self.limit


def why_impossible(
    tables: ClosingTables, objective: Objective | None = None, seconds: float | None = None
) -> Clash | None:
    """Return a smallest clash of groups to be covered, schools' years and forbidden rows; None where there is a plan.

    Nothing can be left out of it, though another clash may be smaller (deletion filter, Chinneck & Dravnieks 1991).

    Parameters
    ----------
    objective
        With the limit that should be kept; none of its own limits where left out.
    seconds
        For each question whether a plan is permitted; a question that is not answered leaves its part in the clash.
    """
    objective = objective or Objective()
    schools = range(len(tables.schools))
    kept = _Kept(
        set(range(len(tables.cover))),
        {school for school in schools if not tables.may_change[school].all()},
        {school for school in schools if not _all_permitted(tables.tables[school])},
        bool(np.isfinite([objective.most_cost, objective.most_minutes]).any()),
    )
    if not _impossible(tables, objective, kept, seconds):
        return None
    if kept.limit and _impossible(tables, objective, replace(kept, limit=False), seconds):
        kept = replace(kept, limit=False)
    for name in ("rows", "tables", "schools"):
        kept = _without_idle(tables, objective, kept, name, seconds)
    return Clash(
        tuple(sorted(kept.rows)), tuple(sorted(kept.schools)), tuple(sorted(kept.tables)), kept.limit
    )


@dataclass(frozen=True)
class _Kept:
    """What is asked for."""

    rows: set[int]
    schools: set[int]
    tables: set[int]
    limit: bool


def _without_idle(
    tables: ClosingTables, objective: Objective, kept: _Kept, name: str, seconds: float | None
) -> _Kept:
    """Return what is asked for without what is not needed for the clash; first all at once, then by halves."""
    parts = [sorted(getattr(kept, name))]
    while parts:
        part = parts.pop()
        if not part:
            continue
        tried = replace(kept, **{name: getattr(kept, name) - set(part)})
        if _impossible(tables, objective, tried, seconds):
            kept = tried
        elif len(part) > 1:
            parts += [part[: len(part) // 2], part[len(part) // 2 :]]
    return kept


def _impossible(tables: ClosingTables, objective: Objective, kept: _Kept, seconds: float | None) -> bool:
    """Return whether no plan keeps what is asked for."""
    schools = range(len(tables.schools))
    asked = replace(
        tables,
        cover=tables.cover[sorted(kept.rows)],
        change_cost=np.where(np.isfinite(tables.change_cost), tables.change_cost, 0.0),
        may_change=np.array(
            [tables.may_change[school] | (school not in kept.schools) for school in schools], dtype=np.bool_
        ).reshape(tables.may_change.shape),
        tables=tuple(
            tables.tables[school] if school in kept.tables else _permitting(tables.tables[school])
            for school in schools
        ),
        lingering=tables.lingering if kept.limit else None,
    )
    limited = objective if kept.limit else Objective(objective.least)
    return certify(asked, limited, 1.0, seconds).impossible


def _all_permitted(table: SchoolTable) -> bool:
    return bool(np.isfinite(table.cost).all() and np.isfinite(table.minutes).all())


def _permitting(table: SchoolTable) -> SchoolTable:
    """Return the table with nothing forbidden; where something was it costs nothing."""
    cost = np.where(np.isfinite(table.cost), table.cost, 0.0)
    minutes = np.where(np.isfinite(table.minutes), table.minutes, 0.0)
    return replace(table, cost=cost, minutes=minutes)
