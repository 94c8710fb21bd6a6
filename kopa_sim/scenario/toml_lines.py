"""On which line each key of a TOML text stands, which the standard reader does not tell."""

import bisect
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KeyPath = tuple[str | int, ...]
"""Keys from the root down; entries of arrays by number, as in ``("options", 0, "measures", 2, "school")``."""

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE: Final = re.compile(r"[^,\]}\n#]*")
_SPACE: Final = re.compile(r"[ \t]*")
_SPACE_AND_COMMENTS: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRINGS: Final = {
    '"""': re.compile(r'"""(?:\\.|[^\\])*?"""(?:"{0,2}(?!"))', re.DOTALL),
    "'''": re.compile(r"'''.*?'''(?:'{0,2}(?!'))", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\\n])*"'),
    "'": re.compile(r"'[^'\n]*'"),
}


@dataclass(frozen=True)
class KeyLines:
    """Line number, from 1, of every key, table header and array entry."""

    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def key_lines(text: str) -> KeyLines:
    """Return the line of every key of a text that ``tomllib`` has accepted."""
    return KeyLines(_Scanner(text).scan())


class _Scanner:
    """Walks over valid TOML, keeping account of where it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[KeyPath, int] = {}
        self._entries: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self._skip(_SPACE_AND_COMMENTS)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE_AND_COMMENTS)
        return self._lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            self._at = len(self._text)
            return ""
        self._at = match.end()
        return match[0]

    def _note(self, path: KeyPath) -> None:
        self._lines.setdefault(path, bisect.bisect_right(self._line_starts, self._at))

    def _string(self) -> str:
        quote = next(quote for quote in _STRINGS if self._text.startswith(quote, self._at))
        return self._skip(_STRINGS[quote])

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            if self._text[self._at] in "\"'":
                parts.append(str(tomllib.loads(f"key = {self._string()}")["key"]))
            else:
                parts.append(self._skip(_BARE_KEY))
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return tuple(parts)
            self._at += 1

    def _header(self) -> KeyPath:
        start = self._at
        is_entry = self._text.startswith("[[", self._at)
        self._at += 2 if is_entry else 1
        parts = self._key()
        path: KeyPath = ()
        for part in parts[:-1]:
            path = self._last_entry((*path, part))
        path = (*path, parts[-1])
        if is_entry:
            self._entries[path] = self._entries.get(path, 0) + 1
            path = self._last_entry(path)
        after, self._at = self._at, start
        for depth in range(1, len(path) + 1):
            self._note(path[:depth])
        self._at = after + (2 if is_entry else 1)
        return path

    def _last_entry(self, path: KeyPath) -> KeyPath:
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _pair(self, table: KeyPath) -> None:
        start = self._at
        parts = self._key()
        after, self._at = self._at, start
        for depth in range(1, len(parts) + 1):
            self._note((*table, *parts[:depth]))
        self._at = after + 1
        self._skip(_SPACE)
        self._value((*table, *parts))

    def _value(self, path: KeyPath) -> None:
        self._note(path)
        first = self._text[self._at : self._at + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in ('"', "'"):
            self._string()
        else:
            self._skip(_PLAIN_VALUE)

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        entry = 0
        while self._more("]"):
            self._value((*path, entry))
            entry += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        while self._more("}"):
            self._pair(path)

    def _more(self, closing: str) -> bool:
        """Skip to the next item of an array or inline table; step over its end and return False there."""
        self._skip(_SPACE_AND_COMMENTS)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_SPACE_AND_COMMENTS)
        if self._at >= len(self._text) or self._text.startswith(closing, self._at):
            self._at += 1
            return False
        return True
