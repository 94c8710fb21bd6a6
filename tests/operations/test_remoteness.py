"""How far schools are from where people live."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.journeys import Journeys
from kopa_sim.operations.remoteness import FARTHEST_KM, km_from_centre, recruiting_km
from tests.operations.worlds import build_world
from tests.regions import areas, points_at_centres

TOWNS = [
    {"code": "village", "municipality": "902", "children": 400.0},
    {"code": "suburb", "municipality": "901", "children": 300.0},
    {"code": "town", "municipality": "901", "children": 350.0},
]
KM_POINT_SCHOOL = np.array([[0.0, 30.0], [12.0, 40.0], [10.0, 45.0]])


def km(rows=TOWNS, km_point_school=KM_POINT_SCHOOL, schools=(("a", "901"), ("b", "902")), of=km_from_centre):
    world = build_world(list(schools), {})
    table = areas(rows)
    region = replace(world.region, areas=table, points=points_at_centres(table))
    journeys = Journeys(km_point_school, km_point_school, world.journeys.km_school_school)
    return of(region, journeys).tolist()


def test_the_centre_is_the_place_of_most_children_in_the_municipality_with_most():
    assert km() == [10.0, 45.0]  # the village has most children of all places, but not its municipality


def test_when_the_children_live_elsewhere_the_centre_is_there():
    assert km([{**TOWNS[0], "children": 700.0}, *TOWNS[1:]]) == [0.0, 30.0]


def test_the_centre_does_not_depend_on_the_schools():
    wide = np.hstack([KM_POINT_SCHOOL, [[5.0], [6.0], [7.0]]])
    more = km(km_point_school=wide, schools=(("a", "901"), ("b", "902"), ("c", "902")))
    assert more[:2] == km()


def test_a_school_without_a_road_counts_as_far_away_for_those_who_seek_a_post_and_as_out_of_reach_else():
    islet = KM_POINT_SCHOOL.copy()
    islet[:, 1] = np.inf
    assert km(km_point_school=islet, of=recruiting_km) == [10.0, FARTHEST_KM]
    assert km(km_point_school=islet) == [10.0, np.inf]
