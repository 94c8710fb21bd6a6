"""What the planner should know of a scenario's curriculum of upper secondary education.

A curriculum below the decree is not refused: a scenario may ask what fewer studies would mean.
"""

from collections.abc import Mapping
from typing import Final

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.scenario.defaults import ParameterSpec
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.toml_file import TomlFile

CREDITS_PER_LESSON_A_YEAR: Final[float] = 6.0
"""Credits over three years of a weekly lesson a year: two credits are a weekly lesson of one school year."""
DECREED: Final[Mapping[str, str]] = {
    "teaching.upper_secondary_compulsory_credits": "compulsory",
    "teaching.upper_secondary_optional_credits": "national optional",
}
"""Tables that Government Decree 810/2018, annex 1, states."""

CREDITS: Final[tuple[str, ...]] = (
    "upper_secondary_compulsory_credits",
    "upper_secondary_optional_credits",
    "upper_secondary_optional_takers",
    "upper_secondary_lessons_h",
    "advanced_mathematics_share",
    "further_music_share",
)
"""Parameters of which the credits of a student are made."""


def check_curriculum(
    toml: TomlFile,
    values: Mapping[str, ParameterValue],
    specs: Mapping[str, ParameterSpec],
    findings: Findings,
) -> None:
    """Say where a syllabus has fewer credits than the decree, and where students take more than there are in all."""
    for name, kind in DECREED.items():
        decreed = {name: specs[name].value} if name in specs else {}
        given, decree = _table(values, name), _table(decreed, name)
        for syllabus, due in decree.items():
            if given.get(syllabus, due) < due:
                findings.notice(
                    f"{toml.origin(tuple(name.split('.')))} {name} gives {given[syllabus]:g} credits of"
                    f" {syllabus}; the decree has {due:g} {kind} ones."
                )
    taken = _credits_taken(values)
    lessons = values.get("teaching.upper_secondary_lessons_h")
    of_all = lessons * CREDITS_PER_LESSON_A_YEAR if isinstance(lessons, float) else taken
    if taken > of_all + 1e-9:
        findings.notice(
            f"{_where_written(toml)}: students of upper secondary education take {taken:.1f} credits by"
            f" upper_secondary_compulsory_credits, upper_secondary_optional_credits and"
            f" upper_secondary_optional_takers, more than the {of_all:g} of upper_secondary_lessons_h:"
            " nothing is left for local studies, and all of them are taught."
        )


def _where_written(toml: TomlFile) -> str:
    """Return file, line and name of every setting by which a scenario changes the credits that students take."""
    section = toml.data.get("teaching")
    written = [name for name in CREDITS if isinstance(section, Mapping) and name in section]
    return ", ".join(f"{toml.origin(('teaching', name))} teaching.{name}" for name in written)


def _credits_taken(values: Mapping[str, ParameterValue]) -> float:
    """Return the credits a student takes on average of compulsory and national optional studies."""
    compulsory, optional = (_table(values, name) for name in DECREED)
    takers = _table(values, "teaching.upper_secondary_optional_takers")
    advanced, music = (
        _number(values, f"teaching.{name}") for name in ("advanced_mathematics_share", "further_music_share")
    )
    share = {
        "advanced_mathematics": advanced,
        "basic_mathematics": 1.0 - advanced,
        "further_music": music,
        "further_visual_arts": 1.0 - music,
    }
    return sum(
        share.get(name, 1.0) * (compulsory.get(name, 0.0) + optional.get(name, 0.0) * takers.get(name, 0.0))
        for name in {*compulsory, *optional}
    )


def _table(values: Mapping[str, ParameterValue], name: str) -> Mapping[str, float]:
    value = values.get(name)
    return value if isinstance(value, Mapping) else {}


def _number(values: Mapping[str, ParameterValue], name: str) -> float:
    value = values.get(name)
    return float(value) if isinstance(value, (int, float)) else 0.0
