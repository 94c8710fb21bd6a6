"""Borders for the maps."""

import json

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, write

SQUARE = [[27.5, 64.2], [28.5, 64.2], [28.5, 64.5], [27.5, 64.2]]


def feature(code, kind="Polygon", coordinates=None):
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": coordinates or [SQUARE]},
    }


def borders(*features):
    return write("borders.geojson", json.dumps({"type": "FeatureCollection", "features": features}))


def test_borders_are_rings_in_metres(folder):
    first, second = load_scenario(folder).borders
    assert (first.municipality, second.municipality) == ("901", "902")
    assert np.abs(first.x_m - [528000, 556000, 556000, 528000, 528000]).max() < 0.2
    assert np.abs(first.y_m - [7122000, 7122000, 7146000, 7146000, 7122000]).max() < 0.2


def test_islands_are_rings_of_their_own_and_strangers_are_passed_over(folder):
    borders(feature("901", "MultiPolygon", [[SQUARE], [SQUARE]]), feature("091"), feature(902))(folder)
    assert [border.municipality for border in load_scenario(folder).borders] == ["901", "901", "902"]


def test_a_municipality_without_a_border_is_noticed(folder):
    borders(feature("901"))(folder)
    scenario = load_scenario(folder)
    assert any("no border of municipality 902" in notice for notice in scenario.notices)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"type": "Feature", "properties": {}}, 'no property "code"'),
        ("a text", 'no property "code"'),
        (feature("901", "Point", [27.5, 64.2]), "Polygon or MultiPolygon"),
        ({"properties": {"code": "901"}, "geometry": None}, "Polygon or MultiPolygon"),
        (feature("901", coordinates=[[[64.2, 27.5]] * 4]), "longitude first"),
        (feature("901", coordinates=[[[27.5, 64.2]]]), "rings of longitude, latitude"),
        (feature("901", coordinates=[[["a", "b"]] * 4]), "rings of longitude, latitude"),
        (feature("901", coordinates=[[[27.5]] * 4]), "rings of longitude, latitude"),
        (feature("901", coordinates=[27.5, 64.2]), "rings of longitude, latitude"),
    ],
)
def test_a_feature_that_is_no_border(folder, wrong, words):
    borders(feature("902"), wrong)(folder)
    check_one_problem(folder, ["borders.geojson feature 2", words])


@pytest.mark.parametrize("content", ["[]", "{}", '{"features": 3}', "null"])
def test_json_that_is_no_collection(folder, content):
    write("borders.geojson", content)(folder)
    check_one_problem(folder, ["borders.geojson", "no list of features", "FeatureCollection"])
