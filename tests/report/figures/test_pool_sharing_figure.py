"""What sharing substitutes gains, as the figure draws and tells it."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.figures import WEEK_FIGURES, render_figure
from kopa_sim.report.figures.pool_sharing import people_for, sharing_of
from tests.report.school_year import year_log


@pytest.fixture(scope="module")
def watched(result):
    """Two municipalities with 50 and 25 posts, and 4 and 2 teachers away on a mean day."""
    values = dict(result.as_is.operations.values)
    days = len(year_log().calendar)
    values["substitute_days_asked"] = np.broadcast_to(np.array([4.0, 2.0]) * days, (2, 2, 2))
    posts = np.zeros_like(result.as_is.staffing["posts"])
    posts[..., 1] = [50.0, 25.0]
    operations = replace(result.as_is.operations, values=values, log=year_log())
    as_is = replace(result.as_is, operations=operations, staffing={**result.as_is.staffing, "posts": posts})
    return replace(result, options=(as_is, *result.options[1:]))


def test_loads_and_pools_are_those_of_the_run(watched):
    sharing = sharing_of(watched)
    np.testing.assert_allclose(sharing.load_municipality, [4.0, 2.0])
    per_100 = watched.parameters.draws("operations.local_substitutes_per_100_posts").mean()
    expected = np.floor(np.array([50.0, 25.0]) * per_100 / 100.0 + 0.5)
    assert sharing.people_municipality.tolist() == expected.tolist()


def test_sharing_never_leaves_more_without_a_substitute(watched):
    sharing = sharing_of(watched)
    assert sharing.together_replication.mean() <= sharing.apart_replication.mean()
    assert sharing.together_theory <= sharing.apart_theory
    apart, together = people_for(sharing)
    assert together < apart


def test_it_is_drawn_the_same_twice(watched, english):
    first, again = (render_figure("pool_sharing", watched, english) for _ in range(2))
    assert first == again


def test_the_finding_tells_both_shares(watched, texts):
    sharing = sharing_of(watched)
    told = WEEK_FIGURES["pool_sharing"].finding(watched, texts)
    assert texts.percent(float(sharing.apart_replication.mean()), 1) in told
    assert texts.percent(float(sharing.together_replication.mean()), 1) in told
    assert "{" not in told
