"""What the commands ask of the importers: files in, tables of a scenario as bytes out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kopa_sim.importers.borders import borders_bytes
from kopa_sim.importers.files import FoundTables, named, read_files, refuse_unread
from kopa_sim.importers.folder_tables import ages_in, municipalities_in, people_in
from kopa_sim.importers.merging import wanted_today
from kopa_sim.importers.municipality_key import municipalities
from kopa_sim.importers.region_tables import build_areas, build_school_tables
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.importers.statfin import Wish, import_statfin, is_recognised
from kopa_sim.importers.writing import Rows, table_bytes
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import ScenarioError

Files = dict[str, bytes]


def statfin_files(
    files: Sequence[Path], fetched: Sequence[StatTable], wish: Wish, findings: Findings
) -> Files:
    """Return the tables that files of Statistics Finland's database hold.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    found = read_files(named(files))
    found.statistics += fetched
    refuse_unread(found, findings)
    _refuse_others(found, findings, "statfin")
    imported = import_statfin(found.statistics, wish, findings)
    return _finished(imported.tables, findings)


def paavo_files(
    files: Sequence[Path], folder: Path, codes: Sequence[str] | None, year: int | None, findings: Findings
) -> Files:
    """Return areas.csv and observations.csv; ``folder`` may hold population.csv, which the counts are scaled to.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    found = read_files(named(files))
    refuse_unread(found, findings)
    _refuse_others(found, findings, "paavo")
    wanted = _wanted(codes, folder, findings)
    ages = ages_in(folder)
    if ages is not None and wanted and not set(wanted) <= set(ages):
        ages = None
    tables = {}
    if not findings.problems:
        areas = build_areas(found.editions, wanted, ages, year, year, findings)
        if areas is not None:
            tables = {"areas": areas.areas}
            tables |= {"observations": areas.observations} if areas.observations is not None else {}
    return _finished(tables, findings)


def school_files(
    files: Sequence[Path],
    borders: Path | None,
    folder: Path,
    codes: Sequence[str] | None,
    findings: Findings,
) -> Files:
    """Return schools.csv, schools_derivation.csv and points.csv; ``folder`` holds areas.csv.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    found = read_files(named([*files, *([borders] if borders is not None else [])]))
    refuse_unread(found, findings)
    _refuse_others(found, findings, "schools")
    wanted = _wanted(codes, folder, findings)
    people = people_in(folder, None, findings)
    if people is not None and wanted:
        _refuse_without_areas(wanted, people.ages_of, folder, findings)
    if people is None or findings.problems:
        raise ScenarioError(findings.problems)
    shapes = found.borders[0][1] if found.borders else None
    built = build_school_tables(found.registers, shapes, people, findings)
    if built is None:
        raise ScenarioError(findings.problems)
    tables = {"schools": built.schools, "schools_derivation": built.derivation, "points": built.points}
    result = _finished(tables, findings)
    for purchase in built.purchases:
        findings.notice(
            f"scenario.toml: as_is needs a measure cooperate, kind purchase, members {purchase.buyer} and"
            f" {purchase.seller}."
        )
    if shapes is not None:
        names = {code: municipalities()[code].name for code in people.ages_of}
        content = borders_bytes(shapes, list(people.ages_of), names, findings)
        result |= {"borders.geojson": content} if content else {}
    return result


def _refuse_without_areas(
    wanted: Sequence[str], ages_of: Mapping[str, object], folder: Path, findings: Findings
) -> None:
    lacking = [code for code in wanted if code not in ages_of]
    if lacking:
        findings.add(
            str(folder / "areas.csv"),
            f"no area of municipality {', '.join(lacking)}",
            "areas of every municipality asked for",
            "import the postcode areas of the same municipalities first",
        )


def _wanted(codes: Sequence[str] | None, folder: Path, findings: Findings) -> list[str]:
    if codes is not None:
        return wanted_today(codes, findings)
    there = municipalities_in(folder)
    if not there:
        findings.add(
            "--municipalities",
            f"not given, and {folder} has no municipalities.csv or population.csv",
            "official codes of three digits, or names, separated by commas: 205,765,105",
        )
    return there


_KINDS = {
    "statfin": "a table of Statistics Finland's database",
    "paavo": "postcode statistics (Paavo)",
    "schools": "the register of educational institutions",
}


def _refuse_others(found: FoundTables, findings: Findings, wanted: str) -> None:
    """Say which files belong to another command."""
    others = {
        "statfin": [table.source for table in found.statistics],
        "paavo": [edition.source for edition in found.editions],
        "schools": [source for source, _ in found.registers],
    }
    unknown = [table.source for table in found.statistics if not is_recognised(table, None)]
    for kind, sources in others.items():
        for source in dict.fromkeys(sources) if kind != wanted else ():
            if source in unknown:
                findings.add(source, f"this is not {_KINDS[wanted]}", _KINDS[wanted])
            else:
                findings.add(
                    source, f"this is {_KINDS[kind]}", _KINDS[wanted], f"kopa import {kind} reads it"
                )
    if not others[wanted] and not findings.problems:
        findings.add("files", f"none of them is {_KINDS[wanted]}", _KINDS[wanted])


def _finished(tables: Mapping[str, Rows], findings: Findings) -> Files:
    if findings.problems:
        raise ScenarioError(findings.problems)
    return {f"{name}.csv": table_bytes(rows.columns, rows.rows) for name, rows in tables.items()}
