"""docs/points.md says what the model gives."""

import os
from pathlib import Path

import pytest

from tests.validation.point_rule import REGIONS, beyond, page

PAGE = Path(__file__).parents[2] / "docs" / "points.md"


@pytest.mark.validation
def test_the_page_on_points_is_what_the_model_gives_now():
    now = page()
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == now, "write it anew and look at what changed"


@pytest.mark.validation
@pytest.mark.parametrize("name", REGIONS)
def test_gathering_children_at_villages_and_schools_brings_them_nearer(name):
    for room in (False, True):
        gathered, centre, rule = (beyond(name, way, room) for way in ("points table", "centre", "rule"))
        assert gathered[-1] < min(centre[-1], rule[-1])
