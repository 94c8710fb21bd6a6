"""No lesson disappears where tours say what a pool makes of its schools' lessons, in any draw, school and subject."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.plan import RemoteGroup, TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SHAREABLE
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.pool_problems import pool_problem, prices_of_posts
from kopa_sim.teaching.pool_tours import PoolRates, SolvedYear, gather_rates, solved_years
from kopa_sim.teaching.tours import Sharing, nobody_shared, share_teachers_quickly
from tests.teaching.builders import FIRST_YEAR, YEARS, line_journeys, parameters, plan_for, row_of_schools

LAST_HOUR = 1e-9
KINDS = ("hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given")
SCHOOLS, DRAWS = 3, 2
REGION = row_of_schools(SCHOOLS)
JOURNEYS = line_journeys(REGION)
PRICES = np.full(N_SUBJECTS, 80_000.0)

counts = arrays.arrays(np.int64, (DRAWS, len(YEARS), SCHOOLS, N_GRADES), elements=st.integers(0, 40))
works = arrays.arrays(np.bool_, len(YEARS))
shares = st.floats(0.0, 1.0)


def by_year_and_subject(highest):
    return arrays.arrays(
        np.float64, (len(YEARS), N_SUBJECTS), elements=st.floats(0.0, highest), fill=st.just(0.5)
    )


@st.composite
def rates(draw, schools):
    """Whatever tours might say of a pool."""
    shape = (len(YEARS), schools, N_SUBJECTS)
    taken = draw(arrays.arrays(np.float64, shape, elements=shares, fill=st.sampled_from([0.0, 0.3, 1.0])))
    rest = [draw(by_year_and_subject(highest)) for highest in (2.0, 1.0, 2.5, 10.0, 20_000.0)]
    return PoolRates(taken, *rest)


@st.composite
def plans(draw):
    """Plans whose schools close and open, with two pools that overlap, and with lessons over a link or without."""
    remote = RemoteGroup("link", (0, 1, 2), ("languages",), (7, 8, 9), draw(works), draw(shares), 20, 0.5)
    pools = (
        TeacherPool("all", (0, 1, 2), SHAREABLE, draw(works), 100.0),
        TeacherPool("two", (1, 2), ("languages", "music", "mathematics"), draw(works), 100.0),
    )
    return replace(
        plan_for(REGION),
        open_year_school=draw(arrays.arrays(np.bool_, (len(YEARS), SCHOOLS))),
        teacher_pools=pools,
        remote_groups=(remote,) * draw(st.integers(0, 1)),
    )


def settled(unfilled=0.1, qualified=0.7):
    return parameters(
        DRAWS,
        vacancy_unfilled_share_remote=unfilled,
        qualified_hourly_share=qualified,
        part_post_step_share=0.25,
    )


def staffed(plan, counted, tours, chosen):
    children = counted.astype(float)
    groups = form_groups(children, chosen)
    return staff_schools(REGION, plan, JOURNEYS, groups, children, chosen, tours)


def assert_nothing_is_lost(staffing, plan):
    measures = staffing.measures
    lost = measures["hours_required"] - sum(measures[kind] for kind in KINDS)
    assert np.abs(lost).max() < LAST_HOUR
    assert min(values.min() for values in measures.values()) > -LAST_HOUR
    assert not any(values[:, ~plan.open_year_school].any() for values in measures.values())


@settings(max_examples=40, deadline=None)
@given(plans(), counts, rates(3), rates(2), shares, shares)
def test_whatever_tours_say_every_lesson_is_given_by_someone_or_missing(
    plan, counted, of_all, of_two, unfilled, qualified
):
    tours = [lambda offer: of_all, lambda offer: of_two]
    assert_nothing_is_lost(staffed(plan, counted, tours, settled(unfilled, qualified)), plan)


class SolvedTours:
    """Finds the tours of a pool by the quick search, in the mean of the draws, and keeps what it solved."""

    def __init__(self, pool, chosen):
        self.pool, self.chosen, self.solved = pool, chosen, []

    def __call__(self, offer):
        places, weights = solved_years(
            offer.active_year_member, offer.teaches_year_school, YEARS, FIRST_YEAR, 5
        )
        self.solved = [[self._solve(offer, at)] for at in places]
        return gather_rates(offer.members, self.solved, weights)

    def _solve(self, offer, at):
        active = offer.active_year_member[at]
        offered = offer.offered_draw_year_member_subject[:, at][:, active].mean(axis=0)
        schools, prices = offer.members[active], prices_of_posts(PRICES, self.chosen)
        subjects, problem = pool_problem(
            self.pool, schools, offered, JOURNEYS.km_school_school, prices, self.chosen
        )
        sharing = Sharing(nobody_shared(problem), share_teachers_quickly(problem))
        return SolvedYear(YEARS[at], schools, subjects, offered[:, subjects], problem, sharing, "quick")


@settings(max_examples=12, deadline=None)
@given(plans(), counts)
def test_no_lesson_is_lost_by_the_tours_of_pools_that_are_solved_one_after_the_other(plan, counted):
    chosen = settled()
    tours = [SolvedTours(pool, chosen) for pool in plan.teacher_pools]
    assert_nothing_is_lost(staffed(plan, counted, tours, chosen), plan)


def test_the_tours_of_such_pools_do_make_posts():
    """The property above is not empty: small schools share teachers, and somebody drives."""
    plan = replace(
        plan_for(REGION), teacher_pools=(TeacherPool("all", (0, 1, 2), SHAREABLE, np.ones(4, bool), 100.0),)
    )
    counted = np.full((DRAWS, len(YEARS), SCHOOLS, N_GRADES), 11)
    chosen = settled()
    tours = SolvedTours(plan.teacher_pools[0], chosen)
    staffing = staffed(plan, counted, [tours], chosen)
    assert_nothing_is_lost(staffing, plan)
    posts = sum(year.after.posts for (year,) in tours.solved)
    assert posts > 0
    assert staffing.measures["driven_km"].sum() > 0
    alone = staffed(replace(plan, teacher_pools=()), counted, (), chosen)
    assert (
        staffing.hourly_posts_draw_year_school_subject.sum()
        < alone.hourly_posts_draw_year_school_subject.sum()
    )
    assert staffing.measures["hours_required"] == pytest.approx(alone.measures["hours_required"])
