"""The tables an earlier import left in a folder, read back for the next one."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.paavo_fields import CHILDREN
from kopa_sim.importers.paavo_tables import number
from kopa_sim.importers.postcode_areas import BANDS, LaterCounts, MeasuredAreas, PostcodeAreas
from kopa_sim.importers.region_tables import ages_of_bands
from kopa_sim.importers.school_tables import People
from kopa_sim.model.people import N_AGES, OLDEST_AGE
from kopa_sim.scenario.delimited import SEPARATORS, decode
from kopa_sim.scenario.findings import Findings, listed
from kopa_sim.scenario.problems import Problem, ScenarioError

Ints = NDArray[np.int64]

_AREA_COLUMNS: Final = ("area", "municipality", "x", "y", *CHILDREN)


def rows_of(folder: Path, name: str, needed: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a table of the folder; none where it is not there.

    Raises
    ------
    ScenarioError
        If the table lacks a needed column.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        return []
    text = decode(path.read_bytes())
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval=""))
    lacking = [column for column in needed if not rows or column not in rows[0]]
    if lacking:
        raise ScenarioError([Problem(str(path), f"no column {listed(lacking)}", listed(needed), _AGAIN)])
    return rows


_AGAIN: Final = "kopa check tells everything that is wrong with it; or import it again with --overwrite"


def _whole(text: str, place: Path) -> int:
    value = number(text)
    if value != value:
        problem = Problem(str(place), f'"{text}" is not a number', "numbers", _AGAIN)
        raise ScenarioError([problem])
    return round(value)


def municipalities_in(folder: Path) -> list[str]:
    """Return the codes of the municipalities of the folder's tables; none where it has none."""
    for name in ("municipalities", "population"):
        rows = rows_of(folder, name, ("municipality",))
        codes = dict.fromkeys(row["municipality"].zfill(3) for row in rows)
        if codes:
            return list(codes)
    return []


def ages_in(folder: Path) -> dict[str, Ints] | None:
    """Return registered residents by age of each municipality of population.csv, None without it. (age,)"""
    place = folder / "population.csv"
    ages: dict[str, Ints] = {}
    for row in rows_of(folder, "population", ("municipality", "age", "count")):
        of_code = ages.setdefault(row["municipality"].zfill(3), np.zeros(N_AGES, dtype=np.int64))
        age = min(max(_whole(row["age"], place), 0), OLDEST_AGE)
        of_code[age] += _whole(row["count"], place)
    return ages or None


def people_in(folder: Path, base_year: int | None, findings: Findings) -> People | None:
    """Return where children live by areas.csv and observations.csv, or None after saying what is missing."""
    rows = rows_of(folder, "areas")
    lacking = [name for name in _AREA_COLUMNS if not rows or name not in rows[0]]
    if lacking:
        findings.add(
            str(folder / "areas.csv"),
            f"the table lacks {', '.join(lacking)}" if rows else "there is no such table",
            "areas with children by age: places and floor area are derived from the pupils who live nearest",
            f"kopa import paavo FILE -o {folder} writes it",
        )
        return None
    areas = PostcodeAreas(
        codes=tuple(row["area"] for row in rows),
        names=tuple(row.get("name") or row["area"] for row in rows),
        home=np.array([row["municipality"].zfill(3) for row in rows]),
        **{
            field: np.array([number(row.get(name) or "..") for row in rows])
            for field, name in _NUMBERS.items()
        },
        counted=np.array([[number(row[name]) for name in CHILDREN] for row in rows]),
    )
    codes = list(dict.fromkeys(areas.home.tolist()))
    children = np.round(np.nan_to_num(areas.counted)).astype(np.int64)
    measured = MeasuredAreas(areas, children, {code: np.ones(len(BANDS) + 1) for code in codes})
    later = _later_in(folder, areas, codes)
    registered = ages_in(folder) or {}
    ages_of = ages_of_bands(measured, codes) | {
        code: registered[code] for code in codes if code in registered
    }
    first = base_year if base_year is not None else min(later, default=0) - 1
    return People(measured, ages_of, first, later)


_NUMBERS: Final = {"x": "x", "y": "y", "area_m2": "area_m2", "residents": "population", "income": "income"}


def _later_in(folder: Path, areas: PostcodeAreas, codes: list[str]) -> dict[int, LaterCounts]:
    """Return later counts by area from observations.csv; other ages than the bands of children are passed over."""
    place = {code: index for index, code in enumerate(areas.codes)}
    later: dict[int, LaterCounts] = {}
    path, columns = (
        folder / "observations.csv",
        ("year", "municipality", "area", "age_from", "age_to", "count"),
    )
    for row in rows_of(folder, "observations", columns):
        ages = (_whole(row["age_from"], path), _whole(row["age_to"], path))
        if ages not in BANDS or row["area"] not in place:
            continue
        year = _whole(row["year"], path)
        if year not in later:
            children = np.full((len(areas), len(BANDS)), -1, dtype=np.int64)
            totals = {code: np.zeros(len(BANDS), dtype=np.int64) for code in codes}
            later[year] = LaterCounts(children, totals, {})
        count, band = _whole(row["count"], path), BANDS.index(ages)
        later[year].children[place[row["area"]], band] = count
        later[year].municipality[str(areas.home[place[row["area"]]])][band] += count
    return later
