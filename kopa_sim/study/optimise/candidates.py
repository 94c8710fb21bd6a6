"""What may be changed beside closings: which schools may open, be extended or share their grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.scenario.measures.open_school import OpenSchool
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import Question, teaches_upper_secondary

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

PARTNERS: Final = 3
"""Nearest schools with each of which a school may be paired."""
LAST_LOWER_GRADES: Final = (3, 2, 4, 6)
"""Grades after which paired schools divide their pupils, those looked at first in front."""


@dataclass(frozen=True)
class Pairing:
    """Two schools, as indices of the region, and the last grade that the lower one teaches."""

    lower: int
    upper: int
    last_lower_grade: int


def candidates(question: Question, wishes: Wishes) -> tuple[OpenSchool, ...]:
    """Return the schools that the base option keeps shut and some option opens, as the first such option does."""
    simulator = question.simulator
    scenario, plan = simulator.prepared.scenario, simulator.base.plan
    codes = scenario.region.schools.codes
    shut = ~plan.open_year_school[plan.costed].any(axis=0)
    may = shut & _in_wished_municipalities(question, wishes)
    found: dict[str, OpenSchool] = {}
    for option in scenario.options:
        for measure in option.measures:
            if isinstance(measure, OpenSchool) and may[codes.index(measure.school)]:
                found.setdefault(measure.school, measure)
    return tuple(found.values())


def extendable(question: Question, wishes: Wishes) -> tuple[int, ...]:
    """Return municipal schools with a catchment that stand in every costed year of the base option."""
    simulator = question.simulator
    schools, plan = simulator.prepared.scenario.region.schools, simulator.base.plan
    may = schools.municipal & schools.fills_by_distance & plan.open_year_school[plan.costed].all(axis=0)
    return tuple(np.flatnonzero(may & _in_wished_municipalities(question, wishes)).tolist())


def pairings(question: Question, wishes: Wishes) -> tuple[Pairing, ...]:
    """Return how schools near one another may divide their grades.

    Both teach the same language and some of the same grades, and pupils of each home municipality may attend both. A
    school is paired with one of its nearest; which ways are too long is left to the limits on journeys.
    """
    partners = sorted(
        {pair for school in _pairable(question, wishes) for pair in _near(question, wishes, school)}
    )
    return tuple(way for first, second in partners for way in _ways(question, first, second))


def _pairable(question: Question, wishes: Wishes) -> list[int]:
    simulator = question.simulator
    schools, plan = simulator.prepared.scenario.region.schools, simulator.base.plan
    may = schools.municipal & schools.fills_by_distance & plan.open_year_school[plan.costed].all(axis=0)
    may = may & _in_wished_municipalities(question, wishes)
    if not wishes.upper_secondary:
        may &= ~teaches_upper_secondary(simulator)
    found: list[int] = np.flatnonzero(may).tolist()
    return found


def _near(question: Question, wishes: Wishes, school: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a school with its nearest partners, the smaller number first."""
    simulator = question.simulator
    schools, plan = simulator.prepared.scenario.region.schools, simulator.base.plan
    first = plan.costed.start
    taught, allowed = plan.grades_year_school_grade[first], plan.allowed_year_home_school_grade[first]
    home, km = schools.municipality, simulator.prepared.journeys.km_school_school[school]

    def fits(other: int) -> bool:
        shared = taught[school] & taught[other]
        shared[UPPER_SECONDARY] = False
        shared &= allowed[home[school], other] & allowed[home[other], school]
        same_language = schools.languages[other] == schools.languages[school]
        return other != school and same_language and bool(shared.any())

    others = [other for other in _pairable(question, wishes) if fits(other) and np.isfinite(km[other])]
    for other in sorted(others, key=lambda of: (km[of], of))[:PARTNERS]:
        yield min(school, other), max(school, other)


def _ways(question: Question, first: int, second: int) -> Iterator[Pairing]:
    """Yield the ways in which two schools may divide their grades."""
    plan = question.simulator.base.plan
    taught = plan.grades_year_school_grade[plan.costed.start]
    either, grade = taught[first] | taught[second], np.arange(taught.shape[1])
    for last in LAST_LOWER_GRADES:
        below, above = either & (grade <= last), either & (grade > last) & (grade < UPPER_SECONDARY)
        for lower, upper in ((first, second), (second, first)):
            changes = (taught[lower] & above).any() or (taught[upper] & below).any()
            if below.any() and above.any() and changes:
                yield Pairing(lower, upper, last)


def _in_wished_municipalities(question: Question, wishes: Wishes) -> Bools:
    """Return the schools whose network may change. (school,)"""
    region = question.simulator.prepared.scenario.region
    if not wishes.municipalities:
        return np.ones(len(region.schools), dtype=np.bool_)
    wished: Bools = np.isin(region.municipalities.codes, wishes.municipalities)[region.schools.municipality]
    return wished
