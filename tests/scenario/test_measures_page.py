"""The page of measures and tables is what the program takes now."""

import os
from pathlib import Path

from tests.scenario.measures_page import page

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_the_page_says_what_the_program_takes():
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew with KOPA_WRITE_DOCS=1"
