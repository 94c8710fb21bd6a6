"""A copy of a scenario folder to which options are added: whole in itself, so that it runs as it is."""

import os
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from kopa_sim.model.errors import KopaError
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.load import SCENARIO_FILE, load_scenario
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.scenario.toml_lines import key_lines

WORDS: Final[tuple[str, ...]] = ("readme", "licence", "license", "copying", "notice", "attribution")
"""Files that begin like this say where the data come from and how they may be used, and go along."""
TEXT_ENDINGS: Final[tuple[str, ...]] = (".md", ".txt", ".rst", "")
LARGEST_TEXT: Final = 1_000_000
"""Bytes; what is larger is no text for readers."""


class CopyError(KopaError):
    """The scenario with its new options could not be read back."""


def settings_file(path: Path) -> Path:
    """Return the TOML file of a scenario that was named by its folder or by the file."""
    return path if path.is_file() else path / SCENARIO_FILE


def scenario_files(settings: Path) -> dict[str, bytes]:
    """Return the files of a copy of the scenario by their path in it, ``scenario.toml`` among them.

    Tables that lie outside the folder come to lie in it, and scenario.toml names them there.

    Raises
    ------
    ScenarioError
        If options cannot be added to the file, or a table cannot be named anew.
    """
    text = unicodedata.normalize("NFC", settings.read_bytes().decode("utf-8-sig"))
    data = _parsed(text)
    copied = {
        path.name: path.read_bytes() for path in sorted(settings.parent.iterdir()) if _is_for_readers(path)
    }
    placed: dict[str, str] = {}
    for table, name in data["tables"].items():
        file, mark, sheet = _file_of(name)
        if file not in placed:
            placed[file] = _place_inside(file, taken={*copied, SCENARIO_FILE})
            copied[placed[file]] = _on_disk(settings.parent / file).read_bytes()
        if placed[file] != file:
            text = _renamed(text, table, name, f"{placed[file]}{mark}{sheet}", settings.name)
    _refuse_closed_list(text, data, settings.name)
    return {**copied, SCENARIO_FILE: text.encode()}


def with_options(files: Mapping[str, bytes], options: str) -> dict[str, bytes]:
    """Return the files with options at the end of scenario.toml, in the file's own kind of line ends."""
    text = files[SCENARIO_FILE].decode()
    end = "\r\n" if "\r\n" in text else "\n"
    before = text.rstrip("\r\n")
    return {**files, SCENARIO_FILE: f"{before}{end}{end}{options.replace(chr(10), end)}".encode()}


def write_scenario_copy(files: Mapping[str, bytes], folder: Path, original: Scenario) -> None:
    """Write the files into a folder, which is made, and read them back as a scenario.

    Raises
    ------
    CopyError
        If what was written cannot be read, or is not the original with more options.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    try:
        copy = load_scenario(folder)
    except ScenarioError as error:
        raise CopyError(f"the scenario with its new options cannot be read back:\n{error}") from error
    tables = _table_hashes(original), _table_hashes(copy)
    if tables[0] != tables[1]:
        raise CopyError("a table of the scenario was changed while the networks were sought; run again")


def _table_hashes(scenario: Scenario) -> list[str]:
    return sorted({digest for name, digest in scenario.inputs.items() if not name.endswith(".toml")})


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text.replace("\r\n", "\n"))


def _on_disk(path: Path) -> Path:
    """Return where a file is whose name a file system may have taken apart into letters and accents."""
    return path if path.is_file() else path.with_name(unicodedata.normalize("NFD", path.name))


def _is_for_readers(path: Path) -> bool:
    named = path.name.casefold().startswith(WORDS) and path.suffix.casefold() in TEXT_ENDINGS
    return named and path.is_file() and path.stat().st_size <= LARGEST_TEXT


def _file_of(name: str) -> tuple[str, str, str]:
    file, mark, sheet = name.rpartition("#") if "#" in name else (name, "", "")
    return file, mark, sheet


def _place_inside(file: str, taken: set[str]) -> str:
    """Return where a table lies in the copy: where it lay in the folder, or under a free name if it lay outside."""
    place = PurePosixPath(os.path.normpath(file))
    if not place.is_absolute() and ".." not in place.parts:
        return file
    name, number = place.name, 1
    while name in taken:
        number += 1
        name = f"{place.stem}_{number}{place.suffix}"
    return name


def _renamed(text: str, table: str, before: str, after: str, name: str) -> str:
    """Return the settings with another file name for a table."""
    number = key_lines(text.replace("\r\n", "\n")).line(("tables", table)) - 1
    lines = text.split("\n")
    for quote in ('"', "'"):
        lines[number] = lines[number].replace(f"{quote}{before}{quote}", f"{quote}{after}{quote}")
    found = "\n".join(lines)
    if _parsed(found)["tables"][table] != after:
        raise ScenarioError(
            [
                Problem(
                    f"{name}:{number + 1}  tables.{table}",
                    f"{before!r} lies outside the folder, and this line cannot be written anew for a copy",
                    'table = "file" on a line of its own',
                )
            ]
        )
    return found


def _refuse_closed_list(text: str, data: Mapping[str, Any], name: str) -> None:
    """Refuse options that stand as one list in brackets: TOML lets nothing be added to it."""
    try:
        longer = _parsed(f'{text}\n[[options]]\nid = "one_more"\n')
    except tomllib.TOMLDecodeError:
        longer = {"options": []}
    if len(longer["options"]) != len(data["options"]) + 1:
        line = key_lines(text.replace("\r\n", "\n")).line(("options",))
        raise ScenarioError(
            [
                Problem(
                    f"{name}:{line}  options",
                    "the options stand in one list in brackets, to which none can be added",
                    "one [[options]] for each option",
                )
            ]
        )
