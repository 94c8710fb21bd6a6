"""Files whatever their name: told apart by what is in them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kopa_sim.importers.borders import is_borders
from kopa_sim.importers.formats import read_table
from kopa_sim.importers.paavo_database import editions_of_table
from kopa_sim.importers.paavo_tables import Edition, edition_of_map, edition_of_text
from kopa_sim.importers.school_register import Record, records_of
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.scenario.delimited import decode
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import Problem, ScenarioError

_NOT_TABLES: Final = frozenset(
    {".md", ".html", ".htm", ".pdf", ".png", ".svg", ".jpg", ".docx", ".toml", ".py"}
)
_LARGEST_JSON_BYTES: Final[int] = 300_000_000


@dataclass
class FoundTables:
    """What the files hold, by kind; ``unread`` is why a file could not be read as a table."""

    statistics: list[StatTable] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    registers: list[tuple[str, list[Record]]] = field(default_factory=list)
    borders: list[tuple[str, Any]] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


def files_in(folder: Path) -> list[tuple[str, Path]]:
    """Return the files of a folder and its sub-folders that may be tables, with their names in it, sorted.

    Raises
    ------
    ScenarioError
        If there is no such folder, or no file in it.
    """
    if not folder.is_dir():
        raise ScenarioError(
            [
                Problem(
                    str(folder),
                    "there is no such folder",
                    "a folder of downloaded tables",
                    "docs/import.md lists them",
                )
            ]
        )
    found = [
        (path.relative_to(folder).as_posix(), path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() not in _NOT_TABLES and not path.name.startswith((".", "~"))
    ]
    if not found:
        raise ScenarioError(
            [
                Problem(
                    str(folder),
                    "the folder holds no table",
                    "CSV, PX, JSON or .xlsx files",
                    "docs/import.md lists them",
                )
            ]
        )
    return found


def read_files(files: Iterable[tuple[str, Path]]) -> FoundTables:
    """Return what every file holds."""
    found = FoundTables()
    for name, path in files:
        try:
            _read(name, path, found)
        except ScenarioError as error:
            found.unread += error.problems
        except OSError as error:
            found.unread.append(Problem(name, f"cannot be read: {error.strerror}", "a file you may read"))
    return found


def _read(name: str, path: Path, found: FoundTables) -> None:
    content = path.read_bytes()
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and len(content) <= _LARGEST_JSON_BYTES:
        collection = _parsed(content)
        edition = edition_of_map(name, collection)
        if edition is not None:
            found.editions.append(edition)
            return
        if is_borders(collection):
            found.borders.append((name, collection))
            return
    if not content.startswith(b"PK\x03\x04") and b"\x00" not in content[:4096]:
        edition = edition_of_text(name, content)
        if edition is not None:
            found.editions.append(edition)
            return
        records = records_of(content)
        if records is not None:
            found.registers.append((name, records))
            return
    for table in read_table(content, name):
        editions = editions_of_table(table)
        found.editions += editions
        if not editions:
            found.statistics.append(table)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(decode(content))
    except (ValueError, RecursionError):
        return None


def refuse_unread(found: FoundTables, findings: Findings) -> None:
    """Say of every file that could not be read why."""
    for problem in found.unread:
        findings.add(problem.place, problem.read, problem.allowed, problem.mend)


def notice_unread(found: FoundTables, findings: Findings) -> None:
    """Notice the files of a folder that are no table: they may have nothing to do with it."""
    for problem in found.unread:
        findings.notice(f"{problem.place} is passed over: {problem.read}.")


def named(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return paths with the names that messages call them by."""
    return [(path.name if path.name else str(path), path) for path in paths]
