"""What a planner asks: one subject in a small school that has a larger school at some distance."""

from dataclasses import dataclass
from typing import Final

from kopa_sim.model.parameters import Parameters

WAYS: Final[tuple[str, ...]] = ("own_teacher", "travelling_teacher", "remote", "taxi_ride")
"""An own part-time teacher, a teacher who comes from the larger school, a link to it, and pupils driven to it."""


@dataclass(frozen=True)
class BreakEvenQuestion:
    """A subject taught in a few grades of a small school.

    Attributes
    ----------
    name
        Under which it stands in tables: ``law_in_force`` or ``if_law_allowed``.
    subject
        From ``model.subjects``.
    lessons_h
        Weekly lessons of the subject in one group of each grade, summed over the grades.
    grades
        Grades taught, each in a group of its own.
    largest_group
        Pupils in a group, also in the larger school.
    largest_remote_group
        Pupils one remote teacher may have at once.
    other_pupils
        Pupils already in the larger school's group of a grade.
    remote_share
        Share of the lessons given over the link; the others are given by the cheaper teacher on the spot.
    site_adult_share
        Share of the remote lessons for which an adult is paid beside the pupils.
    lessons_a_day
        Lessons of the subject that pupils who are driven, or their travelling teacher's one group, have on a day.
    """

    name: str
    subject: str
    lessons_h: float
    grades: int
    largest_group: int
    largest_remote_group: int
    other_pupils: int
    remote_share: float
    site_adult_share: float
    lessons_a_day: float


def questions(parameters: Parameters) -> tuple[BreakEvenQuestion, ...]:
    """Return the questions a run answers: languages in grades 7–9 under the law in force, and if it allowed all.

    The law in force allows remote teaching in basic education as a supplement with an adult beside the pupils
    (Basic Education Act 628/1998 knows contact teaching only); upper secondary education may be remote altogether.
    """
    number = parameters.number

    def ask(name: str, remote_share: float) -> BreakEvenQuestion:
        return BreakEvenQuestion(
            name=name,
            subject="languages",
            lessons_h=number("teaching.break_even_lessons_h"),
            grades=int(number("teaching.break_even_grades")),
            largest_group=int(parameters.draws("teaching.largest_group_7_9").mean()),
            largest_remote_group=int(number("teaching.break_even_remote_group")),
            other_pupils=int(number("teaching.break_even_other_pupils")),
            remote_share=remote_share,
            site_adult_share=1.0,
            lessons_a_day=number("teaching.break_even_lessons_a_day"),
        )

    return (
        ask("law_in_force", number("teaching.largest_remote_share_basic")),
        ask("if_law_allowed", 1.0),
    )
