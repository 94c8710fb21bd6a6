"""Measure dismiss_teachers: whom a Plan dismisses, from when, and what makes it impossible."""

import math

import numpy as np
import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES, PlanContext
from kopa_sim.scenario.problems import ScenarioError
from tests.scenario.spoiling import check_one_problem, measure
from tests.teaching.builders import YEARS, plan_for, row_of_schools

REGION = row_of_schools(2)


def dismissing(**fields):
    written = MEASURES["dismiss_teachers"](measure="dismiss_teachers", **fields)
    plan = plan_for(REGION)
    context = PlanContext(REGION, np.zeros((len(YEARS), len(REGION.schools))))
    assert written.conflicts(plan, context) == ()
    return written.apply(plan, context)


def test_without_names_every_municipality_dismisses_in_every_subject():
    (dismissal,) = dismissing(year=2026).dismissals
    assert dismissal.municipalities == (0, 1)
    assert dismissal.subjects == SUBJECTS
    assert dismissal.years.tolist() == [False, False, True, True]
    assert math.isnan(dismissal.notice_months)


def test_named_municipalities_subjects_years_and_notice_are_carried_by_the_plan():
    (dismissal,) = dismissing(
        year=2026, last_year=2026, municipalities=["902"], subjects=["music"], notice_months=4
    ).dismissals
    assert (dismissal.municipalities, dismissal.subjects) == ((1,), ("music",))
    assert dismissal.years.tolist() == [False, False, True, False]
    assert dismissal.notice_months == 4


def test_dismissing_makes_a_year_differ():
    assert dismissing(year=2027).first_difference(plan_for(REGION)) == 2027
    assert dismissing(year=2027, notice_months=3).state(3) != dismissing(year=2027, notice_months=4).state(3)


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ("year = 2027\nlast_year = 2026", "last_year 2026 is before year 2027"),
        ("year = 2027\nnotice_months = 0.1", "0.1 is not allowed here"),
        ('year = 2027\nsubjects = ["musik"]', 'unknown subject "musik"'),
        ('year = 2027\nmunicipalities = ["999"]', 'unknown municipality "999"'),
        ("year = 1999", "out of range"),
    ],
)
def test_what_cannot_be_dismissed_is_said(folder, fields, read):
    measure(f'measure = "dismiss_teachers"\n{fields}')(folder)
    check_one_problem(folder, ("scenario.toml", read))


@pytest.mark.parametrize("fault", ["notice_months = 24", 'subjects = ["latin"]'])
def test_years_in_the_wrong_order_are_told_beside_other_faults(folder, fault):
    measure(f'measure = "dismiss_teachers"\nyear = 2027\nlast_year = 2026\n{fault}')(folder)
    with pytest.raises(ScenarioError) as error:
        load_scenario(folder)
    told = [problem.read for problem in error.value.problems]
    assert len(told) == 2
    assert "last_year 2026 is before year 2027" in told
