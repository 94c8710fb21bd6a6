"""What turns the verdict of an option, in one plain sentence."""

from typing import Final

from kopa_sim.report.assumptions import plain_number
from kopa_sim.report.texts import Texts, catalogue
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.result import RunResult
from kopa_sim.study.turning_points import TurningPoint

PERCENT_DIGITS: Final = 2
"""Decimals of a rate in per cent, cut where they are zeros."""
DIGITS: Final = 4
"""Digits of any other number that matter."""
BEYOND_MONEY: Final[tuple[str, ...]] = ("journey_ceiling", "qualified_teaching")
"""Tests that no assumption about money moves."""


def strongest(result: RunResult, option: int) -> TurningPoint | None:
    """Return, of the assumptions that turn the region's verdict on an option, the one with most influence."""
    region = len(result.scenario.region.municipalities)
    turning = [p for p in result.turning_points if (p.option, p.row) == (option, region) and p.turns]
    return max(turning, key=lambda point: abs(point.influence_tax_points), default=None)


def turning_sentences(result: RunResult, texts: Texts) -> tuple[str, ...]:
    """Return one sentence an option; none where turning points were not sought."""
    if not result.turning_points:
        return ()
    return tuple(_sentence(result, place, texts) for place in range(len(result.options)))


def _sentence(result: RunResult, place: int, texts: Texts) -> str:
    title, point = result.options[place].plan.title, strongest(result, place)
    if point is None:
        constraint = result.options[place].verdict.binding_constraints[-1]
        if constraint in BEYOND_MONEY:
            return texts("page.turns_not_by_money", title=title, constraint=texts.word(constraint))
        return texts("page.turns_never", title=title)
    return texts(
        "page.turns",
        title=title,
        then=texts.word(point.verdict_then),
        assumption=assumption_name(point.parameter, texts),
        value=assumption_value(point.parameter, point.turning_value, texts),
        now=assumption_value(point.parameter, point.value_in_force, texts),
    )


def assumption_name(parameter: str, texts: Texts) -> str:
    """Return an assumption in words, or under the name that a scenario gives it."""
    name = parameter.partition(".")[2]
    return texts(f"turning.{name}") if name in catalogue("turning") else parameter


def assumption_value(parameter: str, value: float, texts: Texts) -> str:
    """Return a value of an assumption with its unit: rates and shares in per cent, euros as euros."""
    name = parameter.partition(".")[2]
    if name.endswith(("_growth", "_rate")):
        return texts("page.turns_per_year", value=_percent(value, texts))
    if name.endswith(("_share", "_share_year", "_realisation")):
        return _percent(value, texts)
    if "_eur" in name:
        return f"{plain_number(float(f'{value:.{DIGITS}g}'), texts)} €"
    unit = load_defaults()[parameter].unit if name not in catalogue("turning") else ""
    return f"{plain_number(float(f'{value:.{DIGITS}g}'), texts)} {unit}".strip()


def _percent(value: float, texts: Texts) -> str:
    decimals = next(d for d in range(PERCENT_DIGITS + 1) if d == PERCENT_DIGITS or _exact(value, d))
    return texts.percent(value, decimals)


def _exact(value: float, decimals: int) -> bool:
    return abs(round(100 * value, decimals) - 100 * value) < 1e-9
