"""The projection table: an official projection that the expected course is held to."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import Observations
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, spans
from kopa_sim.scenario.ranges import refuse_falling, refuse_overlap

Ints = NDArray[np.intp]
Key = tuple[int, str]

BOTH = "both"


def read_official_projection(
    columns: Columns, codes: tuple[str, ...], years: tuple[int, int] | None, findings: Findings
) -> Observations:
    """Return the counts of an official projection, both sexes together.

    Rows by sex are added up: the projection is held by age, and both sexes are scaled alike. Rows of years outside
    base_year to end_year are left out with a notice, since official tables cover what they cover.

    Parameters
    ----------
    years
        base_year and end_year; None where they are not known.
    """
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    refuse_falling(columns, "age_from", "age_to", findings)
    year = columns.whole("year")
    keys: list[Key | None] = [
        (int(y), codes[m]) if m >= 0 else None for y, m in zip(year, municipality, strict=True)
    ]
    sexes = columns.texts["sex"]
    by_sex = [None if key is None else (*key, _worded(sex)) for key, sex in zip(keys, sexes, strict=True)]
    refuse_overlap(columns, by_sex, "age_from", "age_to", findings)
    if columns.given("sex"):
        _refuse_one_sex(columns, keys, findings)
    counts = _added_up(columns, municipality)
    return _within(counts, columns.table.file, years, findings)


def _worded(sex: str) -> str:
    return "" if sex == BOTH else sex


def _refuse_one_sex(columns: Columns, keys: list[Key | None], findings: Findings) -> None:
    """Say where a band has one sex alone, or both sexes together beside one of them."""
    found: dict[tuple[int, str], dict[str, set[tuple[int, int]]]] = {}
    ages = list(zip(columns.whole("age_from").tolist(), columns.whole("age_to").tolist(), strict=True))
    usable = [row for row in np.flatnonzero(columns.sound).tolist() if keys[row] is not None]
    for row in usable:
        key = keys[row]
        if key is not None:
            found.setdefault(key, {}).setdefault(columns.texts["sex"][row], set()).add(ages[row])
    for row in usable:
        sex, bands = columns.texts["sex"][row], found[keys[row] or (0, "")]
        other = {"male": "female", "female": "male"}.get(sex)
        if other is not None and ages[row] not in bands.get(other, set()):
            columns.fault(
                findings,
                row,
                "sex",
                f"ages {ages[row][0]} to {ages[row][1]} are given of one sex only",
                "a row for each sex, or one row of both",
            )
        elif other is not None and any(
            first <= ages[row][1] and ages[row][0] <= last for first, last in bands.get(BOTH, set())
        ):
            columns.fault(
                findings,
                row,
                "sex",
                f"ages {ages[row][0]} to {ages[row][1]} are given of both sexes and of each",
                "a row for each sex, or one row of both",
            )


def _added_up(columns: Columns, municipality: Ints) -> Observations:
    """Return the rows, those of the two sexes as one, in the order of the table."""
    sums: dict[tuple[int, int, int, int], float] = {}
    table = zip(
        columns.whole("year").tolist(),
        municipality.tolist(),
        columns.whole("age_from").tolist(),
        columns.whole("age_to").tolist(),
        columns.numbers["count"].tolist(),
        strict=True,
    )
    for *key, count in table:
        place = (key[0], key[1], key[2], key[3])
        sums[place] = sums.get(place, 0.0) + count
    rows = np.array(list(sums), dtype=np.intp).reshape(-1, 4)
    area = np.full(len(rows), -1, dtype=np.intp)
    count = np.array(list(sums.values()), dtype=np.float64)
    return Observations(rows[:, 0], rows[:, 1], area, rows[:, 2], rows[:, 3], count)


def _within(
    counts: Observations, file: str, years: tuple[int, int] | None, findings: Findings
) -> Observations:
    """Return the counts after base_year and up to end_year, with a notice of the others."""
    if years is None:
        return counts
    inside = (counts.year > years[0]) & (counts.year <= years[1])
    if inside.all():
        return counts
    findings.notice(
        f"{file}: the official projection of {spans(counts.year[~inside].tolist())} is not used; the years held are"
        f" {years[0] + 1} to {years[1]}."
    )
    return Observations(**{name: values[inside] for name, values in vars(counts).items()})
