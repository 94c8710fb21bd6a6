"""How many pupils learn in groups of several grades."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.teaching.groups import form_groups
from tests.teaching.builders import parameters, pupils

counts = arrays.arrays(np.int64, (2, 2, 2, N_GRADES), elements=st.integers(0, 15))


def composite(children):
    return form_groups(children, parameters()).composite_pupils_draw_year_school


def test_all_of_a_small_village_school_learn_with_another_grade():
    assert composite(pupils(dict.fromkeys(range(1, 7), 3))).ravel()[0] == 18


def test_grades_that_fill_groups_of_their_own_are_not_among_them():
    assert composite(pupils(dict.fromkeys(range(1, 7), 19))).ravel()[0] == 0


def test_a_grade_alone_in_its_school_is_no_composite_group():
    assert composite(pupils({3: 5})).ravel()[0] == 0


@settings(max_examples=15, deadline=None)
@given(counts)
def test_they_are_some_of_the_pupils_and_never_one_grade_alone(counted):
    found = composite(counted.astype(float))
    basic = counted[..., :10]
    assert (found <= basic.sum(axis=3)).all()
    assert (found[(basic > 0).sum(axis=3) < 2] == 0).all()
