"""CSV as Finnish offices export it: comma, semicolon or tab; UTF-8, UTF-16 or Latin-1; with or without BOM."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.tables import RawRow

SEPARATORS: Final[tuple[str, ...]] = (",", ";", "\t")

_SEPARATOR_LINE: Final = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
_INVISIBLE: Final = " \t\r\n\u00a0\u202f\u2009\ufeff\u200b"
_ODD_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NO_WIDTH: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SEVERAL_BYTES: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
"""A letter beyond ASCII in UTF-8; in Latin-1 two signs that hardly ever follow each other."""

LONGEST_CELL: Final[int] = csv.field_size_limit()
_MENDS: Final = {
    "PK\x03\x04": "this is a workbook: name it with .xlsx and add the sheet, as in tables.xlsx#areas",
    "\xd0\xcf\x11\xe0": "this is an old Excel file: save it as .xlsx or as CSV",
}


def clean(cell: str) -> str:
    """Return a cell without the spaces around it and without what nobody sees.

    Letters are composed, every space is an ordinary one, and signs without width are left out: codes that look alike
    are alike.
    """
    if cell.isascii():
        return cell.strip(_INVISIBLE)
    visible = _NO_WIDTH.sub("", _ODD_SPACE.sub(" ", cell))
    return unicodedata.normalize("NFC", visible).strip(_INVISIBLE)


def decode(content: bytes) -> str:
    """Return the text of a file whose encoding nobody states.

    Latin-1 is read as Windows-1252, which has the same letters and the dashes and quotes that Excel writes.
    """
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _encoding_fault(content: bytes) -> tuple[str, str, str] | None:
    """Return the row, the fault and the mend of bytes that are text in no one encoding, or None."""
    mend = "save the file again as CSV UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            content.decode("utf-16")
        except UnicodeDecodeError:
            return "", "the file begins as UTF-16 and is not UTF-16 to its end", mend
        return None
    try:
        content.decode("utf-8-sig")
        return None
    except UnicodeDecodeError as error:
        at = error.start
    encodings = "the other letters of the file are UTF-8"
    if not _SEVERAL_BYTES.search(content):
        try:
            content.decode("cp1252")
            return None
        except UnicodeDecodeError as error:
            at, encodings = error.start, "it is no letter of UTF-8 nor of Windows-1252"
    row = content.count(b"\n", 0, at) + 1
    return f" row {row}", f"byte 0x{content[at]:02x}: {encodings}", mend


def sniff_separator(text: str, known: Collection[str]) -> str:
    """Return the separator under which the first filled line holds most known column names.

    Asking for names rather than counting characters keeps decimal commas from passing as separators.
    """
    blank = _INVISIBLE + "".join(SEPARATORS)
    first = next((line for line in io.StringIO(text) if line.strip(blank)), "")

    def merit(separator: str) -> tuple[int, int]:
        cells = [clean(cell).strip('"') for cell in first.split(separator)]
        return sum(cell in known for cell in cells), len(cells)

    return max(SEPARATORS, key=merit)


def split_delimited(
    file: str, content: bytes, known: Collection[str], findings: Findings
) -> tuple[list[RawRow] | None, str]:
    """Return the rows of a CSV file, or None after saying why it is none; and what separates its cells."""
    text = decode(content)
    if "\x00" in text:
        mend = next(
            (mend for start, mend in _MENDS.items() if content.startswith(start.encode("latin-1"))), ""
        )
        findings.add(file, "the file holds NUL bytes: it is not text", "CSV text or an .xlsx workbook", mend)
        return None, ""
    if fault := _encoding_fault(content):
        row, read, mend = fault
        findings.add(f"{file}{row}", read, "one encoding: UTF-8, UTF-16 or Windows-1252", mend)
        return None, ""
    stated = _SEPARATOR_LINE.match(text)
    separator = stated[1] if stated and stated[1] in SEPARATORS else ""
    start = stated.end() if stated else 0
    separator = separator or sniff_separator(text[start:], known)
    rows: list[RawRow] = []
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator, strict=True)
    skipped, last = (1 if stated else 0), 0
    try:
        for cells in reader:
            rows.append(RawRow(skipped + last + 1, tuple(clean(cell) for cell in cells)))
            last = reader.line_num
    except csv.Error as error:
        findings.add(f"{file} row {skipped + last + 1}", _quoting_fault(str(error)), *_QUOTING)
        return None, separator
    return rows, separator


_QUOTING: Final = ("quotes only around whole cells, doubled inside them", "")


def _quoting_fault(message: str) -> str:
    if "field larger" in message:
        return f"a cell is longer than {LONGEST_CELL:,} characters, or a quote is opened and never closed"
    if "unexpected end of data" in message:
        return "a quote is opened here and never closed"
    return f"the quotes cannot be understood: {message}"
