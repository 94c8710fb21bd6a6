"""Pupils who are moved into a school that closes while they attend it are told of."""

from types import SimpleNamespace

import numpy as np
import pytest

from kopa_sim.model.grades import N_GRADES
from kopa_sim.study.optimise.moved_twice import moved_twice

CODES = ("village", "next", "centre")
YEARS = tuple(range(2026, 2041))


def network(closes_next):
    """The village school (grades 0-6) closes into the next one in 2028, which closes later."""
    grades = np.zeros((len(YEARS), len(CODES), N_GRADES), dtype=bool)
    grades[:, :, :7] = True
    return SimpleNamespace(
        option="found",
        closed=(("village", 2028), ("next", closes_next)),
        moved=(
            SimpleNamespace(school="village", receiving="next", year=2028),
            SimpleNamespace(school="next", receiving="centre", year=closes_next),
        ),
        plan=SimpleNamespace(years=YEARS, grades_year_school_grade=grades),
    )


@pytest.mark.parametrize(("closes_next", "told"), [(2030, True), (2034, True), (2035, False), (2028, False)])
def test_pupils_of_six_grades_are_moved_twice_while_the_youngest_are_still_there(closes_next, told):
    assert bool(moved_twice(CODES, [network(closes_next)])) == told


def test_it_names_the_wish_that_would_prevent_it():
    (said,) = moved_twice(CODES, [network(2030)])
    assert "--receiving-stays 3" in str(said)
    assert "village (2028)" in str(said) and "next (2030)" in str(said)
