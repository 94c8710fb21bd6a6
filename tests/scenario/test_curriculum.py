"""What a planner reads when the curriculum of upper secondary education is below the decree, or above 150 credits."""

import pytest

from tests.scenario.spoiling import check_one_problem
from tests.scenario.test_hostile_settings import setting
from tests.scenario.test_lesson_plan import notices, shipped

__all__ = ["shipped"]


def test_the_shipped_curriculum_is_the_decree_s(shipped):
    assert not notices(shipped, "credits")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "upper_secondary_compulsory_credits = { biology = 2 }",
            "gives 2 credits of biology; the decree has 4 compulsory",
        ),
        (
            "upper_secondary_optional_credits = { music = 0 }",
            "gives 0 credits of music; the decree has 4 national optional",
        ),
    ],
)
def test_a_syllabus_below_the_decree_is_noticed(shipped, table, told):
    setting("teaching", table)(shipped)
    (found,) = notices(shipped, "credits")
    assert told in found


def test_more_credits_than_there_are_in_all_are_noticed(shipped):
    """97.6 compulsory and 43.9 optional credits, and 13.6 more once everybody takes the other languages."""
    setting("teaching", "upper_secondary_optional_takers = { other_languages = 1 }")(shipped)
    (found,) = notices(shipped, "credits")
    path = shipped / "scenario.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, 1) if text.startswith("upper_secondary_optional_takers"))
    assert found.startswith(f"scenario.toml:{line} teaching.upper_secondary_optional_takers: students")
    assert "take 155.1 credits" in found
    assert "more than the 150" in found


def test_the_tray_of_an_earlier_version_is_refused_with_what_stands_in_its_place(shipped):
    setting("teaching", "upper_secondary_smallest_tray_h = 80")(shipped)
    check_one_problem(shipped, ["upper_secondary_smallest_tray_h", "upper_secondary_optional_credits"])


def test_an_unknown_syllabus_is_refused(shipped):
    setting("teaching", "upper_secondary_compulsory_credits = { latin = 2 }")(shipped)
    check_one_problem(shipped, ["upper_secondary_compulsory_credits.latin", "unknown key"])
