"""A small upper secondary school offers a whole programme; a large one teaches in proportion to its students."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.subjects import SUBJECTS, UPPER_SECONDARY_SUBJECTS
from kopa_sim.teaching.upper_secondary import (
    curriculum,
    local_credits,
    upper_secondary_groups,
    upper_secondary_lessons,
    year_group_sizes,
)
from tests.teaching.builders import parameters, subject


def by_subject(students, given_parameters=None):
    of_school = np.full((1, 1, 1), float(students))
    return upper_secondary_lessons(of_school, given_parameters or parameters())[:, 0, 0, 0]


def lessons(students, given_parameters=None):
    return by_subject(students, given_parameters).sum()


def groups(students):
    return upper_secondary_groups(np.full((1, 1, 1), float(students)), parameters()).item()


def only(compulsory=None, optional=None, takers=None, **changed):
    """Parameters of a curriculum of a few syllabuses, without local studies."""
    return parameters(
        upper_secondary_compulsory_credits=compulsory or {},
        upper_secondary_optional_credits=optional or {},
        upper_secondary_optional_takers=takers or dict.fromkeys(optional or {}, 1.0),
        upper_secondary_lessons_h=0.0,
        **changed,
    )


def test_compulsory_studies_are_those_of_the_decree():
    compulsory = parameters().table("teaching.upper_secondary_compulsory_credits")
    of_either = compulsory["further_music"]
    assert of_either == compulsory["further_visual_arts"] == 2
    without_mathematics = (
        sum(value for name, value in compulsory.items() if "mathematics" not in name) - of_either
    )
    assert without_mathematics + compulsory["common_mathematics"] + compulsory["basic_mathematics"] == 94
    assert without_mathematics + compulsory["common_mathematics"] + compulsory["advanced_mathematics"] == 102


def test_every_syllabus_of_the_tables_is_known():
    for table in ("compulsory_credits", "optional_credits", "optional_takers"):
        assert set(parameters().table(f"teaching.upper_secondary_{table}")) <= set(UPPER_SECONDARY_SUBJECTS)
    assert set(parameters().table("teaching.upper_secondary_obligation_h")) == set(
        UPPER_SECONDARY_SUBJECTS.values()
    )


def test_a_student_takes_150_credits():
    """97.6 compulsory ones on average, 43.92 national optional ones, and what is lacking from local studies."""
    every = curriculum(parameters())
    assert sum(one.credits_draw.item() for one in every) == pytest.approx(97.6 + 43.92)
    assert local_credits(every, parameters()).item() == pytest.approx(150 - 97.6 - 43.92)


def test_no_students_need_no_lessons_and_no_groups():
    assert not by_subject(0).any()
    assert groups(0) == 0


def test_a_school_of_45_holds_each_compulsory_module_once_a_year_and_most_optional_ones_every_second_year():
    """Year groups of 18.3, 15 and 11.7. Eight or more of 15 take what nine in ten take (13.5), no other (half: 7.5).

    Compulsory: 114 credits, both syllabuses of mathematics and both arts among them: 57 lessons. Optional: 6 and 4
    credits every year, 5 lessons; the other 108 every second year, 27 lessons. Local: 8.48 credits, one group.
    """
    assert lessons(45) == pytest.approx(57 + 5 + 27 + 8.48 / 2)
    without_local = by_subject(45, parameters(upper_secondary_lessons_h=(97.6 + 43.92) / 6))
    assert without_local[subject("mother_tongue")] == pytest.approx((12 + 6) / 2)
    assert without_local[subject("mathematics")] == pytest.approx((2 + 10 + 18) / 2 + (4 + 6) / 4)
    assert without_local[subject("philosophy_psychology")] == pytest.approx((4 + 2) / 2 + (4 + 8) / 4)
    assert without_local[subject("languages")] == pytest.approx((12 + 10 + 4) / 2 + (4 + 16) / 4)
    assert without_local[subject("guidance")] == 2


def test_a_school_of_400_holds_as_many_parallel_groups_as_fill():
    """Year groups of 143.1, 133.3 and 123.6, five groups each.

    Of them 78.7, 73.3 and 68 have basic mathematics, three groups each, and 64.4, 60 and 55.6 advanced: 3, 2 and 2.
    """
    without_local = by_subject(400, parameters(upper_secondary_lessons_h=(97.6 + 43.92) / 6))
    assert without_local[subject("guidance")] == pytest.approx(5 * 4 / 2)
    # mother tongue: nine tenths of 133.3 are 120, four groups of 30
    assert without_local[subject("mother_tongue")] == pytest.approx(5 * 12 / 2 + 4 * 6 / 2)
    # 58.7 of the basic and 48 of the advanced syllabus go on with optional modules
    assert without_local[subject("mathematics")] == pytest.approx(
        (5 * 2 + 3 * 10 + 7 / 3 * 18) / 2 + (2 * 4 + 2 * 6) / 2
    )
    # physics and chemistry: 46.7 take the optional modules of each
    assert without_local[subject("physics_chemistry")] == pytest.approx(
        (5 * 2 + 5 * 2) / 2 + (2 * 12 + 2 * 8) / 2
    )
    # further music or visual arts: 71.5, 66.7 and 61.8, three groups of each
    assert without_local[subject("music")] == pytest.approx((5 * 2 + 3 * 2) / 2 + 2 * 4 / 2)


@pytest.mark.parametrize(("students", "told"), [(45, 93), (400, 385)])
def test_lessons_of_both_are_those_of_the_page(students, told):
    assert round(lessons(students)) == told


def test_local_studies_are_what_is_lacking_of_150_credits_for_every_group():
    """At 400 students five groups have 8.48 credits more, by subject as students choose national ones."""
    with_local, without = (
        by_subject(400),
        by_subject(400, parameters(upper_secondary_lessons_h=(97.6 + 43.92) / 6)),
    )
    local = with_local - without
    assert local.sum() == pytest.approx(5 * 8.48 / 2)
    assert local[subject("guidance")] == pytest.approx(0)
    assert local[subject("mother_tongue")] == pytest.approx(5 * 8.48 / 2 * 5.4 / 43.92)


def test_a_module_is_held_every_year_once_enough_of_a_year_group_take_it():
    music = only(optional={"music": 4}, upper_secondary_smallest_group=8.0)
    assert lessons(3 * 7, music) == pytest.approx(1)
    assert lessons(3 * 8, music) == pytest.approx(2)
    assert lessons(3 * 30, music) == pytest.approx(2)
    assert lessons(3 * 31, music) == pytest.approx(4)


def test_year_groups_are_as_unlike_as_three_cohorts_are_by_chance():
    """The largest and the smallest of three normal numbers are expected 3 / (2 √π) deviations from their mean."""
    assert year_group_sizes(np.array(75.0)) == pytest.approx([29.23, 25, 20.77], abs=0.01)
    sizes = year_group_sizes(np.array(300.0))
    assert sizes == pytest.approx([108.46, 100, 91.54], abs=0.01)
    drawn = np.sort(np.random.default_rng(1).multinomial(300, [1 / 3] * 3, size=20_000), axis=1).mean(axis=0)
    assert sizes[::-1] == pytest.approx(drawn, abs=0.2)
    assert year_group_sizes(np.array([0.0, 1, 2, 3])).sum(axis=0) == pytest.approx([0, 1, 2, 3])


def test_with_one_or_two_students_there_are_not_yet_three_year_groups():
    guidance = only({"guidance": 4})
    assert [lessons(students, guidance) for students in (1, 2, 3, 4)] == pytest.approx([2 / 3, 4 / 3, 2, 2])


def test_the_two_syllabuses_of_mathematics_are_taught_apart():
    both = only({"basic_mathematics": 10, "advanced_mathematics": 18}, advanced_mathematics_share=0.5)
    one = only({"basic_mathematics": 10}, advanced_mathematics_share=0.0)
    assert lessons(75, both) == pytest.approx(5 + 9)
    assert lessons(75, one) == pytest.approx(5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1500))
def test_students_have_a_seat_in_every_lesson_they_take(students):
    """No lesson disappears: seats in the groups are at least what students take of 150 credits."""
    largest = parameters().number("teaching.largest_group_upper_secondary")
    assert lessons(students) * largest >= students * 25 - 1e-6


def test_one_more_student_never_takes_anything_away():
    students = np.arange(1500.0)[None, None]
    assert (np.diff(upper_secondary_lessons(students, parameters()), axis=3) >= -1e-9).all()
    assert (np.diff(upper_secondary_groups(students, parameters()), axis=2) >= 0).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 400), st.integers(1, 12), st.integers(15, 40), st.integers(1, 3))
def test_nor_does_he_under_other_rules(students, smallest, largest, interval):
    changed = parameters(
        upper_secondary_smallest_group=float(smallest),
        largest_group_upper_secondary=float(largest),
        upper_secondary_seldom_interval_years=float(interval),
    )
    assert (by_subject(students + 1, changed) - by_subject(students, changed) >= -1e-9).all()


@pytest.mark.parametrize(
    ("students", "expected"),
    [(1, 1), (2, 2), (30, 3), (75, 3), (78, 4), (90, 4), (100, 5), (125, 6), (300, 12), (400, 15)],
)
def test_each_year_group_forms_groups_of_its_own(students, expected):
    """Year groups of 30.3, 26 and 21.7 make four of 78 students; of 143.1, 133.3 and 123.6 fifteen of 400."""
    assert groups(students) == expected


@pytest.mark.parametrize("largest", [24.0, 30.0])
def test_groups_are_those_that_have_the_compulsory_lessons(largest):
    """Four credits of guidance over three years are two thirds of a weekly lesson a year for every group."""
    guidance = only({"guidance": 4}, largest_group_upper_secondary=largest)
    students = np.arange(1500.0)[None, None]
    taught = upper_secondary_lessons(students, guidance)[subject("guidance")]
    assert upper_secondary_groups(students, guidance) * 2 / 3 == pytest.approx(taught)


def test_groups_may_be_larger_in_one_future_than_in_another():
    sampled = parameters(2, {"largest_group_upper_secondary": [24, 36]})
    assert upper_secondary_groups(np.full((2, 1, 1), 100.0), sampled)[:, 0, 0].tolist() == [6, 4]


def test_the_curriculum_may_differ_by_future():
    sampled = parameters(
        2, {"advanced_mathematics_share": [0.4, 0.6], "upper_secondary_smallest_group": [8, 5]}
    )
    together = upper_secondary_lessons(np.full((2, 1, 1), 60.0), sampled)
    for draw, (share, smallest) in enumerate([(0.4, 8.0), (0.6, 5.0)]):
        alone = parameters(advanced_mathematics_share=share, upper_secondary_smallest_group=smallest)
        assert together[:, draw, 0, 0] == pytest.approx(by_subject(60, alone))
    assert together[:, 0].sum() != pytest.approx(together[:, 1].sum())


def test_only_subjects_of_the_curriculum_are_taught():
    taught = {SUBJECTS[place] for place in np.flatnonzero(by_subject(120))}
    assert taught == set(UPPER_SECONDARY_SUBJECTS.values())
