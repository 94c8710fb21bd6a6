"""The synthetic estimate of how far Finland's pupils live from school, and the shares beside it."""

import numpy as np
import pytest

from tests.validation.national_distance import (
    CLASSES,
    DENSEST_UNKNOWN,
    STRAIGHT,
    by_class,
    country,
    edges,
    national_share_within,
    share_within,
)
from tests.validation.point_rule import REGIONS


def test_each_class_of_density_has_as_many_of_the_countrys_children():
    density, children = country()
    place = np.searchsorted(edges(), density)
    total = np.bincount(place, weights=children.sum(axis=1), minlength=CLASSES)
    assert total / total.sum() == pytest.approx(np.full(CLASSES, 1 / CLASSES), abs=0.005)


def test_the_countrys_children_are_those_of_the_postcode_areas():
    _, children = country()
    assert children.sum(axis=0)[0] == 369_891  # 98.9 % of those registered: the others have no known dwelling


@pytest.mark.validation
def test_only_the_densest_areas_of_the_country_have_no_like_in_the_three_regions():
    _, total = by_class(5.0, STRAIGHT)
    assert (total.sum(axis=1) > 1_000)[:-DENSEST_UNKNOWN].all()


@pytest.mark.validation
def test_more_children_live_within_a_longer_distance_and_roads_are_longer_than_straight_lines():
    for within in (
        national_share_within,
        *(lambda *of, name=name: share_within(name, *of) for name in REGIONS),
    ):
        assert within(3.0) < within(5.0) <= within(5.0, ("7-12", "13-15"), STRAIGHT)
