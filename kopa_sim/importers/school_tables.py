"""From registered schools to the table of schools: grades, intakes, places and floor area by stated rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.child_points import ChildPoints, place_children
from kopa_sim.importers.municipality_key import shown_code
from kopa_sim.importers.postcode_areas import LaterCounts, MeasuredAreas
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_demand import STAGE_GRADES, peak_pupils, pupils_by_area
from kopa_sim.importers.school_grades import TaughtGrades, decide_grades, grades_taught
from kopa_sim.importers.school_intake import given_intakes, less_given_intakes
from kopa_sim.importers.school_places import assign_nearest, decide_places, floor_area_m2
from kopa_sim.importers.school_purchases import Purchase, sellers_of, with_purchases
from kopa_sim.importers.school_register import LeftOut, Register
from kopa_sim.importers.writing import Cell, Rows
from kopa_sim.scenario.findings import Findings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGEST_INTAKE_SHARE: Final[float] = 0.5
"""A given intake takes at most this share of the pupils of its grades who live in the municipality; assumed."""
YEARS_AHEAD: Final[int] = 6
"""Years after the last count in which places must suffice."""

_COLUMNS: Final = (
    *("school", "name", "municipality", "x", "y", "grades", "places", "floor_area_m2"),
    *("language", "provider", "special", "pupils"),
)
_DERIVATION: Final = (
    *("register_number", "name", "school", "grades", "grades_basis", "grades_source"),
    *("assigned_pupils", "places_basis", "floor_area_basis", "left_out_because"),
)
_PLACES_BASIS: Final = (
    "rule: pupils who live nearest / 0.85, at least 1.10 times the peak of the municipality"
)
_INTAKE_BASIS: Final = "rule: given intake / 0.85"
_FLOOR_BASIS: Final = "rule: 14.4 m2 a pupil, at least 300 m2"


@dataclass(frozen=True)
class People:
    """Where children live now and later.

    Attributes
    ----------
    ages_of
        Code -> registered residents of the base year by age. (age,)
    later
        Year -> counts in the areas of the base year.
    """

    measured: MeasuredAreas
    ages_of: Mapping[str, Ints]
    base_year: int
    later: Mapping[int, LaterCounts]

    @property
    def home(self) -> NDArray[np.str_]:
        """Municipality of each area. (area,)"""
        return self.measured.areas.home


@dataclass(frozen=True)
class BuiltSchools:
    """Tables of schools and of the points where children live."""

    schools: Rows
    derivation: Rows
    points: ChildPoints
    purchases: tuple[Purchase, ...]


def build_schools(register: Register, people: People, findings: Findings) -> BuiltSchools | None:
    """Return the schools of a region, or None after saying which municipality has no school that could teach.

    The rules are those of docs/import.md; all are of low confidence but the register's own columns.
    """
    peaks = _peaks(people)
    centres = _centres(people.measured)
    lower = {code: round(stages["lower_secondary"]) for code, stages in peaks.items()}
    taught = decide_grades(register.schools, centres, lower)
    taught, purchases = with_purchases(register.schools, taught, centres, findings)
    if findings.problems:
        return None
    schools, taught, intakes, left_out = _intakes(register, taught, people)
    primary = [
        school
        for school, grades in zip(schools, taught, strict=True)
        if "1" in grades_taught(grades.span) and not school.given_intake
    ]
    points = place_children(people.measured, primary)
    pupils = _pupils(people)
    remaining = less_given_intakes(schools, taught, intakes, people.home, pupils)
    assigned = assign_nearest(schools, taught, people.home, points, remaining, sellers_of(purchases))
    left = _peaks_left(peaks, people.home, pupils, remaining, purchases)
    places = decide_places(schools, assigned, left, intakes)
    total = [round(float(value), 1) for value in np.sum(list(assigned.values()), axis=0)]
    floors = [
        floor_area_m2(value if intake is None else intake)
        for value, intake in zip(total, intakes, strict=True)
    ]
    _say_assumed(schools, taught, intakes, findings)
    return BuiltSchools(
        _school_rows(schools, taught, places, floors, intakes),
        _derivation_rows(schools, taught, total, (*register.left_out, *left_out)),
        points,
        purchases,
    )


def _peaks(people: People) -> dict[str, dict[str, float]]:
    until = max(people.later, default=people.base_year) + YEARS_AHEAD
    return {
        code: peak_pupils(
            ages,
            people.base_year,
            {year: counts.municipality[code] for year, counts in people.later.items()},
            until,
        )
        for code, ages in people.ages_of.items()
    }


def _centres(measured: MeasuredAreas) -> dict[str, tuple[float, float]]:
    """Return the middle of the area with the most residents of each municipality: its main village or town."""
    areas = measured.areas
    centres = {}
    for code in dict.fromkeys(areas.home.tolist()):
        inside = np.flatnonzero(areas.home == code)
        main = inside[np.nan_to_num(areas.residents[inside]).argmax()]
        centres[code] = (float(areas.x[main]), float(areas.y[main]))
    return centres


def _pupils(people: People) -> Floats:
    return pupils_by_area(people.measured.children, (counts.children for counts in people.later.values()))


def _intakes(
    register: Register, taught: Sequence[TaughtGrades], people: People
) -> tuple[list[RegisteredSchool], list[TaughtGrades], list[int | None], list[LeftOut]]:
    """Return the schools with their given intakes; one that nobody of the municipality attends is left out."""
    residents = {code: int(ages[7:16].sum()) for code, ages in people.ages_of.items()}
    wished = given_intakes(register.schools, taught, residents)
    pupils = _pupils(people)
    kept: list[tuple[RegisteredSchool, TaughtGrades, int | None]] = []
    left_out: list[LeftOut] = []
    rivals = {
        school.municipality: sum(
            other.given_intake and other.municipality == school.municipality for other in register.schools
        )
        for school in register.schools
    }
    for school, grades, intake in zip(register.schools, taught, wished, strict=True):
        if intake is None:
            kept.append((school, grades, None))
            continue
        spans = set(grades_taught(grades.span))
        covered = np.array([len(spans & set(names)) / len(names) for names in STAGE_GRADES.values()])
        living = float((pupils[people.home == school.municipality].sum(axis=0) * covered).sum())
        most = int(LARGEST_INTAKE_SHARE * living / rivals[school.municipality])
        if most < 1:
            left_out.append(
                LeftOut(school.register_number, school.name, "no pupils of its grades live there")
            )
        else:
            kept.append((school, grades, min(intake, most)))
    return [k[0] for k in kept], [k[1] for k in kept], [k[2] for k in kept], left_out


def _peaks_left(
    peaks: Mapping[str, Mapping[str, float]],
    home: NDArray[np.str_],
    pupils: Floats,
    remaining: Floats,
    purchases: Sequence[Purchase],
) -> dict[str, dict[str, float]]:
    """Return the peaks less what given intakes take, with the pupils whom each municipality takes from others."""
    left: dict[str, dict[str, float]] = {}
    for code, stages in peaks.items():
        inside = home == code
        own, kept = pupils[inside].sum(axis=0), remaining[inside].sum(axis=0)
        left[code] = {
            stage: peak * (kept[column] / own[column] if own[column] > 0 else 1.0)
            for column, (stage, peak) in enumerate(stages.items())
        }
    for purchase in purchases:
        for stage, names in STAGE_GRADES.items():
            share = len(set(purchase.grades) & set(names)) / len(names)
            left[purchase.seller][stage] = left[purchase.seller].get(stage, 0.0) + share * left[
                purchase.buyer
            ].get(stage, 0.0)
    return left


def _say_assumed(
    schools: Sequence[RegisteredSchool],
    taught: Sequence[TaughtGrades],
    intakes: Sequence[int | None],
    findings: Findings,
) -> None:
    by_rule = sum(grades.basis == "rule" for grades in taught)
    findings.notice(
        f"Places and floor area of all {len(schools)} schools and the grades of {by_rule} are not in the"
        " register: they follow"
        " rules (low confidence), told school by school in schools_derivation.csv. Replace them with your"
        " own figures."
    )
    given = [school for school, intake in zip(schools, intakes, strict=True) if intake is not None]
    if given:
        names = ", ".join(f"{school.name} ({shown_code(school.municipality)})" for school in given[:6])
        findings.notice(
            f"The pupils of {len(given)} special, non-municipal or other-language schools are assumed: {names}"
            f"{' …' if len(given) > 6 else ''}."
        )


def _school_rows(
    schools: Sequence[RegisteredSchool],
    taught: Sequence[TaughtGrades],
    places: Sequence[int],
    floors: Sequence[int],
    intakes: Sequence[int | None],
) -> Rows:
    rows = [
        (
            *(school.code, school.name, school.municipality, school.x, school.y, grades.span, place, floor),
            *(school.language, school.provider, "yes" if school.special else "no", intake),
        )
        for school, grades, place, floor, intake in zip(schools, taught, places, floors, intakes, strict=True)
    ]
    return Rows(_COLUMNS, rows)


def _derivation_rows(
    schools: Sequence[RegisteredSchool],
    taught: Sequence[TaughtGrades],
    assigned: Sequence[float],
    left_out: Sequence[LeftOut],
) -> Rows:
    rows: list[tuple[Cell, ...]] = [
        (
            *(school.register_number, school.name, school.code, grades.span, grades.basis, grades.source),
            None if school.given_intake else f"{value:.1f}",
            _INTAKE_BASIS if school.given_intake else _PLACES_BASIS,
            *(_FLOOR_BASIS, None),
        )
        for school, grades, value in zip(schools, taught, assigned, strict=True)
    ]
    empty = (None,) * (len(_DERIVATION) - 3)
    rows += [(item.number, item.name, *empty, item.reason) for item in left_out]
    return Rows(_DERIVATION, rows)
