"""Writing a scenario into a new folder: the minimal one, for a planner to turn into their own, or a given one."""

import shutil
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from kopa_sim.scenario.problems import Problem, ScenarioError


def template_files() -> dict[str, bytes]:
    """Return the files of the minimal scenario by name."""
    folder = files("kopa_sim.scenario.template")
    return {
        entry.name: entry.read_bytes()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.is_file() and not entry.name.endswith((".py", ".pyc"))
    }


def new_scenario(folder: Path | str) -> None:
    """Write the minimal scenario into ``folder``, which must not exist or be empty.

    Raises
    ------
    ScenarioError
        If there is something at the place already, or the place cannot be written.
    """
    write_scenario(Path(folder), template_files())


def refuse_filled(folder: Path) -> None:
    """Refuse a place where something is already.

    Raises
    ------
    ScenarioError
        If the place is a file or a folder with something in it.
    """
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "is a file", "a folder that does not exist yet, or an empty one")
    if folder.is_dir() and any(folder.iterdir()):
        raise _refused(folder, "is not empty", "a folder that does not exist yet, or an empty one")


def write_scenario(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into ``folder``, which must not exist or be empty.

    They are written beside under another name and then renamed, so the folder is whole or not there.

    Raises
    ------
    ScenarioError
        If there is something at the place already, or the place cannot be written.
    """
    try:
        refuse_filled(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
        try:
            for name, content in contents.items():
                (partial / name).write_bytes(content)
            partial.chmod(0o755)
            if folder.is_dir():
                folder.rmdir()
            partial.replace(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise _refused(
            folder, f"cannot be written: {error.strerror}", "a place where you may write"
        ) from error


def _refused(folder: Path, why: str, allowed: str) -> ScenarioError:
    return ScenarioError([Problem(str(folder), f"the folder {why}", allowed)])
