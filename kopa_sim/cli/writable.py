"""Whether a folder can be written, asked before work begins whose result could not be kept otherwise."""

import errno
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kopa_sim.report.texts import Texts

REASONS: Final[dict[int, str]] = {
    errno.EACCES: "commands.no_permission",
    errno.EPERM: "commands.no_permission",
    errno.ENOTDIR: "commands.no_folder",
    errno.EEXIST: "commands.no_folder",
    errno.ENOSPC: "commands.no_room",
    errno.EDQUOT: "commands.no_room",
    errno.EROFS: "commands.read_only",
    errno.ENAMETOOLONG: "commands.long_name",
}
"""What keeps a folder from being made, by the number of the system's error."""


def refuse_unwritable(folder: Path, texts: Texts, option: str = "--output") -> None:
    """Make and remove a folder where ``folder`` is or is to be, as a trial.

    Parameters
    ----------
    option
        How the folder was named on the command line.

    Raises
    ------
    ScenarioError
        Where that fails, with the reason in the reader's language.
    """
    wanted = place = folder.absolute()
    there = False
    try:
        place = next(path for path in (wanted, *wanted.parents) if path.exists())
        there = place == wanted and place.is_dir()
        with TemporaryDirectory(dir=place) as trial:
            if not there:
                (Path(trial) / wanted.name).mkdir()
    except OSError as error:
        from kopa_sim.report.sentences import in_language
        from kopa_sim.scenario.problems import Problem, ScenarioError

        key = "commands.cannot_write_into" if there else "commands.cannot_write"
        read = texts(key, reason=_reason(error, place, texts))
        allowed = texts("commands.cannot_write_allowed")
        raise ScenarioError([in_language(Problem(f"{option} {folder}", read, allowed), texts)]) from error


def _reason(error: OSError, place: Path, texts: Texts) -> str:
    name = REASONS.get(error.errno or 0)
    if name is None:
        return error.strerror or type(error).__name__
    return texts(name, path=place)
