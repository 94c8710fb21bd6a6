"""The child impact sheets as the page shows them: one for every school that an option closes or takes grades from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.area_access import ImpactRows
from kopa_sim.model.grades import GRADES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.texts import Texts
from kopa_sim.study.child_impact import sheet
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]
Means = Mapping[str, Floats]

LEAST_MINUTES: Final[float] = 0.5
"""A mean way that changes by less is told as about as long."""

COMPARED: Final[tuple[str, ...]] = (
    "mean_min",
    "max_min",
    "mean_km",
    "max_km",
    "over_5km_share",
    "transported_share",
    "dangerous_share",
    "group_size",
    "composite_share",
)
"""Measures that stand before and after in a sheet, in order."""


@dataclass(frozen=True)
class ReceivingSchool:
    """Where some of the children go, with their ways before and after, all written out."""

    name: str
    pupils: str
    minutes: tuple[str, str]
    km: tuple[str, str]


@dataclass(frozen=True)
class ChildSheet:
    """The sheet of one school, its numbers written out.

    Attributes
    ----------
    finding
        One sentence that says what it means for the children.
    grades
        Grade and its children, those with any.
    compared
        Name of the measure, before and after.
    services
        What leaves with the school, in words.
    """

    school: str
    year: int
    finding: str
    grades: tuple[tuple[str, str], ...]
    receiving: tuple[ReceivingSchool, ...]
    compared: tuple[tuple[str, str, str], ...]
    services: tuple[str, ...]


@dataclass(frozen=True)
class ChildSheets:
    """The sheets of one option."""

    place: int
    title: str
    law: bool
    sheets: tuple[ChildSheet, ...]


def child_sheets(result: RunResult, texts: Texts) -> tuple[ChildSheets, ...]:
    """Return the sheets of every option that closes a school or takes grades from one, means over the futures."""
    return tuple(
        ChildSheets(place, option.plan.title, option.plan.only_if_law_allowed, _sheets(result, option, texts))
        for place, option in enumerate(result.options)
        if option.child_impact is not None
    )


def _sheets(result: RunResult, option: OptionResult, texts: Texts) -> tuple[ChildSheet, ...]:
    if option.child_impact is None:
        return ()
    rows = option.child_impact.rows
    means = {name: summarise(values)[0] for name, values in sheet(result, option).items()}
    return tuple(
        _sheet(result, option, rows, means, int(row), texts) for row in np.flatnonzero(rows.receiving < 0)
    )


def _sheet(
    result: RunResult, option: OptionResult, rows: ImpactRows, means: Means, row: int, texts: Texts
) -> ChildSheet:
    names = result.scenario.region.schools.names
    own = (rows.year == rows.year[row]) & (rows.school == rows.school[row]) & (rows.receiving >= 0)
    goes = [int(one) for one in np.flatnonzero(own) if means["pupils"][one] > 0]
    goes.sort(key=lambda one: -means["pupils"][one])
    year, closes = (
        option.plan.years[int(rows.year[row])],
        not option.plan.open_year_school[rows.year[row], rows.school[row]],
    )
    anyone = means["pupils"][row] > 0
    return ChildSheet(
        school=names[rows.school[row]],
        year=year,
        finding=_finding(means, row, year, closes, texts),
        grades=_grades(means, row, texts),
        receiving=tuple(_receiving(names[rows.receiving[one]], means, one, texts) for one in goes),
        compared=_compared(means, row, texts) if anyone else (),
        services=_services(means, row, texts) if closes else (),
    )


def _finding(means: Means, row: int, year: int, closes: bool, texts: Texts) -> str:
    """Return what it means for the children, in one sentence."""
    pupils = means["pupils"][row]
    if not pupils > 0:
        return texts("children.nobody", year=year)
    change = means["minutes_difference"][row]
    said: dict[str, object] = {
        "year": year,
        "pupils": _persons(pupils, texts),
        "before": texts.number(means["before_mean_min"][row]),
        "after": texts.number(means["after_mean_min"][row]),
        "far_before": texts.share(means["before_over_5km_share"][row]),
        "far_after": texts.share(means["after_over_5km_share"][row]),
        "why": texts("children.closes") if closes else texts("children.loses_grades"),
    }
    if abs(change) < LEAST_MINUTES:
        return texts("children.alike", **said)
    said["minutes"] = texts.number(abs(change))
    return texts("children.longer", **said) if change > 0 else texts("children.shorter", **said)


def _grades(means: Means, row: int, texts: Texts) -> tuple[tuple[str, str], ...]:
    children = {grade: means[f"pupils_grade_{grade}"][row] for grade in GRADES}
    return tuple((texts.word(grade), _persons(pupils, texts)) for grade, pupils in children.items() if pupils)


def _receiving(name: str, means: Means, row: int, texts: Texts) -> ReceivingSchool:
    minutes, km = (
        (_written(measure, means, "before", row, texts), _written(measure, means, "after", row, texts))
        for measure in ("mean_min", "mean_km")
    )
    return ReceivingSchool(name, _persons(means["pupils"][row], texts), minutes, km)


def _compared(means: Means, row: int, texts: Texts) -> tuple[tuple[str, str, str], ...]:
    labels = {
        "mean_min": texts("children.mean_min"),
        "max_min": texts("children.max_min"),
        "mean_km": texts("children.mean_km"),
        "max_km": texts("children.max_km"),
        "over_5km_share": texts("children.over_5km_share"),
        "transported_share": texts("children.transported_share"),
        "dangerous_share": texts("children.dangerous_share"),
        "group_size": texts("children.group_size"),
        "composite_share": texts("children.composite_share"),
    }
    return tuple(
        (
            labels[name],
            _written(name, means, "before", row, texts),
            _written(name, means, "after", row, texts),
        )
        for name in COMPARED
        if f"before_{name}" in means
    )


def _services(means: Means, row: int, texts: Texts) -> tuple[str, ...]:
    """Return what leaves with a school that closes."""
    special = means["special_classes_leave"][row]
    found = [texts("children.special_classes", classes=texts.number(special, 1))] if special > 0 else []
    if "kitchen_leaves" in means and means["kitchen_leaves"][row] > 0:
        found.append(texts("children.kitchen"))
    return tuple(found) or (texts("children.no_services"),)


def _written(measure: str, means: Means, when: str, row: int, texts: Texts) -> str:
    value = float(means[f"{when}_{measure}"][row])
    if measure.endswith("_share"):
        return texts.share(value)
    return texts.number(value, 0 if measure.endswith("_min") else 1)


def _persons(children: float, texts: Texts) -> str:
    """Return whole children, and tenths where they are few."""
    return texts.number(children, 0 if children >= 9.95 else 1)
