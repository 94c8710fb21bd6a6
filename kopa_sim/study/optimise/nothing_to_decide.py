"""Why there is nothing to decide: every school stays, each for a reason, and nothing else is wished."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.scenario.problems import Problem
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import Question, teaches_upper_secondary
from kopa_sim.study.optimise.sentences import Listed, Sentence, unkept
from kopa_sim.study.optimise.tables import cover_rows, must_stay

Bools = NDArray[np.bool_]

NAMED: Final = 6
"""Schools named with one reason."""
REASONS: Final = {
    "given": "not municipal, or with a given intake: {schools}",
    "shut": "shut in some year under option {option}: {schools}",
    "kept": "named with --keep: {schools}",
    "outside": "outside the municipalities of --municipality: {schools}",
    "upper": "teaching upper secondary education: {schools}",
    "late": "left no year by --earliest-year: {schools}",
    "only": "the only one that some of its pupils can reach within the limits, for a grade or a language: {schools}",
}
"""Why schools stay, the reason that is told where several hold in front."""
MENDS: Final = {
    "kept": "name fewer schools with --keep",
    "outside": "name other municipalities, or none",
    "upper": "let them close with --upper-secondary",
    "late": "let --earliest-year be earlier",
}
"""What could be loosened, by reason."""


def nothing_to_decide(question: Question, wishes: Wishes, wider: bool) -> list[Problem]:
    """Return why no school may close, each school with its reason; nothing where one may, or must.

    Parameters
    ----------
    wider
        Whether a network may do anything but close schools.
    """
    if wider or not question.may_change[:, -1].all() or _may_close(question).any():
        return []
    reasons = _reasons(question, wishes)
    codes = question.simulator.prepared.scenario.region.schools.codes
    told = [
        Sentence(
            f"stay_{name}",
            text,
            schools=_named([codes[school] for school in np.flatnonzero(reasons == name)]),
            option=wishes.base_option,
        )
        for name, text in REASONS.items()
        if (reasons == name).any()
    ]
    mends = [Sentence(f"loosen_{name}", text) for name, text in MENDS.items() if (reasons == name).any()]
    return [
        unkept(
            "nothing",
            "schools that may close: none of {count}",
            "there is nothing to decide, because all schools stay: {reasons}",
            "at least one school that may close, or a network that may do more (--extending, --opening, --pairing)",
            "{mends}",
            count=str(len(codes)),
            reasons=Listed(tuple(told), separator="; "),
            mends=Listed(
                tuple(mends) or (Sentence("loosen_else", "permit more than closing"),), separator="; "
            ),
        )
    ]


def _may_close(question: Question) -> Bools:
    """Return which of the schools that may change are left a year, and leave everyone a school. (switch,)"""
    stays = must_stay(cover_rows(question.pricer))
    found: Bools = question.may_change[:, :-1].any(axis=1) & ~stays
    return found


def _reasons(question: Question, wishes: Wishes) -> NDArray[np.str_]:
    """Return for each school why it stays, by the name of the reason. (school,)"""
    simulator = question.simulator
    region, plan = simulator.prepared.scenario.region, simulator.base.plan
    schools = region.schools
    late = np.zeros(len(schools), dtype=np.bool_)
    late[question.pricer.schools] = ~question.may_change[:, :-1].any(axis=1)
    outside = np.zeros(len(schools), dtype=np.bool_)
    if wishes.municipalities:
        outside = ~np.isin(region.municipalities.codes, wishes.municipalities)[schools.municipality]
    holds = {
        "given": ~(schools.municipal & schools.fills_by_distance),
        "shut": ~plan.open_year_school[plan.costed.start - 1 :].all(axis=0),
        "kept": np.isin(schools.codes, wishes.keep),
        "outside": outside,
        "upper": teaches_upper_secondary(simulator) & (not wishes.upper_secondary),
        "late": late,
    }
    return np.select(list(holds.values()), list(holds), default="only")


def _named(codes: list[str]) -> Listed:
    return Listed(tuple(codes[:NAMED]), len(codes) > NAMED)
