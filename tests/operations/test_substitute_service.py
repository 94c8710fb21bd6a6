"""Whom the principal reaches in the morning."""

from dataclasses import replace

import numpy as np
import pytest
import simpy

from kopa_sim.model.streams import Streams
from kopa_sim.operations.substitute_service import SubstituteService
from tests.operations.worlds import assumptions, build_world, class_teachers

SCHOOLS = [("centre", "901"), ("near", "902"), ("far", "903")]


def service(seed=1, replication=0, posts=(100, 50, 50), far_km=90.0, **changes):
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
    journeys = replace(world.journeys, km_school_school=km)
    return SubstituteService(
        simpy.Environment(),
        world.region,
        journeys,
        world.staffed(),
        assumptions(**changes),
        Streams(seed),
        replication,
    )


def test_pools_are_sized_by_posts():
    found = service(local_substitutes_per_100_posts=4.0, regional_substitutes_per_100_posts=1.0)
    assert [pool.people for pool in found.local] == [4, 2, 2]
    assert found.regional.people == 2


def test_the_own_pool_comes_first_and_without_a_drive():
    found = service()
    engaged = found.engage(1)
    assert engaged.pool is found.local[1]
    assert engaged.km == 0.0
    assert engaged.call_in_lessons == 1.0


def test_the_regional_pool_helps_out_with_a_drive_there_and_back():
    found = service()
    for _ in range(2):
        found.engage(1)
    engaged = found.engage(1)
    assert engaged.pool is found.regional
    assert engaged.km == 60.0
    assert engaged.call_in_lessons == 2.0


def test_a_school_out_of_reach_gets_nobody_from_the_centre():
    found = service()
    assert [found.engage(2) is not None for _ in range(3)] == [True, True, False]
    assert found.regional.busy == 0


def test_a_longer_reach_serves_the_far_school_too():
    found = service(regional_substitute_longest_km=95.0)
    assert [found.engage(2) is not None for _ in range(3)] == [True, True, True]


def test_an_islet_without_road_gets_nobody_from_the_centre():
    found = service(far_km=np.inf)
    assert [found.engage(2) is not None for _ in range(3)] == [True, True, False]


def test_nobody_is_left_when_both_pools_are_out_and_a_release_brings_one_back():
    found = service()
    engaged = [found.engage(1) for _ in range(4)]
    assert found.engage(1) is None
    engaged[0].release()
    assert found.engage(1).pool is found.local[1]


def test_the_centre_is_the_school_with_most_posts():
    found = service(posts=(50, 50, 100), far_km=90.0, local_substitutes_per_100_posts=0.0)
    assert found.engage(2).km == 0.0
    assert found.engage(0) is None


@pytest.mark.parametrize("posts", [(37, 11, 23), (12, 12, 12)])
def test_the_fraction_of_a_substitute_is_decided_by_chance_and_the_same_for_all_options(posts):
    def people(replication, **changes):
        found = service(replication=replication, posts=posts, **changes)
        return [pool.people for pool in found.local]

    assert people(3) == people(3, qualified_substitute_share=0.9)
    assert len({tuple(people(replication)) for replication in range(12)}) > 1
