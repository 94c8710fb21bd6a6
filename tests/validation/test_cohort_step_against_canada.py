"""The cohort step against the United Nations' own program: Canada 1950–1970, twenty yearly steps."""

import pytest

from tests.validation.cohort_cases import canada, canada_largest_difference

pytestmark = pytest.mark.validation


def test_twenty_steps_equal_the_published_population_to_a_millionth_of_a_person():
    published, ours = canada()
    assert set(published) == set(range(1951, 1971))
    for year, people in published.items():
        assert abs(ours[year] - people).max() < 1e-6, year
    assert ours[1970].sum() == pytest.approx(21_381_909.607742, abs=1e-4)
    assert canada_largest_difference() < 1e-6
