"""Staff of whole schools: every lesson is accounted for, and every rule reaches the posts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.plan import Agreement, PrincipalPool, RemoteGroup, TeacherPool
from kopa_sim.model.staffing import STAFFING_MEASURES
from kopa_sim.model.subjects import N_SUBJECTS, SHAREABLE
from kopa_sim.teaching import form_groups, staff_schools
from tests.regions import two_municipalities
from tests.teaching.builders import (
    YEARS,
    lesson_plan,
    line_journeys,
    no_additions,
    parameters,
    plan_for,
    pupils,
    row_of_schools,
    subject,
)

ALWAYS = np.ones(len(YEARS), dtype=bool)
VILLAGE = dict(enumerate([3, 4, 2, 5, 3, 4, 2]))
counts = arrays.arrays(np.int64, (2, len(YEARS), 3, N_GRADES), elements=st.integers(0, 40))


def pool(schools, subjects=SHAREABLE, **changed):
    return replace(TeacherPool("pool", tuple(schools), tuple(subjects), ALWAYS, 100.0), **changed)


def remote(schools, **changed):
    given_rule = RemoteGroup(
        "remote", tuple(schools), ("languages", "religion_ethics"), (7, 8, 9), ALWAYS, 0.5, 20, 1.0
    )
    return replace(given_rule, **changed)


def staff(children, settled=None, region=None, **plan_changes):
    settled = settled or parameters(children.shape[0])
    region = region or row_of_schools(children.shape[2])
    plan = replace(plan_for(region), **plan_changes)
    groups = form_groups(children, settled)
    return staff_schools(region, plan, line_journeys(region), groups, children, settled)


def lost(staffing):
    """Lessons required less those accounted for, by school and subject."""
    measures = staffing.measures
    outcomes = ("hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given")
    return measures["hours_required"] - sum(measures[name] for name in outcomes)


def test_a_village_school_worked_out_by_hand():
    """Grades 0–6 with 3, 4, 2, 5, 3, 4, 2 pupils: groups 0, 1–3 and 4–6; 19 + 23 + 25 lessons before additions.

    The plans of grades 3 and 5 have two and three lessons of languages. Ethics have three pupils, of grades 1, 3 and
    5: two lessons together. A remedial lesson of each grade is languages by 1/12, 1/12, 2/12, 2/11, 3/11 and 4/11.
    """
    staffing = staff(pupils(VILLAGE))
    first, posts = {}, {}
    for name in ("pre_primary", "class_teaching", "languages", "special_education"):
        first[name] = staffing.measures["hours_required"][0, 0, 0, subject(name)]
        posts[name] = staffing.measures["posts"][0, 0, 0, subject(name)]
    remedial = 0.02 * 20
    remedial_languages = 0.02 * ((4 + 2 + 5 * 2) / 12 + (3 * 2 + 4 * 3 + 2 * 4) / 11)
    languages = 1.01 * (2 + 3) + remedial_languages
    class_teaching = 1.01 * (21 + 22) + 2 + remedial - remedial_languages
    special = 0.12 * 20 + 1.2 * 0.097 * 20
    assert first == pytest.approx(
        {
            "pre_primary": 19,
            "class_teaching": class_teaching,
            "languages": languages,
            "special_education": special,
        }
    )
    assert posts == pytest.approx(
        {
            "pre_primary": 19 / 23,
            "class_teaching": class_teaching / 24,
            "languages": languages * 0.92 / 20,
            "special_education": special * 0.92 / 24,
        }
    )
    assert staffing.measures["hours_required"][0, 0].sum() == pytest.approx(
        19 + 1.01 * 48 + 2 + remedial + special
    )
    assert staffing.measures["overtime_hours"][0, 0].sum() == 0
    assert staffing.measures["hours_not_given"][0, 0].sum() == pytest.approx(0.08 * (languages + special))
    assert staffing.principal_posts_draw_year_school[0, 0, 0] == pytest.approx(0.15 + 0.2 * 0.23)
    assert staffing.assistant_posts_draw_year_school[0, 0, 0] == pytest.approx(0.4)


def test_all_measures_are_there_with_their_axes():
    staffing = staff(pupils(VILLAGE, {8: 30}))
    assert tuple(staffing.measures) == STAFFING_MEASURES
    assert {values.shape for values in staffing.measures.values()} == {(1, len(YEARS), 2, N_SUBJECTS)}
    assert staffing.surplus_posts_draw_year_municipality_subject.shape == (1, len(YEARS), 2, N_SUBJECTS)
    for name, values in vars(staffing).items():
        if name.endswith("draw_year_school"):
            assert values.shape == (1, len(YEARS), 2), name


def test_no_pupils_need_no_staff():
    staffing = staff(
        pupils({}, {}), teacher_pools=(pool([0, 1]),), remote_groups=(remote([0, 1]),),
        principal_pools=(PrincipalPool((0, 1), ALWAYS),),
    )  # fmt: skip
    assert not any(values.any() for values in staffing.measures.values())
    for name, values in vars(staffing).items():
        assert name == "measures" or not np.any(values), name


@settings(max_examples=20, deadline=None)
@given(counts, st.booleans(), st.booleans())
def test_every_required_lesson_is_accounted_for(counted, shares, links):
    staffing = staff(
        counted.astype(float),
        teacher_pools=(pool([0, 1, 2]), pool([0, 1], ("languages",))) * shares,
        remote_groups=(remote([0, 1, 2]), remote([1, 2], lesson_share=0.9)) * links,
    )
    assert np.abs(lost(staffing)).max() < 1e-9
    assert min(values.min() for values in staffing.measures.values()) >= -1e-12


@settings(max_examples=15, deadline=None)
@given(counts)
def test_a_future_is_staffed_to_the_last_bit_whatever_stands_beside_it(counted):
    children = counted.astype(float)
    both = staff(children, teacher_pools=(pool([0, 1, 2]),)).measures
    second = staff(children[1:], teacher_pools=(pool([0, 1, 2]),)).measures
    assert all(np.array_equal(both[name][1:], second[name]) for name in STAFFING_MEASURES)


@settings(max_examples=15, deadline=None)
@given(counts, st.booleans())
def test_a_year_is_staffed_to_the_last_bit_whatever_the_other_years_are(counted, shares):
    children, pools = counted.astype(float), (pool([0, 1, 2]),) * shares
    later = children.copy()
    later[:, 1:] = children[:, :1]
    as_counted, other = (
        staff(children, teacher_pools=pools).measures,
        staff(later, teacher_pools=pools).measures,
    )
    assert all(np.array_equal(as_counted[name][:, 0], other[name][:, 0]) for name in STAFFING_MEASURES)


@settings(max_examples=15, deadline=None)
@given(counts)
def test_a_school_that_shares_nothing_is_staffed_to_the_last_bit_whatever_the_others_are(counted):
    """In municipalities of their own: within one, pupils of a religion count together."""
    children = counted[:, :, :2].astype(float)
    apart = row_of_schools(2)
    apart = replace(apart, schools=replace(apart.schools, municipality=np.arange(2)))
    together = staff(children, region=apart)
    for school in range(2):
        alone = staff(children[:, :, [school]])
        for name in STAFFING_MEASURES:
            assert np.array_equal(together.measures[name][:, :, [school]], alone.measures[name]), name


def test_uncertain_numbers_and_long_blocks_change_no_bit_of_a_future():
    """Blocks long enough to be worked on in several runs of draws."""
    draws, schools = 40, 24
    children = np.random.default_rng(3).poisson(9, (draws, len(YEARS), schools, N_GRADES)).astype(float)
    share = np.linspace(0.3, 0.7, draws)
    sampled = {"smallest_part_post_share": share, "local_extra_lessons_share": share / 10}
    together = staff(children, parameters(draws, sampled)).measures
    for draw in (0, 13, 39):
        of_draw = {name: values[[draw]] for name, values in sampled.items()}
        alone = staff(children[[draw]], parameters(1, of_draw)).measures
        assert all(np.array_equal(together[name][[draw]], alone[name]) for name in STAFFING_MEASURES)


def test_schools_of_other_providers_have_no_municipal_staff():
    region = row_of_schools(1, provider="state")
    staffing = staff(pupils({5: 20}), region=region)
    assert not any(values.any() for values in staffing.measures.values())
    assert not staffing.principal_posts_draw_year_school.any()
    assert not staffing.assistant_posts_draw_year_school.any()


def test_a_closed_school_has_no_staff_from_its_closing_on():
    region = row_of_schools(2)
    still_open = plan_for(region).open_year_school.copy()
    still_open[2:, 0] = False
    staffing = staff(pupils({5: 20}, {5: 20}), region=region, open_year_school=still_open)
    by_year = staffing.measures["posts"].sum(axis=3)[0]
    assert (by_year[:2] > 0).all()
    assert by_year[2:, 0].tolist() == [0, 0]
    assert staffing.principal_posts_draw_year_school[0, 2:, 0].tolist() == [0, 0]


def test_teachers_of_a_closed_school_stay_on_the_payroll_until_they_leave():
    region = two_municipalities()
    children = pupils({4: 20}, {4: 20}, {4: 20})
    children[:, 2:, 1] = 0
    staffing = staff(children, no_additions(**lesson_plan(mother_tongue=(24,) * 9)), region=region)
    surplus = staffing.surplus_posts_draw_year_municipality_subject[0, :, :, subject("class_teaching")]
    assert surplus[:2].tolist() == [[0, 0], [0, 0]]
    assert surplus[2] == pytest.approx([2 * 0.88 - 1, 0])
    assert surplus[3] == pytest.approx([2 * 0.88**2 - 1, 0])


def test_sharing_teachers_leaves_fewer_lessons_ungiven_and_more_in_qualified_hands():
    children = pupils(*[{7: 18, 8: 16, 9: 17}] * 4)
    apart, shared = staff(children).measures, staff(children, teacher_pools=(pool(range(4)),)).measures
    assert shared["hours_not_given"].sum() < apart["hours_not_given"].sum()
    assert shared["hours_qualified"].sum() > apart["hours_qualified"].sum()
    assert shared["hours_required"].sum() == apart["hours_required"].sum()
    assert apart["driven_km"].sum() == 0
    assert shared["driven_km"].sum() > 0
    assert shared["driven_hours"] == pytest.approx(shared["driven_km"] / 60)


def test_site_changes_stand_at_the_schools_that_share():
    staffing = staff(pupils(*[{7: 18, 8: 16, 9: 17}] * 3), teacher_pools=(pool([0, 1]),))
    changes = staffing.site_changes_draw_year_school[0, 0]
    assert changes[0] > 0 and changes[1] > 0
    assert changes[2] == 0


def test_a_pool_in_the_years_before_it_begins_changes_nothing():
    later = np.array([False, False, True, True])
    children = pupils(*[{7: 18, 8: 16, 9: 17}] * 3)
    apart, shared = staff(children), staff(children, teacher_pools=(pool([0, 1, 2], years=later),))
    for name in STAFFING_MEASURES:
        assert np.array_equal(shared.measures[name][:, :2], apart.measures[name][:, :2]), name


def test_remote_lessons_replace_posts_at_the_receiving_schools():
    children = pupils(*[{7: 5, 8: 6, 9: 4}] * 3)
    apart, linked = staff(children), staff(children, remote_groups=(remote([0, 1, 2]),))
    languages = subject("languages")
    required = linked.measures["hours_required"]
    assert np.array_equal(required, apart.measures["hours_required"])
    half = 0.5 * required[0, 0, :, languages]
    assert linked.measures["hours_remote"][0, 0, :, languages] == pytest.approx([half[0], half[1], 0])
    posts = linked.measures["posts"][0, 0, :, languages], apart.measures["posts"][0, 0, :, languages]
    assert (posts[0][:2] < posts[1][:2]).all()
    assert linked.site_adult_hours_draw_year_school[0, 0, :2].min() > 0
    assert linked.remote_rooms_draw_year_school[0, 0].tolist() == [1, 1, 1]


def test_a_sending_school_has_posts_for_others_but_requires_only_its_own_lessons():
    children = pupils({8: 9}, {8: 9}, {8: 22})
    apart, linked = staff(children), staff(children, remote_groups=(remote([0, 1, 2], grades=(8,)),))
    sender = 2
    assert linked.measures["posts"][0, 0, sender].sum() > apart.measures["posts"][0, 0, sender].sum()
    assert np.abs(lost(linked)).max() < 1e-9


def test_with_one_large_school_and_several_small_ones_remote_teaching_saves_posts():
    children = pupils(*[{7: 6, 8: 5, 9: 7}] * 4, {7: 44, 8: 46, 9: 45})
    apart, linked = staff(children), staff(children, remote_groups=(remote(range(5)),))
    assert linked.measures["hours_remote"].sum() > 0
    assert linked.measures["posts"].sum() < apart.measures["posts"].sum()


def test_remote_teaching_that_merges_nothing_changes_nothing():
    children = pupils(*[{7: 15, 8: 16, 9: 17}] * 3)
    apart, linked = staff(children), staff(children, remote_groups=(remote([0, 1, 2]),))
    for name in STAFFING_MEASURES:
        assert np.array_equal(apart.measures[name], linked.measures[name]), name
    assert not linked.site_adult_hours_draw_year_school.any()
    assert not linked.remote_rooms_draw_year_school.any()


def test_what_stands_in_a_post_at_home_stays_there_when_teachers_are_shared():
    children = pupils(*[{7: 18, 8: 16, 9: 17}] * 3)
    apart, shared = staff(children), staff(children, teacher_pools=(pool([0, 1, 2]),))
    changed = shared.measures["posts"] != apart.measures["posts"]
    was_hourly = apart.measures["hours_not_given"] > 0
    assert changed.any()
    assert not (changed & ~was_hourly).any()


def test_a_part_post_that_shrinks_to_an_hourly_teachers_is_paid_once():
    """Twelve lessons of guidance are half a post, ten are not; the appointed teacher takes them."""
    region = row_of_schools(1)
    settled = no_additions(**lesson_plan(guidance=(0,) * 6 + (12, 12, 10)))
    children = pupils({8: 20})
    children[:, 2:] = pupils({9: 20})[:, 2:]
    staffing = staff(children, settled, region=region)
    guidance = subject("guidance")
    posts = staffing.measures["posts"][0, :, 0, guidance]
    assert posts == pytest.approx([12 / 24, 12 / 24, 10 / 24, 10 / 24])
    surplus = staffing.surplus_posts_draw_year_municipality_subject[0, :, :, guidance].sum(axis=1)
    assert surplus == pytest.approx([0, 0, 0.5 * 0.88 - 10 / 24, 0])


def test_schools_under_one_principal_have_fewer_principals_posts():
    children = pupils({5: 150}, {5: 150})
    apart = staff(children).principal_posts_draw_year_school.sum()
    shared = staff(children, principal_pools=(PrincipalPool((0, 1), ALWAYS),))
    assert shared.principal_posts_draw_year_school.sum() < apart


def test_one_school_alone_in_a_pool_is_staffed_as_if_there_were_none():
    children = pupils({8: 20})
    alone, pooled = staff(children), staff(children, teacher_pools=(pool([0]),))
    for name in STAFFING_MEASURES:
        assert np.array_equal(alone.measures[name], pooled.measures[name]), name


def test_the_same_pupils_cost_more_lessons_each_in_smaller_schools():
    def lessons_per_pupil(count):
        children = pupils(dict.fromkeys(range(1, 7), count / 6))
        return staff(children).measures["hours_required"][0, 0].sum() / count

    assert lessons_per_pupil(12) > lessons_per_pupil(30) > lessons_per_pupil(132)


def test_inputs_are_left_as_they_were():
    children = pupils({8: 15}, {8: 12})
    settled, region = parameters(), row_of_schools(2)
    groups = form_groups(children, settled)
    before = children.copy(), groups.lesson_hours_draw_year_school_band.copy()
    plan = replace(plan_for(region), teacher_pools=(pool([0, 1]),), remote_groups=(remote([0, 1]),))
    staff_schools(region, plan, line_journeys(region), groups, children, settled)
    assert np.array_equal(children, before[0])
    assert np.array_equal(groups.lesson_hours_draw_year_school_band, before[1])


def test_part_posts_are_dearer_in_steps_and_change_no_lesson():
    children = np.full((1, len(YEARS), 1, N_GRADES), 7.0)
    exact, stepped = (staff(children, parameters(part_post_step_share=step)) for step in (0.0, 0.25))
    assert stepped.measures["posts"].sum() > exact.measures["posts"].sum()
    for name in ("hours_required", "hours_qualified", "hours_unqualified", "hours_not_given"):
        assert np.array_equal(exact.measures[name], stepped.measures[name])


def test_what_shared_teachers_do_is_told_apart_for_the_pool_whose_bill_is_divided():
    children = pupils(*[{7: 18, 8: 16, 9: 17}] * 3)
    billed = Agreement("pool", "teacher_pool", (0, 1), ALWAYS)
    plain = staff(children, teacher_pools=(pool([0, 1]),))
    (use,) = (told := staff(children, teacher_pools=(pool([0, 1]),), agreements=(billed,))).pool_uses
    assert plain.pool_uses == () and use.schools.tolist() == [0, 1]
    for name, values in plain.measures.items():
        assert np.array_equal(values, told.measures[name])
    assert use.posts.sum() > 0
    assert (use.posts <= told.measures["posts"][:, :, :2] + 1e-12).all()
    assert np.allclose(use.driven_km, told.measures["driven_km"][:, :, :2])
