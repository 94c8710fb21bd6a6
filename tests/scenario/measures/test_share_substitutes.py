"""Measure share_substitutes: who helps whom out, from when, and what makes it impossible."""

import numpy as np
import pytest

from kopa_sim.scenario.measures import MEASURES, PlanContext
from tests.scenario.spoiling import check_one_problem, measure
from tests.teaching.builders import YEARS, plan_for, row_of_schools

REGION = row_of_schools(2)
CONTEXT = PlanContext(REGION, np.zeros((len(YEARS), len(REGION.schools))))


def sharing(plan=None, **fields):
    written = MEASURES["share_substitutes"](measure="share_substitutes", **fields)
    return written.apply(plan_for(REGION) if plan is None else plan, CONTEXT)


def test_members_years_and_distance_are_carried_by_the_plan():
    plan = sharing(members=["901", "902"], year=2026, last_year=2026, longest_km=40)
    (pool,) = plan.substitute_pools
    assert (pool.members, pool.longest_km) == ((0, 1), 40)
    assert pool.years.tolist() == [False, False, True, False]


def test_sharing_substitutes_makes_a_year_differ_and_no_pupil_move():
    plan = sharing(members=["901", "902"], year=2027)
    assert plan.first_difference(plan_for(REGION)) == 2027
    np.testing.assert_array_equal(
        plan.allowed_year_home_school_grade, plan_for(REGION).allowed_year_home_school_grade
    )


def test_a_municipality_has_one_pool_in_a_year():
    first = sharing(members=["901", "902"], year=2026, last_year=2026)
    again = MEASURES["share_substitutes"](
        measure="share_substitutes", members=["902", "901"], year=2026, last_year=2026
    )
    later = MEASURES["share_substitutes"](measure="share_substitutes", members=["902", "901"], year=2027)
    (told,) = again.conflicts(first, CONTEXT)
    assert told == "901, 902: shares substitutes by another measure in the same years already"
    assert later.conflicts(first, CONTEXT) == ()


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ('year = 2027\nmembers = ["901"]', "at least two municipalities"),
        ('year = 2027\nmembers = ["901", "901"]', "at least two municipalities"),
        ('year = 2027\nmembers = ["901", "999"]', 'unknown municipality "999"'),
        ('year = 2027\nlast_year = 2026\nmembers = ["901", "902"]', "last_year 2026 is before year 2027"),
        ('year = 2027\nlongest_km = -5\nmembers = ["901", "902"]', "-5"),
    ],
)
def test_what_cannot_be_shared_is_said(folder, fields, read):
    measure(f'measure = "share_substitutes"\n{fields}')(folder)
    check_one_problem(folder, ("scenario.toml", read))
