"""Vehicle routing beside its published optimum."""

import pytest

from tests.validation.cvrp_case import PUBLISHED_LENGTH, PUBLISHED_VEHICLES, instance, solved

pytestmark = pytest.mark.validation


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_published_optimum_is_found(seed):
    assert solved(seed).cost_eur == pytest.approx(PUBLISHED_LENGTH)
    assert len(solved(seed).runs) == PUBLISHED_VEHICLES


def test_every_customer_is_served_within_capacity():
    problem, routes = instance(), solved(1)
    assert routes.pupils == sum(stop.pupils for stop in problem.stops) == 22_500
    assert all(trip.pupils <= 6_000 for trip in routes.trips)
