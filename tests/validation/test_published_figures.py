"""Our figures beside published ones; the table in docs/validation.md is generated from here."""

import os
from pathlib import Path

import pytest

from tests.validation.page import comparisons, page
from tests.validation.published import cost_per_pupil

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"


@pytest.mark.validation
def test_the_page_of_comparisons_is_what_the_model_gives_now():
    now = page()
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == now, "run `make validation-page` and look at what changed"


@pytest.mark.validation
@pytest.mark.parametrize("name", ["kainuu", "pohjois_karjala", "jyvaskyla"])
def test_cost_per_pupil_lies_where_finnish_municipalities_lie(name):
    assert 8_900 <= cost_per_pupil(name) <= 16_000


def test_every_comparison_names_its_source_and_a_band():
    for row in comparisons():
        assert row.source and row.published
        assert row.low < row.high
