"""Which grades a school teaches, where nobody says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kopa_sim.importers.registered_schools import RegisteredSchool

NAME_RULES: Final = (
    ("yläkoulu", "7-9"),
    ("lyseo", "7-9"),
    ("yhtenäiskoulu", "1-9"),
    ("alakoulu", "1-6"),
    ("päiväkotikoulu", "1-6"),
    ("yläaste", "7-9"),
    ("ala-aste", "1-6"),
    ("högstadi", "7-9"),
    ("lågstadi", "1-6"),
    ("enhetsskola", "1-9"),
)
"""What a word in a school's name says of its grades."""

CENTRE_KM: Final = 10.0
"""A lower secondary school this near the main village serves it."""
LARGEST_LOWER_SECONDARY: Final = 750
"""Pupils of grades 7–9 one school is trusted with; Kontiolahti had 659 in one school in 2016."""
SAME_POINT_M: Final = 50.0


@dataclass(frozen=True)
class TaughtGrades:
    """Grades of one school as planners write them, and how they are known."""

    span: str
    basis: str
    source: str


def decide_grades(
    rows: Sequence[RegisteredSchool],
    centres: dict[str, tuple[float, float]],
    lower_secondary_pupils: dict[str, int],
) -> list[TaughtGrades]:
    """Return the grades of every school: known, by name, by kind, or by the lower secondary rule.

    Schools that remain teach grades 1–6, but every municipality needs grades 7–9 near its main village: if no school
    that teaches them lies within 10 km of it, the one that shares its point with an upper secondary school, else the
    one nearest to the main village, teaches 1–9; more are added in that order while a school would have over 750
    pupils of grades 7–9. Municipal primary schools teach pre-primary education as well.
    """
    decided = [_known_or_named(row) for row in rows]
    for municipality, centre in centres.items():
        for index in _to_extend(rows, decided, municipality, centre, lower_secondary_pupils[municipality]):
            decided[index] = TaughtGrades("1-9", "rule", "lower secondary near the main village")
    grades = [item or TaughtGrades("1-6", "rule", "primary unless known otherwise") for item in decided]
    return [_with_pre_primary(row, item) for row, item in zip(rows, grades, strict=True)]


def _known_or_named(row: RegisteredSchool) -> TaughtGrades | None:
    if row.known_grades:
        return TaughtGrades(row.known_grades, row.basis, row.source)
    if row.kind == "lukio":
        return TaughtGrades("upper_secondary", "register extract", "register type")
    if row.kind == "perusaste_ja_lukio":
        return TaughtGrades("1-9+upper_secondary", "register extract", "register type")
    if row.special or row.provider != "municipal":
        return TaughtGrades("1-9", "rule", "special and non-municipal schools teach all grades")
    for word, span in NAME_RULES:
        if word in row.name.lower():
            return TaughtGrades(span, "rule", f"{word} in the name")
    return None


def _distance_m(row: RegisteredSchool, point: tuple[float, float]) -> float:
    return float(np.hypot(row.x - point[0], row.y - point[1]))


def _to_extend(
    rows: Sequence[RegisteredSchool],
    decided: Sequence[TaughtGrades | None],
    municipality: str,
    centre: tuple[float, float],
    pupils: int,
) -> list[int]:
    """Return the indices of the undecided schools that must teach grades 7–9."""
    inside = [index for index, row in enumerate(rows) if row.municipality == municipality]
    upper = [rows[index] for index in inside if rows[index].kind == "lukio"]
    lower = [
        index
        for index in inside
        if not rows[index].given_intake and (grades := decided[index]) and "9" in grades.span
    ]
    near = any(_distance_m(rows[index], centre) <= CENTRE_KM * 1000 for index in lower)
    wanted = max(len(lower) + (not near), -(-pupils // LARGEST_LOWER_SECONDARY))
    undecided = [index for index in inside if decided[index] is None]
    undecided.sort(
        key=lambda index: (
            not any(_distance_m(rows[index], (other.x, other.y)) <= SAME_POINT_M for other in upper),
            _distance_m(rows[index], centre),
            rows[index].code,
        )
    )
    return undecided[: max(0, wanted - len(lower))]


def _with_pre_primary(row: RegisteredSchool, grades: TaughtGrades) -> TaughtGrades:
    """Municipal schools that teach grade 1 teach the six-year-olds too; others only where it is known."""
    if not row.given_intake and grades.span.startswith("1-"):
        return TaughtGrades(f"0{grades.span[1:]}", grades.basis, grades.source)
    return grades


def grades_taught(span: str) -> list[str]:
    """Return the single grades of a span: "7-9" gives 7, 8 and 9."""
    grades: list[str] = []
    for part in span.split("+"):
        if part == "upper_secondary":
            grades.append(part)
        else:
            first, last = part.split("-")
            grades += [str(grade) for grade in range(int(first), int(last) + 1)]
    return grades
