"""What a "what if the law allowed" option has that the law in force does not know, and by how much."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import RemoteGroup
from kopa_sim.study.outside_law import outside_law_notices
from tests.teaching.builders import YEARS, plan_for, row_of_schools

PARAMETERS = Parameters(1, {"teaching.largest_remote_share_basic": 0.5})
ALWAYS = np.ones(len(YEARS), dtype=bool)


def plan(grades, lesson_share, site_adult_share, what_if=True):
    group = RemoteGroup("music", (0, 1), ("music",), grades, ALWAYS, lesson_share, 20, site_adult_share)
    return replace(
        plan_for(row_of_schools(2)), option="far", remote_groups=(group,), only_if_law_allowed=what_if
    )


def test_more_lessons_than_a_supplement_and_too_few_adults_are_told_with_both_numbers():
    (told,) = outside_law_notices([plan((7, 8), 0.9, 0.25)], PARAMETERS)
    assert "option far" in told
    assert "'music'" in told
    assert "0.9 of the lessons of grades 7-8 are remote, a supplement is at most 0.5" in told
    assert "for 0.25 of the remote lessons" in told


def test_what_the_law_knows_is_not_told():
    assert outside_law_notices([plan((7, 8), 0.5, 1.0)], PARAMETERS) == ()
    assert outside_law_notices([plan((10,), 1.0, 0.0)], PARAMETERS) == ()
    assert outside_law_notices([plan((7, 8), 0.9, 1.0, what_if=False)], PARAMETERS) == ()


def test_two_groups_for_the_same_lessons_add_up():
    one = plan((7, 8), 0.4, 1.0)
    twice = replace(one, remote_groups=one.remote_groups * 2)
    (told,) = outside_law_notices([twice], PARAMETERS)
    assert "0.8 of the lessons of grades 7-8 are remote" in told
    apart = replace(one.remote_groups[0], grades=(9,))
    assert outside_law_notices([replace(one, remote_groups=(*one.remote_groups, apart))], PARAMETERS) == ()
