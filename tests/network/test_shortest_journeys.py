"""Closing a school never shortens anyone's shortest journey, opening one never lengthens it, and order is nothing."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.region import Points
from kopa_sim.network import measure_journeys
from kopa_sim.network.choices import grade_classes
from kopa_sim.network.given_intake import first_year_residents
from kopa_sim.network.year_network import year_network
from tests.network.towns import closed, open_borders, parameters, plan, pupils, random_region

SCHOOLS = st.sets(st.sampled_from([f"s{index}" for index in range(11)]), max_size=6)


def shortest(region, of):
    """Minutes to the nearest school that each point's pupils may attend, in the last year. (grade, point)"""
    journeys = measure_journeys(region, parameters(), None)
    residents = first_year_residents(region, of, pupils(region, 10.0))
    network = year_network(region, of, len(of.years) - 1, residents, 1.0)
    found = np.full((11, len(region.points)), np.nan)
    for grades in grade_classes(region, journeys, network):
        found[grades.grades] = grades.minutes_point_school.min(axis=1)
    return found


def without(region, codes, of=None):
    of = plan(region) if of is None else of
    for code in sorted(codes):
        of = closed(of, region, code, 2024)
    return of


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), SCHOOLS, SCHOOLS, st.booleans())
def test_closing_schools_never_shortens_and_opening_them_never_lengthens_the_shortest_journey(
    seed, shut, shut_too, opens
):
    region = random_region(seed)
    of = open_borders(plan(region)) if opens else plan(region)
    more, fewer = without(region, shut, of), without(region, shut | shut_too, of)
    assert (shortest(region, more) <= shortest(region, fewer)).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000), SCHOOLS)
def test_opening_a_border_never_lengthens_the_shortest_journey(seed, shut):
    region = random_region(seed)
    of = without(region, shut)
    assert (shortest(region, open_borders(of)) <= shortest(region, of)).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000))
def test_points_and_schools_in_another_order_have_the_same_journeys_in_that_order(seed):
    rng = np.random.default_rng(seed)
    region = random_region(seed)
    point, school = rng.permutation(len(region.points)), rng.permutation(len(region.schools))
    points, schools = region.points, region.schools
    turned = replace(
        region,
        points=Points(points.area[point], points.x_m[point], points.y_m[point], points.weight[point]),
        schools=replace(schools, x_m=schools.x_m[school], y_m=schools.y_m[school]),
    )
    one, other = (measure_journeys(of, parameters(), None) for of in (region, turned))
    assert np.array_equal(one.km_point_school[np.ix_(point, school)], other.km_point_school)
    assert np.array_equal(one.minutes_point_school[np.ix_(point, school)], other.minutes_point_school)
    assert np.array_equal(one.km_school_school[np.ix_(school, school)], other.km_school_school)
