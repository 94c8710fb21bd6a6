"""Why a wish cannot be kept: which schools and areas, which limit, which year."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.destinations import moves_of
from kopa_sim.study.optimise.question import Question

Ints = NDArray[np.intp]

NAMED: Final = 6
"""Areas or schools named in a sentence."""


class ImpossibleWishError(ScenarioError):
    """No network keeps the limits that were wished."""


def contradictions(question: Question, wishes: Wishes) -> list[Problem]:
    """Return the schools that must close and cannot."""
    every = question.simulator.prepared.scenario.region.schools.codes
    may = set(question.codes)
    return [
        Problem(
            f"wish close {code}",
            "the school cannot close: it must stay, takes a given intake, is closed already or is outside",
            "a municipal school with a catchment that stands open under the base option",
        )
        for code in wishes.close
        if code in every and code not in may
    ]


def explain(question: Question, wishes: Wishes, plan: Ints) -> list[Problem]:
    """Return which limits the least broken plan breaks, where and when."""
    pricer, region = question.pricer, question.simulator.prepared.scenario.region
    years = question.simulator.base.plan.costed_years
    found: list[Problem] = []
    for index, year in enumerate(years):
        is_open = pricer.base_open[index].copy()
        is_open[pricer.schools] &= plan > index
        found = [*_journeys(question, wishes, is_open, index, year)]
        units = pricer.intakes(is_open)
        load, basic = pricer.book.pupils[units, index], pricer.book.basic[units, index]
        for school in np.flatnonzero(is_open & (load > pricer.limits.most_pupils[index])):
            found.append(
                Problem(
                    f"places of {region.schools.codes[school]}",
                    f"in {year} {load[school]:.0f} pupils would come",
                    f"{pricer.limits.most_pupils[index, school]:.0f} places",
                    "allow extensions, or close fewer schools near it",
                )
            )
        for school in np.flatnonzero(is_open & (basic < pricer.limits.smallest)):
            found.append(
                Problem(
                    f"smallest school, {region.schools.codes[school]}",
                    f"in {year} it has {basic[school]:.0f} pupils of grades 0–9 and the limits on journeys do not"
                    " let it close",
                    f"at least {pricer.limits.smallest[school]:g} pupils",
                    "wish a smaller school, or keep it by name",
                )
            )
        if found:
            return found
    return found


def _journeys(
    question: Question, wishes: Wishes, is_open: "NDArray[np.bool_]", index: int, year: int
) -> list[Problem]:
    pricer, region = question.pricer, question.simulator.prepared.scenario.region
    of, minutes = pricer.travellers, question.simulator.prepared.journeys.minutes_point_school
    moves = moves_of(of, is_open)
    lives = of.pupils[pricer.start + index, moves.groups].sum(axis=1) > 0
    bad = ~moves.kept & lives
    if not bad.any():
        return []
    point = of.point[moves.groups[bad]]
    areas = sorted({region.areas.codes[area] for area in region.points.area[point]})
    reached = np.where(is_open, minutes[point], np.inf).min(axis=1)
    limit = (
        "the legal day" if wishes.max_minutes is None else f"{wishes.max_minutes:g} minutes or the legal day"
    )
    named = ", ".join(areas[:NAMED]) + (" …" if len(areas) > NAMED else "")
    far = f"the nearest open school is up to {reached.max():.0f} minutes away"
    far = far if np.isfinite(reached.max()) else "no school is open"
    return [
        Problem(
            f"areas {named}",
            f"in {year} the limit on journeys is broken: {far}",
            f"{limit}, or the journey of the base option where that is longer",
            "keep a school open there, or allow a longer journey",
        )
    ]
