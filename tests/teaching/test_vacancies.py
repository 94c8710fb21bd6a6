"""Fragments of a post find nobody more often where few people live."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.journeys import Journeys
from kopa_sim.teaching.vacancies import children_nearby, unfilled_share
from tests.regions import two_municipalities
from tests.teaching.builders import parameters

KM = np.array([[1.0, 12.0, np.inf], [12.0, 1.0, 18.0], [31.0, 18.0, 1.0]])


def place():
    """The hand-built region with 4,000, 100 and 50 children in its three areas."""
    region = two_municipalities()
    areas = replace(region.areas, children_area_band=np.array([[4000.0], [100.0], [50.0]]))
    return replace(region, areas=areas), Journeys(KM, KM, np.zeros((3, 3)))


def test_children_are_counted_where_a_road_leads_within_the_distance():
    region, journeys = place()
    assert children_nearby(region, journeys, 15.0).tolist() == [4100.0, 4100.0, 50.0]
    assert children_nearby(region, journeys, 30.0).tolist() == [4100.0, 4150.0, 150.0]


def test_children_of_an_area_are_spread_over_its_points():
    region, journeys = place()
    points = replace(region.points, area=np.array([0, 0, 1]), weight=np.array([0.25, 0.75, 1.0]))
    assert children_nearby(replace(region, points=points), journeys, 5.0).tolist() == [1000.0, 3000.0, 100.0]


def test_a_school_near_many_children_has_the_urban_share():
    region, journeys = place()
    share = unfilled_share(region, journeys, parameters())
    assert share.tolist() == [[0.02, 0.02, 0.08]]


def test_unknown_children_count_as_none():
    region, journeys = place()
    unknown = replace(region.areas, children_area_band=np.full((3, 1), np.nan))
    assert (unfilled_share(replace(region, areas=unknown), journeys, parameters()) == 0.08).all()


def test_shares_may_differ_by_future():
    region, journeys = place()
    sampled = parameters(2, {"vacancy_unfilled_share_remote": [0.1, 0.2]})
    assert unfilled_share(region, journeys, sampled)[:, 2] == pytest.approx([0.1, 0.2])
