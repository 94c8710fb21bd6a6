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
    counts: PupilCounts | None,
    method: object,
    codes: tuple[str, ...],
    base_year: int,
    findings: Findings,
    place: str = METHOD,
) -> None:
    """Notice where pupils are carried on from counts and where they follow from the residents' ages.

    That no municipality can use the method asked for is a problem, unless something else is wrong already.

    Parameters
    ----------
    place
        Where the method was asked for.
    """
    if method != GRADE_PROGRESSION:
        if counts is not None:
            findings.notice(
                "The pupil_counts table is not used: demography.enrolment_method is residents, so pupils follow from"
                f' the ages of the residents. Write "{GRADE_PROGRESSION}" to carry the counts on.'
            )
        return
    runs = {} if counts is None else counted_runs(counts, base_year)
    if not runs:
        if not findings.problems:
            _refuse_method(counts, codes, base_year, findings, place)
        return
    assert counts is not None
    for index, run in runs.items():
        findings.notice(
            f"Municipality {codes[index]}: pupils of grades {_grades_given(counts, index, run)} are those counted in"
            f" {spans(run)}, carried on by grade progression."
        )
    for index in sorted(set(counts.municipality.tolist()) - set(runs)):
        findings.notice(
            f"Municipality {codes[index]}: its pupil_counts are NOT used and pupils follow from the ages of the"
            f" residents: {_why_no_run(counts, index, base_year)}."
        )
    uncounted = [code for index, code in enumerate(codes) if index not in set(counts.municipality.tolist())]
    if uncounted:
        findings.notice(
            f"Municipality {listed(uncounted)}: pupils follow from the ages of the residents, because pupil_counts"
            " has no rows of it."
        )


def _refuse_method(
    counts: PupilCounts | None, codes: tuple[str, ...], base_year: int, findings: Findings, place: str
) -> None:
    """Say that no municipality can carry counts on, and why."""
    asked = f'enrolment_method is "{GRADE_PROGRESSION}"'
    if counts is None:
        why, mend = "the scenario names no pupil_counts table", "name the table pupil_counts in [tables]"
    elif not len(counts.municipality):
        why, mend = "the pupil_counts table has no rows", "add counted pupils to pupil_counts"
    else:
        several = sorted(set(counts.municipality.tolist()))
        reasons = (
            f"municipality {codes[index]}: {_why_no_run(counts, index, base_year)}" for index in several
        )
        why, mend = f"no municipality can use it ({listed(reasons, 5)})", "add the years that are missing"
    findings.add(
        place,
        f"{asked}, but {why}",
        f"pupil counts of {LEAST_YEARS} or more years running up to base_year {base_year} or later",
        f'{mend}, or write enrolment_method = "residents"',
    )


def _why_no_run(counts: PupilCounts, municipality: int, base_year: int) -> str:
    """Return why the counts of a municipality cannot be carried on."""
    years = sorted(set(counts.year[counts.municipality == municipality].tolist()))
    if years[-1] < base_year:
        return f"the last counted year, {years[-1]}, is before base_year {base_year}"
    if len(years) == 1:
        return f"only one year, {years[0]}, is counted, and {LEAST_YEARS} running are needed"
    missing = [year for year in range(years[0], years[-1]) if year not in years]
    return f"{spans(years)} are counted, but {spans(missing)} is missing between them"


def _grades_given(counts: PupilCounts, municipality: int, run: tuple[int, ...]) -> str:
    """Return the grades that every year of the run has; pre-primary education may be left out."""
    known = ~np.isnan(pupils_of_run(counts, municipality, run)).any(axis=0)
    return spans(np.flatnonzero(known).tolist())
