"""Personal guidance: posts by pupils, of which the lessons of the plan are a part."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import RemoteGroup
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.remote import local_teaching, teach_remotely
from tests.teaching.builders import (
    N_YEARS,
    no_additions,
    parameters,
    plan_for,
    pupils,
    row_of_schools,
    subject,
)

GUIDANCE = subject("guidance")
PERSONAL = "personal_guidance"


def lessons(children, chosen, special_school=None):
    groups = form_groups(children, chosen, special_school)
    everywhere = np.ones(children.shape[1:3], dtype=bool)
    return required_lessons(groups, children, everywhere, chosen, special_school)


def with_counsellors(**changed):
    ratios = {"pupils_per_counsellor_7_9": 250, "students_per_counsellor_upper_secondary": 180}
    return no_additions(**(ratios | changed))


def guidance(children, chosen):
    """Weekly lessons of guidance and those of them that are personal, at the first school."""
    required = lessons(children, chosen)
    return required.by_subject()[0, 0, 0, GUIDANCE], required.by_reason()[PERSONAL][0, 0, 0]


def test_forty_pupils_of_grades_seven_to_nine_have_the_plans_lessons_and_what_is_due_beside_them():
    """Due are 40/250 of 24 lessons, 3.84; the plan has one in grade 8 and one in grade 9."""
    whole, personal = guidance(pupils({7: 14, 8: 13, 9: 13}), with_counsellors())
    assert whole == pytest.approx(3.84)
    assert personal == pytest.approx(1.84)


def test_where_the_plan_has_more_than_is_due_nothing_is_added():
    """Ten pupils are due 0.96 lessons, and two groups have one each."""
    assert guidance(pupils({7: 3, 8: 3, 9: 4}), with_counsellors()) == pytest.approx((2.0, 0.0))


def test_two_thousand_pupils_have_a_counsellor_for_every_so_many():
    whole, _ = guidance(pupils({7: 700, 8: 650, 9: 650}), with_counsellors())
    assert whole / 24 == pytest.approx(2000 / 250)
    whole, _ = guidance(pupils({7: 700, 8: 650, 9: 650}), parameters())
    assert whole / 24 == pytest.approx(2000 / 250)


def test_pupils_of_special_classes_and_special_schools_are_due_guidance_too():
    children, special = pupils({8: 100}, {8: 100}), np.array([True, False])
    required = lessons(children, parameters(pupils_per_counsellor_7_9=100), special).by_subject()[0, 0]
    assert required[:, GUIDANCE] == pytest.approx([24.0, 24.0])


def test_class_teachers_guide_the_pupils_of_grades_one_to_six():
    assert guidance(pupils(dict.fromkeys(range(7), 100)), with_counsellors()) == (0.0, 0.0)


def test_students_have_a_counsellor_for_every_so_many_by_the_obligation_of_upper_secondary_education():
    """90 students are half a post of 22 lessons; four credits are two lessons over three years, one group each."""
    whole, personal = guidance(pupils({10: 90}), with_counsellors(largest_group_upper_secondary=60))
    assert whole == pytest.approx(11.0)
    assert personal == pytest.approx(11.0 - 3 * 4 / (2 * 3))


def test_a_lesson_of_students_counts_for_more_so_that_half_a_post_is_half_a_post():
    required = lessons(pupils({10: 90}), with_counsellors())
    counted = required.counted(required.by_subject())
    assert counted[0, 0, 0, GUIDANCE] / 24 == pytest.approx(0.5)


def test_without_an_obligation_of_its_own_upper_secondary_guidance_has_that_of_basic_education():
    obligations = dict(parameters().table("teaching.upper_secondary_obligation_h"))
    del obligations["guidance"]
    whole, _ = guidance(pupils({10: 90}), with_counsellors(upper_secondary_obligation_h=obligations))
    assert whole == pytest.approx(12.0)


def test_each_future_has_its_own_number_of_pupils_to_a_counsellor():
    """500 pupils of grade 8 at 200, 250 and 300 to a post; 200 students at 100, 200 and 400."""
    children = pupils({8: 500, 10: 200}, draws=3, years=2)
    sampled = {
        "pupils_per_counsellor_7_9": [200, 250, 300],
        "students_per_counsellor_upper_secondary": [100, 200, 400],
    }
    required = lessons(children, parameters(draws=3, sampled=sampled))
    basic = required.of_grades(range(7, 10))[:, 1, 0, GUIDANCE]
    assert basic == pytest.approx([60.0, 48.0, 40.0])
    assert required.of_grades((10,))[:2, 1, 0, GUIDANCE] == pytest.approx([44.0, 22.0])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 120), min_size=3, max_size=3), st.sampled_from((7, 8, 9)), st.integers(50, 400)
)
def test_one_more_pupil_never_needs_less_guidance(sizes, grade, ratio):
    before = dict(zip((7, 8, 9), sizes, strict=True))
    after = before | {grade: before[grade] + 1}
    chosen = with_counsellors(pupils_per_counsellor_7_9=ratio)
    few, more = (guidance(pupils(children, years=1), chosen)[0] for children in (before, after))
    assert more >= few - 1e-9


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 600), st.integers(50, 400))
def test_one_more_student_never_needs_less_guidance(students, ratio):
    chosen = with_counsellors(students_per_counsellor_upper_secondary=ratio)
    required = lessons(pupils({10: students}, {10: students + 1}, years=1), chosen)
    few, more = required.by_subject()[0, 0, :, GUIDANCE]
    assert more >= few - 1e-9


def test_a_link_merges_the_groups_of_a_class_and_not_personal_guidance():
    """Two schools of 12 pupils in grade 8: the plan's lesson goes over the link and personal guidance stays."""
    chosen = with_counsellors(remote_preparation_factor=1.0)
    plan = plan_for(row_of_schools(2))
    rule = RemoteGroup(
        name="remote",
        schools=(0, 1),
        subjects=("guidance",),
        grades=(8,),
        years=np.ones(N_YEARS, dtype=bool),
        lesson_share=1.0,
        largest_group=24,
        site_adult_share=1.0,
        sending_school=1,
    )
    plan = replace(plan, remote_groups=(rule,))
    children = pupils({8: 12}, {8: 12})
    groups = form_groups(children, chosen)
    required = lessons(children, chosen)
    everywhere = np.ones(children.shape[1:3], dtype=bool)
    remote = teach_remotely(plan, everywhere, local_teaching(required, groups, chosen), chosen)
    assert remote.received[0, 0, 0, GUIDANCE] == pytest.approx(1.0)
    assert required.by_subject()[0, 0, 0, GUIDANCE] == pytest.approx(max(1.0, 12 / 250 * 24))
