"""Support: remedial lessons, part-time special teaching, individual support, special classes, preparation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.preparatory import preparatory_lessons
from tests.teaching.builders import lesson_plan, no_additions, parameters, pupils, subject

SPECIAL = subject("special_education")


def lessons(children, given_parameters, special_school=None):
    groups = form_groups(children, given_parameters, special_school)
    everywhere = np.ones(children.shape[1:3], dtype=bool)
    return groups, required_lessons(groups, children, everywhere, given_parameters, special_school)


def taught(children, **changed):
    _, required = lessons(children, no_additions(**changed))
    return required.by_subject()[0, 0, 0]


def test_the_part_time_special_teacher_follows_pupils_of_grades_one_to_nine():
    special = taught(pupils({0: 50, 3: 30, 9: 20, 10: 50}), special_lessons_per_100_pupils_h=24.0)[SPECIAL]
    assert special == pytest.approx(12)


def test_each_pupil_with_individual_support_brings_lessons():
    """A tenth of 100 pupils, 1.5 lessons each."""
    special = taught(pupils({4: 50, 8: 50}), individual_support_share=0.1, lessons_per_supported_pupil_h=1.5)[
        SPECIAL
    ]
    assert special == pytest.approx(15)


def test_pupils_taught_in_a_special_class_bring_no_lessons_beside_it():
    """Of 300 pupils 30 have individual support; all in special classes, of ten pupils each at most."""
    children = pupils(dict.fromkeys(range(1, 7), 50))
    chosen = no_additions(
        individual_support_share=0.1, special_class_share=1.0, lessons_per_supported_pupil_h=1.5
    )
    groups, required = lessons(children, chosen)
    classes = groups.special_groups_draw_year_school[0, 0, 0]
    assert groups.special_pupils_draw_year_school[0, 0, 0] == 30
    assert classes == 3
    reasons = required.by_reason()
    assert reasons["individual_support"][0, 0, 0] == pytest.approx(0)
    mean_lessons = (21 + 21 + 23 + 24 + 25 + 25) / 6
    assert reasons["special_classes"][0, 0, 0] == pytest.approx(classes * mean_lessons)
    by_subject = required.by_subject()[0, 0, 0]
    assert by_subject[subject("special_class_teaching")] == pytest.approx(classes * mean_lessons)
    assert by_subject[SPECIAL] == pytest.approx(0)


def test_every_subject_that_a_teacher_may_be_appointed_for_has_lessons_somewhere():
    """Otherwise its teachers on the books would all be beyond need."""
    children = pupils({grade: 120 if grade else 20 for grade in range(11)})
    _, required = lessons(children, parameters())
    assert (required.by_subject()[0, 0, 0] > 0).all()


def test_a_school_of_grades_seven_to_nine_gives_its_special_classes_the_lessons_of_its_grades():
    chosen = no_additions(individual_support_share=0.1, special_class_share=1.0)
    groups, required = lessons(pupils({7: 60, 8: 60}), chosen)
    classes = groups.special_groups_draw_year_school[0, 0, 0]
    assert classes == 2
    assert required.by_reason()["special_classes"][0, 0, 0] == pytest.approx(2 * 29.5)


def test_special_schools_have_no_support_beside_their_small_groups():
    children, special = pupils({4: 30}, {4: 30}), np.array([True, False])
    _, required = lessons(children, parameters(), special)
    reasons = required.by_reason()
    for name in ("remedial", "part_time_special", "individual_support"):
        assert reasons[name][0, 0, 0] == 0
        assert reasons[name][0, 0, 1] > 0


def test_remedial_lessons_are_given_by_whoever_teaches_languages_mathematics_and_mother_tongue():
    """Grade 8: three lessons of mother tongue, three of languages, four of mathematics. Two remedial lessons."""
    plain = taught(pupils({8: 100}))
    more = taught(pupils({8: 100}), remedial_lessons_per_100_pupils_h=2.0) - plain
    assert more[subject("mother_tongue")] == pytest.approx(0.6)
    assert more[subject("languages")] == pytest.approx(0.6)
    assert more[subject("mathematics")] == pytest.approx(0.8)
    assert more.sum() == pytest.approx(2)


def test_remedial_lessons_are_not_lost_where_the_plan_has_none_of_these_subjects():
    plan = lesson_plan(music=(10,) * 9)
    more = taught(pupils({8: 100}), remedial_lessons_per_100_pupils_h=2.0, **plan) - taught(
        pupils({8: 100}), **plan
    )
    assert more[subject("music")] == pytest.approx(2)


def test_a_few_newcomers_are_taught_beside_the_group_and_ten_make_one():
    """Four lessons each up to five of them; six would take more than a group of 900 hours in 38 weeks."""
    week = 900 / 38
    expected = {0: 0, 1: 4, 5: 20, 6: week, 10: week, 11: week + 4, 20: 2 * week, 26: 3 * week}
    counts = np.array(list(expected), float)
    found = preparatory_lessons(counts, np.full(len(counts), week), parameters())
    assert found == pytest.approx(list(expected.values()))


def test_preparatory_groups_give_the_hours_of_their_oldest_pupils():
    younger = taught(pupils({1: 250, 4: 250}), preparatory_share=0.02)
    older = taught(pupils({1: 250, 5: 250}), preparatory_share=0.02)
    plain_younger, plain_older = taught(pupils({1: 250, 4: 250})), taught(pupils({1: 250, 5: 250}))
    assert (younger - plain_younger)[subject("class_teaching")] == pytest.approx(900 / 38)
    assert (older - plain_older)[subject("class_teaching")] == pytest.approx(1000 / 38)
    upper = taught(pupils({9: 500}), preparatory_share=0.02) - taught(pupils({9: 500}))
    assert upper[subject("mother_tongue")] == pytest.approx(1000 / 38)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 80), st.floats(0.0, 10.0), st.integers(1, 15))
def test_one_more_newcomer_never_needs_fewer_lessons(count, each, largest):
    chosen = parameters(preparatory_lessons_per_pupil_h=each, largest_preparatory_group=largest)
    before, after = preparatory_lessons(np.array([count, count + 1.0]), np.full(2, 25.0), chosen)
    assert after >= before - 1e-9
