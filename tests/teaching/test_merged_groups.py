"""Small groups join a merged group only where that leaves fewer groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.teaching.merged_groups import merge_groups

SENDER_LAST = -1


def merge(pupils, groups=None, sender=SENDER_LAST, largest=20):
    """Merged groups of one future and year; a school with pupils has one group unless said otherwise."""
    pupils = np.array(pupils, dtype=float)
    groups = np.array(groups, dtype=float) if groups is not None else (pupils > 0).astype(float)
    sends = np.zeros((1, len(pupils)), dtype=bool)
    sends[0, sender] = True
    return merge_groups(pupils[None, None], groups[None, None], sends, largest)


def joining(*given_case, **changed):
    return np.flatnonzero(merge(*given_case, **changed).joins[0, 0]).tolist()


def numbers(merged):
    return int(merged.with_sender.item()), int(merged.without_sender.item())


def test_small_groups_fill_the_room_in_the_senders_group():
    merged = merge([6, 5, 9])
    assert merged.joins[0, 0].tolist() == [True, True, False]
    assert numbers(merged) == (1, 0)
    assert not merged.in_new_groups.any()


def test_the_smallest_join_the_sender_first():
    assert joining([6, 4, 7, 8]) == [0, 1]


def test_a_group_left_alone_stays_with_its_teacher():
    merged = merge([6, 6, 9])
    assert merged.joins.sum() == 1
    assert numbers(merged) == (1, 0)


def test_groups_that_find_no_room_with_the_sender_merge_among_themselves():
    merged = merge([6, 6, 7, 24])
    assert joining([6, 6, 7, 24]) == [0, 1, 2]
    assert numbers(merged) == (0, 1)
    assert merged.in_new_groups[0, 0].tolist() == [True, True, True, False]


def test_each_new_group_begins_with_the_largest_and_is_filled_with_the_smallest():
    """12 with 8 and 11 with 9 make two groups of four; smallest first would have made three."""
    merged = merge([8, 9, 11, 12, 0])
    assert merged.joins[0, 0, :4].all()
    assert numbers(merged) == (0, 2)


def test_groups_too_large_to_merge_stay():
    assert joining([11, 12, 13, 24]) == []


def test_a_large_school_and_one_that_teaches_the_grade_in_two_groups_take_no_part():
    assert joining([20, 6, 7, 24]) == [1, 2]
    assert joining([16, 6, 7, 24], groups=[2, 1, 1, 1]) == [1, 2]


def test_two_own_groups_of_fifteen_have_room_for_two_of_five():
    merged = merge([5, 5, 5, 30], groups=[1, 1, 1, 2])
    assert merged.joins[0, 0].tolist() == [True, True, False, False]
    assert numbers(merged) == (2, 0)


def test_parts_of_composite_groups_merge_only_if_they_come_to_more_than_a_group():
    assert joining([3, 3, 3, 24], groups=[0.3, 0.3, 0.3, 1]) == []
    assert joining([3, 3, 3, 24], groups=[0.4, 0.4, 0.4, 1]) == [0, 1, 2]


def test_a_composite_group_of_the_sender_has_room_for_what_all_its_grades_leave():
    assert joining([5, 4], groups=[1, 0.25]) == []
    assert joining([5, 4], groups=[1, 0.5], largest=13) == [0]


def test_nobody_joins_where_nobody_sends_or_has_pupils():
    assert joining([0, 0, 9]) == []
    assert joining([0, 0, 0]) == []


def test_every_future_and_year_is_merged_for_itself():
    pupils = np.array([[[6.0, 5, 9], [6, 6, 9]], [[15, 15, 9], [1, 2, 24]]])
    sends = np.array([[False, False, True]] * 2)
    together = merge_groups(pupils, np.ones_like(pupils), sends, 20)
    for draw in range(2):
        for year in range(2):
            alone = merge(pupils[draw, year])
            assert together.joins[draw, year].tolist() == alone.joins[0, 0].tolist()
            assert together.without_sender[draw, year] == alone.without_sender.item()


def test_only_some_of_the_schools_can_be_looked_at():
    merged = merge([6, 6, 7, 24]).at(np.array([1, 3]))
    assert merged.joins[0, 0].tolist() == [True, False]
    assert merged.in_new_groups[0, 0].tolist() == [True, False]
    assert numbers(merged) == (0, 1)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=2, max_size=9),
    st.integers(0, 60),
    st.integers(1, 4),
    st.integers(3, 30),
)
def test_merging_leaves_fewer_groups_and_none_too_large(elsewhere, of_sender, own_groups, largest):
    groups = [float(np.ceil(count / 24)) for count in elsewhere] + [float(own_groups * (of_sender > 0))]
    merged = merge([*elsewhere, of_sender], groups, largest=largest)
    joins, new = merged.joins[0, 0], merged.in_new_groups[0, 0]
    replaced = np.array(groups)[joins].sum()
    assert merged.without_sender.item() < replaced or replaced == 0
    assert merged.without_sender.item() * 2 <= new.sum()
    assert not joins[-1]
    counts = np.array(elsewhere, dtype=float)
    assert counts[new[:-1]].sum() <= merged.without_sender.item() * largest
    room = largest - of_sender / own_groups
    in_own = joins & ~new
    assert counts[in_own[:-1]].sum() <= merged.with_sender.item() * max(room, 0) + 1e-6
    assert merged.with_sender.item() <= min(groups[-1], in_own.sum())


def test_the_order_of_the_schools_does_not_change_how_many_groups_there_are():
    sizes = [8, 9, 11, 12, 3]
    counts = {numbers(merge([*np.roll(sizes, shift), 24])) for shift in range(5)}
    assert len(counts) == 1
    assert counts.pop() == pytest.approx((0, 2))
