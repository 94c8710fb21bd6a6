"""summary.xlsx and results.nc, written by a second process while the first draws the figures.

They take about as long as the figures. The second process is this module started as a program, with what it
writes on its standard input; it needs nothing of the caller's memory, so it works from any program and
on any system.
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xarray as xr

from kopa_sim.report.all_draws import KeptTable
from kopa_sim.report.netcdf import build_dataset, write_netcdf
from kopa_sim.report.texts import Texts
from kopa_sim.report.workbook import FrontSheet, write_workbook

ROWS_FOR_TWO: Final[int] = 60_000
"""Rows of all tables from which a second process saves time."""


@dataclass(frozen=True)
class DataFiles:
    """All that the two files are made of."""

    tables: Mapping[str, pd.DataFrame]
    front: FrontSheet
    texts: Texts
    draws: Mapping[str, xr.Variable]
    coordinates: Mapping[str, list[Any]]
    attributes: Mapping[str, Any]
    author: str
    kept: tuple[KeptTable, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(len(table) for table in self.tables.values())

    def write(self, folder: Path) -> None:
        """Write summary.xlsx and results.nc into a folder."""
        write_workbook(folder / "summary.xlsx", self.front, self.tables, self.texts, self.author)
        dataset = build_dataset(self.tables, self.draws, self.coordinates, self.attributes, self.kept)
        write_netcdf(dataset, folder / "results.nc")


@contextmanager
def writing(files: DataFiles, folder: Path) -> Iterator[None]:
    """Write the two files while the body of the ``with`` statement runs; they are there when it ends.

    Raises
    ------
    RuntimeError
        If the second process fails, with its last line.
    """
    if files.rows < ROWS_FOR_TWO:
        files.write(folder)
        yield
        return
    with tempfile.TemporaryFile() as handed_over:
        pickle.dump(files, handed_over, protocol=pickle.HIGHEST_PROTOCOL)
        handed_over.seek(0)
        command = [sys.executable, "-m", "kopa_sim.report.data_files", str(folder.resolve())]
        process = subprocess.Popen(
            command, stdin=handed_over, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    try:
        yield
        _, errors = process.communicate()
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise RuntimeError(f"summary.xlsx or results.nc could not be written: {lines[-1] if lines else ''}")


def main() -> None:
    """Write what stands on standard input into the folder named on the command line."""
    pickle.load(sys.stdin.buffer).write(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
