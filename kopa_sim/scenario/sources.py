"""Reading the files of a scenario folder, safely and once each."""

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import Final

from kopa_sim.scenario.findings import Findings, shown
from kopa_sim.scenario.nearest import nearest

LARGEST_FILE_MB: Final[int] = 100
"""Files larger than this are refused by their size, unread: the largest table anyone needs (every municipality
of Finland by sex, age and year) is a tenth of it."""

FILES_LISTED: Final[int] = 12
"""Names of files shown when none is near the missing one."""

_MB: Final[int] = 1_000_000


class Sources:
    """The files that a scenario folder names, with the hash of each one read.

    Parameters
    ----------
    folder
        The scenario folder; files outside it are refused unless ``allow_outside``.
    """

    def __init__(self, folder: Path, findings: Findings, *, allow_outside: bool = False) -> None:
        self.folder = folder
        self.inputs: dict[str, str] = {}
        self._findings = findings
        self._allow_outside = allow_outside
        self._contents: dict[str, bytes | None] = {}

    def read(self, name: str, place: str) -> bytes | None:
        """Return a file's bytes, or None after saying at ``place`` why it cannot be read."""
        if name not in self._contents:
            self._contents[name] = self._read(name, place)
        return self._contents[name]

    def _read(self, name: str, place: str) -> bytes | None:
        path = self._locate(name, place)
        if path is None:
            return None
        try:
            size = path.stat().st_size
            if size > LARGEST_FILE_MB * _MB:
                self._findings.add(
                    place,
                    f"{shown(name)} is a {size / _MB:.0f} MB file",
                    f"files up to {LARGEST_FILE_MB} MB",
                    "keep only the rows and columns of this region",
                )
                return None
            content = path.read_bytes()
        except OSError as error:
            self._findings.add(place, f"{shown(name)} cannot be read: {error.strerror}")
            return None
        self.inputs[self._relative(path)] = hashlib.sha256(content).hexdigest()
        return content

    def _locate(self, name: str, place: str) -> Path | None:
        """Return where a file is, or None after saying why there is none to read."""
        root = self.folder.resolve()
        try:
            path = (root / name).resolve()
            if not (self._allow_outside or path.is_relative_to(root)):
                self._findings.add(
                    place,
                    f"{shown(name)} lies outside the scenario folder",
                    "files inside the folder, so that the folder is the whole scenario",
                    "copy the file into the folder, or call with --allow-outside",
                )
                return None
            if path.is_file():
                return path
            decomposed = path.with_name(unicodedata.normalize("NFD", path.name))
            if decomposed.is_file() and decomposed.parent == decomposed.resolve().parent:
                return decomposed
            exists, neighbours = path.exists(), _file_names(path.parent)
        except RuntimeError:
            self._findings.add(
                place, f"{shown(name)} is a link that leads in a circle", "a file of the folder"
            )
            return None
        except (OSError, ValueError):
            self._findings.add(place, f"{shown(name)} is not a possible file name")
            return None
        what = "is a folder or a device, not a file" if exists else "does not exist"
        allowed, mend = _other_files(path, neighbours)
        self._findings.add(place, f"file {shown(name)} {what}", allowed, mend)
        return None

    def _relative(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.folder.resolve())).as_posix()


def _other_files(path: Path, neighbours: list[str]) -> tuple[str, str]:
    """Return the files that may be meant, and the one whose name is near.

    Names are compared without their endings: two names are not alike because both end in .csv.
    """
    alike = {Path(name).stem: name for name in neighbours}
    found = nearest(path.stem, alike)
    if found is not None:
        return "", f'did you mean "{alike[found]}"?'
    same_kind = [name for name in neighbours if Path(name).suffix.lower() == path.suffix.lower()]
    listed = ", ".join(same_kind[:FILES_LISTED]) + (", …" if len(same_kind) > FILES_LISTED else "")
    return (f"a file of the folder: {listed}" if same_kind else ""), ""


def _file_names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file()) if folder.is_dir() else []
