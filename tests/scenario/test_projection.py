"""Longitude and latitude against the metres that Statistics Finland publishes for the same places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.scenario.projection import (
    CENTRAL_MERIDIAN_DEG,
    FALSE_EASTING_M,
    FLATTENING,
    SCALE,
    SEMI_MAJOR_AXIS_M,
    to_tm35fin,
)

PUBLISHED = {
    "a school in Kajaani": (27.722964, 64.219901, 535083, 7121718),
    "Hyrynsalmi": (28.495027, 64.672996, 571356, 7172853),
    "Etu-Töölö": (24.92688, 60.1719, 384979, 6672361),
    "Kökar": (20.95895, 59.9445, 162792, 6660638),
    "Aavasaksa": (23.77603, 66.39004, 355965, 7367101),
    "Litmaniemi": (28.2165, 62.75505, 562132, 6958884),
}
LONGITUDES, LATITUDES = st.floats(19.0, 31.7), st.floats(59.4, 70.2)


def project(longitude, latitude):
    east, north = to_tm35fin(np.array([longitude]), np.array([latitude]))
    return east[0], north[0]


@pytest.mark.parametrize("place", PUBLISHED)
def test_against_published_coordinates_of_the_same_place(place):
    longitude, latitude, x, y = PUBLISHED[place]
    east, north = project(longitude, latitude)
    # the published degrees are rounded to about a metre
    assert abs(east - x) < 1.0
    assert abs(north - y) < 1.0


def test_the_central_meridian_is_a_straight_line():
    east, north = to_tm35fin(np.full(3, CENTRAL_MERIDIAN_DEG), np.array([60.0, 65.0, 70.0]))
    assert east == pytest.approx(FALSE_EASTING_M, abs=1e-6)
    assert (np.diff(north) > 550_000).all()


def test_the_meridian_is_as_long_as_the_ellipsoid_says():
    # length of the meridian from the equator, summed along short pieces
    latitude = np.radians(np.linspace(0, 64, 200_001))
    squared = FLATTENING * (2 - FLATTENING)
    curvature = SEMI_MAJOR_AXIS_M * (1 - squared) / (1 - squared * np.sin(latitude) ** 2) ** 1.5
    length = np.trapezoid(curvature, latitude)
    assert project(CENTRAL_MERIDIAN_DEG, 64.0)[1] == pytest.approx(SCALE * length, abs=1e-3)


@given(LONGITUDES, LATITUDES)
def test_places_east_and_west_of_the_meridian_mirror_each_other(longitude, latitude):
    east, north = project(longitude, latitude)
    mirrored_east, mirrored_north = project(2 * CENTRAL_MERIDIAN_DEG - longitude, latitude)
    assert east - FALSE_EASTING_M == pytest.approx(FALSE_EASTING_M - mirrored_east, abs=1e-6)
    assert north == pytest.approx(mirrored_north, abs=1e-6)


@given(LONGITUDES, LATITUDES)
def test_the_projection_keeps_shapes(longitude, latitude):
    step = 1e-5
    here = np.array(project(longitude, latitude))
    eastward = np.array(project(longitude + step, latitude)) - here
    northward = np.array(project(longitude, latitude + step)) - here
    cosine = eastward @ northward / np.linalg.norm(eastward) / np.linalg.norm(northward)
    assert abs(cosine) < 1e-5
    assert 0.9995 < np.linalg.norm(northward) / meridian_step(latitude, step) < 1.003


def meridian_step(latitude, step):
    squared = FLATTENING * (2 - FLATTENING)
    sine = np.sin(np.radians(latitude + step / 2))
    return np.radians(step) * SEMI_MAJOR_AXIS_M * (1 - squared) / (1 - squared * sine**2) ** 1.5
