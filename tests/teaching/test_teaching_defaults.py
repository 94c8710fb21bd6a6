"""The shipped parameters of teaching hang together."""

import numpy as np
import pytest

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.subjects import PLAN_SUBJECTS, SUBJECTS
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.lesson_plan import weekly_lessons
from tests.regions import two_municipalities
from tests.teaching.builders import line_journeys, parameters, plan_for, pupils

SPECS = {name: spec for name, spec in load_defaults().items() if name.startswith("teaching.")}


def test_minimum_lessons_of_grades_one_to_nine_are_those_in_force_since_august_2025():
    weekly = weekly_lessons(parameters())
    assert len(weekly) == N_GRADES
    assert weekly[1:10].tolist() == [21, 21, 23, 24, 25, 25, 30, 29, 30]
    assert weekly[1:10].sum() == 225 + 3


MINIMUM_OF_SPANS = {
    "mother_tongue": (14 + 2, 18, 10),
    "a1_language": (2, 9, 7),
    "b1_language": (0, 2, 5),
    "mathematics": (6, 15 + 1, 11),
    "environmental_studies": (4, 10, 0),
    "physics_chemistry": (0, 0, 7),
    "biology_geography": (0, 0, 7),
    "health_education": (0, 0, 3),
    "religion_ethics": (2, 5, 3),
    "history_social_studies": (0, 5, 7),
    "music": (2, 4, 2),
    "visual_arts": (2, 5, 2),
    "crafts": (4, 5, 2),
    "physical_education": (4, 9, 7),
    "home_economics": (0, 0, 3),
    "guidance": (0, 0, 2),
}
"""Lessons over grades 1-2, 3-6 and 7-9, Decree 422/2012 with its amendments and what was added on 1.8.2025."""


@pytest.mark.parametrize("name", MINIMUM_OF_SPANS)
def test_every_subject_has_the_lessons_of_the_decree_in_every_span(name):
    row = parameters().vector(f"teaching.lesson_plan_{name}")
    assert (row[:2].sum(), row[2:6].sum(), row[6:].sum()) == MINIMUM_OF_SPANS[name]


def test_optional_lessons_are_those_of_the_decree():
    arts, others = (
        parameters().vector(f"teaching.lesson_plan_{n}") for n in ("optional_arts", "optional_subjects")
    )
    assert (arts[:6].sum(), arts[6:].sum(), others.sum()) == (6, 5, 9)


@pytest.mark.parametrize("name", ["obligation_h", "salary_eur_month"])
def test_every_subject_has_an_obligation_and_a_salary(name):
    assert set(parameters().table(f"teaching.{name}")) == set(SUBJECTS)


@pytest.mark.parametrize("name", ["subject_teacher_from_grade", "largest_unsplit_group"])
def test_every_row_of_the_lesson_plan_has_its_teacher_and_its_largest_group(name):
    assert list(parameters().table(f"teaching.{name}")) == list(PLAN_SUBJECTS)
    assert {f"teaching.lesson_plan_{row}" for row in PLAN_SUBJECTS} <= set(SPECS)
    assert set(PLAN_SUBJECTS.values()) <= set(SUBJECTS)


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
