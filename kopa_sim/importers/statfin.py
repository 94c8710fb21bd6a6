"""Tables of Statistics Finland's database to the tables of a scenario: recognised, checked, put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kopa_sim.importers.facts import COUNTRY, Cell, Recognised, read_cells, recognise
from kopa_sim.importers.merging import (
    READ_AS_PRINTED,
    SourceFigures,
    Suppression,
    gather,
    join,
    wanted_today,
    with_predecessors,
)
from kopa_sim.importers.municipality_key import municipalities as known_municipalities
from kopa_sim.importers.municipality_key import present_code, shown_code
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.importers.statfin_events import event_rows
from kopa_sim.importers.statfin_moves import move_rows
from kopa_sim.importers.statfin_population import history_rows, population_rows
from kopa_sim.importers.statfin_projection import projection_rows
from kopa_sim.importers.statfin_rates import rate_rows
from kopa_sim.importers.subjects import EVENT_SUBJECTS, FERTILITY, MORTALITY, MOVES, POPULATION, PROJECTION
from kopa_sim.importers.totals import check_country, check_totals
from kopa_sim.importers.writing import Rows
from kopa_sim.scenario.findings import Findings, listed, spans

EARLIER_YEARS: Final[int] = 10
"""Years of population before the base year that are kept as history."""
EVENT_YEARS: Final[int] = 5
"""Years of registered events that are kept, up to the base year: levels of today, over enough years to be steady."""

_AGES_IN_COLUMN: Final = re.compile(
    r"^(births|deaths|inmig|outmig|immigration|emigration)[a-z_]*_\d", re.IGNORECASE
)


@dataclass(frozen=True)
class Wish:
    """What the user asks an import for.

    Attributes
    ----------
    municipalities
        Codes or names; None for every municipality of the files.
    year
        Year of the population table; None for the latest of the files.
    suppression
        How hidden figures are read.
    """

    municipalities: Sequence[str] | None = None
    year: int | None = None
    suppression: Suppression = READ_AS_PRINTED


@dataclass(frozen=True)
class Imported:
    """Tables of a scenario, and where they come from.

    Attributes
    ----------
    tables
        Table name -> rows.
    base_year
        Year of the population table; None without one.
    sources
        File, its title and the tables it went into, for the README.
    """

    tables: dict[str, Rows]
    codes: tuple[str, ...]
    base_year: int | None
    sources: tuple[tuple[str, str, str], ...]


def import_statfin(tables: Sequence[StatTable], wish: Wish, findings: Findings) -> Imported:
    """Return the scenario tables that StatFin tables hold; what is wrong or worth knowing goes to ``findings``."""
    recognised = [each for each in (_recognised(table, wish, findings) for table in tables) if each]
    codes = None if wish.municipalities is None else wanted_today(wish.municipalities, findings)
    base_year = _base_year(recognised, wish, findings)
    figures = join(_figures(recognised, codes, base_year, wish, findings), findings)
    if codes is None:
        codes = _codes_in(figures)
    wrong_year = any(problem.place == "--year" for problem in findings.problems)
    people = not wrong_year and any(POPULATION in each.names for each in recognised)
    built = {
        "municipalities": _municipality_rows(codes),
        "population": population_rows(figures, codes, base_year, findings) if people else None,
        "history": history_rows(figures, codes, base_year, findings),
        "events": event_rows(figures, codes, findings),
        "moves": move_rows(figures, codes, findings),
        "projection": projection_rows(figures, codes, findings),
        "rates": rate_rows(figures, codes, base_year, findings),
    }
    kept = {name: rows for name, rows in built.items() if rows is not None and rows.rows}
    if set(kept) <= {"municipalities"}:
        kept = {}
        if recognised and not findings.problems:
            _say_nothing(recognised, codes, findings)
    return Imported(kept, tuple(codes), base_year, tuple(_sources(recognised)))


def is_recognised(table: StatTable, year: int | None, subject: str = "") -> bool:
    """Return whether a table holds something a scenario is built from, or the one subject asked for."""
    names = {
        each.name
        for each in recognise(table, year).subjects
        if each.name != POPULATION or recognise(table, year).roles.age >= 0
    }
    return subject in names if subject else bool(names)


def why_unknown(table: StatTable) -> tuple[str, str]:
    """Return why a table is nothing a scenario is built from, and what would mend it."""
    shape = ", ".join(
        f"{dimension.label or '(no name)'} ({listed(dimension.labels, 3)})" for dimension in table.dimensions
    )
    title = f'its title is "{table.title}"' if table.title else "it has no title"
    return (
        f"not recognised: {title}, and neither that nor the variables {shape} say what is counted",
        "save the table with its title and with the variables' names, in Finnish, Swedish or English; a projection"
        " can also be written as projection.csv with the columns year, municipality, age_from, age_to, count",
    )


def _recognised(table: StatTable, wish: Wish, findings: Findings) -> Recognised | None:
    found = recognise(table, wish.year)
    known = [subject for subject in found.subjects if subject.name != POPULATION or found.roles.age >= 0]
    found = replace(found, subjects=tuple(known))
    if not found.subjects:
        _say_unknown(found, findings)
        return None
    _tell_ages_in_columns(found, findings)
    if found.stuck:
        findings.add(
            table.source,
            f"the table is divided by {listed(found.stuck)}, and its total is not in the file",
            "a table with the total (Yhteensä) of every variable but area, age, sex, year and information",
            f"download it again with the total of {listed(found.stuck)} selected",
        )
        return None
    if all(span is None for span in found.years):
        findings.add(
            table.source, "no year: neither a variable of years nor a year in the title", "one", "give --year"
        )
        return None
    pairs = found.roles.origin >= 0 and found.roles.destination >= 0
    if found.roles.area < 0 and not pairs:
        findings.add(
            table.source,
            "no variable with municipalities",
            "areas by name or code: Helsinki, 091 Helsinki, KU091",
            "download the table with the area variable and choose municipalities",
        )
        return None
    return found


def _say_nothing(recognised: Sequence[Recognised], codes: Sequence[str], findings: Findings) -> None:
    """Say that recognised tables gave no figure of the municipalities and years."""
    findings.add(
        listed(each.table.source for each in recognised),
        f"no figure of {listed(map(shown_code, codes), 8) or 'any municipality'} in the years that are read",
        "municipalities by name or code, years up to the base year, for a projection after it",
        "choose the municipalities when you download the table, or give another --year",
    )


def _say_unknown(found: Recognised, findings: Findings) -> None:
    read, mend = why_unknown(found.table)
    findings.add(
        found.table.source,
        read,
        "population by age and sex (11re), births by mother's age (12dq), deaths (12ak), migration (11ae,"
        " 11a2, 11a7),"
        " a projection (14wx), moves between municipalities, mortality or fertility coefficients",
        mend,
    )


def _tell_ages_in_columns(found: Recognised, findings: Findings) -> None:
    """Notice columns such as ``inmig_0_19``: of an event only the column of its total is read."""
    left = [
        label
        for index in found.roles.others
        for label in found.table.dimensions[index].labels
        if _AGES_IN_COLUMN.search(label)
    ]
    if left:
        findings.notice(
            f"{found.table.source}: {listed(left, 6)} are events by age in columns of their own and left out;"
            " totals are read. To use them, write them into events.csv (event, age_from, age_to, count)."
        )


def _base_year(recognised: Iterable[Recognised], wish: Wish, findings: Findings) -> int | None:
    years: set[int] = set()
    others: set[int] = set()
    for each in recognised:
        told = {span[1] for span in each.years if span is not None}
        if POPULATION in each.names:
            years |= told
        elif PROJECTION not in each.names:
            others |= told
    if wish.year is None:
        return max(years or others, default=None)
    if years and wish.year not in years:
        findings.add(
            "--year",
            f"no population of {wish.year} in the files",
            f"a year of the population files: {spans(years)}",
        )
    return wish.year


def _figures(
    recognised: Iterable[Recognised],
    codes: Sequence[str] | None,
    base_year: int | None,
    wish: Wish,
    findings: Findings,
) -> Iterable[SourceFigures]:
    for each in recognised:
        cells: list[Cell] = []
        for subject in each.subjects:
            years = _years_wanted(each, subject.name, base_year, findings)
            wanted = None if codes is None else with_predecessors(codes)
            found = read_cells(each, subject, years, wanted)
            check_totals(each, subject, found, findings)
            if codes is None and subject.name == POPULATION:
                check_country(each, found, findings)
            of_country = subject.name in (MORTALITY, FERTILITY)
            cells += [cell for cell in found if of_country or cell.key.municipality != COUNTRY]
        yield gather(each.table.source, cells, wish.suppression, findings, codes)


def _years_wanted(
    each: Recognised, subject: str, base_year: int | None, findings: Findings
) -> set[int] | None:
    if base_year is None or subject in (MORTALITY, FERTILITY):
        return None
    there = {year for span in each.years if span is not None for year in span}
    if subject == PROJECTION:
        return {year for year in there if year > base_year}
    back = EARLIER_YEARS if subject == POPULATION else EVENT_YEARS - 1
    later = {year for year in there if year > base_year}
    if later:
        findings.notice(
            f"{each.table.source}: {subject} of {spans(later)} is after the base year {base_year} and left out."
        )
    if subject == MOVES:
        return {year for year in there if year <= base_year}
    kept = {year for year in there if base_year - back <= year <= base_year}
    if subject in EVENT_SUBJECTS and there - later and not kept:
        # older events are better than none
        kept = set(sorted(there - later)[-EVENT_YEARS:])
    return kept


def _codes_in(figures: SourceFigures) -> list[str]:
    people = {key.municipality for key in figures.values if key.subject == POPULATION}
    others = {key.municipality for key in figures.values if key.subject != MOVES}
    return sorted((people or others) - {COUNTRY})


def _municipality_rows(codes: Sequence[str]) -> Rows:
    known = known_municipalities()
    rows = [(code, known[present_code(code)].name) for code in sorted(codes)]
    return Rows(("municipality", "name"), rows)


def _sources(recognised: Iterable[Recognised]) -> Iterable[tuple[str, str, str]]:
    for each in recognised:
        yield each.table.source, each.table.title, ", ".join(sorted(each.names))
