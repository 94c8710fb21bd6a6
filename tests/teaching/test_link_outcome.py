"""Lessons over a link are given as well as the sending school's teachers give theirs; what they owe is missing."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.teaching import form_groups, staff_schools
from tests.teaching.builders import (
    YEARS,
    line_journeys,
    no_additions,
    plan_for,
    pupils,
    row_of_schools,
    subject,
)

ALWAYS = np.ones(len(YEARS), dtype=bool)
MUSIC, CLASS_TEACHING, LANGUAGES = subject("music"), subject("class_teaching"), subject("languages")
NOBODY = {"vacancy_unfilled_share_remote": 1.0, "overtime_limit_h": 0.0, "smallest_part_post_share": 1.0}
"""Lessons that make no whole post are given by nobody."""
PLAIN = {"remote_preparation_factor": 1.0}
EACH = 2.0
"""Weekly lessons of music in grade 7."""


def link(schools, subjects=("music",), **changed):
    rule = RemoteGroup("remote", tuple(schools), subjects, (7,), ALWAYS, 1.0, 20, 1.0)
    return replace(rule, **changed)


def staff(children, *rules, special=(), **changed):
    """Staff of a row of schools in the first year."""
    settled = no_additions(**(PLAIN | changed))
    region = row_of_schools(children.shape[2])
    flags = np.isin(np.arange(children.shape[2]), special)
    region = replace(region, schools=replace(region.schools, special=flags))
    plan = replace(plan_for(region), remote_groups=rules)
    groups = form_groups(children, settled, region.schools.special)
    return staff_schools(region, plan, line_journeys(region), groups, children, settled)


def at(staffing, measure, taught=MUSIC):
    return staffing.measures[measure][0, 0, :, taught]


SENDER_WITHOUT_PUPILS = pupils({3: 9}, {7: 6}, {7: 5}, {7: 6})


def test_a_sender_who_finds_nobody_gives_nothing_and_every_school_misses_its_lessons():
    staffing = staff(SENDER_WITHOUT_PUPILS, link([0, 1, 2, 3], sending_school=0), **NOBODY)
    assert at(staffing, "hours_remote").tolist() == [0, 0, 0, 0]
    assert at(staffing, "hours_not_given") == pytest.approx([0, EACH, EACH, EACH])
    assert not at(staffing, "posts").any()


def test_a_sender_who_finds_somebody_for_half_its_lessons_gives_half():
    half = NOBODY | {"vacancy_unfilled_share_remote": 0.5}
    staffing = staff(SENDER_WITHOUT_PUPILS, link([0, 1, 2, 3], sending_school=0), **half)
    assert at(staffing, "hours_remote") == pytest.approx([0, EACH / 2, EACH / 2, EACH / 2])
    assert at(staffing, "hours_not_given") == pytest.approx([0, EACH / 2, EACH / 2, EACH / 2])
    assert at(staffing, "posts") == pytest.approx([EACH / 2 / 23, 0, 0, 0], rel=0.2)


def test_lessons_shared_with_the_senders_own_pupils_are_missing_at_both_ends():
    staffing = staff(pupils({7: 6}, {7: 9}), link([0, 1]), **NOBODY)
    assert at(staffing, "hours_not_given") == pytest.approx([EACH, EACH])
    assert not at(staffing, "hours_remote").any()


def test_remote_lessons_are_in_qualified_hands_as_often_as_the_senders():
    rule, hourly = link([0, 1, 2, 3], sending_school=0), {"qualified_hourly_share": 0.7}
    staffing = staff(SENDER_WITHOUT_PUPILS, rule, **hourly, vacancy_unfilled_share_remote=0.2)
    given = at(staffing, "hours_remote")
    assert given == pytest.approx([0, 0.8 * EACH, 0.8 * EACH, 0.8 * EACH])
    assert at(staffing, "hours_remote_qualified") == pytest.approx(0.7 * given)
    for_others = staffing.unqualified_for_others_draw_year_school_subject[0, 0, :, MUSIC]
    assert for_others == pytest.approx([0.3 * 0.8 * EACH, 0, 0, 0])


def test_each_sender_answers_for_its_own_lessons_only():
    """The first has a part post of music, the second only its lessons over the link."""
    children = pupils({7: 240}, {7: 6}, {3: 9}, {7: 6}, {7: 5})
    rules = link([0, 1], sending_school=0, largest_group=40), link([2, 3, 4], sending_school=2)
    part_post = NOBODY | {"smallest_part_post_share": 0.5}
    staffing = staff(children, *rules, **part_post)
    assert at(staffing, "hours_not_given")[0] == 0
    assert at(staffing, "hours_remote") == pytest.approx([0, EACH, 0, 0, 0])
    assert at(staffing, "hours_not_given") == pytest.approx([0, 0, 0, EACH, EACH])


def test_an_assistant_sits_beside_the_pupils_where_no_teacher_is_found():
    rule = link([0, 1, 2, 3], sending_school=0, adult_is_teacher=True)
    found = staff(SENDER_WITHOUT_PUPILS, rule).site_teacher_hours_draw_year_school[0, 0]
    missing = staff(SENDER_WITHOUT_PUPILS, rule, **NOBODY)
    assert found == pytest.approx([0, EACH, EACH, EACH])
    assert missing.site_teacher_hours_draw_year_school[0, 0] == pytest.approx([0, 0, 0, 0])
    assert missing.site_adult_hours_draw_year_school[0, 0] == pytest.approx([0, EACH, EACH, EACH])
    assert at(missing, "hours_not_given", CLASS_TEACHING)[1:] == pytest.approx(0)


def test_a_sender_whose_own_pupils_come_over_another_link_still_pays_for_what_it_sends():
    """School 1 gets its music from school 2 and gives it to school 0: somebody must stand there."""
    children = pupils({7: 6}, {7: 5}, {7: 9})
    staffing = staff(children, link([1, 2], sending_school=2), link([0, 1], sending_school=1))
    assert at(staffing, "hours_remote") == pytest.approx([EACH, EACH, 0])
    assert (at(staffing, "posts") > 0).tolist() == [False, True, True]


def test_a_later_link_does_not_take_the_lessons_that_a_sender_shares_with_others():
    children = pupils({7: 6}, {7: 5}, {7: 9})
    staffing = staff(children, link([0, 1], sending_school=1), link([1, 2], sending_school=2))
    assert at(staffing, "hours_remote") == pytest.approx([EACH, 0, 0])
