"""The scenario's TOML file: its contents, and where in it each thing stands."""

import codecs
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.toml_lines import KeyLines, KeyPath, key_lines

_PLACE_IN_MESSAGE: Final = re.compile(
    r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL
)

_LONGEST_LINE: Final = 1000
"""Characters of a faulty line that are searched for a cause."""

_TABLES_HEADER: Final = re.compile(r"\s*\[\s*tables\s*\]\s*(?:#.*)?$")
_CLOSED_TEXT: Final = re.compile(r"""(["'])(?:\\.|(?!\1).)*\1""")
_END: Final = r"\s*(?:[,}#]|$)"
_DECIMAL_COMMA: Final = re.compile(r"=\s*([+-]?\d+),(\d+)" + _END)
_GRADES: Final = r"(?:\d{1,2}(?:-\d{1,2})?|upper_secondary)"
_BARE_SPAN: Final = re.compile(rf"=\s*(?!\d+{_END})({_GRADES}(?:\+{_GRADES})*){_END}")


@dataclass(frozen=True)
class TomlFile:
    """A parsed TOML file."""

    name: str
    data: dict[str, Any]
    lines: KeyLines

    def origin(self, path: KeyPath) -> str:
        """Return file and line of a key, as ``scenario.toml:41``."""
        return f"{self.name}:{self.lines.line(path)}"

    def place(self, path: KeyPath, label: str = "") -> str:
        """Return where a key stands: file, line and what a planner calls it."""
        return f"{self.origin(path)}  {label or '.'.join(str(part) for part in path)}"


def parse_toml(name: str, content: bytes, findings: Findings) -> TomlFile | None:
    """Return the parsed file, or None after saying what makes it unreadable."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        mend = "save the file with encoding UTF-8 in the editor"
        findings.add(f"{name}:1", "the file is UTF-16", "TOML files are always UTF-8", mend)
        return None
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.add(
            f"{name}:{line}",
            f"not UTF-8: byte 0x{content[error.start]:02x} is no character",
            "TOML files are always UTF-8",
            "save the file with encoding UTF-8 in the editor",
        )
        return None
    text = text.replace("\r\n", "\n")
    try:
        return TomlFile(name, tomllib.loads(text), key_lines(text))
    except RecursionError:
        findings.add(name, "tables or lists are nested too deeply to be read")
    except ValueError as error:
        _add_syntax_error(name, text, str(error), findings)
    return None


def tables_alone(name: str, content: bytes) -> TomlFile | None:
    """Return those lines of section [tables] that name one file each, of a text that is no TOML as a whole."""
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    start = next((i for i, line in enumerate(lines) if _TABLES_HEADER.match(line)), None)
    if start is None:
        return None
    tables: dict[str, Any] = {}
    places: dict[KeyPath, int] = {("tables",): start + 1}
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if line.lstrip().startswith("["):
            break
        try:
            named = {key: file for key, file in tomllib.loads(line).items() if isinstance(file, str)}
        except ValueError:
            continue
        tables |= named
        places |= {("tables", key): number for key in named}
    return TomlFile(name, {"tables": tables}, KeyLines(places))


def _add_syntax_error(name: str, text: str, message: str, findings: Findings) -> None:
    match = _PLACE_IN_MESSAGE.match(message)
    if match is None:
        findings.add(name, f"TOML syntax error: {message[:200]}")
        return
    lines = text.split("\n")
    line = int(match[2]) if match[2] else len(lines)
    column = int(match[3]) if match[3] else len(lines[-1]) + 1
    source = lines[line - 1].strip() if line <= len(lines) else ""
    what = f"{match[1][:1].lower()}{match[1][1:]}"
    mends = (_hint(source), f"the line reads: {source[:80]}" if source else "")
    findings.add(
        f"{name}:{line}, column {column}",
        f"TOML syntax error: {what}",
        "",
        "; ".join(mend for mend in mends if mend),
    )


def _hint(source: str) -> str:
    """Return what planners most often mean by such a line, or an empty text."""
    if '"""' in source or "'''" in source:
        return ""
    bare = _CLOSED_TEXT.sub("", source[:_LONGEST_LINE]).partition("#")[0]
    if '"' in bare or "'" in bare:
        return "the closing quote is missing"
    if comma := _DECIMAL_COMMA.search(bare):
        return f"write decimal numbers with a point: {comma[1]}.{comma[2]}"
    if span := _BARE_SPAN.search(bare):
        return f'put it in quotes: "{span[1]}"'
    return ""
