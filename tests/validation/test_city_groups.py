"""The city whose groups stand in docs/validation.md: its units hold its pupils, and its groups stay within limits."""

import pytest

from tests.validation.references_groups import (
    LOWER_SECONDARY,
    PRIMARY,
    all_groups,
    city_groups,
    ordinary_groups,
)


@pytest.mark.parametrize("city", [PRIMARY, LOWER_SECONDARY])
def test_every_year_places_every_pupil_of_the_city(city):
    groups = city_groups(city)
    placed = groups.pupils_draw_year_school_grade.sum(axis=(0, 2, 3))
    assert (placed + groups.special_pupils_draw_year_school.sum(axis=(0, 2)) == city[0]).all()


@pytest.mark.parametrize(("city", "published"), [(PRIMARY, 399), (LOWER_SECONDARY, 179)])
def test_the_city_has_a_plausible_number_of_groups(city, published):
    assert 0.8 * published < ordinary_groups(city) < all_groups(city) < 1.25 * published
