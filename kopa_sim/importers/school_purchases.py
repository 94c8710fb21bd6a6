"""Municipalities without a school of some grades: their pupils go to the nearest municipality that has one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kopa_sim.importers.municipality_key import language_of, shown_code
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_grades import TaughtGrades, grades_taught
from kopa_sim.scenario.findings import Findings, spans

BASIC = tuple(str(grade) for grade in range(10))


@dataclass(frozen=True)
class Purchase:
    """Grades of one municipality that are taught in another's schools."""

    buyer: str
    seller: str
    grades: tuple[str, ...]


def sellers_of(purchases: Sequence[Purchase]) -> dict[tuple[str, str], str]:
    """Return (buyer, grade) -> seller."""
    return {(each.buyer, grade): each.seller for each in purchases for grade in each.grades}


def with_purchases(
    schools: Sequence[RegisteredSchool],
    taught: Sequence[TaughtGrades],
    centres: Mapping[str, tuple[float, float]],
    findings: Findings,
) -> tuple[list[TaughtGrades], tuple[Purchase, ...]]:
    """Return the grades of every school and the purchases that leave no grade without a school.

    A municipality that lacks grades buys them from the one of the region whose school with all of them is nearest to
    its main village. Where no other municipality has them, its own largest span is widened. A municipality
    without any school, alone in the region, is a problem.
    """
    decided = list(taught)
    purchases: list[Purchase] = []
    for code, centre in centres.items():
        lacking = tuple(grade for grade in BASIC if grade not in _own_grades(schools, decided, code))
        if not lacking or (lacking == ("0",)):
            continue
        km, seller = _nearest_with(schools, decided, centre, lacking, code)
        if seller:
            purchases.append(Purchase(code, seller, lacking))
            findings.notice(
                f"{shown_code(code)} has no municipal school of grades {_span(lacking)} in the register: they go"
                f" to {shown_code(seller)}, {km:.0f} km away, in as_is (cooperate, kind purchase)."
            )
        elif not _widen(schools, decided, code, findings):
            findings.add(
                "schools",
                f"{shown_code(code)} has no school of grades {_span(lacking)} in the register, and no other"
                f" municipality of the region has one in its language ({language_of(code)})",
                "a school for every grade 1 to 9 in the region",
                "add a neighbouring municipality to --municipalities, or the missing school to the register file",
            )
    return decided, tuple(purchases)


def _own_grades(schools: Sequence[RegisteredSchool], taught: Sequence[TaughtGrades], code: str) -> set[str]:
    return {
        grade
        for school, grades in zip(schools, taught, strict=True)
        if school.municipality == code and not school.given_intake
        for grade in grades_taught(grades.span)
    }


def _nearest_with(
    schools: Sequence[RegisteredSchool],
    taught: Sequence[TaughtGrades],
    centre: tuple[float, float],
    lacking: tuple[str, ...],
    buyer: str,
) -> tuple[float, str]:
    """Return kilometres to the nearest school of another municipality that teaches what lacks, and whose it is."""
    hosts = {school.municipality for school in schools} - {buyer}
    able = {
        code
        for code in hosts
        if language_of(code) == language_of(buyer)
        and set(lacking) - {"0"} <= _own_grades(schools, taught, code)
    }
    away = [
        (math.dist((school.x, school.y), centre), school.municipality)
        for school, grades in zip(schools, taught, strict=True)
        if school.municipality in able and set(lacking) & set(grades_taught(grades.span)) - {"0"}
        if not school.given_intake
    ]
    nearest_m, seller = min(away, default=(0.0, ""))
    return nearest_m / 1000, seller


def _widen(
    schools: Sequence[RegisteredSchool], decided: list[TaughtGrades], code: str, findings: Findings
) -> bool:
    """Let the municipality's school with the widest span teach grades 0–9; return whether there is one."""
    own = [
        index
        for index, school in enumerate(schools)
        if school.municipality == code and not school.given_intake and school.kind != "lukio"
    ]
    if not own:
        return False
    chosen = max(own, key=lambda index: len(grades_taught(decided[index].span)))
    upper = "+upper_secondary" if "upper_secondary" in decided[chosen].span else ""
    decided[chosen] = TaughtGrades(f"0-9{upper}", "rule", "no other school of the region teaches the grades")
    findings.notice(
        f"{schools[chosen].name} is taken to teach grades 0–9: no other school of {shown_code(code)} and"
        " no neighbour in the"
        " region teaches all of them."
    )
    return True


def _span(grades: Sequence[str]) -> str:
    return spans(int(grade) for grade in grades)


def grade_span(grades: Sequence[str]) -> str:
    """Return grades as scenario.toml writes them: ``7-9``, ``0-6+9``."""
    return _span(grades).replace("–", "-").replace(", ", "+")
