from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.area_course import Settlement, area_course, family_share
from tests.demography import worlds
from tests.demography.living import share_with_moves

HOME = np.array([0, 0, 0, 1])
YEARS = (2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025)
LAUNCH = 2020
FUTURE = 5
RANDOM = np.random.default_rng(1)
SHARE = RANDOM.dirichlet((4, 3, 2), 19).T
SHARE = np.concatenate([SHARE, np.ones((1, 19))])
POOL = np.array([0.5, 0.3, 0.2, 1.0])
CHILDREN = np.full((FUTURE, 2, 19), 40.0)


def settlement(birth=POOL, newcomers=()):
    """A settlement with newcomers from (future year, area, age, count) rows."""
    new = np.zeros((FUTURE, 4, 19))
    for index, area, age, count in newcomers:
        new[index, area, age] += count
    return Settlement(YEARS, LAUNCH, HOME, SHARE, POOL, np.asarray(birth), new)


def shares(*args, **kwargs):
    return area_course(*args, **kwargs).area_share_year_area_age


def test_children_known_at_launch_age_in_place():
    course = shares(settlement(), CHILDREN)
    assert course.shape == (8, 4, 19)
    for since in range(FUTURE + 1):
        assert (course[2 + since, :, since:] == SHARE[:, : 19 - since]).all()


def test_those_born_later_live_where_the_newborn_do():
    birth = [0.1, 0.1, 0.8, 1.0]
    course = shares(settlement(birth), CHILDREN)
    assert (course[7, :, :5] == np.array(birth)[:, None]).all()


def test_before_launch_the_same_children_were_younger():
    course = shares(settlement(), CHILDREN)
    assert (course[0, :, :17] == SHARE[:, 2:]).all()
    assert (course[0, :, 17:] == SHARE[:, -1:]).all()


def test_without_dwellings_nothing_is_said_of_movers():
    assert area_course(settlement(), CHILDREN).area_moves is None
    assert area_course(settlement(), CHILDREN, np.zeros((FUTURE, 4))).area_moves is None


def test_new_dwellings_bring_their_children_to_their_area():
    """Ten of the forty moved in this year: the other thirty live as before."""
    course = shares(settlement(newcomers=[(1, 2, 8, 10.0)]), CHILDREN)
    before = SHARE[:3, 6]
    assert course[4, :3, 8] == pytest.approx((30 * before + np.array([0, 0, 10])) / 40)
    assert course[5, :3, 9] == pytest.approx(course[4, :3, 8])
    assert (course[4, :, 7] == SHARE[:, 5]).all()
    assert (course[:, 3] == 1.0).all()


def test_newborn_and_movers_follow_the_small_children_of_new_dwellings():
    course = area_course(settlement(newcomers=[(0, 2, 3, 28.0)]), CHILDREN)
    small = 7 * 40.0
    follow = ((small - 28) * POOL[:3] + np.array([0, 0, 28])) / small
    assert course.area_share_year_area_age[4, :3, 0] == pytest.approx(follow)
    settling = course.area_moves.settling_share_year_area
    assert (settling[:4, :3] == POOL[:3]).all()  # the movers of the year were settled before
    assert settling[4, :3] == pytest.approx((POOL[:3] + follow) / 2)
    assert settling[5, :3] == pytest.approx((POOL[:3] + 2 * follow) / 3)


def test_newcomers_have_yet_to_move_on():
    course = area_course(settlement(newcomers=[(2, 2, 8, 10.0)]), CHILDREN)
    there = course.area_moves.years_there_year_area_age
    old = 30 * SHARE[2, 5]
    assert there[5, 2, 8] == pytest.approx(3 * old / (old + 10))
    assert there[6, 2, 9] == pytest.approx(3 * old / (old + 10) + 1)
    assert there[5, 0, 8] == 3
    assert there[7, 0, 4] == 4  # born after launch
    assert (there[:3] == 0).all()


def test_moves_are_counted_as_if_each_year_had_its_chance():
    """Against the recursion year by year: a part of all children resettles, newborn stay where they are born."""
    start, moving = settlement([0.1, 0.1, 0.8, 1.0]), 0.1
    course = area_course(start, CHILDREN)
    living = share_with_moves(course.area_share_year_area_age, course.area_moves, start, moving)
    share = SHARE.copy()
    for year in range(3, 8):
        share = np.concatenate(
            [start.birth_share[:, None], (1 - moving) * share[:, :-1] + moving * POOL[:, None]], axis=1
        )
        assert living[year] == pytest.approx(share)


def test_moves_with_new_dwellings_keep_the_newcomers_in_place():
    """The mean of the years there stands for old residents and newcomers alike, which costs a hundredth or so."""
    start = settlement(newcomers=[(4, 2, 8, 10.0)])
    course = area_course(start, CHILDREN)
    living = share_with_moves(course.area_share_year_area_age, course.area_moves, start, 0.05)
    plain = settlement()
    without = area_course(plain, CHILDREN)
    before = share_with_moves(without.area_share_year_area_age, without.area_moves, plain, 0.05)
    assert living[7].sum(axis=0) == pytest.approx(np.full(19, 2.0))
    gained = 40 * living[7, 2, 8] - 30 * before[7, 2, 8]
    assert gained == pytest.approx(10.0, rel=0.02)


