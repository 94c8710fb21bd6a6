"""The shipped parameters of teaching hang together."""

import numpy as np
import pytest

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.teaching import form_groups, staff_schools
from tests.regions import two_municipalities
from tests.teaching.builders import line_journeys, parameters, plan_for, pupils

SPECS = {name: spec for name, spec in load_defaults().items() if name.startswith("teaching.")}


def test_minimum_lessons_of_grades_one_to_nine_are_those_in_force_since_august_2025():
    weekly = parameters().vector("teaching.weekly_lessons")
    assert len(weekly) == N_GRADES
    assert weekly[1:10].sum() == 225 + 3


def test_lessons_of_lower_secondary_subjects_add_up_to_what_its_grades_are_taught():
    table = parameters().table("teaching.subject_lessons_7_9")
    assert sum(table.values()) == parameters().vector("teaching.weekly_lessons")[7:10].sum() == 89


@pytest.mark.parametrize("name", ["obligation_h", "salary_eur_month"])
def test_every_subject_has_an_obligation_and_a_salary(name):
    assert set(parameters().table(f"teaching.{name}")) == set(SUBJECTS)


@pytest.mark.parametrize("name", ["subject_lessons_1_2", "subject_lessons_3_6", "subject_lessons_7_9"])
def test_lessons_are_given_only_in_known_subjects(name):
    assert set(parameters().table(f"teaching.{name}")) <= set(SUBJECTS)


@pytest.mark.parametrize("name", SPECS)
def test_every_parameter_says_where_it_comes_from_and_lies_within_its_range(name):
    spec = SPECS[name]
    assert spec.source and spec.unit and spec.confidence in {"high", "medium", "low"}
    if isinstance(spec.value, float):
        assert spec.low is not None and spec.low <= spec.value <= spec.high
    else:
        assert not spec.vary


def test_every_number_said_to_be_uncertain_may_differ_by_draw():
    sampled = {
        name.removeprefix("teaching."): [spec.value, spec.high] for name, spec in SPECS.items() if spec.vary
    }
    varied, region = parameters(2, sampled), two_municipalities()
    children = pupils({1: 20, 2: 20, 9: 12}, {0: 9, 5: 4}, {3: 7, 10: 40}, draws=2)
    groups = form_groups(children, varied)
    staffing = staff_schools(region, plan_for(region), line_journeys(region), groups, children, varied)
    required = staffing.measures["hours_required"].sum(axis=(1, 2, 3))
    assert required[0] != required[1]
    same = parameters(1)
    alone = staff_schools(
        region, plan_for(region), line_journeys(region), form_groups(children[:1], same), children[:1], same
    )
    assert np.array_equal(alone.measures["hours_required"][0], staffing.measures["hours_required"][0])
