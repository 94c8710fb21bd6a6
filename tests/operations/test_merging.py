"""Whether two groups have room together."""

import numpy as np
import pytest

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.merging import merge_chance
from tests.operations.worlds import NO_MERGING, assumptions, build_world

ROOMY, TIGHT = 41.0, 39.0
"""Limits that two groups of twenty keep, and do not keep."""


def chances(groups, subject, **limits):
    world = build_world([("a", "901")], {}, groups={"a": groups})  # groups of 20 pupils
    by_band = {**dict.fromkeys(GRADE_BANDS, ROOMY), **limits}
    values = assumptions(merged_group_limit_by_band=by_band, group_size_sd=0.0)
    return merge_chance(world.staffed(), values)[0, SUBJECTS.index(subject)]


def test_two_groups_join_when_they_keep_the_limit_together():
    assert chances({"1-2": 2}, "class_teaching") == 1.0
    assert chances({"1-2": 2}, "class_teaching", **{"1-2": TIGHT}) == 0.0


def test_the_only_group_of_a_band_has_nobody_to_join():
    assert chances({"1-2": 1, "3-6": 1}, "class_teaching") == 0.0


def test_a_subject_of_several_bands_has_their_mean_by_lessons():
    assert chances({"1-2": 1, "3-6": 2}, "class_teaching") == pytest.approx(2 / 3)
    assert chances({"1-2": 2, "3-6": 2, "7-9": 2}, "mathematics", **{"7-9": TIGHT}) == pytest.approx(2 / 3)


def test_class_teachers_groups_do_not_join_lower_secondary_ones():
    assert chances({"7-9": 4}, "class_teaching") == 0.0


def test_each_kind_of_teaching_joins_its_own():
    assert chances({"pre_primary": 2}, "pre_primary") == 1.0
    assert chances({"upper_secondary": 3}, "philosophy_psychology") == 1.0
    assert chances({"upper_secondary": 3}, "home_economics") == 0.0
    assert chances({"7-9": 2, "upper_secondary": 2}, "music", upper_secondary=TIGHT) == pytest.approx(0.5)


@pytest.mark.parametrize("subject", ["special_education", "special_class_teaching"])
def test_special_education_is_never_merged(subject):
    assert chances({"1-2": 4, "3-6": 4, "7-9": 4}, subject) == 0.0


def test_where_group_sizes_vary_the_chance_is_the_normal_one():
    world = build_world([("a", "901")], {}, groups={"a": {"1-2": 2}})
    limits = dict.fromkeys(GRADE_BANDS, 43.0)
    values = assumptions(merged_group_limit_by_band=limits, group_size_sd=3.0)
    chance = merge_chance(world.staffed(), values)[0, SUBJECTS.index("class_teaching")]
    assert chance == pytest.approx(0.76025, abs=1e-5)  # normal distribution at 3 / (3 √2)


def test_a_limit_of_zero_forbids_joining():
    world = build_world([("a", "901")], {}, groups={"a": {"1-2": 2, "3-6": 4}})
    assert not merge_chance(world.staffed(), assumptions(merged_group_limit_by_band=NO_MERGING)).any()


def test_a_school_without_groups_has_no_chance_and_no_warning():
    world = build_world([("a", "901")], {})
    assert np.all(merge_chance(world.staffed(), assumptions()) == 0.0)
