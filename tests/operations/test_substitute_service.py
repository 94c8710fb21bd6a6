"""Whom the principal reaches in the morning."""

from dataclasses import replace

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.plan import SubstitutePool as SharedSubstitutes
from kopa_sim.model.streams import Streams
from kopa_sim.operations.substitute_service import CONTINUING, OTHER, YOUNG, SubstituteService
from tests.operations.worlds import assumptions, build_world, class_teachers

HOME = 1.0
"""Lessons that pass before somebody of the own pool comes; others take longer."""

SCHOOLS = [("centre", "901"), ("near", "902"), ("far", "903")]


def shared(*members, longest_km=60.0):
    """These municipalities send each other substitutes."""
    return SharedSubstitutes("pool", members, longest_km, np.ones(1, dtype=np.bool_))


def service(seed=1, replication=0, posts=(100, 50, 50), far_km=90.0, pools=(), **changes):
    world = build_world(
        SCHOOLS,
        {
            (code, "class_teaching"): class_teachers(number)
            for (code, _), number in zip(SCHOOLS, posts, strict=True)
        },
        km=30.0,
    )
    km = world.journeys.km_school_school.copy()
    km[0, 2] = km[2, 0] = far_km
    journeys = replace(world.journeys, km_point_school=km)
    return SubstituteService(
        simpy.Environment(),
        world.region,
        journeys,
        replace(world.staffed(), substitute_pools=tuple(pools)),
        assumptions(**changes),
        Streams(seed),
        replication,
    )


def test_pools_are_sized_by_posts():
    found = service(local_substitutes_per_100_posts=4.0, regional_substitutes_per_100_posts=1.0)
    assert [pool.people for pool in found.local] == [4, 2, 2]
    assert found.regional.people == 2


def call(found, *calls, day=0, closed=()):
    """Let schools call in the morning of a day; each call is (school, priority). Return who came to each."""
    environment, came = found._environment, {}

    def morning(place, school, priority):
        yield environment.timeout(day - environment.now)
        came[place] = yield from found.engage(school, priority, closed)
        if came[place] is not None:
            yield environment.timeout(day + 0.9 - environment.now)
            came[place].release()

    for place, (school, priority) in enumerate(calls):
        environment.process(morning(place, school, priority))
    environment.run(until=day + 1)
    return [came[place] for place in range(len(calls))]


def test_the_own_pool_comes_first_and_without_a_drive():
    found = service()
    (engaged,) = call(found, (1, OTHER))
    assert engaged.pool is found.local[1]
    assert engaged.km == 0.0
    assert engaged.call_in_lessons == 1.0


def test_the_regional_pool_helps_out_with_a_drive_there_and_back():
    found = service()
    engaged = call(found, *[(1, OTHER + place / 10) for place in range(3)])
    assert [one.pool for one in engaged] == [found.local[1], found.local[1], found.regional]
    assert engaged[2].km == 60.0
    assert engaged[2].call_in_lessons == 2.0


def test_a_school_out_of_reach_gets_nobody_from_the_centre():
    found = service()
    engaged = call(found, *[(2, OTHER + place / 10) for place in range(3)])
    assert [one is not None for one in engaged] == [True, True, False]
    assert found.regional.engagements == 0


def test_a_longer_reach_serves_the_far_school_too():
    found = service(regional_substitute_longest_km=95.0)
    assert all(call(found, *[(2, OTHER + place / 10) for place in range(3)]))


def test_an_islet_without_road_gets_nobody_from_the_centre():
    found = service(far_km=np.inf)
    assert [one is not None for one in call(found, *[(2, OTHER)] * 3)] == [True, True, False]


def test_nobody_comes_from_elsewhere_when_roads_are_closed():
    found = service(local_substitutes_per_100_posts=0.0)

    def morning():
        came = yield from found.engage(1, OTHER, closed={1})
        assert came is None

    found._environment.process(morning())
    found._environment.run()
    assert found.regional.engagements == 0


def test_nobody_is_left_when_both_pools_are_out_and_the_next_morning_all_are_back():
    found = service()
    five = [(1, OTHER + place / 10) for place in range(5)]
    assert [one is not None for one in call(found, *five)] == [True] * 4 + [False]
    assert [one is not None for one in call(found, *five, day=1)] == [True] * 4 + [False]


def test_calls_are_answered_by_priority_whoever_called_first():
    found = service(regional_substitutes_per_100_posts=0.0)
    engaged = call(found, (1, OTHER), (1, YOUNG), (1, OTHER), (1, CONTINUING))
    assert [one is not None for one in engaged] == [False, True, False, True]


@settings(max_examples=25, deadline=None)
@given(hundredths=st.lists(st.integers(0, 99), min_size=1, max_size=8, unique=True))
def test_as_many_calls_are_met_as_there_are_people_within_reach(hundredths):
    chances = [each / 100.0 for each in hundredths]
    found = service()
    engaged = call(found, *[(1, OTHER + chance) for chance in chances])
    assert sum(one is not None for one in engaged) == min(len(chances), 4)
    met = sorted(chances)[:4]
    assert [one is not None for one in engaged] == [chance in met for chance in chances]


