"""The curve of cost per pupil by size of school stands in docs/ as the rules give it."""

import os
from pathlib import Path

import pytest

from tests.validation import school_size

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.validation


def test_the_page_shows_what_the_default_parameters_give():
    page, drawing = school_size.page(), school_size.figure_bytes()
    if os.environ.get("KOPA_WRITE_DOCS"):
        (DOCS / "school_size.md").write_text(page, encoding="utf-8")
        (DOCS / "school_size.svg").write_bytes(drawing)
    written = (DOCS / "school_size.md").read_text(encoding="utf-8")
    assert written == page, "set KOPA_WRITE_DOCS=1 and look at what changed"
    assert (DOCS / "school_size.svg").is_file()


@pytest.mark.parametrize("kind", school_size.KINDS)
def test_a_pupil_of_a_much_larger_school_costs_less(kind):
    costs = [school_size.per_pupil(kind, size) for size in (10, 30, 100, 300, 600)]
    assert costs == sorted(costs, reverse=True)
