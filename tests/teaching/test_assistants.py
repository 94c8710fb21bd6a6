"""Assistants: by pupils of grades 1–9, and second adults in large pre-primary groups and in supported groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.grades import N_BANDS
from kopa_sim.model.plan import TeacherPool
from kopa_sim.teaching.assistants import assistant_need, hire_assistants, shared_assistants
from tests.teaching.builders import market, parameters, pupils

WEEK_H, WEEKS, SPEED = 38.25, 38, 60.0


def posts(children, pre_primary_groups=0, supported_groups=0, **changed):
    groups = np.zeros((1, 1, 1, N_BANDS))
    groups[..., 0] = pre_primary_groups
    second = np.full((1, 1, 1), float(supported_groups))
    settled = parameters(**changed)
    need = assistant_need(pupils(children, years=1), groups, second, settled)
    return hire_assistants(need, (), market(1, years=1), settled).posts.item()


def test_pupils_of_basic_education_have_assistants_in_tenths_of_a_post():
    assert posts({1: 50, 9: 50}) == 2.0
    assert posts({1: 51, 9: 50}) == 2.1


@pytest.mark.parametrize(
    ("children", "groups", "adults"),
    [(13, 1, 0), (14, 1, 1), (26, 2, 0), (28, 2, 2), (13.4, 1, 0), (0, 0, 0)],
)
def test_groups_above_what_one_adult_may_have_get_a_second_one(children, groups, adults):
    assert posts({0: children}, pre_primary_groups=groups) == adults


def test_where_the_line_is_drawn_and_how_much_of_an_adult_is_paid_are_parameters():
    assert posts({0: 12}, pre_primary_groups=1, pre_primary_children_one_adult=10) == 1.0
    assert posts({0: 15}, pre_primary_groups=1, assistants_per_pre_primary_group=0.5) == 0.5


@pytest.mark.parametrize("children", [{}, {10: 200}])
def test_nobody_else_needs_assistants(children):
    assert posts(children) == 0.0


def test_a_group_with_a_second_adult_for_its_supported_pupils_pays_for_that_adult():
    assert posts({3: 50}, supported_groups=2) == 3.0
    assert posts({3: 50}, supported_groups=2, assistants_per_supported_group=0.6) == 2.2


def hired(needs, years=(True,), shares=True, km=0.0, leg=60.0, home=-1, place=None, **changed):
    """Assistants of schools on a road, so far apart, that form a pool."""
    need = np.broadcast_to(np.array(needs, dtype=float), (1, len(years), len(needs)))
    pool = TeacherPool(
        "pool", tuple(range(len(needs))), (), np.array(years), leg, home_base=home, shares_assistants=shares
    )
    place = market(len(needs), km_between=km, years=len(years)) if place is None else place
    return hire_assistants(need, (pool,), place, parameters(**changed))


def price(assistants, **changed):
    """What posts and kilometres cost in the price year."""
    settled = parameters(**changed)
    names = ("assistant_salary_eur_month", "months_paid", "employer_cost_factor", "pay_level")
    post = np.prod([settled.number(f"teaching.{name}") for name in names])
    allowance = settled.number("teaching.km_allowance_eur")
    return assistants.posts.sum() * post + assistants.km.sum() * allowance


def test_side_by_side_schools_that_share_are_rounded_up_together_and_bear_the_shared_part_by_need():
    """0.22 of a post each: 0.3 each apart; 0.2 each and a tenth for all three together."""
    assert hired([0.22] * 3, shares=False).posts.sum() == pytest.approx(0.9)
    together = hired([0.22] * 3)
    assert together.posts[0, 0] == pytest.approx([0.7 / 3] * 3)
    assert not together.km.any()
    assert hired([0.66, 0]).posts[0, 0] == pytest.approx([0.7, 0])


def test_the_shared_part_is_driven_to_from_the_largest_building():
    """The last school is the seat, 10 and 5 km away: 30 km a week, half an hour, 0.013 of a post.

    Rests 0.03 + 0.02 + 0.03 and 0.013 make 0.093, so one tenth instead of three. The schools bear the kilometres by
    their rests, like the tenth.
    """
    shared = hired([0.23, 0.12, 0.53], km=5.0, driving_speed_km_h=SPEED)
    assert shared.km[0, 0] == pytest.approx(2 * 15 * WEEKS * np.array([3, 2, 3]) / 8)
    assert shared.posts[0, 0] == pytest.approx([0.2 + 0.3 / 8, 0.1 + 0.2 / 8, 0.5 + 0.3 / 8])


def test_the_time_at_the_wheel_is_added_before_rounding_up():
    """At 10 km/h both drives take three hours, 0.078 of a post: two tenths are needed, so the far one hires apart."""
    slow = hired([0.23, 0.12, 0.53], km=5.0, driving_speed_km_h=10.0)
    assert slow.km[0, 0] == pytest.approx(2 * 5 * WEEKS * np.array([0, 2, 3]) / 5)
    assert slow.posts[0, 0] == pytest.approx([0.3, 0.1 + 0.1 * 2 / 5, 0.5 + 0.1 * 3 / 5])


def test_more_visits_a_week_drive_more():
    once, twice = (hired([0.21] * 3, km=1.0, shared_assistant_visits=visits) for visits in (1.0, 2.0))
    assert once.km.sum() == pytest.approx(2 * 3 * WEEKS)
    assert twice.km.sum() == pytest.approx(2 * once.km.sum())


def test_a_school_whose_assistants_are_whole_tenths_is_not_driven_to():
    shared = hired([0.22, 0.3, 0.22], km=5.0)
    assert shared.km[0, 0].tolist() == pytest.approx([10 * WEEKS, 0.0, 10 * WEEKS])
    assert shared.posts[0, 0] == pytest.approx([0.25, 0.3, 0.25])


def test_schools_farther_than_the_longest_leg_from_the_home_base_hire_apart():
    """From the last school the others are 30, 20 and 10 km away."""
    shared = hired([0.21] * 4, km=10.0, leg=20.0, km_allowance_eur=0.0)
    assert shared.km[0, 0].tolist() == pytest.approx([0.0, *[2 * (20 + 10) * WEEKS / 3] * 3])
    assert shared.posts[0, 0, 0] == pytest.approx(0.3)
    assert not hired([0.21] * 4, km=10.0, leg=5.0, km_allowance_eur=0.0).km.any()


def test_a_named_home_base_is_the_seat():
    settled, pool = (
        parameters(),
        TeacherPool("pool", (0, 1), (), np.array([True]), 60.0, 0, shares_assistants=True),
    )
    (shared,) = shared_assistants(np.full((1, 1, 2), 0.22), (pool,), market(2, 4.0, years=1), settled)
    assert shared.seat_year.tolist() == [0]
    assert shared.drives_draw_year_member[0, 0].tolist() == [0.0, 2 * 4]
    assert hired([0.22] * 2, km=4.0, home=0).km[0, 0].tolist() == pytest.approx([4 * WEEKS, 4 * WEEKS])


def far_apart(visits):
    """Ten schools, each 60 km from every other one, that need 0.22 of a post."""
    place = market(10, years=1)
    place.km_school_school[:] = 60.0 * (1 - np.eye(10))
    return hired([0.22] * 10, place=place, shared_assistant_visits=visits, km_allowance_eur=0.59)


def test_schools_sixty_kilometres_apart_share_where_a_tenth_of_a_post_is_dearer_than_the_drives():
    """One visit a week is 4,560 km a year, EUR 2,690, a tenth of a post EUR 3,642; a third school saves none."""
    assert far_apart(visits=1.0).posts.sum() == pytest.approx(2.9)
    assert far_apart(visits=1.0).km.sum() == pytest.approx(2 * 60 * WEEKS)
    assert far_apart(visits=2.0).posts.sum() == pytest.approx(3.0)
    assert not far_apart(visits=2.0).km.any()


def test_the_near_school_shares_although_the_far_one_does_not():
    """A tenth of a post is dearer than 5 km away once a week, and cheaper than 55 km away."""
    place = market(3, years=1)
    place.km_school_school[:] = [[0, 50, 55], [50, 0, 5], [55, 5, 0]]
    shared = hired([0.22] * 3, place=place)
    assert shared.km[0, 0].tolist() == pytest.approx([0.0, 5 * WEEKS, 5 * WEEKS])
    assert shared.posts[0, 0] == pytest.approx([0.3, 0.25, 0.25])


def test_a_closed_school_and_one_without_a_road_take_no_part():
    place = market(3, km_between=1.0, years=1)
    place.teaches_year_school[:, 0] = False
    place.km_school_school[1, :], place.km_school_school[:, 1] = np.inf, np.inf
    alone = hired([0.0, 0.22, 0.22], place=place, leg=np.inf)
    assert alone.posts[0, 0] == pytest.approx([0.0, 0.3, 0.3])
    assert not alone.km.any()


def test_assistants_are_shared_only_in_the_years_of_the_pool():
    shared = hired([0.22] * 3, years=(False, True), km=1.0)
    assert shared.posts.sum(axis=2)[0] == pytest.approx([0.9, 0.7])
    assert shared.km.sum(axis=2)[0] == pytest.approx([0.0, 2 * 3 * WEEKS])


needs = st.lists(st.integers(0, 300), min_size=2, max_size=6)


@given(needs, st.floats(0.0, 40.0), st.integers(0, 3))
def test_sharing_assistants_is_never_dearer_than_apart(hundredths, km, visits):
    needed, changed = [count / 100 for count in hundredths], {"shared_assistant_visits": float(visits)}
    apart = hired(needed, shares=False, km=km, **changed)
    assert price(hired(needed, km=km, **changed)) <= price(apart) + 0.01


@given(needs, st.floats(0.0, 40.0))
def test_shared_assistants_cover_what_every_school_needs_and_their_hours_at_the_wheel(hundredths, km):
    needed = np.array([count / 100 for count in hundredths])
    shared = hired(needed, km=km, driving_speed_km_h=SPEED)
    wheel = shared.km.sum() / WEEKS / SPEED / WEEK_H
    assert (shared.posts[0, 0] >= needed - 1e-9).all()
    assert shared.posts.sum() >= needed.sum() + wheel - 1e-8
    assert shared.posts.sum() * 10 == pytest.approx(round(shared.posts.sum() * 10), abs=1e-6)


def test_each_future_decides_by_its_own_pay():
    """Drives to a school 20 km away cost 836 EUR: more than a tenth of a post at a fortieth of the pay."""
    settled = parameters(2, {"assistant_salary_eur_month": [2350.0, 60.0]})
    pool = TeacherPool("pool", (0, 1), (), np.array([True]), 60.0, shares_assistants=True)
    need = np.full((2, 1, 2), 0.22)
    shared = hire_assistants(need, (pool,), market(2, km_between=20.0, years=1), settled)
    assert shared.km.sum(axis=2)[:, 0].tolist() == pytest.approx([2 * 20 * WEEKS, 0.0])