def test_movers_may_take_the_places_of_all_children():
    everywhere = np.array([0.2, 0.2, 0.6, 1.0])
    start = replace(settlement(), settling_share=everywhere, settling_ages=slice(0, 16))
    course = area_course(start, CHILDREN)
    assert (course.area_share_year_area_age == shares(settlement(), CHILDREN)).all()
    assert (course.area_moves.settling_share_year_area == everywhere).all()
    living = share_with_moves(course.area_share_year_area_age, course.area_moves, start, 0.1)
    assert living[4, :3, 8] == pytest.approx(0.81 * SHARE[:3, 6] + 0.19 * everywhere[:3])


def test_families_that_leave_take_their_children_from_the_share_of_the_area():
    leaving = np.zeros((FUTURE, 4))
    leaving[1, 0] = 0.25
    course = area_course(settlement(), CHILDREN, leaving)
    left = SHARE[:3, 6] * np.array([0.75, 1, 1])
    assert course.area_share_year_area_age[4, :3, 8] == pytest.approx(left / left.sum())
    assert (course.area_share_year_area_age[4, :, 16:] == SHARE[:, 14:17]).all()
    pool = POOL[:3] * np.array([0.75, 1, 1])
    assert course.area_share_year_area_age[5, :3, 0] == pytest.approx(pool / pool.sum())
    assert course.area_moves.settling_share_year_area[4, :3] == pytest.approx(pool / pool.sum())


def test_an_area_may_be_left_by_all():
    leaving = np.zeros((FUTURE, 4))
    leaving[0, [0, 3]] = 1.0
    course = shares(settlement(), CHILDREN, leaving)
    assert (course[3:, 0, :4] == 0.0).all()
    assert (course[3:, 3] == 1.0).all()  # where nobody is left, shares stay


def test_a_municipality_without_children_keeps_its_shares():
    course = shares(settlement(newcomers=[(1, 0, 5, 3.0)]), np.zeros_like(CHILDREN))
    assert course[:, :3].sum(axis=1) == pytest.approx(np.ones((8, 19)))


@settings(deadline=None, max_examples=60)
@given(
    newcomers=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 18), st.floats(0.0, 80.0)), max_size=8
    ),
    leaving=st.lists(st.floats(0.0, 1.0), min_size=20, max_size=20),
    moving=st.floats(0.0, 0.5),
)
def test_areas_sum_to_their_municipality_whatever_is_built_and_whoever_leaves(newcomers, leaving, moving):
    start = settlement(newcomers=newcomers)
    course = area_course(start, CHILDREN, np.array(leaving).reshape(5, 4))
    living = share_with_moves(course.area_share_year_area_age, course.area_moves, start, moving)
    for share in (course.area_share_year_area_age, living):
        assert (share >= -1e-12).all()
        assert share[:, :3].sum(axis=1) == pytest.approx(np.ones((8, 19)))
        assert share[:, 3] == pytest.approx(np.ones((8, 19)))


@settings(deadline=None, max_examples=30)
@given(order=st.permutations(range(3)), count=st.floats(0.0, 60.0))
def test_the_order_of_the_areas_is_of_no_account(order, count):
    place = [*order, 3]
    start = settlement(newcomers=[(1, 2, 4, count)])
    shuffled = replace(
        start,
        share_area_age=start.share_area_age[place],
        small_children_share=POOL[place],
        birth_share=POOL[place],
        newcomers_year_area_age=start.newcomers_year_area_age[:, place],
    )
    assert shares(shuffled, CHILDREN) == pytest.approx(shares(start, CHILDREN)[:, place])


def test_what_happens_in_one_municipality_changes_no_bit_in_another():
    leaving = np.zeros((FUTURE, 4))
    leaving[1, 3] = 0.2
    course = area_course(settlement(newcomers=[(1, 3, 4, 9.0)]), CHILDREN, leaving)
    plain = area_course(settlement(), CHILDREN)
    assert (course.area_share_year_area_age[:, :3] == plain.area_share_year_area_age[:, :3]).all()
    assert (course.area_moves.settling_share_year_area[:, :3] == POOL[:3]).all()


def test_families_are_the_children_and_as_many_adults_as_they_have_parents():
    people = worlds.population()
    share = family_share(SHARE, np.array([1.0, 0.0, 0.5, 0.0]), people, HOME, 0.9)
    of_children = SHARE[0] + 0.5 * SHARE[2]
    assert share[0, 0, :16] == pytest.approx(of_children[:16])
    assert (share[1] == 0).all()
    assert (share[0, :, 16:25] == 0).all()
    assert (share[0, :, 50:] == 0).all()
    children = (people[0, :, :16] * share[0, :, :16]).sum()
    assert (people[0, :, 25:50] * share[0, :, 25:50]).sum() == pytest.approx(0.9 * children)


def test_no_more_parents_leave_than_there_are_adults():
    people = worlds.population()
    people[:, :, 25:50] = 1.0
    assert family_share(SHARE, np.ones(4), people, HOME, 1.0).max() == 1.0
    people[:, :, 25:50] = 0.0
    assert (family_share(SHARE, np.ones(4), people, HOME, 1.0)[:, :, 25:50] == 0).all()
