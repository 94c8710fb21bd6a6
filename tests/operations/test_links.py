"""Links of remote teaching: availability against renewal theory, and the counting of days."""

from math import inf

import numpy as np
import pytest
import simpy

from kopa_sim.model.streams import Streams
from kopa_sim.operations.links import Link, links_of_year
from tests.operations.worlds import assumptions, build_world, class_teachers, remote_group


def lived(mean_up, mean_down, days, seed):
    environment = simpy.Environment()
    link = Link(environment, np.random.default_rng(seed), mean_up, mean_down, days)
    environment.run(until=days)
    link.close()
    return link


@pytest.mark.parametrize(("mean_up", "mean_down"), [(47.5, 0.5), (10.0, 2.0), (3.0, 3.0)])
def test_availability_against_alternating_renewal(mean_up, mean_down):
    days = 4000
    up = [1.0 - lived(mean_up, mean_down, days, seed).down_share_day.mean() for seed in range(30)]
    half_width = 2.76 * np.std(up, ddof=1) / np.sqrt(len(up))  # Student t, 29 degrees, 99 %
    start_up = mean_down / (mean_up + mean_down) * mean_up / days  # the year starts with a working link
    assert half_width < 0.02
    assert abs(np.mean(up) - mean_up / (mean_up + mean_down)) <= half_width + start_up


def test_a_link_that_never_fails_is_always_up():
    link = lived(inf, 0.5, 190, 1)
    assert link.up
    assert link.down_share_day.sum() == 0.0


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0.25, 0.75, [0.5, 0.0, 0.0, 0.0]),
        (0.5, 2.25, [0.5, 1.0, 0.25, 0.0]),
        (2.0, 3.0, [0.0, 0.0, 1.0, 0.0]),
        (3.5, 4.0, [0.0, 0.0, 0.0, 0.5]),
    ],
)
def test_a_failure_is_counted_on_the_days_it_lasts(start, end, expected):
    link = Link(simpy.Environment(), np.random.default_rng(1), inf, 1.0, 4)
    link._count(start, end)
    assert link.down_share_day.tolist() == pytest.approx(expected)


def test_a_failure_at_the_end_of_the_year_is_counted_to_the_end():
    link = lived(1.0, 10_000.0, 50, 3)
    assert not link.up
    assert link.down_share_day[-1] == 1.0
    assert 0.0 < link.down_share_day.sum() < 50.0
    assert np.all(link.down_share_day <= 1.0)


def test_only_schools_that_teach_over_a_link_have_one():
    world = build_world(
        [("a", "901"), ("b", "901"), ("c", "902")],
        {("a", "class_teaching"): class_teachers(3), ("c", "languages"): {"hours_remote": 2.0}},
        remote_groups=[remote_group([1, 2], ("languages",))],
    )
    links = links_of_year(
        simpy.Environment(), world.region.schools, world.staffed(), assumptions(), 190, Streams(1), 0
    )
    assert sorted(links) == [1, 2]
