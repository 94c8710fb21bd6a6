"""Largest groups: by band, for special-needs education, and for composite classes."""

import numpy as np

from kopa_sim.teaching.group_limits import (
    composite_spans,
    group_limits,
    most_supported_pupils,
    whole_limit,
)
from kopa_sim.teaching.groups import form_groups
from tests.teaching.builders import parameters, pupils


def test_limits_are_whole_pupils_and_at_least_one():
    sampled = parameters(3, {"largest_composite": [21.6, 22.4, 0.2]})
    assert whole_limit(sampled, "largest_composite").ravel().tolist() == [22.0, 22.0, 1.0]


def test_composite_classes_lie_within_grades_one_to_six():
    spans = composite_spans(pre_primary=False, lower_secondary=False)
    assert len(spans) == 15
    assert all(1 <= first < last <= 6 for first, last in spans)


def test_pre_primary_joins_only_grades_one_and_two_and_only_when_allowed():
    added = set(composite_spans(pre_primary=True, lower_secondary=False)) - set(composite_spans(False, False))
    assert added == {(0, 1), (0, 2)}


def test_lower_secondary_grades_are_mixed_only_when_allowed():
    added = set(composite_spans(pre_primary=False, lower_secondary=True)) - set(composite_spans(False, False))
    assert added == {(7, 8), (7, 9), (8, 9)}


def test_a_composite_class_with_the_youngest_is_smaller():
    limits = group_limits(parameters())
    assert limits.of_span(2, 3).item() == 18
    assert limits.of_span(3, 5).item() == 22


def test_a_composite_class_is_never_larger_than_a_class_of_one_of_its_grades():
    limits = group_limits(parameters(largest_group_3_6=15))
    assert limits.of_span(2, 3).item() == 15
    assert limits.of_span(4, 5).item() == 15
    assert limits.of_span(1, 2).item() == 18


def test_special_schools_have_the_small_groups_of_the_decree():
    limits = group_limits(parameters(), np.array([False, True]))
    assert limits.of_grade(4).ravel().tolist() == [24, 10]
    assert limits.of_span(4, 5).ravel().tolist() == [22, 10]


def test_each_grade_alone_is_split_into_as_few_groups_as_its_limit_allows():
    """Too many pupils to be taught together with those of another grade."""
    children = pupils({0: 21, 1: 22, 2: 23, 5: 49})
    alone = form_groups(children, parameters(special_class_share=0.0)).groups_draw_year_school_grade[0, 0, 0]
    assert alone.tolist() == [2, 1, 2, 0, 0, 3, 0, 0, 0, 0, 0]


def test_a_composite_class_with_the_youngest_is_never_larger_than_one_without():
    limits = group_limits(parameters(largest_composite_with_1_2=20, largest_composite=18))
    assert limits.of_span(1, 2).item() == 18


def test_one_teacher_has_at_most_five_pupils_with_individual_support():
    assert most_supported_pupils(parameters()).item() == 5


def test_a_second_adult_lifts_the_cap_and_never_lowers_it():
    assert most_supported_pupils(parameters(second_adult_for_support=True)).item() == 10
    lower = parameters(second_adult_for_support=True, most_supported_two_adults=3)
    assert most_supported_pupils(lower).item() == 5


def test_the_groups_of_a_special_school_have_no_cap_on_support():
    limits = group_limits(parameters(), np.array([False, True]))
    assert limits.most_supported.ravel().tolist() == [5, np.inf]


def test_limits_stand_for_every_draw_year_and_school_in_a_row():
    sampled = parameters(2, {"largest_group_3_6": [20.0, 24.0]})
    limits = group_limits(sampled, np.array([False, True, False])).at_cells((2, 2, 3))
    assert limits.of_grade(4).tolist() == [20, 10, 20] * 2 + [24, 10, 24] * 2
    assert limits.of_cells(np.array([1, 6])).of_grade(4).tolist() == [10, 24]
