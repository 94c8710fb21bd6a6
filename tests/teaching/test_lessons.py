"""Lessons by subject: minimum by groups, additions by rule, nothing lost on the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import GRADE_BANDS, N_BANDS, N_GRADES
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons, share_band_subject
from tests.teaching.builders import no_additions, parameters, pupils, subject

counts = arrays.arrays(np.int64, (1, 1, 2, N_GRADES), elements=st.integers(0, 40))


def lessons_of(children, given_parameters, staffed=None):
    groups = form_groups(children, given_parameters)
    if staffed is None:
        staffed = np.ones(children.shape[1:3], dtype=bool)
    return groups, required_lessons(groups, children, staffed, given_parameters)


def test_every_lesson_has_a_subject():
    assert share_band_subject(parameters()).sum(axis=1) == pytest.approx(np.ones(N_BANDS))


def test_a_class_teacher_gives_what_subject_teachers_do_not():
    share = share_band_subject(parameters(subject_lessons_1_2={"languages": 1.0, "music": 2.0}))
    band = share[GRADE_BANDS.index("1-2")]
    assert band[subject("class_teaching")] == pytest.approx(18 / 21)
    assert band[subject("music")] == pytest.approx(2 / 21)


def test_more_subject_lessons_than_there_are_leave_the_class_teacher_none():
    share = share_band_subject(parameters(subject_lessons_1_2={"languages": 30.0, "music": 12.0}))
    band = share[GRADE_BANDS.index("1-2")]
    assert band[subject("class_teaching")] == pytest.approx(0.0, abs=1e-15)
    assert band[subject("languages")] == pytest.approx(30 / 42)
    assert band.sum() == pytest.approx(1.0)


def test_lower_secondary_subjects_share_lessons_by_the_decree():
    _, lessons = lessons_of(pupils({7: 20, 8: 20, 9: 20}), no_additions())
    by_subject = lessons.by_subject()[0, 0, 0]
    assert by_subject.sum() == pytest.approx(89)
    assert by_subject[subject("mathematics")] == pytest.approx(11)
    assert by_subject[subject("languages")] == pytest.approx(12)
    assert by_subject[subject("class_teaching")] == 0


def test_one_lower_secondary_grade_takes_its_part_of_every_subject():
    _, lessons = lessons_of(pupils({8: 20}), no_additions())
    assert lessons.by_subject()[0, 0, 0, subject("mathematics")] == pytest.approx(11 * 29 / 89)


@settings(max_examples=30, deadline=None)
@given(counts)
def test_without_additions_exactly_the_minimum_is_taught(counted):
    children = counted.astype(float)
    groups, lessons = lessons_of(children, no_additions())
    minimum = groups.lesson_hours_draw_year_school_band.sum(axis=3)
    assert lessons.by_subject().sum(axis=3) == pytest.approx(minimum)


def test_additions_are_a_share_of_the_minimum_in_basic_education_only():
    _, plain = lessons_of(pupils({0: 10, 4: 20, 10: 30}), no_additions())
    _, added = lessons_of(
        pupils({0: 10, 4: 20, 10: 30}),
        no_additions(added_lessons_share=0.2, local_extra_lessons_share=0.05),
    )
    before, after = plain.by_subject()[0, 0, 0], added.by_subject()[0, 0, 0]
    assert after[subject("class_teaching")] == pytest.approx(1.25 * before[subject("class_teaching")])
    assert after[subject("pre_primary")] == before[subject("pre_primary")] == 19
    assert after[subject("upper_secondary")] == before[subject("upper_secondary")] == 90


def test_special_needs_education_follows_pupils_of_grades_one_to_nine():
    _, lessons = lessons_of(
        pupils({0: 50, 3: 30, 9: 20, 10: 50}), parameters(special_lessons_per_100_pupils_h=24.0)
    )
    assert lessons.by_subject()[0, 0, 0, subject("special_education")] == pytest.approx(12)


def test_special_needs_education_is_in_proportion_to_the_pupils_with_individual_support():
    children = pupils({3: 50, 9: 50})
    for share, hours in ((0.097, 24.0), (0.0485, 12.0), (0.0, 0.0)):
        chosen = parameters(special_lessons_per_100_pupils_h=24.0, individual_support_share=share)
        _, lessons = lessons_of(children, chosen)
        assert lessons.by_subject()[0, 0, 0, subject("special_education")] == pytest.approx(hours)


def test_schools_without_municipal_staff_have_no_lessons():
    staffed = np.array([[True, False]] * 4)
    _, lessons = lessons_of(pupils({4: 20}, {4: 20}), parameters(), staffed)
    by_school = lessons.by_subject().sum(axis=(0, 1, 3))
    assert by_school[0] > 0
    assert by_school[1] == 0


def test_additions_may_differ_by_future():
    varied = parameters(2, {"added_lessons_share": [0.0, 0.5]}, local_extra_lessons_share=0.0)
    _, lessons = lessons_of(pupils({4: 20}, draws=2), varied)
    by_draw = lessons.lessons_draw_year_school_band[:, 0, 0].sum(axis=1)
    assert by_draw == pytest.approx([24, 36])


def test_lessons_of_all_grades_of_a_band_are_the_lessons_of_the_band():
    children = pupils({7: 30, 8: 10, 9: 20})
    _, lessons = lessons_of(children, parameters())
    part = np.zeros((1, 4, 1, N_GRADES))
    part[..., 7:10] = [0.5, 0.2, 0.3]
    assert lessons.of_grades((7, 8, 9), part) == pytest.approx(lessons.by_subject())
    alone = lessons.of_grades((8,), part)[0, 0, 0]
    assert alone[subject("mathematics")] == pytest.approx(
        0.2 * lessons.by_subject()[0, 0, 0, subject("mathematics")]
    )
    assert alone[subject("special_education")] == pytest.approx(0.22 * 10)


def test_lessons_of_chosen_schools_are_theirs():
    _, lessons = lessons_of(pupils({4: 20}, {7: 20}, {1: 20}), parameters())
    chosen = np.array([2, 0])
    assert np.array_equal(lessons.at(chosen).by_subject(), lessons.by_subject()[:, :, chosen])
