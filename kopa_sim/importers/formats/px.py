"""PX files (PC-Axis) as tables.

Source: PC-Axis file format specification 2013, Statistics Sweden.
"""

import re
from typing import Final

from kopa_sim.importers.formats.encodings import decode_text
from kopa_sim.importers.formats.limits import too_many_cells
from kopa_sim.importers.formats.px_cells import fill_cells
from kopa_sim.importers.formats.px_keywords import PxFile, read_keywords
from kopa_sim.importers.stat_table import Dimension, StatTable
from kopa_sim.scenario.findings import Findings, listed, shown

_FIRST_KEYWORD: Final = re.compile(
    r"\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|MATRIX|SUBJECT-CODE|SUBJECT-AREA|TABLEID|TITLE"
    r"|DECIMALS|SHOWDECIMALS|NEXT-UPDATE|COPYRIGHT|DEFAULT-GRAPH|UPDATE-FREQUENCY|DESCRIPTION|CONTENTS|UNITS)"
    r"(\[[a-z]+\])?\s*=",
)
_CODEPAGE: Final = re.compile(rb'CODEPAGE\s*=\s*"([^"]{1,40})"', re.IGNORECASE)
_DOS: Final = re.compile(rb'CHARSET\s*=\s*"OEM"', re.IGNORECASE)
_STATED_WITHIN: Final[int] = 20_000


def looks_like_px(text: str) -> bool:
    """Return whether a text begins with a keyword of a PX file."""
    return _FIRST_KEYWORD.match(text) is not None


def table_of_px(name: str, content: bytes, findings: Findings) -> StatTable | None:
    """Return the table of a PX file, or None after saying why there is none."""
    file = read_keywords(name, decode_text(content, _stated_encoding(content)), findings)
    if file is None:
        return None
    dimensions = _dimensions(name, file, findings)
    sizes = tuple(map(len, dimensions))
    if findings.problems or too_many_cells(name, sizes, findings):
        return None
    data, ended, _ = file.data.rpartition(";")
    if not ended:
        place = f"{name} row {file.data_line}"
        findings.add(
            place, "DATA= is not ended by ;: the end of the file is missing", mend="download it anew"
        )
        return None
    filled = fill_cells(name, file, data, dimensions, findings)
    if filled is None:
        return None
    title = next(iter(file.strings("DESCRIPTION") or file.strings("TITLE")), "")
    return StatTable(name, title, dimensions, *filled)


def _stated_encoding(content: bytes) -> str:
    """Return the encoding that CODEPAGE names; CHARSET tells only DOS letters from the others."""
    head = content[:_STATED_WITHIN]
    if stated := _CODEPAGE.search(head):
        return stated[1].decode("ascii", errors="replace")
    return "cp850" if _DOS.search(head) else ""


def _dimensions(name: str, file: PxFile, findings: Findings) -> tuple[Dimension, ...]:
    """Return the variables, those of the stub before those of the heading."""
    variables = (*file.strings("STUB"), *file.strings("HEADING"))
    if not variables or len(set(variables)) < len(variables):
        findings.add(
            name, f"STUB and HEADING name {listed(variables) or 'no variable'}", "each variable once"
        )
        return ()
    return tuple(_dimension(name, file, variable, findings) for variable in variables)


def _dimension(name: str, file: PxFile, variable: str, findings: Findings) -> Dimension:
    labels, codes = file.strings("VALUES", variable), file.strings("CODES", variable)
    labels = labels or codes
    if not labels:
        findings.add(name, f"VALUES({shown(variable)}) is missing", 'VALUES("variable")="label", …;')
    if codes and len(codes) != len(labels):
        read = f"CODES({shown(variable)}) has {len(codes)} entries, VALUES {len(labels)}"
        findings.add(name, read, "a code for each label")
    role = ""
    if file.strings("TIMEVAL", variable):
        role = "time"
    elif variable in file.strings("CONTVARIABLE"):
        role = "metric"
    elif file.strings("MAP", variable) or file.strings("VARIABLE-TYPE", variable) == ("Geographical",):
        role = "geo"
    return Dimension(variable, codes or ("",) * len(labels), labels, role)
