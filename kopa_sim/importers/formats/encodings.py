"""Bytes of text files whose encoding is stated wrongly or nowhere."""

import codecs
import re
from typing import Final

_CONTROLS: Final = re.compile("[\x80-\x9f]")
_BYTE_ORDER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_text(content: bytes, stated: str = "") -> str:
    """Return the text of a file.

    Text that is valid UTF-8 is UTF-8, whatever the file says: letters of the older code pages almost never are.
    Otherwise the stated encoding holds, and Windows-1252 where none is stated or where the stated one leaves
    control characters, since files called ISO 8859 hold the dashes and quotes of Windows.
    """
    if content.startswith(_BYTE_ORDER_MARKS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode(codecs.lookup(stated).name) if stated else ""
    except (LookupError, UnicodeError, ValueError):
        text = ""
    return text if text and not _CONTROLS.search(text) else content.decode("cp1252", errors="replace")