def test_the_centre_stays_where_it_is_whichever_school_has_most_posts():
    for posts in ((50, 50, 100), (10, 200, 10), (100, 50, 50)):
        found = service(posts=posts, far_km=90.0, local_substitutes_per_100_posts=0.0)
        assert [found.reaches(school) for school in range(3)] == [True, True, False]
        assert call(found, (0, OTHER))[0].km == 0.0
        assert call(found, (2, OTHER), day=1) == [None]


@pytest.mark.parametrize("posts", [(37, 11, 23), (12, 12, 12)])
def test_the_fraction_of_a_substitute_is_decided_by_chance_and_the_same_for_all_options(posts):
    def people(replication, **changes):
        found = service(replication=replication, posts=posts, **changes)
        return [pool.people for pool in found.local]

    assert people(3) == people(3, qualified_substitute_share=0.9)
    assert len({tuple(people(replication)) for replication in range(12)}) > 1


def test_a_neighbours_free_substitutes_come_before_the_regions():
    found = service(pools=[shared(0, 1)])
    engaged = call(found, *[(1, OTHER + place / 10) for place in range(7)])
    assert [one.pool for one in engaged] == [found.local[1]] * 2 + [found.local[0]] * 4 + [found.regional]
    assert engaged[2].km == 60.0
    assert engaged[2].call_in_lessons == 2.0


def test_a_municipality_needs_its_own_first_whoever_called_earlier():
    found = service(pools=[shared(0, 1)], regional_substitutes_per_100_posts=0.0)
    abroad = [(1, CONTINUING)] * 5
    at_home = [(0, OTHER + place / 10) for place in range(4)]
    engaged = call(found, *abroad, *at_home)
    assert [one is not None for one in engaged] == [True] * 2 + [False] * 3 + [True] * 4
    assert all(one.km == 0.0 for one in engaged[5:])


def test_who_was_lent_out_is_home_the_next_morning():
    found = service(pools=[shared(0, 1)], regional_substitutes_per_100_posts=0.0)
    assert all(call(found, *[(1, CONTINUING)] * 6))
    engaged = call(found, *[(0, OTHER)] * 4, day=1)
    assert [one.pool for one in engaged] == [found.local[0]] * 4


def test_the_nearest_neighbour_is_asked_first_and_none_beyond_the_longest_drive():
    found = service(pools=[shared(0, 1, 2)], regional_substitutes_per_100_posts=0.0)
    engaged = call(found, *[(2, OTHER + place / 10) for place in range(6)])
    assert [one.pool if one else None for one in engaged] == [found.local[2]] * 2 + [found.local[1]] * 2 + [
        None,
        None,
    ]


def test_nobody_drives_from_a_neighbour_when_roads_are_closed():
    found = service(pools=[shared(0, 1)])
    engaged = call(found, *[(1, OTHER)] * 3, closed={1})
    assert [one is not None for one in engaged] == [True, True, False]
    assert found.local[0].engagements == 0


def test_nobody_drives_out_of_a_municipality_whose_roads_are_closed():
    found = service(pools=[shared(0, 1, 2)], regional_substitutes_per_100_posts=0.0)
    engaged = call(found, *[(2, OTHER + place / 10) for place in range(5)], closed={1})
    assert [one.pool if one else None for one in engaged] == [found.local[2]] * 2 + [None] * 3
    assert found.local[1].engagements == 0
    again = call(found, *[(2, OTHER + place / 10) for place in range(5)], day=1)
    assert [one.pool for one in again[2:4]] == [found.local[1]] * 2


def test_the_region_sends_nobody_while_the_roads_of_its_centre_are_closed():
    found = service(local_substitutes_per_100_posts=0.0)
    assert call(found, (1, OTHER), closed={0}) == [None]
    assert not found.reaches(1, {0})
    assert found.reaches(1, {2})
    assert call(found, (1, OTHER), closed={2}, day=1)[0].pool is found.regional


def test_the_own_substitutes_come_while_the_roads_of_their_municipality_are_closed():
    found = service()
    assert call(found, (1, OTHER), closed={0, 1, 2})[0].pool is found.local[1]


@settings(max_examples=25, deadline=None)
@given(calls=st.lists(st.integers(0, 2), min_size=1, max_size=12), seed=st.integers(0, 50))
def test_sharing_never_meets_fewer_calls_and_never_fewer_at_home(calls, seed):
    listed = [(school, OTHER + place / 100) for place, school in enumerate(calls)]
    alone, together = (
        call(service(seed=seed, pools=pools, regional_substitutes_per_100_posts=1.0), *listed)
        for pools in ((), [shared(0, 1, 2, longest_km=200.0)])
    )
    assert sum(one is not None for one in together) >= sum(one is not None for one in alone)
    for before, after in zip(alone, together, strict=True):
        if before is not None and before.call_in_lessons == HOME:
            assert after is not None
            assert after.call_in_lessons == HOME
