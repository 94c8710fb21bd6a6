"""One year of one future out of the arrays."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.subjects import SUBJECTS
from tests.operations.worlds import build_world, class_teachers, remote_group

LANGUAGES = SUBJECTS.index("languages")


def world(**other):
    return build_world(
        [("a", "901"), ("b", "901")],
        {
            ("a", "class_teaching"): class_teachers(3, driven_km=100.0),
            ("b", "languages"): {"hours_qualified": 4.0, "hours_remote": 2.0, "posts": 0.2},
        },
        groups={"a": {"1-2": 1, "3-6": 2}},
        **other,
    )


def test_the_year_and_draw_asked_for_are_taken():
    plain = world()
    posts = plain.staffing.measures["posts"]
    posts[1, 2] *= 2.0
    assert plain.staffed(2026, draw=1).posts_school.tolist() == [6.0, 0.4]
    assert plain.staffed(2026, draw=0).posts_school.tolist() == [3.0, 0.2]
    assert plain.staffed(2025, draw=1).posts_school.tolist() == [3.0, 0.2]


def test_the_share_of_lessons_with_an_adult_beside_lies_between_none_and_all():
    assert world(adults=0.5).staffed().site_adult_share_school.tolist() == [0.0, 0.5]
    assert world(adults=3.0).staffed().site_adult_share_school.tolist() == [0.0, 1.0]


def test_a_remote_group_works_from_its_first_year():
    linked = world(remote_groups=[remote_group([0, 1], ("languages",))])
    assert linked.staffed(2025).remote_groups == ()
    assert not linked.staffed(2025).remote_member_school_subject.any()
    member = linked.staffed(2026).remote_member_school_subject
    assert np.argwhere(member).tolist() == [[0, LANGUAGES], [1, LANGUAGES]]


def test_the_inputs_are_not_changed_by_a_simulation():
    lived = world(remote_groups=[remote_group([0, 1], ("languages",))])
    before = {name: values.copy() for name, values in lived.staffing.measures.items()}
    lived.simulate(absence_days_per_teacher_year=60.0)
    for name, values in before.items():
        assert np.array_equal(values, lived.staffing.measures[name])


def test_integer_arrays_are_accepted():
    whole = world()
    measures = {name: values.astype(int) for name, values in whole.staffing.measures.items()}
    staffed = replace(whole, staffing=replace(whole.staffing, measures=measures)).staffed()
    assert staffed.posts_school_subject.dtype == np.float64
