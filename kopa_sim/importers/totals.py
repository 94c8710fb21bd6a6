"""Printed totals against the sums of their parts: a table that does not add up was cut or changed on its way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from kopa_sim.importers.facts import COUNTRY, Cell, Key, Recognised, ages_at, read_cells, sexes_at
from kopa_sim.importers.merging import shown_key
from kopa_sim.importers.subjects import Subject
from kopa_sim.scenario.findings import Findings

SHOWN: Final[int] = 3
ROUNDING_PER_PART: Final[float] = 0.5
"""Published projections are rounded cell by cell, so a sum may be off by half a person a part."""


def check_totals(recognised: Recognised, subject: Subject, cells: list[Cell], findings: Findings) -> None:
    """Notice where ages do not sum to the total of ages, or the sexes to that of both.

    Figures that are hidden are in no comparison.
    """
    ages, age_total = ages_at(recognised)
    if ages and age_total >= 0:
        printed = {
            _without_age(cell.key): cell.value for cell in _only(recognised, subject, "age", age_total, cells)
        }
        _compare(recognised, "the ages", cells, printed, _without_age, findings)
    sexes, both = sexes_at(recognised)
    if len(sexes) == 2 and both >= 0:
        printed = {
            cell.key._replace(sex="both"): cell.value
            for cell in _only(recognised, subject, "sex", both, cells)
        }
        _compare(recognised, "the sexes", cells, printed, lambda key: key._replace(sex="both"), findings)


def _without_age(key: Key) -> Key:
    return key._replace(age_from=0, age_to=0)


def _only(
    recognised: Recognised, subject: Subject, role: str, position: int, cells: list[Cell]
) -> list[Cell]:
    """Return the cells of a printed total: those of the table with one category left in a dimension."""
    index = getattr(recognised.roles, role)
    dimension = recognised.table.dimensions[index]
    codes = (dimension.codes[position],) if len(dimension.codes) == len(dimension) else ("",)
    single = replace(dimension, labels=(dimension.labels[position],), codes=codes)
    dimensions = tuple(single if i == index else each for i, each in enumerate(recognised.table.dimensions))
    table = replace(
        recognised.table,
        dimensions=dimensions,
        values=recognised.table.values.take([position], axis=index),
        symbols={},
    )
    years = {year for cell in cells for year in (cell.key.year_from, cell.key.year_to)}
    return read_cells(
        replace(recognised, table=table), subject, years, {cell.key.municipality for cell in cells}
    )


def _compare(
    recognised: Recognised,
    what: str,
    cells: list[Cell],
    printed: Mapping[Key, float],
    part_of: Callable[[Key], Key],
    findings: Findings,
) -> None:
    sums: dict[Key, list[float]] = {}
    for key, value, _ in cells:
        sums.setdefault(part_of(key), []).append(value)
    wrong = [
        (key, sum(parts), printed[key])
        for key, parts in sums.items()
        if key in printed and abs(sum(parts) - printed[key]) > _tolerance(key, parts)
    ]
    for key, total, stated in wrong[:SHOWN]:
        words = shown_key(key._replace(age_from=0, age_to=100)).replace(", ages 0–100", "")
        findings.notice(
            f"{recognised.table.source}: {words}: {what} sum to {total:g}, the printed total is {stated:g}."
        )
    if len(wrong) > SHOWN:
        findings.notice(
            f"{recognised.table.source}: {what} do not sum to the printed total in {len(wrong) - SHOWN} more places."
        )


def _tolerance(key: Key, parts: list[float]) -> float:
    """Return what rounding explains: nothing for counts, half a person a part for projections."""
    return ROUNDING_PER_PART * len(parts) + 1e-6 if key.subject == "projection" else 1e-6


def check_country(recognised: Recognised, cells: list[Cell], findings: Findings) -> None:
    """Notice where the municipalities of a table of the whole country do not sum to its country row."""
    of_country = {cell.key: cell.value for cell in cells if cell.key.municipality == COUNTRY}
    if not of_country:
        return
    sums: dict[Key, float] = {}
    for key, value, _ in cells:
        if key.municipality != COUNTRY:
            place = key._replace(municipality=COUNTRY)
            sums[place] = sums.get(place, 0.0) + value
    wrong = sum(abs(sums[key] - value) > 1e-6 for key, value in of_country.items() if key in sums)
    if wrong:
        findings.notice(
            f"{recognised.table.source}: the municipalities do not sum to the whole country in {wrong} of"
            f" {len(sums)} cells."
        )
