"""What cannot be done is said with its reason."""

import numpy as np
import pytest

from kopa_sim.network.location import ImpossibleNetworkError, site_schools, site_schools_with_places
from tests.network.location.towns import INF

ROAD = [[0, 10, 20, 30], [10, 0, 10, 20], [20, 10, 0, 10], [30, 20, 10, 0]]


def test_areas_without_a_path_are_named():
    with pytest.raises(ImpossibleNetworkError, match=r"within reach: area 1, 2$") as raised:
        site_schools([[1, 2], [INF, INF], [INF, INF], [INF, INF]], [1, 1, 1, 0], open_count=1)
    assert raised.value.areas == (1, 2)


def test_closing_the_only_school_within_reach_names_the_area():
    with pytest.raises(ImpossibleNetworkError) as raised:
        site_schools([[1, 2], [INF, 2]], [1, 1], open_count=1, must_close=[1])
    assert raised.value.areas == (1,)


def test_a_longest_journey_that_few_schools_cannot_keep_tells_how_many_could():
    # one school reaches its own village and the next ones on the road: two are needed for four villages
    with pytest.raises(ImpossibleNetworkError, match="1 open schools cannot reach everyone; 2 can") as raised:
        site_schools(ROAD, [1, 1, 1, 1], open_count=1, longest=10)
    assert raised.value.fewest_open == 2
    assert len(raised.value.areas) == 1


def test_schools_that_must_stay_count_among_those_that_may_be_open():
    with pytest.raises(ImpossibleNetworkError, match="2 can") as raised:
        site_schools(ROAD, [1, 1, 1, 0], open_count=1, must_open=[0], longest=10)
    assert raised.value.areas == (2,)
    with pytest.raises(ImpossibleNetworkError, match="1 schools should be open but 2 must stay"):
        site_schools(ROAD, [1, 1, 1, 1], open_count=1, must_open=[0, 1])


def test_a_network_that_only_a_cover_finds_is_found():
    # each area reaches two schools, so that cheap schools, taken one by one, leave someone out
    rng = np.random.default_rng(3)
    distance = np.full((12, 6), INF)
    for area in range(12):
        distance[area, [area % 3, 3 + area % 3]] = rng.uniform(1, 9, 2)
    found = site_schools(distance, np.ones(12), open_count=3)
    assert np.isfinite(found.cost)
    assert sorted(np.flatnonzero(found.open_school) % 3) == [0, 1, 2]


def test_more_schools_than_there_are_cannot_be_open():
    with pytest.raises(ImpossibleNetworkError, match="5 schools should be open but only 3 may be"):
        site_schools(ROAD, [1, 1, 1, 1], open_count=5, must_close=[0])


def test_places_that_are_too_few_are_counted():
    with pytest.raises(
        ImpossibleNetworkError, match="the 2 schools with most places have 9 places for 12 pupils"
    ):
        site_schools_with_places(ROAD, [3, 3, 3, 3], [4, 5, 4, 4], open_count=2)


def test_places_that_are_too_far_name_the_areas():
    # the two far villages have 6 pupils and only 4 places within 10 km
    with pytest.raises(ImpossibleNetworkError, match="places within reach for everyone") as raised:
        site_schools_with_places(ROAD, [3, 3, 3, 3], [9, 9, 0, 4], open_count=3, longest=9)
    assert raised.value.areas == (2,)


def test_one_school_too_few_leaves_out_the_village_with_fewest_pupils():
    with pytest.raises(ImpossibleNetworkError) as raised:
        site_schools_with_places([[0, INF], [INF, 0]], [3, 2], [9, 9], open_count=1)
    assert raised.value.areas == (1,)


def test_too_few_pupils_for_the_schools_that_must_be_open():
    with pytest.raises(ImpossibleNetworkError, match="pupils enough"):
        site_schools_with_places(ROAD, [3, 3, 3, 3], [9, 9, 9, 9], open_count=4, fewest_pupils_school=4)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"pupils_area": [1, 2]}, "pupils_area has shape"),
        ({"pupils_area": [1, -1, 1, 1]}, "negative"),
        ({"distance_area_school": [[np.nan] * 4] * 4}, "negative numbers or none"),
        ({"distance_area_school": [1, 2, 3, 4]}, "areas × schools"),
        ({"open_count": 0}, "open_count is 0"),
        ({"open_count": (3, 2)}, "in order"),
        ({"open_count": None}, "open_count, fixed_cost_school or both"),
        ({"fixed_cost_school": [1, 2]}, "4 finite numbers"),
        ({"must_open": [4]}, "numbered 0 to 3"),
        ({"must_open": [1], "must_close": [1]}, "both open and closed"),
    ],
)
def test_wrong_arrays_are_refused_in_words(changed, message):
    given = {"distance_area_school": ROAD, "pupils_area": [1, 1, 1, 1], "open_count": 2} | changed
    with pytest.raises(ValueError, match=message):
        site_schools(**given)
