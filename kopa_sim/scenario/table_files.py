"""Finding and reading the files that the section [tables] names."""

from pathlib import Path
from typing import Any, Final

from kopa_sim.scenario.cells import Columns, read_columns
from kopa_sim.scenario.defaults import SECTIONS
from kopa_sim.scenario.delimited import split_delimited
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.sources import Sources
from kopa_sim.scenario.table_specs import BORDERS, REQUIRED_TABLES, TABLE_NAMES, TABLES
from kopa_sim.scenario.tables import build_table
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.workbook import read_sheet

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
_TABLE_ENDINGS = (".csv", ".geojson", *WORKBOOK_ENDINGS)
_OLD_BOOKS = (".xls", ".ods", ".numbers")


PLANNED_TABLES: Final[tuple[str, ...]] = ("programmes", "jobs")
"""Tables that the program will read but does not read yet."""


PAIRS: Final[tuple[tuple[str, str], ...]] = (("roads_nodes", "roads_edges"),)
"""Tables of which neither says anything without the other."""


def named_files(toml: TomlFile, findings: Findings, *, complete: bool = True) -> dict[str, str]:
    """Return the file of each table as the scenario names it, after saying what is unknown or missing.

    Nothing is said of what is missing where the section could not be read completely.
    """
    section = toml.data.get("tables")
    if section is None:
        findings.add(toml.name, "section [tables] is missing", f"tables: {listed(TABLE_NAMES)}")
        return {}
    if not isinstance(section, dict):
        findings.add(toml.place(("tables",)), f"{shown(section)} is not a section", "[tables]")
        return {}
    named = {}
    for name, file in section.items():
        place = toml.place(("tables", name))
        if name in PLANNED_TABLES:
            findings.add(
                place, f'table "{name}" is planned but not read in this version', listed(TABLE_NAMES)
            )
        elif name not in TABLE_NAMES:
            mend = f"write [{name}] after [tables]" if name in SECTIONS else did_you_mean(name, TABLE_NAMES)
            findings.add(place, f"unknown table {shown(name)}", listed(TABLE_NAMES), mend)
        elif not isinstance(file, str) or not file.strip():
            findings.add(place, f"{shown(file)} is not a file name", '"file.csv" or "workbook.xlsx#sheet"')
        else:
            named[name] = file
    for name in REQUIRED_TABLES if complete else ():
        if name not in section:
            place = toml.place(("tables",))
            near = did_you_mean(name, [other for other in section if other not in TABLE_NAMES])
            if not near:
                findings.add(place, f'table "{name}" is missing', f"needed: {listed(REQUIRED_TABLES)}")
    for name, other in (pair for one, two in PAIRS for pair in ((one, two), (two, one))) if complete else ():
        if name in named and other not in section:
            place = toml.place(("tables", name))
            findings.add(place, f'table "{other}" is missing beside "{name}"', "both tables or neither")
    return named


def tell_unnamed_files(toml: TomlFile, folder: Path, findings: Findings) -> None:
    """Notice files of the folder that bear a table's name and that [tables] does not name: they are not read."""
    section = toml.data.get("tables")
    if not isinstance(section, dict) or not folder.is_dir():
        return
    used = {file.partition("#")[0].removeprefix("./") for file in section.values() if isinstance(file, str)}
    for path in sorted(folder.iterdir()):
        if path.name in used or path.suffix.lower() not in _TABLE_ENDINGS or not path.is_file():
            continue
        name = path.stem.lower()
        if name in section or name not in TABLE_NAMES:
            continue
        findings.notice(
            f"{path.name} is in the folder and is not read: [tables] does not name it"
            f' (write {name} = "{path.name}" there, or take the file away).'
        )


def read_tables(
    toml: TomlFile, sources: Sources, findings: Findings, *, complete: bool = True
) -> dict[str, Columns]:
    """Return the columns of every table that could be read, by the table's name."""
    found: dict[str, Columns] = {}
    for name, file in named_files(toml, findings, complete=complete).items():
        if name == BORDERS:
            continue
        place = toml.place(("tables", name))
        columns = _read_table(name, file, place, sources, findings)
        if columns is not None:
            found[name] = columns
    return found


def read_border_file(toml: TomlFile, sources: Sources, findings: Findings) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the borders' file, or None if there is none to read."""
    section: Any = toml.data.get("tables")
    file = section.get(BORDERS) if isinstance(section, dict) else None
    if not isinstance(file, str) or not file.strip():
        return None
    content = sources.read(file, toml.place(("tables", BORDERS)))
    return None if content is None else (file, content)


def _read_table(name: str, file: str, place: str, sources: Sources, findings: Findings) -> Columns | None:
    path, mark, sheet = file.rpartition("#") if "#" in file else (file, "", "")
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    if ending in _OLD_BOOKS:
        findings.add(
            place, f"{shown(path)} is no kind of table that is read", ".csv or .xlsx", "save it as .xlsx"
        )
        return None
    if mark and ending not in WORKBOOK_ENDINGS:
        findings.add(
            place, f"{shown(file)} names a sheet of a file that is no workbook", "workbook.xlsx#sheet"
        )
        return None
    content = sources.read(path, place)
    if content is None:
        return None
    if ending in WORKBOOK_ENDINGS:
        rows, separator = read_sheet(path, sheet or None, content, findings), ""
    else:
        rows, separator = split_delimited(file, content, TABLES[name].names, findings)
    if rows is None:
        return None
    table = build_table(file, rows, findings, of_workbook=ending in WORKBOOK_ENDINGS)
    return None if table is None else read_columns(table, TABLES[name], findings, separator=separator)
