"""The factor that the rules for lessons amount to; the table in docs/lessons.md is generated from here."""

import os
from pathlib import Path

import pytest

from tests.teaching.lesson_factor import (
    MIX,
    PUBLISHED_RANGE,
    REASONS,
    lessons_by_reason,
    mixed_totals,
    table,
)

PAGE = Path(__file__).parents[2] / "docs" / "lessons.md"
BEGIN, END = "<!-- lessons by reason: generated -->", "<!-- lessons by reason: end -->"


def test_the_table_of_lessons_by_reason_is_what_the_rules_give_now():
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    shown, after = rest.split(END)
    now = f"\n\n{table()}\n"
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(before + BEGIN + now + END + after, encoding="utf-8")
        shown = now
    assert shown == now, "set KOPA_WRITE_DOCS=1 and run this test to write the table anew"


def test_every_reason_for_lessons_is_in_the_table():
    assert set(mixed_totals()[2]) == {"plan", *REASONS}


def test_the_mix_has_as_many_schools_and_pupils_as_the_country_had():
    assert sum(count for count, *_ in MIX) == 2339
    assert mixed_totals()[0] == pytest.approx(532_700, rel=0.003)


def test_mean_groups_of_the_mix_are_near_the_published_ones():
    """Published: 16.9 in grades 1–6, 17.6 in 7–9 in 2014, special groups among them; 19.6 in 1–6 in 2017."""
    pupils, groups, _ = mixed_totals()
    assert 16.9 <= pupils / groups <= 19.6


def test_the_rules_amount_to_a_factor_within_the_published_range():
    """Published is 1.45, a rough quotient of money that holds assistants too."""
    _, _, reasons = mixed_totals()
    low, high = PUBLISHED_RANGE
    assert low < sum(reasons.values()) / reasons["plan"] < high


def test_small_schools_split_fewer_groups_and_have_no_special_classes():
    _, _, reasons = lessons_by_reason(mixed=False)
    split = reasons["split_groups"] / reasons["plan"]
    assert split[0] < split[3]
    assert reasons["special_classes"][0] == 0
