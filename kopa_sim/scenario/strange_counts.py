"""What is strange about counted pupils that are carried on: gaps, costed years, pupils that nobody knows."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import PupilCounts
from kopa_sim.scenario.findings import Findings, spans
from kopa_sim.scenario.pupil_counts import counted_runs

Floats = NDArray[np.float64]

NOTICED_SHARE: Final[float] = 0.2
NOTICED_PUPILS: Final[float] = 20
"""How far counted pupils may be from the residents of their ages without a notice: share and number."""

_SCHOOL_AGES: Final[slice] = slice(7, 16)


def tell_strange_counts(
    counts: PupilCounts,
    codes: tuple[str, ...],
    people: Floats,
    base_year: int,
    first_year: int,
    findings: Findings,
) -> None:
    """Notice counts before a gap, counts of costed years, and pupils that the population does not have.

    Parameters
    ----------
    people
        Residents of the base year. (municipality, sex, age)
    """
    costed = sorted({int(year) for year in counts.year if year >= first_year})
    if costed:
        findings.notice(
            f"pupil_counts: pupils of {spans(costed)} are taken as counted, in costed years"
            f" (first_year {first_year})."
        )
    for index, run in counted_runs(counts, base_year).items():
        years = {int(year) for year in counts.year[counts.municipality == index]}
        before = sorted(year for year in years if year < run[0])
        if before:
            missing = sorted(set(range(before[0], run[0])) - years)
            findings.notice(
                f"Municipality {codes[index]}: the pupils counted in {spans(before)} are not used, because"
                f" {spans(missing)} lies between them and the later counts."
            )
    for index, code in enumerate(codes):
        rows = (counts.municipality == index) & (counts.year == base_year) & (counts.grade > 0)
        pupils, children = float(counts.count[rows].sum()), float(people[index, :, _SCHOOL_AGES].sum())
        if rows.any() and abs(pupils - children) > max(NOTICED_SHARE * children, NOTICED_PUPILS):
            findings.notice(
                f"Municipality {code}: {pupils:.0f} pupils of grades 1–9 are counted in {base_year}, where"
                f" {children:.0f} residents are of ages 7–15."
            )
