"""Lessons by qualified teachers: as staffed, as lived through, and beside the floor, in a sentence."""

from collections.abc import Sequence
from typing import Final

from kopa_sim.report.findings import Finding, mean_known, qualified_floor, title_of
from kopa_sim.report.precision import confidence_interval
from kopa_sim.report.texts import Texts
from kopa_sim.study.floor_precision import lived_share_by_replication
from kopa_sim.study.judgement import staffed_share
from kopa_sim.study.result import RunResult

QUALIFIED: Final = "qualified_teaching"
"""The binding constraint that stands for the floor."""
MOST_DECIMALS: Final = 4
FEWEST_FOR_AN_INTERVAL: Final = 2


def percent_beside(share: float, floor: float, texts: Texts) -> str:
    """Return a share with a decimal, or as many as show on which side of the floor it lies."""
    decimals = 1
    while decimals < MOST_DECIMALS and share != floor and round(100 * share, decimals) == 100 * floor:
        decimals += 1
    return texts.percent(share, decimals)


def qualified_beside_floor(result: RunResult, finding: Finding, texts: Texts) -> str:
    """Return an option's share of lessons by qualified teachers, as the verdict tests it, beside the floor."""
    floor = result.parameters.number("sustainability.qualified_floor_share")
    return percent_beside(finding.qualified_teaching_share, floor, texts)


def qualified_sentence(result: RunResult, findings: Sequence[Finding], texts: Texts) -> str:
    """Return what the share is made of where the floor binds, for the first option it binds; nothing otherwise."""
    bound = [found for found in findings if found.binding_constraint == QUALIFIED]
    tested = [found for found in bound if found.qualified_teaching_share == found.qualified_teaching_share]
    if not tested:
        return ""
    first = tested[0]
    option = result.options[first.place]
    staffed = mean_known(staffed_share(option.plan, option.staffing)[:, -1])
    told = texts(
        "page.qualified_share_told",
        title=title_of(first, texts),
        staffed=texts.percent(staffed, 1),
        lived=qualified_beside_floor(result, first, texts),
        floor=qualified_floor(result, texts),
    )
    return f"{told} {interval_sentence(result, first.place, texts)}".strip()


def interval_sentence(result: RunResult, place: int, texts: Texts) -> str:
    """Return between what bounds the school years leave an option's share, and whether the floor lies between them.

    Nothing with fewer than two replications: one school year says nothing of how school years differ.
    """
    shares = lived_share_by_replication(result)[place]
    if len(shares) < FEWEST_FOR_AN_INTERVAL:
        return ""
    _, low, high = confidence_interval(shares).tolist()
    floor = result.parameters.number("sustainability.qualified_floor_share")
    inside = low <= floor <= high
    return texts(
        "page.qualified_interval",
        replications=len(shares),
        low=percent_beside(max(low, 0.0), floor, texts),
        high=percent_beside(min(high, 1.0), floor, texts),
        beside=texts(
            "page.qualified_floor_inside" if inside else "page.qualified_floor_outside",
            floor=qualified_floor(result, texts),
        ),
    )
