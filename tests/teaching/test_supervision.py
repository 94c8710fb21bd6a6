"""Morning and afternoon activities: nobody unless asked for, whole adults, paid as assistants."""

import pytest

from kopa_sim.teaching.supervision import supervision
from tests.teaching.builders import parameters, pupils


def activities(children, **changed):
    return supervision(pupils(children), parameters(**changed))


def test_unless_a_scenario_asks_there_are_none():
    found = activities({1: 40, 2: 40})
    assert not found.pupils.any()
    assert not found.posts.any()


def test_a_share_of_the_first_two_grades_takes_part():
    assert activities({1: 20, 2: 30, 3: 40}, supervision_share=0.5).pupils[0, 0, 0] == 25


def test_every_twelve_pupils_begun_have_an_adult_for_570_hours_in_38_weeks():
    """25 pupils, three adults of 15 hours, of 38.25 hours a post."""
    found = activities({1: 25}, supervision_share=1.0)
    assert found.posts[0, 0, 0] == pytest.approx(3 * 15 / 38.25)


def test_no_adult_stands_there_without_a_pupil():
    assert not activities({3: 40}, supervision_share=1.0).posts.any()
