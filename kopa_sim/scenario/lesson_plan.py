"""What a scenario's lesson plan may not be, and what the planner should know of it.

A plan below the national minimum is not refused: a scenario may ask what fewer lessons would mean.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.subjects import PLAN_SUBJECTS
from kopa_sim.scenario.defaults import ParameterSpec
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.toml_file import TomlFile

MINIMUM_BY_GRADE: Final[tuple[int, ...]] = (20, 20, 22, 24, 25, 25, 30, 29, 30)
"""Lessons a week in grades 1–9: Basic Education Decree 852/1998, section 3, as amended by 112/2023."""
MINIMUM_IN_ALL: Final[int] = 228
"""The sum of these and the three lessons added on 1.8.2025."""
SPANS: Final[tuple[tuple[int, int], ...]] = ((1, 2), (3, 6), (7, 9))
"""Grades over which the decree states each subject's lessons."""
FORMER: Final[Mapping[str, str]] = {
    "teaching.weekly_lessons": "a grade's lessons are the sum of lesson_plan_mother_tongue and the other rows",
    "teaching.added_lessons_share": "write the rules it stood for, such as largest_unsplit_group, a2_language_share",
    "teaching.subject_lessons_1_2": "write subject_teacher_from_grade",
    "teaching.subject_lessons_3_6": "write subject_teacher_from_grade",
    "teaching.subject_lessons_7_9": "write lesson_plan_mother_tongue and the other rows of the plan",
    "teaching.upper_secondary_smallest_tray_h": "the tray follows from upper_secondary_compulsory_credits and "
    "upper_secondary_optional_credits",
    "teaching.upper_secondary_mean_group": "groups follow from largest_group_upper_secondary and who takes a module",
}
"""Settings of earlier versions, and what stands in their place."""

Row = tuple[float, ...]


def check_lesson_plan(
    toml: TomlFile,
    values: Mapping[str, ParameterValue],
    specs: Mapping[str, ParameterSpec],
    findings: Findings,
) -> None:
    """Say of a lesson plan where a grade has no lessons, and where law asks for more than it gives."""
    rows = dict(_rows(values))
    if len(rows) < len(PLAN_SUBJECTS):
        return
    by_grade = [sum(row[grade] for row in rows.values()) for grade in range(len(MINIMUM_BY_GRADE))]
    place = ("teaching", "lesson_plan")
    for grade, lessons in enumerate(by_grade, start=1):
        if lessons <= 0:
            findings.add(
                toml.place(place, "teaching.lesson_plan_…"),
                f"grade {grade} has no lessons",
                f"at least one lesson a week; the national minimum is {MINIMUM_BY_GRADE[grade - 1]}",
            )
    short = [
        f"grade {grade} has {lessons:g} of {minimum}"
        for grade, (lessons, minimum) in enumerate(zip(by_grade, MINIMUM_BY_GRADE, strict=True), start=1)
        if 0 < lessons < minimum
    ]
    if short:
        findings.notice(
            f"The lesson plan is below the national minimum of weekly lessons: {', '.join(short)}."
        )
    elif sum(by_grade) < MINIMUM_IN_ALL:
        findings.notice(
            f"The lesson plan has {sum(by_grade):g} weekly lessons over grades 1–9;"
            f" the national minimum is {MINIMUM_IN_ALL}."
        )
    for name, row in rows.items():
        _tell_short_spans(toml, name, row, specs[name].value, findings)


def _rows(values: Mapping[str, ParameterValue]) -> Iterator[tuple[str, Row]]:
    for subject in PLAN_SUBJECTS:
        name = f"teaching.lesson_plan_{subject}"
        row = values.get(name)
        if isinstance(row, tuple):
            yield name, row


def _tell_short_spans(
    toml: TomlFile, name: str, row: Row, decree: ParameterValue, findings: Findings
) -> None:
    """Say where a subject has fewer lessons over a span than the defaults, which are the decree's minimum."""
    if not isinstance(decree, tuple) or row == decree:
        return
    for first, last in SPANS:
        given, due = (sum(plan[first - 1 : last]) for plan in (row, decree))
        if given < due:
            findings.notice(
                f"{toml.origin(tuple(name.split('.')))} {name} gives {given:g} lessons over grades {first}–{last};"
                f" the decree's minimum is {due:g}."
            )


def check_religions(
    toml: TomlFile, values: Mapping[str, ParameterValue], origins: Mapping[str, str], findings: Findings
) -> None:
    """Say where more pupils than there are study another religion than the majority's, or ethics."""
    name = "teaching.minority_religion_share"
    shares = values.get(name)
    if isinstance(shares, Mapping) and name in origins and sum(shares.values()) > 1.0:
        findings.add(
            toml.place(tuple(name.split("."))),
            f"the shares come to {sum(shares.values()):g} together",
            "at most 1: nobody studies two of them",
        )
