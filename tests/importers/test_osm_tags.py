"""What the tags of OpenStreetMap say of a road."""

import pytest

from kopa_sim.importers.osm_tags import CLASSES, tagged_road
from kopa_sim.model.roads import ROAD_CLASSES


@pytest.mark.parametrize(
    ("tags", "road_class"),
    [
        ({"highway": "motorway_link"}, "motorway"),
        ({"highway": "primary"}, "trunk"),
        ({"highway": "secondary"}, "regional"),
        ({"highway": "unclassified"}, "connecting"),
        ({"highway": "residential"}, "street"),
        ({"highway": "service", "access": "private"}, "private"),
        ({"route": "ferry"}, "ferry"),
        ({"highway": "service", "access": "no", "motor_vehicle": "yes"}, "private"),
    ],
)
def test_a_road_has_a_class(tags, road_class):
    assert ROAD_CLASSES[tagged_road(tags).road_class] == road_class


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "track"},
        {"building": "yes"},
        {"route": "bus"},
        {"highway": "residential", "motor_vehicle": "no"},
        {"highway": "service", "access": "no"},
        {"highway": "service", "service": "parking_aisle"},
        {"route": "ferry", "motorcar": "no"},
    ],
)
def test_what_vehicles_cannot_pass_is_no_road(tags):
    assert tagged_road(tags) is None


@pytest.mark.parametrize(
    ("tags", "one_way", "backward"),
    [
        ({}, False, False),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"oneway": "no"}, False, False),
        ({"junction": "roundabout"}, True, False),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway", "oneway": "no"}, False, False),
    ],
)
def test_a_one_way_road_has_a_direction(tags, one_way, backward):
    road = tagged_road({"highway": "residential"} | tags)
    assert (road.one_way, road.backward) == (one_way, backward)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("80", 80.0),
        ("FI:urban", 50.0),
        ("1", 5.0),
        ("30 mph", None),
        ("signals", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_posted_limit_is_read_where_it_is_understood(text, limit):
    assert tagged_road({"highway": "tertiary", "maxspeed": text}).speed_limit_km_h == limit


def test_every_class_is_one_of_the_program():
    assert set(CLASSES.values()) | {"ferry"} == set(ROAD_CLASSES)
