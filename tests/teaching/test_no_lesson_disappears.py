"""No lesson disappears, whatever a Plan does: required = given by each kind + not given, to the last hour."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.plan import Dismissal, PrincipalPool, RemoteGroup, TeacherPool
from kopa_sim.model.staff import Staff
from kopa_sim.model.subjects import SHAREABLE, SUBJECTS
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.posts import filling_rules, split_lessons
from tests.teaching.builders import YEARS, line_journeys, parameters, plan_for, row_of_schools

LAST_HOUR = 1e-9
ALWAYS = np.ones(len(YEARS), dtype=bool)
SCHOOLS = 4

counts = arrays.arrays(np.int64, (2, len(YEARS), SCHOOLS, N_GRADES), elements=st.integers(0, 45))
open_schools = arrays.arrays(np.bool_, (len(YEARS), SCHOOLS))
shares = st.floats(0, 1)


@st.composite
def plans(draw):
    """Plans with pools, remote groups, shared principals and dismissals, in which schools close and open again.

    Any school may be one of special-needs education, any adult beside the pupils a teacher; teachers may be known.
    """
    region = row_of_schools(SCHOOLS)
    special = draw(arrays.arrays(np.bool_, SCHOOLS))
    known = Staff(*(np.array([value]) for value in (0, 1, 60)), np.array([True]), np.array([9.0]))
    region = replace(
        region,
        schools=replace(region.schools, special=special),
        staff=draw(st.sampled_from([region.staff, known])),
    )
    beside = draw(st.booleans())
    pools = (
        TeacherPool(
            "all", tuple(range(SCHOOLS)), SHAREABLE, ALWAYS, draw(st.sampled_from([5.0, 15.0, 100.0]))
        ),
        TeacherPool("two", (1, 2), ("languages", "music"), draw(arrays.arrays(np.bool_, len(YEARS))), 100.0),
    )
    remote = (
        RemoteGroup(
            "far",
            (0, 1, 2),
            ("languages",),
            (7, 8, 9),
            ALWAYS,
            draw(shares),
            draw(st.integers(1, 30)),
            1.0,
            sending_school=draw(st.integers(-1, 3)),
            adult_is_teacher=beside,
        ),
        RemoteGroup(
            "near",
            (2, 3, 0),
            ("religion_ethics", "languages"),
            (5, 6, 7, 10),
            ALWAYS,
            draw(shares),
            20,
            0.5,
            adult_is_teacher=not beside,
        ),
    )
    return region, replace(
        plan_for(region),
        open_year_school=draw(open_schools),
        teacher_pools=pools[: draw(st.integers(0, 2))],
        remote_groups=remote[: draw(st.integers(0, 2))],
        principal_pools=(PrincipalPool((0, 1), ALWAYS),),
        dismissals=(Dismissal((0,), SUBJECTS, ALWAYS, 3.0),) * draw(st.integers(0, 1)),
    )


def rules(draws, unfilled, qualified, overtime, part):
    return parameters(
        draws,
        vacancy_unfilled_share_remote=unfilled,
        qualified_hourly_share=qualified,
        overtime_limit_h=overtime,
        smallest_part_post_share=part,
        part_post_step_share=0.25,
    )


@settings(max_examples=40, deadline=None)
@given(plans(), counts, shares, shares, st.floats(0, 6), st.floats(0.1, 1))
def test_required_lessons_are_given_by_someone_or_said_to_be_missing(
    planned, counted, unfilled, qualified, overtime, part
):
    region, plan = planned
    children, settled = counted.astype(float), rules(2, unfilled, qualified, overtime, part)
    groups = form_groups(children, settled, region.schools.special)
    staffing = staff_schools(region, plan, line_journeys(region), groups, children, settled)
    measures = staffing.measures
    assert (measures["hours_remote_qualified"] <= measures["hours_remote"] + LAST_HOUR).all()
    assert (staffing.site_teacher_hours_draw_year_school >= 0).all()
    kinds = ("hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given")
    lost = measures["hours_required"] - sum(measures[kind] for kind in kinds)
    assert np.abs(lost).max() < LAST_HOUR
    assert min(values.min() for values in measures.values()) > -LAST_HOUR
    closed = ~plan.open_year_school
    assert not any(values[:, closed].any() for values in measures.values())


@settings(max_examples=30, deadline=None)
@given(plans(), counts)
def test_where_nobody_is_found_for_less_than_a_post_no_school_without_posts_sends_anything(planned, counted):
    region, plan = planned
    children, settled = counted.astype(float), rules(2, 1.0, 0.7, 0.0, 1.0)
    groups = form_groups(children, settled, region.schools.special)
    measures = staff_schools(region, plan, line_journeys(region), groups, children, settled).measures
    nobody = ~(measures["posts"] > 0).any(axis=2)
    given_to = (measures["hours_remote"] > LAST_HOUR).any(axis=2)
    assert not (nobody & given_to).any()


@settings(max_examples=20, deadline=None)
@given(plans(), counts)
def test_who_is_on_the_books_or_dismissed_changes_no_lesson_and_no_post_that_is_needed(planned, counted):
    region, plan = planned
    children, settled = counted.astype(float), parameters(2)
    groups = form_groups(children, settled)
    on_books = Staff(*(np.array([value]) for value in (0, 1, 60)), np.array([True]), np.array([9.0]))
    with_books = replace(region, staff=on_books)
    known = staff_schools(with_books, plan, line_journeys(region), groups, children, settled)
    unknown = staff_schools(
        region, replace(plan, dismissals=()), line_journeys(region), groups, children, settled
    )
    assert all(np.array_equal(known.measures[name], values) for name, values in unknown.measures.items())


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.float64, (2, 3, 5), elements=st.floats(0, 120)), st.floats(0, 6), st.floats(0.1, 1))
def test_a_subject_s_lessons_stand_in_posts_overtime_and_hours(lessons, overtime, part):
    """Whole posts × obligation + overtime + part posts + lessons by the hour = the lessons asked for."""
    rule = replace(filling_rules(rules(2, 0.1, 0.7, overtime, part)), families_subject=None)
    rule = replace(rule, part_post_step_share=np.zeros(2))
    split = split_lessons(lessons, np.array(20.0), rule)
    together = (split.whole_posts + split.part_posts) * 20.0 + split.overtime_hours + split.hourly_hours
    assert np.abs(together - lessons).max() < LAST_HOUR
    assert (split.overtime_hours <= overtime * split.whole_posts + LAST_HOUR).all()
    assert (split.hourly_hours <= np.maximum(20.0 * part, 0.0) + LAST_HOUR).all()
