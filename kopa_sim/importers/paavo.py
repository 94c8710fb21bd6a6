"""The postcode statistics to the areas of a scenario and to later counts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.municipality_key import merger_message, mergers, place_of, present_code, shown_code
from kopa_sim.importers.paavo_fields import CHILDREN, NEEDED
from kopa_sim.importers.paavo_tables import Edition, number
from kopa_sim.importers.postcode_areas import BANDS, LaterCounts, MeasuredAreas, PostcodeAreas
from kopa_sim.importers.writing import Cell, Rows
from kopa_sim.model.people import OLDEST_AGE
from kopa_sim.scenario.findings import Findings, listed
from kopa_sim.scenario.projection import to_tm35fin

Ints = NDArray[np.int64]

_SHOWN: Final[int] = 12


def read_areas(edition: Edition, codes: Collection[str], findings: Findings) -> PostcodeAreas | None:
    """Return the areas of the municipalities in one edition, or None after saying what is missing."""
    lacking = [name for name in NEEDED if not any(name in row for row in edition.rows.values())]
    if not any("x" in row or "longitude" in row for row in edition.rows.values()):
        lacking.append("coordinates")
    if not any(row.get("municipality") for row in edition.rows.values()):
        lacking.append("municipality")
    if lacking:
        findings.add(
            edition.source,
            f"the postcode statistics lack {listed(lacking)}",
            "residents, children by age (0–2, 3–6, 7–12, 13–15, 16–17), X and Y coordinates, and the"
            " municipality in a column"
            " or in brackets after the area's name",
            "choose them when you download the table",
        )
        return None
    rows = {}
    for postcode, row in sorted(edition.rows.items()):
        code = _municipality(row.get("municipality", ""), findings, codes)
        if code in codes:
            rows[postcode] = (code, row)
    _say_lacking(edition, {code for code, _ in rows.values()}, codes, findings)
    if not rows:
        return None
    return _areas(rows)


def _municipality(text: str, findings: Findings, codes: Collection[str]) -> str:
    place = place_of(text)
    today = present_code(place.code)
    if place.code in mergers() and today in codes:
        findings.notice(merger_message(place.code))
    return today


def _say_lacking(edition: Edition, found: set[str], codes: Collection[str], findings: Findings) -> None:
    lacking = [shown_code(code) for code in sorted(set(codes) - found)]
    if lacking:
        findings.add(
            edition.source,
            f"no postcode area of {listed(lacking)}",
            "every municipality asked for",
            "download all postcode areas of the municipalities",
        )


def _areas(rows: Mapping[str, tuple[str, Mapping[str, str]]]) -> PostcodeAreas:
    def column(name: str) -> NDArray[np.float64]:
        return np.array([number(row.get(name, "")) for _, row in rows.values()])

    x, y = column("x"), column("y")
    if np.isnan(x).all():
        x, y = to_tm35fin(column("longitude"), column("latitude"))
    return PostcodeAreas(
        codes=tuple(rows),
        names=tuple(row.get("name") or postcode for postcode, (_, row) in rows.items()),
        home=np.array([code for code, _ in rows.values()]),
        x=x,
        y=y,
        area_m2=column("area_m2"),
        residents=column("residents"),
        counted=np.stack([column(name) for name in CHILDREN], axis=1),
        income=column("income"),
    )


def inhabited(areas: PostcodeAreas, source: str, findings: Findings) -> PostcodeAreas:
    """Return the areas with residents and a place, saying which are hidden, left out, or without a place."""
    people = areas.where(areas.residents > 0)
    placeless = np.isnan(people.x) | np.isnan(people.y)
    if placeless.any():
        names = listed((code for code, bare in zip(people.codes, placeless, strict=True) if bare), _SHOWN)
        findings.notice(f"{source}: areas without coordinates are left out: {names}.")
        people = people.where(~placeless)
    if people.hidden.any():
        names = listed(
            (code for code, hidden in zip(people.codes, people.hidden, strict=True) if hidden), _SHOWN
        )
        findings.notice(
            f"{source}: the ages of {int(people.hidden.sum())} small areas"
            f" ({people.residents[people.hidden].sum():.0f}"
            f" residents) are hidden: {names}. Each gets its residents times the shares of ages in the"
            " other areas of its"
            " municipality."
        )
    return people


def area_rows(measured: MeasuredAreas, languages: Mapping[str, str], income: Mapping[str, float]) -> Rows:
    """Return areas.csv. ``languages``: municipality -> language; ``income``: postcode -> mean income."""
    areas = measured.areas
    rows: list[tuple[Cell, ...]] = [
        (
            *(code, areas.names[i], str(areas.home[i]), round(float(areas.x[i])), round(float(areas.y[i]))),
            *(int(count) for count in measured.children[i]),
            _whole(areas.area_m2[i]) or None,
            _whole(income.get(code, float(areas.income[i]))),
            _whole(areas.residents[i]),
            languages.get(str(areas.home[i]), "fi"),
        )
        for i, code in enumerate(areas.codes)
    ]
    columns = (
        "area",
        "name",
        "municipality",
        "x",
        "y",
        *CHILDREN,
        "area_m2",
        "income",
        "population",
        "language",
    )
    return Rows(columns, rows)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else round(float(value))


def observation_rows(counts: Mapping[int, LaterCounts], areas: PostcodeAreas) -> Rows:
    """Return observations.csv: year by year, municipalities first, then areas."""
    rows: list[tuple[Cell, ...]] = []
    spans = (*BANDS, (BANDS[-1][1] + 1, OLDEST_AGE))
    for year, later in sorted(counts.items()):
        for code in sorted(later.municipality):
            for (first, last), count in zip(spans, later.municipality[code], strict=True):
                rows.append((year, code, None, first, last, int(count)))
        for area, code, children in zip(areas.codes, areas.home.tolist(), later.children, strict=True):
            rows += [
                (year, code, area, first, last, int(count))
                for (first, last), count in zip(BANDS, children, strict=True)
                if count >= 0
            ]
    return Rows(("year", "municipality", "area", "age_from", "age_to", "count"), rows)


def by_year(editions: Sequence[Edition], year: int | None, findings: Findings) -> dict[int, Edition]:
    """Return the editions by year, after saying which have none and which year stands twice."""
    found: dict[int, list[Edition]] = defaultdict(list)
    for edition in (edition for edition in editions if edition.has_children):
        of_year = edition.year if edition.year is not None else year
        if of_year is None:
            findings.add(
                edition.source,
                "no year: neither in the names of the columns, nor a variable, nor in the file's name",
                "the year of the residents, as in paavo_2019.csv",
                "put the year into the file's name, or give --year",
            )
            continue
        found[of_year].append(edition)
    more = [edition for edition in editions if not edition.has_children]
    return {of_year: _joined(of_year, same, more, findings) for of_year, same in sorted(found.items())}


def _joined(year: int, editions: Sequence[Edition], more: Sequence[Edition], findings: Findings) -> Edition:
    """Return the areas of all files of one year, after saying where two files contradict one another.

    Files that count no children (``more``) add what they tell of the same areas: income, coordinates.
    """
    whole = Edition(listed(dict.fromkeys(edition.source for edition in editions), 3), year)
    origin: dict[str, str] = {}
    for edition in editions:
        twice = [code for code in edition.rows if code in whole.rows]
        differing = [code for code in twice if _figures(edition.rows[code]) != _figures(whole.rows[code])]
        if differing:
            findings.add(
                edition.source,
                f"residents or children of {year} in {listed(differing, 8)} differ from those of"
                f" {origin[differing[0]]}",
                "the same figures in every file of a year",
                "leave out one of the files",
            )
        elif twice:
            findings.notice(
                f"{edition.source}: {len(twice)} postcode areas of {year} stand in {origin[twice[0]]} too; read once."
            )
        for code, row in edition.rows.items():
            origin.setdefault(code, edition.source)
            whole.rows[code] = {**row, **{k: v for k, v in whole.rows.get(code, {}).items() if v}}
    for edition in more:
        for code, row in edition.rows.items():
            if code in whole.rows:
                whole.rows[code] = {**row, **{k: v for k, v in whole.rows[code].items() if v}}
    return whole


def _figures(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{number(row.get(name, '')):g}" for name in NEEDED)
