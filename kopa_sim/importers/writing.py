"""Tables as bytes, the same content always the same bytes, and folders that are whole or not there."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kopa_sim.scenario.problems import Problem, ScenarioError

Cell = str | int | float | None


@dataclass(frozen=True)
class Rows:
    """A scenario table ready to be written."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def table_bytes(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return rows as CSV: UTF-8, comma, decimal point, line feeds; six significant digits."""
    table = pd.DataFrame([[_shown(cell) for cell in row] for row in rows], columns=list(columns))
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write rows as CSV."""
    path.write_bytes(table_bytes(columns, rows))


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}"
    return str(cell)


def write_folder(folder: Path, files: Mapping[str, bytes], *, overwrite: bool = False) -> None:
    """Write files into a folder, all of them or none.

    They are written beside it under another name first. A folder that is not there yet is made by one
    renaming; into one that is, the finished files are moved one after another.

    Raises
    ------
    ScenarioError
        If a file of the same name is there and ``overwrite`` is not wished, or the place cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise ScenarioError([Problem(str(folder), "is a file", "a folder")])
    there = [name for name in files if (folder / name).exists()]
    if there and not overwrite:
        raise ScenarioError(
            [
                Problem(
                    str(folder / name),
                    "is there already",
                    "a folder without this file",
                    "or give --overwrite",
                )
                for name in there
            ]
        )
    try:
        _write_whole(folder, files)
    except OSError as error:
        raise ScenarioError(
            [Problem(str(folder), f"cannot be written: {error.strerror}", "a place where you may write")]
        ) from error


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    try:
        for name, content in files.items():
            (partial / name).write_bytes(content)
        partial.chmod(0o755)
        if folder.is_dir() and any(folder.iterdir()):
            for name in files:
                (partial / name).replace(folder / name)
        else:
            if folder.is_dir():
                folder.rmdir()
            partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
