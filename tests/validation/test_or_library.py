"""The best sites of OR-Library's problems are found and proved."""

import numpy as np
import pytest

from tests.validation.or_library import (
    MEDIANS,
    MEDIANS_WITH_CAPACITY,
    clusters,
    medians,
    medians_with_capacity,
    network,
)

pytestmark = pytest.mark.validation


@pytest.mark.parametrize(("number", "optimum"), MEDIANS.items())
def test_the_published_optimum_is_found_and_proved(number, optimum):
    found = medians(number)
    assert (found.cost, found.bound) == (optimum, optimum)
    assert found.proved


@pytest.mark.parametrize("number", MEDIANS)
def test_the_sites_cost_what_is_said(number):
    distance, n_medians = network(number)
    found = medians(number)
    assert found.open_school.sum() == n_medians
    assert distance[:, found.open_school].min(axis=1).sum() == found.cost


@pytest.mark.parametrize(("number", "optimum"), MEDIANS_WITH_CAPACITY.items())
def test_with_capacities_the_published_optimum_is_found_and_proved(number, optimum):
    found = medians_with_capacity(number)
    assert (found.cost, found.bound) == (optimum, optimum)
    assert found.proved


@pytest.mark.parametrize("number", MEDIANS_WITH_CAPACITY)
def test_no_median_serves_more_than_its_capacity(number):
    distance, demand, n_medians, capacity = clusters(number)
    found = medians_with_capacity(number)
    load = np.bincount(found.school_area, weights=demand, minlength=len(demand))
    assert found.open_school.sum() == n_medians
    assert (load <= np.where(found.open_school, capacity, 0)).all()
    assert distance[np.arange(len(demand)), found.school_area].sum() == found.cost
