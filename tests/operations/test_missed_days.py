"""Why a teacher is missing on which day."""

import numpy as np

from kopa_sim.operations.absences import Absence
from kopa_sim.operations.careers import Gap
from kopa_sim.operations.missed_days import MissedDay, missed_days

EVERY_DAY = np.ones(10, dtype=bool)
ILL = Absence((1, 2, 6), (True, False, True))


def test_without_a_gap_the_missed_days_are_those_of_illness():
    assert missed_days(ILL, [], EVERY_DAY) == (
        MissedDay(1, True, "absence"),
        MissedDay(2, False, "absence"),
        MissedDay(6, True, "absence"),
    )


def test_nobody_is_ill_in_a_post_that_has_nobody():
    found = missed_days(ILL, [Gap(2, 5, "vacancy", False)], EVERY_DAY)
    assert [(each.day, each.kind) for each in found] == [
        (1, "absence"),
        (2, "vacancy"),
        (3, "vacancy"),
        (4, "vacancy"),
        (6, "absence"),
    ]


def test_a_gap_surprises_nobody_so_no_first_lesson_passes():
    found = missed_days(Absence((), ()), [Gap(2, 4, "leave", False)], EVERY_DAY)
    assert not any(each.first for each in found)


def test_each_gap_is_an_absence_of_its_own():
    found = missed_days(ILL, [Gap(2, 4, "vacancy", True), Gap(4, 5, "vacancy", False)], EVERY_DAY)
    assert [(each.day, each.gap) for each in found] == [(1, 0), (2, 1), (3, 1), (4, 2), (6, 0)]


def test_only_teaching_days_of_the_year_are_missed():
    teaches = np.array([True, False] * 5)
    found = missed_days(Absence((), ()), [Gap(-7, 3, "vacancy", True), Gap(7, 30, "leave", True)], teaches)
    assert [each.day for each in found] == [0, 2, 8]
    assert all(each.stand_in for each in found)
