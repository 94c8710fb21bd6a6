"""Pools and links that would change nothing are told by their cause before anything is run."""

from dataclasses import replace

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.remote_teaching import RemoteTeaching
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.study.check import find_notices
from kopa_sim.study.idle_measures import idle_measures
from kopa_sim.study.prepare import prepare

CENTRE, VILLAGE, OTHER = "keskuskoulu", "takakyla", "mallila"
"""Grades 0–9 and upper secondary education, 0–6, and 0–9; 21.9 km or less apart by road."""


def pool(**terms):
    return ShareTeachers(**{"measure": "share_teachers", "year": 2028, "schools": (CENTRE, OTHER)} | terms)


def link(**terms):
    taught = {"subjects": ("languages",), "grades": "7-9", "schools": (CENTRE, OTHER)}
    return RemoteTeaching(**{"measure": "remote_teaching", "year": 2028} | taught | terms)


def prepared_with(scenario, *measures):
    options = (*scenario.options[:1], OptionSpec("shared", "Shared", "as_is", measures))
    return prepare(replace(scenario, options=options), seed=1, draws=1)


def told(scenario, *measures):
    return idle_measures(prepared_with(scenario, *measures))


def one(scenario, *measures):
    (notice,) = told(scenario, *measures)
    assert notice.startswith("option shared: ")
    return notice


def test_pools_and_links_that_work_are_not_told_of(scenario):
    assert idle_measures(prepare(scenario, seed=1, draws=1)) == ()
    assert told(scenario, pool(), link(largest_group=34)) == ()


def test_a_link_that_takes_effect_in_some_years_only_is_told_with_the_group_that_brings_the_others(scenario):
    """At most 24 pupils merge in the last years alone; every year would with a larger group."""
    notice = one(scenario, link(largest_group=24))
    assert "remote teaching 'remote' takes effect only in 20" in notice
    assert "groups of grades 7-9 do not merge into fewer of at most 24 pupils (largest_group)" in notice
    enough = int(notice.split("with largest_group = ")[1].split()[0])
    assert notice.endswith("they would in 2028")
    assert not any("would in 2028" in other for other in told(scenario, link(largest_group=enough)))
    assert "they would in 2028" in one(scenario, link(largest_group=enough - 1))


def test_a_link_that_never_takes_effect_is_told_with_the_group_that_would(scenario):
    notice = one(scenario, link(largest_group=1))
    assert "at most 1 pupils (largest_group)" in notice
    enough = int(notice.split("with largest_group = ")[1].split()[0])
    assert not any("changes nothing" in other for other in told(scenario, link(largest_group=enough)))


def test_a_pool_whose_schools_lie_farther_apart_than_its_longest_leg_is_told_with_the_distance(scenario):
    prepared = prepared_with(scenario, pool(longest_leg_km=5.0))
    region, km = prepared.scenario.region, prepared.journeys.km_school_school
    apart = km[region.schools.codes.index(CENTRE), region.schools.codes.index(OTHER)]
    (notice,) = idle_measures(prepared)
    assert "pool 'pool' changes nothing: longest_leg_km is 5" in notice
    assert f"Keskuskoulu and Mallilan koulu, are {apart:.1f} km apart by road" in notice
    assert told(scenario, pool(longest_leg_km=float(int(apart) + 1))) == ()


def test_one_near_pair_is_enough_unless_all_set_out_from_a_home_base_that_is_far(scenario):
    prepared = prepared_with(scenario)
    codes, km = prepared.scenario.region.schools.codes, prepared.journeys.km_school_school
    places = {code: codes.index(code) for code in (CENTRE, VILLAGE, OTHER)}
    pairs = {(a, b): km[places[a], places[b]] for a in places for b in places if a < b}
    near = min(pairs, key=pairs.get)
    (far,) = set(places) - set(near)
    leg = float(pairs[near]) + 0.1
    everyone = {"schools": (CENTRE, VILLAGE, OTHER), "longest_leg_km": leg}
    assert not any("its nearest schools" in notice for notice in told(scenario, pool(**everyone)))
    assert "its home base and the school nearest to it" in one(scenario, pool(**everyone, home_base=far))


