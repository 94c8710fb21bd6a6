"""A whole scenario folder from a folder of downloaded tables: recognised, checked, and completed by stated rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kopa_sim.importers.borders import borders_bytes
from kopa_sim.importers.files import FoundTables, files_in, notice_unread, read_files, refuse_unread
from kopa_sim.importers.merging import READ_AS_PRINTED, Suppression, wanted_today
from kopa_sim.importers.municipality_key import municipalities
from kopa_sim.importers.region_tables import (
    AreaTables,
    SchoolTables,
    ages_of_rows,
    build_areas,
    build_school_tables,
)
from kopa_sim.importers.scenario_texts import Region, readme_text, scenario_text
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.importers.statfin import Imported, Wish, import_statfin, is_recognised, why_unknown
from kopa_sim.importers.writing import Rows, table_bytes
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.table_specs import TABLE_NAMES

YEARS_TO_FIRST = 2
"""From the last counted year to the first costed one: the school year that a decision of today can still change."""
COSTED_YEARS = 20

_NEEDED = {
    "population": "population by age in single years and sex (StatFin 11re)",
    "areas": "postcode areas with children by age and coordinates (StatFin Paavo)",
    "schools": "the register of educational institutions (school points, CSV or GeoJSON)",
}


@dataclass(frozen=True)
class RegionWish:
    """What a new scenario is asked to be.

    Attributes
    ----------
    municipalities
        Codes or names.
    language
        Of the report and the titles of options: fi, sv or en; empty for that of most of the municipalities.
    year
        Base year; None for the latest population of the files.
    """

    municipalities: Sequence[str]
    language: str = ""
    title: str = ""
    year: int | None = None
    suppression: Suppression = READ_AS_PRINTED


def scenario_of_folder(folder: Path, wish: RegionWish, findings: Findings) -> dict[str, bytes]:
    """Return the files of a scenario; empty after saying what is wrong or missing.

    Raises
    ------
    ScenarioError
        If there is no such folder, or no table in it.
    """
    found = read_files(files_in(folder))
    codes = sorted(wanted_today(wish.municipalities, findings))
    if findings.problems or not codes:
        return {}
    found = replace(found, statistics=_readable(found.statistics, wish, findings))
    lacking = _lacking(found)
    if lacking:
        refuse_unread(found, findings)
        for name in lacking:
            findings.add(
                str(folder),
                f"no {name} among the files",
                _NEEDED[name],
                "docs/import.md tells where to get it",
            )
        return {}
    notice_unread(found, findings)
    statfin = import_statfin(found.statistics, Wish(codes, wish.year, wish.suppression), findings)
    population = statfin.tables.get("population")
    if population is None or findings.problems:
        return {}
    ages_of = ages_of_rows(population)
    given_year = _year_of_undated(found, statfin.base_year, findings)
    areas = build_areas(found.editions, codes, ages_of, statfin.base_year, given_year, findings)
    if areas is None:
        return {}
    borders = found.borders[0][1] if found.borders else None
    schools = build_school_tables(found.registers, borders, areas.people, findings)
    if schools is None:
        return {}
    return _files(found, codes, wish, statfin, areas, schools, findings)


def _year_of_undated(found: FoundTables, base_year: int | None, findings: Findings) -> int | None:
    """Return the base year for the only postcode file, where it tells no year of its own."""
    if len(found.editions) != 1 or found.editions[0].year is not None:
        return None
    findings.notice(
        f"{found.editions[0].source} tells no year: its areas are taken to be of {base_year}, as the population."
    )
    return base_year


def _readable(tables: Sequence[StatTable], wish: RegionWish, findings: Findings) -> list[StatTable]:
    """Return the tables that are recognised; others in the folder may have nothing to do with the scenario."""
    kept = []
    for table in tables:
        if is_recognised(table, wish.year):
            kept.append(table)
        else:
            read, mend = why_unknown(table)
            findings.notice(
                f"{table.source} is passed over: not a table that a scenario is built from"
                f" ({read}; to have it read, {mend})."
            )
    return kept


def _lacking(found: FoundTables) -> list[str]:
    there = {
        "population": any(is_recognised(table, None, "population") for table in found.statistics),
        "areas": bool(found.editions),
        "schools": bool(found.registers),
    }
    return [name for name, is_there in there.items() if not is_there]


def _files(
    found: FoundTables,
    codes: Sequence[str],
    wish: RegionWish,
    statfin: Imported,
    areas: AreaTables,
    schools: SchoolTables,
    findings: Findings,
) -> dict[str, bytes]:
    tables: dict[str, Rows] = {name: statfin.tables[name] for name in ("municipalities", "population")}
    tables |= {"areas": areas.areas, "points": schools.points, "schools": schools.schools}
    if areas.observations is not None:
        tables["observations"] = areas.observations
    tables |= {name: rows for name, rows in statfin.tables.items() if name not in tables}
    base_year = statfin.base_year or 0
    first_year = max([base_year, *areas.people.later]) + YEARS_TO_FIRST
    findings.notice(
        f"First costed year {first_year}: two years after the last count ({first_year - YEARS_TO_FIRST}). If it is"
        " past already, add a newer population or newer postcode areas, or write first_year in scenario.toml."
    )
    end_year = first_year + COSTED_YEARS - 1
    if "projection" in tables:
        tables["projection"] = _until(tables["projection"], end_year)
    _leave_out_unknown(tables, findings)
    files = {f"{name}.csv": table_bytes(rows.columns, rows.rows) for name, rows in tables.items()}
    files["schools_derivation.csv"] = table_bytes(schools.derivation.columns, schools.derivation.rows)
    names = {code: municipalities()[code].name for code in codes}
    if found.borders:
        content = borders_bytes(found.borders[0][1], codes, names, findings)
        files |= {"borders.geojson": content} if content else {}
    else:
        findings.notice("No borders of municipalities among the files: maps are drawn without them.")
    region = Region(
        names=tuple(names.values()),
        codes=tuple(codes),
        title=wish.title,
        language=wish.language or _language(codes),
        base_year=base_year,
        first_year=first_year,
        end_year=end_year,
        tables=tuple(tables),
        has_borders="borders.geojson" in files,
        purchases=schools.purchases,
    )
    files["scenario.toml"] = scenario_text(region).encode("utf-8")
    files["README.md"] = readme_text(region, _sources(found, statfin), findings.notices).encode("utf-8")
    return files


def _until(rows: Rows, last_year: int) -> Rows:
    """Return the rows of the years that the scenario reaches; the year is the first column."""
    return Rows(rows.columns, [row for row in rows.rows if int(str(row[0])) <= last_year])


def _leave_out_unknown(tables: dict[str, Rows], findings: Findings) -> None:
    for name in [name for name in tables if name not in TABLE_NAMES]:
        findings.notice(f"The table {name} is left out: this version of the program does not read it.")
        del tables[name]


def _language(codes: Sequence[str]) -> str:
    swedish = sum(municipalities()[code].languages.startswith("sv") for code in codes)
    return "sv" if 2 * swedish > len(codes) else "fi"


def _sources(found: FoundTables, statfin: Imported) -> list[tuple[str, str, str]]:
    rows = [(source, title, what) for source, title, what in statfin.sources]
    rows += [
        (edition.source, f"Postcode areas (Paavo), {edition.year}", "areas, observations")
        for edition in found.editions
    ]
    rows += [(name, "Register of educational institutions", "schools, points") for name, _ in found.registers]
    rows += [(name, "Borders of municipalities", "borders") for name, _ in found.borders[:1]]
    return rows
