"""The table of schools, and beside it how each row came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.child_points import ChildPoints
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_demand import STAGE_GRADES
from kopa_sim.importers.school_grades import TaughtGrades, decide_grades, grades_taught
from kopa_sim.importers.school_intake import given_intakes, less_given_intakes
from kopa_sim.importers.school_places import assign_nearest, decide_places, floor_area_m2
from kopa_sim.importers.writing import Cell, write_table
from open_data.areas import Areas
from open_data.demand import lower_secondary_pupils, peak_pupils, pupils_by_area
from open_data.extracts import Extracts
from open_data.observations import Observed
from open_data.people import residents_by_age
from open_data.projection import to_etrs_tm35fin
from open_data.register import read_register

COLUMNS = (
    *("school", "name", "municipality", "x", "y", "grades", "places", "floor_area_m2"),
    *("language", "provider", "special", "pupils"),
)
DERIVATION_COLUMNS = (
    *("register_number", "name", "school", "grades", "grades_basis", "grades_source"),
    *("assigned_pupils", "left_out_because"),
)


@dataclass(frozen=True)
class Teaching:
    """Rows of the register that become schools, the grades of each, and the rows left out."""

    rows: list[RegisteredSchool]
    grades: list[TaughtGrades]
    left_out: list[tuple[str, str, str]]

    @property
    def primary_schools(self) -> list[RegisteredSchool]:
        """The schools with a catchment that teach grade 1."""
        return [
            row
            for row, taught in zip(self.rows, self.grades, strict=True)
            if "1" in grades_taught(taught.span) and not row.given_intake
        ]


@dataclass(frozen=True)
class Schools:
    """Schools of a region, all lists in the same order."""

    rows: list[RegisteredSchool]
    grades: list[TaughtGrades]
    assigned: list[float]
    intakes: list[int | None]
    places: list[int]
    floor_area_m2: list[int]
    left_out: list[tuple[str, str, str]]


def decide_teaching(extracts: Extracts, areas: Areas, observed: Observed) -> Teaching:
    """Decide which rows of the register become schools and which grades they teach."""
    rows, left_out = read_register(extracts)
    codes = sorted(areas.coverage)
    centres = {
        record["municipality_code"]: to_etrs_tm35fin(float(record["centre_lon"]), float(record["centre_lat"]))
        for record in extracts.centres.to_dict("records")
    }
    grades = decide_grades(rows, centres, lower_secondary_pupils(extracts, observed, codes))
    return Teaching(rows, grades, left_out)


def make_schools(
    extracts: Extracts, areas: Areas, points: ChildPoints, observed: Observed, teaching: Teaching
) -> Schools:
    """Decide intakes, places and floor area of every school."""
    rows, grades = teaching.rows, teaching.grades
    codes = sorted(areas.coverage)
    home = areas.table["municipality_code"].to_numpy()
    residents = {code: int(residents_by_age(extracts, code)[7:16].sum()) for code in codes}
    intakes = given_intakes(rows, grades, residents)
    pupils = pupils_by_area(areas, observed)
    remaining = less_given_intakes(rows, grades, intakes, home, pupils)
    assigned = assign_nearest(rows, grades, home, points, remaining)
    # the share left for catchments at the base holds at the peak too
    peaks = {
        code: {
            stage: peak * _share_left(areas, pupils, remaining, code, stage)
            for stage, peak in peak_pupils(extracts, observed, code).items()
        }
        for code in codes
    }
    places = decide_places(rows, assigned, peaks, intakes)
    total = np.sum(list(assigned.values()), axis=0)
    # to the tenth that schools_derivation.csv shows, so that the floor area follows from the table
    pupils_of = [round(float(value), 1) for value in total]
    floor = [
        floor_area_m2(value if intake is None else intake)
        for value, intake in zip(pupils_of, intakes, strict=True)
    ]
    return Schools(rows, grades, pupils_of, intakes, places, floor, teaching.left_out)


def _share_left(
    areas: Areas, pupils: NDArray[np.float64], remaining: NDArray[np.float64], code: str, stage: str
) -> float:
    """Share of a municipality's pupils of a stage who are left for catchments."""
    inside = (areas.table["municipality_code"] == code).to_numpy()
    column = list(STAGE_GRADES).index(stage)
    return float(remaining[inside, column].sum() / pupils[inside, column].sum())


def write_schools(schools: Schools, folder: Path) -> None:
    """Write schools.csv and schools_derivation.csv."""
    table = [
        (
            *(row.code, row.name, row.municipality, row.x, row.y, grades.span, places, floor),
            *(row.language, row.provider, "yes" if row.special else "no", intake),
        )
        for row, grades, places, floor, intake in zip(
            schools.rows, schools.grades, schools.places, schools.floor_area_m2, schools.intakes, strict=True
        )
    ]
    write_table(folder / "schools.csv", COLUMNS, table)
    derivation: list[Sequence[Cell]] = [
        (
            *(row.register_number, row.name, row.code, grades.span, grades.basis, grades.source),
            *(None if row.given_intake else f"{assigned:.1f}", None),
        )
        for row, grades, assigned in zip(schools.rows, schools.grades, schools.assigned, strict=True)
    ]
    left_out: list[Sequence[Cell]] = [
        (number, name, None, None, None, None, None, reason) for number, name, reason in schools.left_out
    ]
    write_table(folder / "schools_derivation.csv", DERIVATION_COLUMNS, derivation + left_out)
