"""The week of a principal or of assistants whom several schools share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.teaching.support_weeks import DAYS, SupportWork, support_week

WEEK_H = 38.75


def work(shares, km, posts, visits=1.0, seat=0):
    """Staff of schools 10, 11, …, so many kilometres from the seat."""
    drives = np.array(km, dtype=float) * 2 * visits
    return SupportWork(
        10 + seat,
        tuple(range(10, 10 + len(km))),
        np.array(shares, float),
        drives,
        posts,
        visits,
        WEEK_H,
        60.0,
    )


def hours_by_school(visits):
    found = {}
    for visit in visits:
        found[visit.school] = found.get(visit.school, 0.0) + visit.hours
    return found


def test_a_school_with_a_fifth_of_the_work_has_one_whole_day_a_week():
    visits = support_week(work([0.8, 0.2], [0, 0], 1.0))
    assert hours_by_school(visits) == pytest.approx({10: 0.8 * WEEK_H, 11: 0.2 * WEEK_H})
    assert [visit.school for visit in visits] == [10, 10, 10, 10, 11]
    assert {visit.order for visit in visits} == {1}


def test_the_drive_of_a_visit_goes_out_from_the_seat_and_back_to_it():
    """Two visits a week, 30 km away: two hours at the wheel."""
    visits = support_week(work([0.6, 0.4], [0, 30], 1.0, visits=2.0))
    there = [visit for visit in visits if visit.school == 11]
    assert [(visit.leg_km, visit.home_km) for visit in there] == [(30.0, 30.0)] * 2
    assert len({visit.weekday for visit in there}) == 2
    assert sum(visit.hours for visit in visits) == pytest.approx(WEEK_H - 2.0)
    assert hours_by_school(visits)[11] == pytest.approx(0.4 * (WEEK_H - 2.0))


def test_what_a_visit_leaves_of_a_day_is_spent_at_the_seat_before_it():
    """Four short visits and more work at the seat than one free day holds."""
    visits = support_week(work([0.6, 0.2, 0.2], [0, 10, 20], 1.0, visits=2.0))
    days = {}
    for visit in visits:
        days.setdefault(visit.weekday, []).append(visit.school)
    assert days[1] == [10]
    assert all(schools[0] == 10 for schools in days.values())
    assert sorted(schools[1] for schools in days.values() if len(schools) > 1) == [11, 11, 12, 12]


def test_a_deputy_stays_at_the_seat():
    visits = support_week(work([0.9, 0.1], [0, 5], 1.5))
    assert {visit.school for visit in visits if visit.person == 2} == {10}
    assert sum(visit.hours for visit in visits if visit.person == 2) == pytest.approx(0.5 * WEEK_H)


def test_without_visits_all_work_is_done_at_the_seat():
    assert {visit.school for visit in support_week(work([0.5, 0.5], [0, 0], 0.5, visits=0.0))} == {10}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(0.0, 40.0)), min_size=2, max_size=7),
    st.floats(0.1, 2.5),
    st.sampled_from([0.5, 1.0, 1.5, 2.0, 5.0]),
)
def test_hours_and_kilometres_of_the_week_are_those_of_the_posts_and_drives(schools, desk_posts, visits):
    shares, km = [share for share, _ in schools], [0.0, *(far for _, far in schools[1:])]
    wheel = sum(km) * 2 * visits / 60.0 / WEEK_H
    laid_out = work(shares, km, desk_posts + wheel, visits)
    found = support_week(laid_out)
    assert sum(visit.leg_km + visit.home_km for visit in found) == pytest.approx(sum(km) * 2 * visits)
    assert sum(laid_out.shares) == pytest.approx(desk_posts + wheel)
    assert all(visit.hours >= 0 and 1 <= visit.weekday <= DAYS for visit in found)
    if laid_out.wheel_h < min(1.0, laid_out.posts) * WEEK_H:
        assert sum(visit.hours for visit in found) == pytest.approx(desk_posts * WEEK_H, abs=1e-6)
    orders = [(visit.person, visit.weekday, visit.order) for visit in found]
    assert len(set(orders)) == len(orders)
