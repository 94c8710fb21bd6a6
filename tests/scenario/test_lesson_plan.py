"""What a planner reads when the lesson plan of a scenario is wrong, or below the law."""

import pytest

from kopa_sim.model.subjects import PLAN_SUBJECTS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from tests.scenario.spoiling import check_one_problem
from tests.scenario.test_hostile_settings import setting


@pytest.fixture
def shipped(tmp_path):
    """The minimal scenario with the shipped parameters behind it."""
    new_scenario(tmp_path / "minimal")
    return tmp_path / "minimal"


def notices(folder, word):
    return [text for text in load_scenario(folder).notices if word in text]


def test_the_shipped_plan_is_lawful(shipped):
    assert not notices(shipped, "lesson")


def test_a_grade_below_the_national_minimum_is_noticed(shipped):
    setting("teaching", "lesson_plan_mathematics = [3, 3, 5, 4, 4, 3, 2, 4, 4]")(shipped)
    found = notices(shipped, "national minimum")
    assert found == ["The lesson plan is below the national minimum of weekly lessons: grade 7 has 29 of 30."]
    (by_span,) = notices(shipped, "lesson_plan_mathematics")
    assert "10 lessons over grades 7–9; the decree's minimum is 11" in by_span


def test_a_plan_without_the_lessons_added_in_2025_is_noticed(shipped):
    setting("teaching", "lesson_plan_mathematics = [3, 3, 4, 4, 4, 3, 3, 4, 4]")(shipped)
    (found,) = notices(shipped, "national minimum")
    assert "227 weekly lessons over grades 1–9; the national minimum is 228" in found


def test_moving_a_lesson_within_a_span_is_lawful(shipped):
    setting("teaching", "lesson_plan_crafts = [2, 2, 2, 2, 1, 0, 2, 0, 0]")(shipped)
    assert not notices(shipped, "lesson_plan_crafts")


def test_a_grade_without_any_lessons_is_refused(shipped):
    rows = "\n".join(f"lesson_plan_{name} = [0, 1, 1, 1, 1, 1, 1, 1, 1]" for name in PLAN_SUBJECTS)
    setting("teaching", rows)(shipped)
    check_one_problem(shipped, ["lesson_plan", "grade 1 has no lessons", "national minimum is 20"])


CASES = {
    "an unknown subject": (
        "lesson_plan_chemistry = [0, 0, 0, 0, 0, 0, 1, 1, 1]",
        ['"lesson_plan_chemistry"'],
    ),
    "eight grades": ("lesson_plan_music = [1, 1, 1, 1, 1, 1, 2, 0]", ["a list of 8", "a list of 9 numbers"]),
    "an unknown row of the plan": (
        "largest_unsplit_group = { craft = 16 }",
        ["teaching.largest_unsplit_group.craft", 'did you mean "crafts"?'],
    ),
    "a post of a subject nobody is appointed for": (
        "obligation_h = { chemistry = 21 }",
        ["teaching.obligation_h.chemistry", "unknown key"],
    ),
    "a subject without an obligation": (
        "obligation_h = { music = 0 }",
        ["obligation_h.music", "is too small"],
    ),
    "a class teacher in grade 8": (
        "subject_teacher_from_grade = { music = 9 }",
        ["subject_teacher_from_grade.music", "is too large"],
    ),
    "two religions each": (
        "minority_religion_share = { ethics = 0.7, islam = 0.7 }",
        ["minority_religion_share", "1.421 together", "at most 1"],
    ),
    "the weekly lessons of earlier versions": (
        "weekly_lessons = [19, 21, 21, 23, 24, 25, 25, 30, 29, 30, 25]",
        ['"weekly_lessons"', "the sum of lesson_plan_mother_tongue"],
    ),
    "the rough factor of earlier versions": (
        "added_lessons_share = 0.15",
        ['"added_lessons_share"', "largest_unsplit_group"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_plan_cannot_be_is_listed_with_its_mend(shipped, case):
    text, parts = CASES[case]
    setting("teaching", text)(shipped)
    check_one_problem(shipped, parts)
