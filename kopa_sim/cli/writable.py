"""Whether a folder can be written, asked before work begins whose result could not be kept otherwise."""

import errno
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.problems import ScenarioError

REASONS: Final[dict[int, str]] = {
    errno.EACCES: "commands.no_permission",
    errno.EPERM: "commands.no_permission",
    errno.ENOTDIR: "commands.no_folder",
    errno.EEXIST: "commands.no_folder",
    errno.ENOSPC: "commands.no_room",
    errno.EDQUOT: "commands.no_room",
    errno.EROFS: "commands.read_only",
    errno.ENAMETOOLONG: "commands.long_name",
    errno.ENOENT: "commands.no_folders_there",
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
        Where that fails, with the reason in the reader's language; where a name is nothing but blanks too.
    """
    if any(not part.strip() for part in folder.parts):
        raise _refused(option, folder, texts("commands.blank_name"), texts)
    wanted = place = folder.absolute()
    there = False
    try:
        place = next(path for path in (wanted, *wanted.parents) if path.exists())
        there = place == wanted and place.is_dir()
        with TemporaryDirectory(dir=place) as trial:
            if not there:
                (Path(trial) / wanted.name).mkdir()
    except OSError as error:
        key = "commands.cannot_write_into" if there else "commands.cannot_write"
        raise _refused(option, folder, texts(key, reason=_reason(error, place, texts)), texts) from error


def _reason(error: OSError, place: Path, texts: Texts) -> str:
    number = error.errno or 0
    name = REASONS.get(number)
    if name is None:
        known = errno.errorcode.get(number, type(error).__name__)
        return texts("commands.system_refuses", error=known)
    return texts(name, path=place)


def _refused(option: str, folder: Path, read: str, texts: Texts) -> "ScenarioError":
    from kopa_sim.report.sentences import in_language
    from kopa_sim.scenario.problems import Problem, ScenarioError

    allowed = texts("commands.cannot_write_allowed")
    return ScenarioError([in_language(Problem(f"{option} {folder}", read, allowed), texts)])
