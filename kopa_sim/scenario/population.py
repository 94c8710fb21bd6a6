"""The population and history tables: every municipality, both sexes, every age, exactly once."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import N_AGES, OLDEST_AGE, SEXES
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, spans

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

LEAST_FOR_SEXES = 100
WOMEN_SHARE = (0.3, 0.7)
"""A municipality of this many residents whose share of women lies outside is noticed."""


def read_population(columns: Columns, codes: tuple[str, ...], findings: Findings) -> Floats:
    """Return persons of the base year. (municipality, sex, age)"""
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    every_row = np.arange(len(columns), dtype=np.intp)
    counts = _fill(columns, municipality, every_row, codes, "", findings)
    known = np.bincount(municipality[municipality >= 0], minlength=len(codes)) > 0
    for index in np.flatnonzero((counts.sum(axis=(1, 2)) == 0) & known):
        findings.add(
            columns.table.file,
            f"municipality {codes[index]} has no people: every count is 0",
            "at least one person in every municipality",
            "leave the municipality out of the scenario, or correct the counts",
        )
    _notice_one_sex(columns.table.file, counts, codes, findings)
    return counts


def _notice_one_sex(file: str, counts: Floats, codes: tuple[str, ...], findings: Findings) -> None:
    """Notice municipalities of nearly one sex: the sexes may be mistaken. Counts (municipality, sex, age)"""
    for code, by_sex in zip(codes, counts.sum(axis=2), strict=True):
        share = by_sex[SEXES.index("female")] / max(by_sex.sum(), 1.0)
        if by_sex.sum() >= LEAST_FOR_SEXES and not WOMEN_SHARE[0] <= share <= WOMEN_SHARE[1]:
            findings.notice(f"{file}: municipality {code} has {100 * share:.0f} % women.")


def read_history(
    columns: Columns, codes: tuple[str, ...], base_year: int | None, findings: Findings
) -> dict[int, Floats]:
    """Return persons of earlier years, by year. Each (municipality, sex, age)"""
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    years = columns.whole("year")
    readable = ~np.isnan(columns.numbers["year"])
    history = {}
    for year in sorted({int(year) for year in years[readable]}):
        rows = np.flatnonzero(readable & (years == year))
        if base_year is not None and year >= base_year:
            columns.fault_of_rows(
                findings,
                rows.tolist(),
                "year",
                f"{year} is not before base_year {base_year}",
                f"years up to {base_year - 1}",
            )
        history[year] = _fill(columns, municipality, rows, codes, f"{year}, ", findings)
        there = np.bincount(municipality[rows][municipality[rows] >= 0], minlength=len(codes)) > 0
        for index in np.flatnonzero((history[year].sum(axis=(1, 2)) == 0) & there):
            read = f"{year}, municipality {codes[index]} has no people: every count is 0"
            findings.add(columns.table.file, read, "at least one person in every municipality")
    lacking = (
        []
        if base_year is None or not history
        else [year for year in range(min(history), base_year) if year not in history]
    )
    if lacking:
        findings.notice(
            f"{columns.table.file}: the history of {spans(lacking)} is not known; the nearest known year stands in."
        )
    return history


def _fill(
    columns: Columns, municipality: Ints, rows: Ints, codes: tuple[str, ...], label: str, findings: Findings
) -> Floats:
    """Return the counts of one year, after saying what is missing and what stands twice."""
    counts = np.zeros((len(codes), len(SEXES), N_AGES))
    seen = np.full(counts.shape, -1, dtype=np.intp)
    sexes, ages = columns.texts["sex"], columns.whole("age")
    age_known = ~np.isnan(columns.numbers["age"])
    unplaced = 0
    for row in rows:
        if municipality[row] < 0 or not sexes[row] or not age_known[row]:
            unplaced += 1
            continue
        cell = (municipality[row], SEXES.index(sexes[row]), ages[row])
        if seen[cell] >= 0:
            what = f"{label}municipality {codes[cell[0]]}, {sexes[row]}, age {ages[row]}"
            before = columns.table.rows[seen[cell]]
            columns.fault(
                findings, int(row), "age", f"{what} already stands in row {before}", "every age once"
            )
        seen[cell] = row
        counts[cell] = np.nan_to_num(columns.numbers["count"][row])
    _say_missing(columns.table.file, seen < 0, unplaced, codes, label, findings)
    return counts


def _say_missing(
    file: str, absent: Bools, unplaced: int, codes: tuple[str, ...], label: str, findings: Findings
) -> None:
    """Say which municipalities, sexes and ages have no row. (municipality, sex, age)

    A row with a fault of its own leaves a hole that needs no second mention, hence ``unplaced``.
    """
    allowed = (
        f"every municipality, both sexes, every age 0 to {OLDEST_AGE} (100 is 100 and over), exactly once"
    )
    if absent.sum() <= unplaced:
        return
    for code, by_sex in zip(codes, absent, strict=True):
        if not code:
            continue
        if by_sex.all():
            findings.add(file, f"{label}municipality {code} has no rows", allowed)
            continue
        for sex, ages in zip(SEXES, by_sex, strict=True):
            missing = np.flatnonzero(ages)
            if len(missing):
                where = "no rows" if len(missing) == N_AGES else f"no row for age {spans(missing.tolist())}"
                findings.add(file, f"{label}municipality {code}, {sex}: {where}", allowed)
