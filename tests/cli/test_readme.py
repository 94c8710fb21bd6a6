"""The README shows what the program prints."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
CUT = "…"


def lines_shown():
    """Return the lines of README's sound ``kopa check``, without the one that stands for those left out."""
    blocks = re.findall(
        r"^```\n\$ kopa check my_region\n(.*?)^```",
        README.read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    (sound,) = [block for block in blocks if "no problems" in block]
    return [line for line in sound.splitlines() if line.strip() != CUT]


def test_every_line_of_the_check_in_the_readme_is_printed_in_that_order(kopa):
    assert kopa("new", "my_region").status == 0
    printed = kopa("check", "my_region").out.splitlines()
    at = 0
    for line in lines_shown():
        assert line in printed[at:]
        at += printed[at:].index(line) + 1
