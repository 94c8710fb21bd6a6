"""Postcode statistics and the school register to areas, later counts, points and schools of a region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.borders import rings_of
from kopa_sim.importers.child_points import point_rows
from kopa_sim.importers.municipality_key import language_of, shown_code
from kopa_sim.importers.paavo import area_rows, by_year, inhabited, observation_rows, read_areas
from kopa_sim.importers.paavo_tables import Edition
from kopa_sim.importers.postcode_areas import (
    BANDS,
    LaterCounts,
    MeasuredAreas,
    PostcodeAreas,
    count_later,
    fill_hidden,
    measure_areas,
)
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_purchases import Purchase
from kopa_sim.importers.school_register import LeftOut, Record, Register, read_register
from kopa_sim.importers.school_tables import People, build_schools
from kopa_sim.importers.writing import Rows
from kopa_sim.model.people import N_AGES
from kopa_sim.scenario.findings import Findings, listed

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class AreaTables:
    """areas.csv and observations.csv (None without a later edition), and what schools are derived from."""

    areas: Rows
    observations: Rows | None
    people: People


def ages_of_rows(rows: Rows) -> dict[str, Ints]:
    """Return residents by age of each municipality from the rows of population.csv. (age,)"""
    ages: dict[str, Ints] = {}
    for code, _, age, count in rows.rows:
        ages.setdefault(str(code), np.zeros(N_AGES, dtype=np.int64))[int(str(age))] += int(str(count))
    return ages


def build_areas(
    editions: Sequence[Edition],
    codes: Sequence[str],
    ages_of: Mapping[str, Ints] | None,
    base_year: int | None,
    given_year: int | None,
    findings: Findings,
) -> AreaTables | None:
    """Return the areas of the base year and the counts of later editions, or None after saying what is wrong.

    Parameters
    ----------
    ages_of
        Registered residents that the areas are scaled to; None leaves the counts as published.
    base_year
        Year of the population table; None for the earliest edition.
    given_year
        Year of editions that do not tell theirs.
    """
    found = by_year(editions, given_year, findings)
    if not found:
        return None
    base = min(found) if base_year is None else _nearest_year(found, base_year, findings)
    areas = {year: read_areas(edition, codes, findings) for year, edition in found.items() if year >= base}
    now = areas.pop(base)
    if now is None or findings.problems:
        return None
    now = inhabited(now, found[base].source, findings)
    measured = _measured(now, codes, ages_of, findings)
    later: dict[int, LaterCounts] = {}
    for year, edition_areas in areas.items():
        if edition_areas is not None and base == (base_year or base):
            people = inhabited(edition_areas, found[year].source, findings)
            later[year] = _count_later(year, people, measured, findings)
    latest = max((year for year in areas if areas[year] is not None), default=base)
    income = _income(areas.get(latest))
    languages = {code: language_of(code) for code in codes}
    people_of = People(measured, ages_of or ages_of_bands(measured, codes), base_year or base, later)
    return AreaTables(
        area_rows(measured, languages, income),
        observation_rows(later, measured.areas) if later else None,
        people_of,
    )


def _nearest_year(found: Mapping[int, Edition], base_year: int, findings: Findings) -> int:
    nearest = min(found, key=lambda year: (abs(year - base_year), year))
    if nearest != base_year:
        findings.notice(
            f"{found[nearest].source}: the postcode areas are of {nearest}, the population of"
            f" {base_year}; they tell only"
            " where in each municipality children live."
        )
    unused = [str(year) for year in found if year < nearest]
    if unused:
        findings.notice(f"Postcode areas of {listed(unused)} are before the base year and not used.")
    return nearest


def _measured(
    areas: PostcodeAreas, codes: Sequence[str], ages_of: Mapping[str, Ints] | None, findings: Findings
) -> MeasuredAreas:
    if ages_of is not None:
        return measure_areas(areas, {code: ages_of[code] for code in codes})
    findings.notice(
        "No population table: the children of the areas are as published, not scaled to registered residents; hidden"
        " areas are filled and rounded."
    )
    counted = fill_hidden(areas.counted, areas.residents, areas.home)
    ones = {code: np.ones(counted.shape[1] + 1) for code in codes}
    return MeasuredAreas(areas, np.floor(counted + 0.5).astype(np.int64), ones)


def ages_of_bands(measured: MeasuredAreas, codes: Sequence[str]) -> dict[str, Ints]:
    """Return ages spread evenly over the bands, for rules that need single ages."""
    ages_of: dict[str, Ints] = {}
    for code in codes:
        ages = np.zeros(N_AGES)
        totals = measured.children[measured.areas.home == code].sum(axis=0)
        for (first, last), total in zip(BANDS, totals, strict=True):
            ages[first : last + 1] = total / (last - first + 1)
        ages_of[code] = np.floor(ages + 0.5).astype(np.int64)
    return ages_of


def _count_later(
    year: int, people: PostcodeAreas, measured: MeasuredAreas, findings: Findings
) -> LaterCounts:
    counts = count_later(people, measured)
    moved = [f"{later} in {base}" for later, base in counts.matched.items()]
    if moved:
        findings.notice(
            f"Postcodes of {year} that the base year does not have are counted in the nearest area:"
            f" {listed(moved, 8)}."
        )
    return counts


def _income(areas: PostcodeAreas | None) -> dict[str, float]:
    return {} if areas is None else dict(zip(areas.codes, areas.income.tolist(), strict=True))


@dataclass(frozen=True)
class SchoolTables:
    """Tables that the register gives together with the areas."""

    schools: Rows
    derivation: Rows
    points: Rows
    purchases: tuple[Purchase, ...]


def _key(school: RegisteredSchool) -> str:
    return school.register_number or school.code


def build_school_tables(
    registers: Sequence[tuple[str, Sequence[Record]]],
    borders: Any,
    people: People,
    findings: Findings,
) -> SchoolTables | None:
    """Return schools, how each came about, and the points of children; None after saying what is wrong."""
    codes = list(people.ages_of)
    languages = {code: language_of(code) for code in codes}
    rings = rings_of(borders) if borders is not None else {}
    schools: dict[str, RegisteredSchool] = {}
    left_out: list[LeftOut] = []
    for source, records in registers:
        register = read_register(source, records, codes, rings, languages, findings)
        left_out += [item for item in register.left_out if item not in left_out]
        twice = [school.name for school in register.schools if _key(school) in schools]
        if twice:
            findings.notice(
                f"{source}: {listed(twice, 4)}: these schools stand in an earlier file too; read once."
            )
        schools = {_key(school): school for school in register.schools} | schools
    spoken = set(languages.values())
    kept = []
    for school in schools.values():
        if school.language != school.home_language and school.language in spoken:
            reason = (
                f"its language ({school.language}) is not that of the areas of"
                f" {shown_code(school.municipality)}; its pupils"
                " are counted in the other schools"
            )
            findings.notice(f"{school.name} is left out: {reason}.")
            left_out.append(LeftOut(school.register_number, school.name, reason))
        else:
            kept.append(school)
    if findings.problems:
        return None
    kept.sort(key=lambda school: (school.municipality, school.name, school.register_number))
    built = build_schools(Register(kept, left_out), people, findings)
    if built is None:
        return None
    points = point_rows(built.points, people.measured.areas.codes)
    return SchoolTables(built.schools, built.derivation, points, built.purchases)
