"""One teacher may teach in basic and in upper secondary education: the obligation of both is weighted by lessons."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import RemoteGroup, TeacherPool
from kopa_sim.model.staffing import STAFFING_MEASURES
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.counted_lessons import upper_secondary_counts_for
from tests.teaching.builders import (
    YEARS,
    line_journeys,
    no_additions,
    parameters,
    plan_for,
    pupils,
    row_of_schools,
    subject,
)

ALWAYS = np.ones(len(YEARS), dtype=bool)
GUIDANCE, MOTHER_TONGUE, PHILOSOPHY = (
    subject(name) for name in ("guidance", "mother_tongue", "philosophy_psychology")
)


def staff(children, settled=None, km_between=10.0, **plan_changes):
    settled = settled or no_additions()
    region = row_of_schools(children.shape[2], grades="0-9+upper_secondary")
    plan = replace(plan_for(region), **plan_changes)
    groups = form_groups(children, settled)
    journeys = line_journeys(region, km_between)
    return staff_schools(region, plan, journeys, groups, children, settled)


def first(staffing, measure, at):
    return staffing.measures[measure][0, 0, 0, at]


def test_a_lesson_counts_for_as_much_as_the_obligations_say():
    counts_for = upper_secondary_counts_for(parameters())
    assert counts_for[MOTHER_TONGUE] == 18 / 16
    assert counts_for[GUIDANCE] == 24 / 22
    assert counts_for[PHILOSOPHY] == 1
    assert counts_for[subject("class_teaching")] == 1


def test_a_post_of_an_upper_secondary_school_holds_its_own_obligation():
    """400 students: five year groups of 12 credits and four of 6 in mother tongue, 42 lessons; ten of guidance."""
    staffing = staff(pupils({10: 400}), no_additions(upper_secondary_lessons_h=0.0))
    assert first(staffing, "hours_required", MOTHER_TONGUE) == pytest.approx(42)
    assert first(staffing, "posts", MOTHER_TONGUE) == pytest.approx(2 + 10 / 16)
    assert first(staffing, "posts", GUIDANCE) == pytest.approx(10 / 22)


def test_one_teacher_teaches_in_both_school_forms():
    """Two groups of grade 7 have 2 × 4 lessons of mother tongue, 18 students 7.5: each too few for half a post."""
    settled = no_additions(
        upper_secondary_lessons_h=0.0,
        subject_families={},
        lesson_plan_mother_tongue=(7, 7, 5, 5, 4, 4, 4, 0, 0),
    )
    both = staff(pupils({7: 40, 10: 18}), settled)
    apart = staff(pupils({7: 40}, {10: 18}), settled)
    posts = both.measures["posts"][0, 0, 0, MOTHER_TONGUE]
    assert posts == pytest.approx(8 / 18 + 7.5 / 16)
    assert both.standing_posts_draw_year_school_subject[0, 0, 0, MOTHER_TONGUE] == pytest.approx(posts)
    assert not both.measures["hours_not_given"][0, 0, 0, MOTHER_TONGUE]
    assert apart.hourly_posts_draw_year_school_subject[0, 0, 0, MOTHER_TONGUE] > 0


def test_overtime_is_told_in_lessons_as_they_are_held():
    """17 lessons of 16: one post and one lesson, which counts for 18/16 within the limit of two."""
    settled = no_additions(
        upper_secondary_lessons_h=0.0,
        upper_secondary_compulsory_credits={"mother_tongue": 34.0},
        upper_secondary_optional_credits={},
        overtime_limit_h=2.0,
    )
    staffing = staff(pupils({10: 30}), settled)
    assert first(staffing, "hours_required", MOTHER_TONGUE) == pytest.approx(17)
    assert first(staffing, "posts", MOTHER_TONGUE) == 1
    assert first(staffing, "overtime_hours", MOTHER_TONGUE) == pytest.approx(1)
    overtime = staffing.measures["overtime_hours"]
    assert staffing.counted(overtime)[0, 0, 0, MOTHER_TONGUE] == pytest.approx(18 / 16)


def test_without_upper_secondary_education_a_lesson_is_a_lesson():
    staffing = staff(pupils({4: 20, 8: 25}))
    assert staffing.counts_for_draw_year_school_subject is None
    hours = staffing.measures["hours_required"]
    assert staffing.counted(hours) is hours


def test_schools_at_one_address_share_a_teacher_who_changes_no_site():
    """Lower and upper secondary school in one building: their fragments come together without a duty credit."""
    children = pupils({7: 20}, {10: 18})
    shared = (TeacherPool("building", (0, 1), ("mother_tongue",), ALWAYS, 100.0),)
    settled = no_additions(subject_families={}, upper_secondary_lessons_h=0.0)
    one_building = staff(children, settled, teacher_pools=shared, km_between=0.0)
    two_buildings = staff(children, settled, teacher_pools=shared, km_between=10.0)
    assert not one_building.site_changes_draw_year_school.any()
    assert not one_building.measures["driven_km"].any()
    assert two_buildings.site_changes_draw_year_school.any()
    posts = [each.measures["posts"][0, 0, :, MOTHER_TONGUE].sum() for each in (one_building, two_buildings)]
    assert 0.5 <= posts[0] < posts[1]


def received_over_a_link(grades):
    """Two schools of 10 pupils in each of grades 7–9 and 30 students, of which the second sends mother tongue."""
    children = pupils(*[{7: 10, 8: 10, 9: 10, 10: 30}] * 2)
    link = RemoteGroup("far", (0, 1), ("mother_tongue",), grades, ALWAYS, 1.0, 60, 1.0, sending_school=1)
    return staff(children, no_additions(upper_secondary_lessons_h=0.0), remote_groups=(link,))


@pytest.mark.parametrize(("grades", "received"), [((10,), 9.0), ((7, 8, 9), 10.0), ((7, 8, 9, 10), 19.0)])
def test_a_school_of_both_forms_is_told_the_lessons_over_a_link_as_they_are_held(grades, received):
    """Students have 18 credits in each of three year groups, nine lessons a year; grades 7–9 have ten."""
    staffing = received_over_a_link(grades)
    assert first(staffing, "hours_required", MOTHER_TONGUE) == pytest.approx(19)
    assert first(staffing, "hours_remote", MOTHER_TONGUE) == pytest.approx(received)
    assert staffing.site_adult_hours_draw_year_school[0, 0, 0] == pytest.approx(received)
    assert first(staffing, "hours_qualified", MOTHER_TONGUE) == pytest.approx(19 - received, abs=1e-9)


@pytest.mark.parametrize("grades", [(10,), (7,)])
def test_lessons_not_given_are_counted_each_as_its_school_form_counts_it(grades):
    """Nobody is found at either school, so that nine lessons of students and three of grade 7 are missing."""
    nobody = {"vacancy_unfilled_share_remote": 1.0, "overtime_limit_h": 0.0, "smallest_part_post_share": 1.0}
    settled = no_additions(upper_secondary_lessons_h=0.0, subject_families={}, **nobody)
    link = RemoteGroup("far", (0, 1), ("mother_tongue",), grades, ALWAYS, 1.0, 60, 1.0, sending_school=1)
    staffing = staff(pupils(*[{7: 10, 10: 30}] * 2), settled, remote_groups=(link,))
    missing = staffing.measures["hours_not_given"][0, 0, :, MOTHER_TONGUE]
    counted = staffing.not_given_counted_draw_year_school_subject[0, 0, :, MOTHER_TONGUE]
    assert missing == pytest.approx([9 + 3] * 2)
    assert counted == pytest.approx([9 * 18 / 16 + 3] * 2)


def test_an_unqualified_teacher_of_an_upper_secondary_school_is_paid_for_what_it_sends_as_it_counts():
    """Students of the first school get nine lessons over the link; the second prepares for both."""
    children = pupils({10: 30}, {10: 30})
    unqualified = {"qualified_posts_share": 0.0, "qualified_hourly_share": 0.0}
    settled = no_additions(upper_secondary_lessons_h=0.0, remote_preparation_factor=1.5, **unqualified)
    link = RemoteGroup("far", (0, 1), ("mother_tongue",), (10,), ALWAYS, 1.0, 60, 1.0, sending_school=1)
    staffing = staff(children, settled, remote_groups=(link,))
    for_others = staffing.unqualified_for_others_draw_year_school_subject
    assert for_others[0, 0, :, MOTHER_TONGUE] == pytest.approx([0, 0.5 * 9])
    assert staffing.counted(for_others)[0, 0, 1, MOTHER_TONGUE] == pytest.approx(0.5 * 9 * 18 / 16)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 120), min_size=6, max_size=6), st.booleans(), st.booleans())
def test_no_lesson_disappears_where_both_are_taught(counted, shares, links):
    children = pupils(*({8: low, 10: high} for low, high in zip(counted[:3], counted[3:], strict=True)))
    named = ("mother_tongue", "languages", "philosophy_psychology")
    staffing = staff(
        children,
        parameters(),
        teacher_pools=(TeacherPool("pool", (0, 1, 2), named, ALWAYS, 100.0),) * shares,
        remote_groups=(RemoteGroup("far", (0, 1, 2), named, (8, 10), ALWAYS, 0.6, 20, 1.0),) * links,
    )
    measures = staffing.measures
    assert tuple(measures) == STAFFING_MEASURES
    outcomes = ("hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given")
    lost = measures["hours_required"] - sum(measures[name] for name in outcomes)
    assert np.abs(lost).max() < 1e-9
    assert min(values.min() for values in measures.values()) >= -1e-12