def test_a_subject_of_a_pool_that_none_of_its_schools_teaches_is_told(scenario):
    """Village schools teach home economics in no grade, and psychology is taught in upper secondary education."""
    notice = one(scenario, pool(schools=(VILLAGE, OTHER), subjects=("philosophy_psychology",)))
    assert "changes nothing: none of its schools has lessons of a teacher of philosophy_psychology" in notice
    assert "name subjects that they teach (" in notice
    partly, _ = told(
        scenario, pool(schools=(VILLAGE, OTHER), subjects=("languages", "philosophy_psychology"))
    )
    assert "has members, none of which has lessons of a teacher of philosophy_psychology" in partly


def test_a_pool_of_all_subjects_or_of_assistants_does_not_mind_a_subject_that_is_not_taught(scenario):
    assert not any(
        "has lessons of a teacher" in notice for notice in told(scenario, pool(schools=(VILLAGE, OTHER)))
    )
    assistants = pool(schools=(VILLAGE, OTHER), subjects=("philosophy_psychology",), assistants=True)
    assert told(scenario, assistants) == ()


def test_a_pool_that_is_left_with_one_school_is_told(scenario):
    """The village school closes in the year in which the pool begins."""
    closing = CloseSchool(measure="close_school", school=VILLAGE, year=2028)
    notice = one(scenario, pool(schools=(VILLAGE, OTHER)), closing)
    assert "pool 'pool' changes nothing: fewer than two of its schools" in notice


def test_a_subject_that_only_one_school_of_a_pool_teaches_is_told(scenario):
    """Psychology is taught in upper secondary education, which the centre alone has."""
    notice = one(scenario, pool(subjects=("philosophy_psychology",)))
    assert "only Keskuskoulu leaves lessons to share" in notice
    assert "its other schools have none of them" in notice


def test_what_a_pool_or_a_link_did_before_the_costed_years_does_not_count(scenario):
    """Years are costed from 2026 on; until then the village school was open, or two schools had a link."""
    closing = CloseSchool(measure="close_school", school=VILLAGE, year=2026)
    told_of_pool = one(scenario, pool(schools=(VILLAGE, OTHER), year=2025), closing)
    assert "fewer than two of its schools" in told_of_pool
    terms = {"schools": (VILLAGE, OTHER), "grades": "5-6", "largest_group": 40}
    assert told(scenario, link(**terms, year=2025)) == ()
    assert "remote teaching 'remote' changes nothing" in one(scenario, link(**terms, year=2025), closing)


def test_a_link_to_schools_without_pupils_of_its_grades_is_told(scenario):
    """The village school teaches 0–6, so no pupil of 7–9 sits there."""
    centre_closed_grades = link(schools=(VILLAGE, VILLAGE, CENTRE), grades="7-9", sending_school=CENTRE)
    assert "of its schools only Keskuskoulu has pupils in grades 7-9" in one(scenario, centre_closed_grades)


def test_a_subject_that_class_teachers_give_has_no_lessons_to_teach_over_a_link(scenario):
    notice = one(scenario, link(subjects=("crafts",), grades="1-2"))
    assert "no lessons of a teacher of crafts in grades 1-2" in notice
    assert "teaching.subject_teacher_from_grade" in notice
    partly = one(scenario, link(subjects=("languages", "philosophy_psychology"), largest_group=34))
    assert "teaches less than it names" in partly and "philosophy_psychology" in partly


def test_what_several_options_share_is_told_once_with_their_names(scenario):
    near = pool(longest_leg_km=5.0)
    options = (
        *scenario.options[:1],
        OptionSpec("one", "One", "as_is", (near,)),
        OptionSpec("two", "Two", "one", ()),
    )
    (notice,) = idle_measures(prepare(replace(scenario, options=options), seed=1, draws=1))
    assert notice.startswith("options one, two: pool 'pool' changes nothing")


@pytest.mark.parametrize("measure", [pool(longest_leg_km=5.0), link(largest_group=1)])
def test_a_check_says_so(scenario, measure):
    assert any("changes nothing" in notice for notice in find_notices(prepared_with(scenario, measure)))
