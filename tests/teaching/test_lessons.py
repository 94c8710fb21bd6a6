"""Lessons by subject: the lesson plan by groups, additions by rules of their own, nothing lost on the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from tests.teaching.builders import no_additions, parameters, pupils, subject

counts = arrays.arrays(np.int64, (1, 1, 2, N_GRADES), elements=st.integers(0, 40))

REASONS = {
    "plan",
    "local_extra",
    "split_groups",
    "a2_language",
    "second_mother_tongue",
    "minority_religion",
    "remedial",
    "part_time_special",
    "individual_support",
    "special_classes",
    "preparatory",
    "personal_guidance",
}


def lessons_of(children, given_parameters, staffed=None, special_school=None):
    groups = form_groups(children, given_parameters, special_school)
    if staffed is None:
        staffed = np.ones(children.shape[1:3], dtype=bool)
    return groups, required_lessons(groups, children, staffed, given_parameters, special_school)


def by_subject(children, given_parameters):
    _, lessons = lessons_of(children, given_parameters)
    return lessons.by_subject()[0, 0, 0]


def test_a_class_teacher_gives_the_first_grade_all_but_the_language():
    taught = by_subject(pupils({1: 20}), no_additions())
    assert taught[subject("class_teaching")] == pytest.approx(20)
    assert taught[subject("languages")] == pytest.approx(1)
    assert taught.sum() == pytest.approx(21)


def test_in_the_sixth_grade_both_languages_have_a_subject_teacher():
    taught = by_subject(pupils({6: 20}), no_additions())
    assert taught[subject("class_teaching")] == pytest.approx(21)
    assert taught[subject("languages")] == pytest.approx(4)


def test_a_subject_has_its_teacher_from_the_grade_a_scenario_says():
    first = dict(parameters().table("teaching.subject_teacher_from_grade")) | {
        "music": 3,
        "environmental_studies": 5,
    }
    third = by_subject(pupils({3: 20}), no_additions(subject_teacher_from_grade=first))
    assert third[subject("music")] == pytest.approx(1)
    assert third[subject("class_teaching")] == pytest.approx(23 - 2 - 1)
    fifth = by_subject(pupils({5: 20}), no_additions(subject_teacher_from_grade=first))
    assert fifth[subject("biology_geography")] == pytest.approx(3)


def test_lower_secondary_subjects_have_the_lessons_of_the_decree():
    taught = by_subject(pupils({7: 20, 8: 20, 9: 20}), no_additions())
    assert taught.sum() == pytest.approx(89)
    assert taught[subject("mathematics")] == pytest.approx(11)
    assert taught[subject("languages")] == pytest.approx(7 + 5)
    assert taught[subject("optional_subjects")] == pytest.approx(5 + 6)
    assert taught[subject("class_teaching")] == 0


def test_one_lower_secondary_grade_takes_its_own_row_of_every_subject():
    taught = by_subject(pupils({8: 20}), no_additions())
    assert taught[subject("mathematics")] == pytest.approx(4)
    assert taught[subject("home_economics")] == 0
    assert taught.sum() == pytest.approx(29)


def test_a_composite_class_follows_the_plan_of_one_grade():
    """Grades 3 and 4 together are taught as grade 4: a lesson of history, two of religion."""
    taught = by_subject(pupils({3: 5, 4: 6}), no_additions())
    assert taught.sum() == pytest.approx(24)


@settings(max_examples=30, deadline=None)
@given(counts)
def test_without_additions_exactly_the_minimum_is_taught(counted):
    groups, lessons = lessons_of(counted.astype(float), no_additions())
    minimum = groups.lesson_hours_draw_year_school_band.sum(axis=3)
    assert lessons.by_subject().sum(axis=3) == pytest.approx(minimum)


@settings(max_examples=30, deadline=None)
@given(counts)
def test_lessons_by_subject_are_lessons_by_reason_and_lessons_by_grade_to_the_last_hour(counted):
    _, lessons = lessons_of(counted.astype(float), parameters())
    required = lessons.by_subject()
    reasons = lessons.by_reason()
    assert set(reasons) <= REASONS
    assert sum(reasons.values()) == pytest.approx(required.sum(axis=3), abs=1e-9)
    apart = sum(lessons.of_grades((grade,)) for grade in range(N_GRADES))
    assert apart == pytest.approx(required, abs=1e-9)
    assert (required >= -1e-12).all()


def test_the_local_addition_is_a_share_of_the_plan_in_grades_one_to_nine_only():
    children = pupils({0: 10, 4: 20, 10: 30})
    before = by_subject(children, no_additions())
    after = by_subject(children, no_additions(local_extra_lessons_share=0.25))
    assert after[subject("class_teaching")] == pytest.approx(1.25 * before[subject("class_teaching")])
    assert after[subject("pre_primary")] == before[subject("pre_primary")] == 19
    assert after[subject("guidance")] == before[subject("guidance")] == 2


def test_nothing_is_added_in_pre_primary_and_only_personal_guidance_in_upper_secondary_education():
    _, lessons = lessons_of(pupils({0: 60, 10: 200}), parameters())
    reasons = lessons.by_reason()
    assert {name for name, hours in reasons.items() if hours.any()} == {"plan", "personal_guidance"}


def test_schools_without_municipal_staff_have_no_lessons_of_any_kind():
    staffed = np.array([[True, False]] * 4)
    _, lessons = lessons_of(pupils({4: 90, 8: 90}, {4: 90, 8: 90}), parameters(), staffed)
    by_school = lessons.by_subject().sum(axis=(0, 1, 3))
    assert by_school[0] > 0
    assert by_school[1] == 0


def test_upper_secondary_schools_without_municipal_staff_have_no_lessons_either():
    staffed = np.array([[True, False]] * 4)
    _, lessons = lessons_of(pupils({10: 60}, {10: 60}), parameters(), staffed)
    by_school = lessons.by_subject().sum(axis=(0, 1, 3))
    assert by_school[0] > 0
    assert by_school[1] == 0


def test_lessons_of_some_schools_are_those_they_have_among_all():
    children = pupils({8: 20}, {10: 45}, {4: 20, 10: 150}, {10: 400})
    _, lessons = lessons_of(children, parameters())
    chosen = np.array([0, 2, 3])
    some = lessons.at(chosen)
    required = lessons.by_subject()
    assert some.by_subject() == pytest.approx(required[:, :, chosen])
    assert some.counted(some.by_subject()) == pytest.approx(lessons.counted(required)[:, :, chosen])
    assert some.of_grades((10,)) == pytest.approx(lessons.of_grades((10,))[:, :, chosen])


def test_additions_may_differ_by_future():
    varied = no_additions()
    varied = parameters(2, {"local_extra_lessons_share": [0.0, 0.5]}, **_settings(varied))
    _, lessons = lessons_of(pupils({4: 20}, draws=2), varied)
    assert lessons.by_subject()[:, 0, 0].sum(axis=1) == pytest.approx([24, 36])


def _settings(given_parameters):
    values = {name.removeprefix("teaching."): value for name, value in given_parameters.fixed.items()}
    values.pop("local_extra_lessons_share")
    return values


def test_lessons_of_chosen_schools_are_theirs():
    _, lessons = lessons_of(pupils({4: 20}, {7: 20}, {1: 20}), parameters())
    chosen = np.array([2, 0])
    assert np.array_equal(lessons.at(chosen).by_subject(), lessons.by_subject()[:, :, chosen])


schools_of_one_region = st.lists(
    st.lists(st.integers(0, 60), min_size=N_GRADES, max_size=N_GRADES), min_size=2, max_size=4
)


@settings(max_examples=30, deadline=None)
@given(schools_of_one_region)
def test_a_school_s_lessons_depend_on_its_own_pupils_alone_to_the_last_bit(schools):
    children = np.array(schools, dtype=float)[None, None]
    together = lessons_of(children, parameters())[1].by_subject()
    for school in range(children.shape[2]):
        alone = lessons_of(children[:, :, [school]], parameters())[1].by_subject()
        assert np.array_equal(alone[:, :, 0], together[:, :, school])


@pytest.mark.parametrize("axis", [0, 1, 2], ids=["future", "year", "school"])
@pytest.mark.parametrize("beside", [1, 2, 3, 7])
def test_lessons_are_the_same_to_the_last_bit_with_however_many_beside_them(axis, beside):
    children = np.random.default_rng(7).poisson(14, (9, 9, 9, N_GRADES)).astype(float)
    few = np.take(children, range(beside), axis=axis)
    all_of_them, some = (
        lessons_of(counted, parameters(counted.shape[0]))[1].by_subject() for counted in (children, few)
    )
    assert np.array_equal(np.take(all_of_them, range(beside), axis=axis), some)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 70), min_size=N_GRADES, max_size=N_GRADES), st.integers(1, 9))
def test_one_more_pupil_never_needs_fewer_lessons_where_groups_are_not_split(counted, grade):
    """Splitting is left out: one more pupil may form a group more, which then need not be split."""
    plain = parameters(
        largest_unsplit_group=dict.fromkeys(parameters().table("teaching.largest_unsplit_group"), 0.0),
        special_class_share=0.0,
    )
    fewer = np.array(counted, dtype=float)[None, None, None]
    more = fewer.copy()
    more[..., grade] += 1
    before, after = (lessons_of(children, plain)[1].by_subject().sum() for children in (fewer, more))
    assert after >= before - 1e-9
