"""Groups larger than a subject allows are split in its lessons, and in no others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.subjects import PLAN_SUBJECTS
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.split_groups import groups_beyond
from tests.teaching.builders import no_additions, pupils, subject


def sizes(**largest):
    return dict.fromkeys(PLAN_SUBJECTS, 0.0) | {name: float(size) for name, size in largest.items()}


def extra(children, largest, **changed):
    """Weekly lessons by subject above those of the plan."""
    both = []
    for split in (sizes(), largest):
        chosen = no_additions(**({"largest_unsplit_group": split} | changed))
        groups = form_groups(children, chosen)
        everywhere = np.ones(children.shape[1:3], dtype=bool)
        both.append(required_lessons(groups, children, everywhere, chosen).by_subject())
    return (both[1] - both[0])[0, 0, 0]


def beyond(count, largest, mixed, grade):
    """Groups beyond those that so many pupils of a grade form."""
    groups = form_groups(pupils({grade: count}), no_additions()).groups_draw_year_school_grade
    formed = groups[0, 0, :, grade]
    return groups_beyond(np.array([float(count)]), formed, largest, mixed=mixed)[0]


def test_a_group_of_twenty_has_two_kitchens_and_the_school_three_lessons_more():
    more = extra(pupils({7: 20}), sizes(home_economics=16))
    assert more[subject("home_economics")] == pytest.approx(3)
    assert more.sum() == pytest.approx(3)


def test_sixteen_fit_into_one_kitchen():
    assert not extra(pupils({7: 16}), sizes(home_economics=16)).any()


def test_parallel_groups_of_the_upper_grades_are_mixed():
    """72 pupils are three groups of 24; five workshops of 16 hold them, two more than there are groups."""
    assert beyond(72, 16, True, grade=7) == 2
    more = extra(pupils({7: 72}), sizes(crafts=16))
    assert more[subject("crafts")] == pytest.approx(2 * 2)


def test_groups_that_are_not_mixed_are_split_each_for_itself():
    """50 pupils of grade 5 are 17, 17 and 16: two are split."""
    assert beyond(50, 16, False, grade=5) == 2
    assert beyond(72, 16, False, grade=7) == 3


def test_below_the_upper_grades_the_class_teacher_gives_the_split_lessons():
    more = extra(pupils({4: 20}), sizes(crafts=16))
    assert more[subject("class_teaching")] == pytest.approx(2)


def test_a_subject_without_lessons_in_a_grade_is_not_split_there():
    assert not extra(pupils({9: 24}), sizes(crafts=16, home_economics=10)).any()


def test_each_subject_has_its_own_largest_group():
    """21 in grade 8: physics and chemistry in two groups, languages in two, options in two."""
    more = extra(
        pupils({8: 21}), sizes(physics_chemistry=18, a1_language=20, optional_subjects=16, crafts=16)
    )
    assert more[subject("physics_chemistry")] == pytest.approx(2)
    assert more[subject("languages")] == pytest.approx(2)
    assert more[subject("optional_subjects")] == pytest.approx(3)
    assert more.sum() == pytest.approx(7)


def test_a_limit_between_two_whole_numbers_counts_whole_pupils():
    assert beyond(17, 16.9, True, grade=8) == 1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 120), st.integers(1, 6), st.integers(1, 30), st.booleans())
def test_split_groups_hold_all_pupils_and_none_is_larger_than_allowed(count, groups, largest, mixed):
    more = int(groups_beyond(np.array([float(count)]), np.array([float(groups)]), largest, mixed=mixed)[0])
    if mixed:
        assert groups + more == max(groups, -(-count // largest))
    else:
        each = [count // groups + (place < count % groups) for place in range(groups)]
        assert more == max(0, sum(-(-size // largest) for size in each) - groups)


def test_from_which_grade_parallel_groups_are_mixed_is_a_parameter():
    """72 pupils of grade 7: two groups more when mixed, three when each of three groups is split."""
    mixed, apart = (
        extra(pupils({7: 72}), sizes(crafts=16), parallel_groups_mixed_from_grade=grade) for grade in (7, 8)
    )
    assert mixed[subject("crafts")] == pytest.approx(2 * 2)
    assert apart[subject("crafts")] == pytest.approx(3 * 2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 90), st.integers(1, 9), st.integers(6, 20))
def test_a_smaller_limit_never_needs_fewer_lessons(count, grade, largest):
    stricter, looser = (extra(pupils({grade: count}), sizes(crafts=size)) for size in (largest, largest + 3))
    assert stricter.sum() >= looser.sum() - 1e-9


def test_one_more_pupil_may_need_fewer_split_lessons_when_it_makes_a_group():
    """24 in grade 5 are one group, split in crafts; 25 are two groups of 12 and 13. In all there are more lessons."""
    assert beyond(24, 16, False, grade=5) == 1
    assert beyond(25, 16, False, grade=5) == 0
