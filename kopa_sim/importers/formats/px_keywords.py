"""Keywords of a PX file (PC-Axis): pairs of keyword and value, each ended by a semicolon outside quotes.

Source: PC-Axis file format specification 2013, Statistics Sweden.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kopa_sim.scenario.findings import Findings, shown

Key = tuple[str, tuple[str, ...]]

_KEYWORD: Final = re.compile(
    r'\s*+(?P<word>[A-Za-z][A-Za-z0-9_-]*+)\s*+(?:\[(?P<language>[^\]"=;]*+)\])?\s*+'
    r'(?:\((?P<subject>(?:[^")]|"[^"]*+")*+)\))?\s*+='
)
_VALUE: Final = re.compile(r'(?P<value>(?:[^";]|"[^"]*+")*+);')
_STRINGS: Final = re.compile(r'"([^"]*+)"')
_ITEMS: Final = re.compile(r'((?:"[^"]*+"\s*+)++)')


@dataclass(frozen=True)
class PxFile:
    """What a PX file says.

    Attributes
    ----------
    keywords
        Strings of each keyword and subject, in the file's main language; a value without quotes is one string.
    data
        What stands after ``DATA=``.
    data_line
        Line on which that begins.
    """

    keywords: Mapping[Key, tuple[str, ...]]
    data: str
    data_line: int

    def strings(self, keyword: str, *subject: str) -> tuple[str, ...]:
        """Return a keyword's values; empty where it is not given."""
        return self.keywords.get((keyword, subject), ())


def strings_of(value: str) -> tuple[str, ...]:
    """Return the quoted strings of a value, those joined that only a line end separates."""
    runs = _ITEMS.findall(value)
    if not runs:
        return (value.strip(),) if value.strip() else ()
    return tuple("".join(_STRINGS.findall(run)) for run in runs)


def read_keywords(name: str, text: str, findings: Findings) -> PxFile | None:
    """Return the keywords of a PX file, or None after saying where they end before the data.

    Variants in other languages than the file's main one (``KEY[sv]``) stand in only for what is missing there.
    """
    keywords: dict[Key, tuple[str, ...]] = {}
    others: dict[Key, tuple[str, ...]] = {}
    at = 0
    while match := _KEYWORD.match(text, at):
        word = match["word"].upper()
        key = word, strings_of(match["subject"] or "")
        if word == "DATA":
            data = text[match.end() :]
            return PxFile(others | keywords, data, text.count("\n", 0, match.end()) + 1)
        value = _VALUE.match(text, match.end())
        if value is None:
            break
        (others if match["language"] else keywords).setdefault(key, strings_of(value["value"]))
        at = value.end()
    at += len(text) - at - len(text[at:].lstrip())
    line = text.count("\n", 0, at) + 1
    rest = " ".join(text[at : at + 200].split())
    findings.add(
        f"{name} row {line}",
        f"the keywords end before DATA= is met: {shown(rest)}" if rest else "the file ends before DATA=",
        'KEYWORD="value"; one after the other, DATA= the last of them',
        "download the file anew if its end is missing",
    )
    return None
