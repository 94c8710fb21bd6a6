"""The pupil_counts table: pupils of past school years by grade, and where they can be carried on."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.people import PupilCounts
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, listed, spans

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

METHOD: Final[str] = "demography.enrolment_method"
GRADE_PROGRESSION: Final[str] = "grade_progression"
"""The method that carries counted pupils on from grade to grade."""

LEAST_YEARS: Final[int] = 2
_N_GRADES: Final[int] = BASIC_GRADES.stop
_BASIC: Final[range] = range(1, _N_GRADES)


def read_pupil_counts(
    columns: Columns, codes: tuple[str, ...], end_year: int | None, findings: Findings
) -> PupilCounts:
    """Return pupils counted, after saying what stands twice and which years lack a grade."""
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    year, grade = columns.whole("year"), columns.whole("grade")
    if end_year is not None:
        for row in np.flatnonzero(columns.numbers["year"] > end_year):
            allowed = f"school years up to end_year {end_year}"
            columns.fault(findings, int(row), "year", f"{year[row]} is after the projection", allowed)
    readable = (municipality >= 0) & ~np.isnan(columns.numbers["year"]) & ~np.isnan(columns.numbers["grade"])
    _refuse_repeats(columns, np.flatnonzero(readable), municipality, codes, findings)
    if columns.sound.all():
        _refuse_gaps(columns, municipality, codes, findings)
    return PupilCounts(year, municipality, grade, columns.numbers["count"])


def _refuse_repeats(
    columns: Columns, rows: Ints, municipality: Ints, codes: tuple[str, ...], findings: Findings
) -> None:
    year, grade = columns.whole("year"), columns.whole("grade")
    seen: dict[tuple[int, int, int], int] = {}
    for row in rows.tolist():
        key = (int(year[row]), int(municipality[row]), int(grade[row]))
        if key in seen:
            what = f"{key[0]}, municipality {codes[key[1]]}, grade {key[2]}"
            before = columns.table.rows[seen[key]]
            columns.fault(
                findings, row, "grade", f"{what} already stands in row {before}", "every grade once"
            )
        seen.setdefault(key, row)


def _refuse_gaps(columns: Columns, municipality: Ints, codes: tuple[str, ...], findings: Findings) -> None:
    """Say which counted years of a municipality do not have every grade from 1 to 9."""
    year, grade = columns.whole("year"), columns.whole("grade")
    for index, code in enumerate(codes):
        for counted in sorted({int(y) for y in year[municipality == index]}):
            there = set(grade[(municipality == index) & (year == counted)].tolist())
            missing = [g for g in _BASIC if g not in there]
            if missing:
                findings.add(
                    columns.table.file,
                    f"{counted}, municipality {code}: no row for grade {spans(missing)}",
                    f"every grade {_BASIC[0]} to {_BASIC[-1]} in a counted year, 0 if it has no pupils",
                )


def counted_runs(counts: PupilCounts, base_year: int) -> dict[int, tuple[int, ...]]:
    """Return the last consecutive years counted, by municipality: two or more, up to base_year or later."""
    runs = {}
    for municipality in sorted(set(counts.municipality.tolist())):
        years = sorted({int(year) for year in counts.year[counts.municipality == municipality]})
        first = years[-1]
        while first - 1 in years:
            first -= 1
        run = tuple(range(first, years[-1] + 1))
        if len(run) >= LEAST_YEARS and run[-1] >= base_year:
            runs[municipality] = run
    return runs


def pupils_of_run(counts: PupilCounts, municipality: int, run: tuple[int, ...]) -> Floats:
    """Return the pupils of one municipality; NaN in grade 0 where it is not counted. (year, grade 0–9)"""
    result = np.full((len(run), _N_GRADES), np.nan)
    for row in np.flatnonzero((counts.municipality == municipality) & (counts.year >= run[0])):
        result[counts.year[row] - run[0], counts.grade[row]] = counts.count[row]
    return result


def tell_enrolment(
    counts: PupilCounts | None, method: object, codes: tuple[str, ...], base_year: int, findings: Findings
) -> None:
    """Notice where pupils are carried on from counts and where they follow from the residents' ages."""
    runs = {} if counts is None else counted_runs(counts, base_year)
    if method != GRADE_PROGRESSION:
        if counts is not None:
            findings.notice(
                "The pupil_counts table is not used: demography.enrolment_method is residents, so pupils follow from"
                f' the ages of the residents. Write "{GRADE_PROGRESSION}" to carry the counts on.'
            )
        return
    for index, run in runs.items():
        findings.notice(
            f"Municipality {codes[index]}: pupils of grades 0–9 are those counted in {spans(run)}, carried on by"
            " grade progression."
        )
    others = [code for index, code in enumerate(codes) if index not in runs]
    if others:
        findings.notice(
            f"Municipality {listed(others)}: pupils follow from the ages of the residents, because pupil_counts has"
            f" no {LEAST_YEARS} years running up to base_year {base_year} or later."
        )
