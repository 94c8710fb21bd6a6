"""The scenario's own options as plans of the wider question: a search starts from them too."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.study.optimise.switches import Switches
from kopa_sim.study.optimise.wider_search import WiderSearch

Ints = NDArray[np.intp]


def own_option(wider: WiderSearch, plan: Plan) -> Ints | None:
    """Return the plan of the wider question that opens, closes and pairs as an option does; None where none does.

    What the option extends becomes extensions at need, where these are wished.
    """
    switches, base = wider.switches, wider.question.simulator.base.plan
    found = np.full(len(switches), switches.years, dtype=np.intp)
    _closings(switches, plan, found)
    _openings(switches, plan, found)
    _pairings(switches, plan, found)
    found[switches.first_extension : switches.first_opening] = 0
    same, conflicts = wider.question.simulator.planned("own", switches.measures(found, base.costed_years))
    same = replace(same, places_year_school=plan.places_year_school)
    equal = all(same.state(year) == plan.state(year) for year in range(len(plan.years)))
    return found if equal and not conflicts else None


def _closings(switches: Switches, plan: Plan, found: Ints) -> None:
    is_open = plan.open_year_school[plan.costed][:, list(switches.closing)]
    found[: switches.first_extension] = is_open.sum(axis=0)


def _openings(switches: Switches, plan: Plan, found: Ints) -> None:
    for number, measure in enumerate(switches.opening, start=switches.first_opening):
        is_open = plan.open_year_school[plan.costed, switches.codes.index(measure.school)]
        found[number] = int(is_open.argmax()) if is_open.any() else switches.years


def _pairings(switches: Switches, plan: Plan, found: Ints) -> None:
    for pair in plan.grade_pairs:
        grades = plan.grades_year_school_grade[plan.costed]
        first = int(pair.years[plan.costed].argmax())
        last = int(np.flatnonzero(grades[first, pair.lower]).max(initial=-1))
        for number, pairing in enumerate(switches.pairing, start=switches.first_pairing):
            if (pairing.lower, pairing.upper, pairing.last_lower_grade) == (pair.lower, pair.upper, last):
                found[number] = first
