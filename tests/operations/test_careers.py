"""Who holds a post from year to year, and the gaps between two holders."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from kopa_sim.model.staff import Staff
from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.operations.careers import first_holders, gap_days, gaps_of_year
from kopa_sim.operations.teachers import Teacher, Visit
from tests.operations.worlds import NO_VACANCIES, assumptions, build_world

CLASS, MUSIC = SUBJECTS.index("class_teaching"), SUBJECTS.index("music")
DAYS = 190
WORLD = build_world([("a", "901"), ("b", "902")], {})
NEAR = np.zeros(2)
STAYING = {
    "retirement_by_age": {"20": 0.0},
    "other_exits_share": 0.0,
    "fixed_term_share": 0.0,
    "parental_leave_share_by_age": {"20": 0.0},
}
"""Nobody leaves."""


def posts(count, school=0, subject=CLASS, **other):
    week = ((Visit(school, subject, 4.0),),) * 5
    code = WORLD.region.schools.codes[school]
    return [
        Teacher(f"{code}/{SUBJECTS[subject]}/{number}", school, subject, week, 2026, **other)
        for number in range(count)
    ]


def gaps(of, year=2026, first_year=2024, km=NEAR, replication=0, region=WORLD.region, **changes):
    return gaps_of_year(
        of, region, km, first_year, year, DAYS, assumptions(**changes), Streams(1), replication
    )


def vacant_days(found):
    return sum(
        min(gap.end, DAYS) - max(gap.start, 0)
        for of_post in found.values()
        for gap in of_post
        if gap.kind == "vacancy"
    )


def test_where_nobody_leaves_no_post_is_without_its_teacher():
    assert gaps(posts(300), **STAYING) == {}


def test_where_posts_are_filled_at_once_there_are_no_gaps():
    assert gaps(posts(300), other_exits_share=1.0, **NO_VACANCIES) == {}


def test_lessons_by_the_hour_fall_vacant_in_no_year():
    assert gaps(posts(300, standing=False), **{**STAYING, "other_exits_share": 1.0}) == {}


def test_posts_in_search_are_an_m_g_infinity_queue():
    # In the middle of the year: leavers a day × mean search, for posts left at random with no notice.
    rate, search = 0.3, 20.0
    changes = {
        **STAYING,
        "other_exits_share": rate,
        "leaving_within_year_share": 1.0,
        "recruitment_days": search,
        "notice_days": 0.0,
    }
    means = []
    for replication in range(20):
        found = gaps(posts(400), replication=replication, **changes)
        means.append(vacant_days(found) / DAYS)
    half_width = 2.86 * np.std(means, ddof=1) / np.sqrt(len(means))  # Student t, 19 degrees, 99 %
    expected = (
        400 * rate / DAYS * (search - 0.5)
    )  # whole days of an exponential time: half a day less on the mean
    assert half_width < 0.1 * expected
    assert abs(np.mean(means) - expected) <= half_width


def test_a_search_that_goes_on_in_summer_is_not_over_in_august():
    changes = {
        **STAYING,
        "other_exits_share": 1.0,
        "leaving_within_year_share": 0.0,
        "recruitment_days": 100.0,
        "notice_days_summer": 60.0,
    }
    found = gaps(posts(2000), **changes)
    starts = [gap.start for of_post in found.values() for gap in of_post]
    assert set(starts) == {0, -DAYS}  # left last summer, or the summer before and still sought
    assert len(found) / 2000 == pytest.approx(np.exp(-0.61), abs=0.05)
    mean = np.mean([gap.end for of_post in found.values() for gap in of_post if gap.start == 0])
    assert mean == pytest.approx(100.0, rel=0.1)


def test_the_chain_of_holders_goes_on_from_year_to_year():
    changes = {**STAYING, "other_exits_share": 0.5, "recruitment_days": 60.0, "notice_days": 0.0}
    by_year = {year: gaps(posts(200), year=year, **changes) for year in (2025, 2026, 2027)}
    carried = 0
    for earlier, later in pairwise(by_year):
        for post, of_post in by_year[earlier].items():
            over = [gap for gap in of_post if gap.end > DAYS]
            carried += len(over)
            for gap in over:
                same = replace(gap, start=gap.start - DAYS, end=gap.end - DAYS)
                assert same in by_year[later][post]
    assert carried > 10


def test_a_year_has_the_same_gaps_wherever_the_region_ends():
    both = gaps([*posts(50), *posts(50, school=1)])
    assert gaps(posts(50, school=1)) == {post: found for post, found in both.items() if post.startswith("b/")}


def test_far_from_the_centre_the_search_takes_longer():
    changes = {"recruitment_days": 30.0, "recruitment_days_per_100_km": 30.0}
    near, far = (vacant_days(gaps(posts(2000), km=np.array([km, 0.0]), **changes)) for km in (0.0, 200.0))
    assert far > 2.0 * near > 0.0


def test_unqualified_teachers_stand_in_for_the_stated_share_of_gaps():
    found = gaps(posts(2000), unqualified_stand_in_share=0.6, notice_days_summer=0.0)
    stand_in = [gap.unqualified for of_post in found.values() for gap in of_post]
    assert len(stand_in) > 150
    assert np.mean(stand_in) == pytest.approx(0.6, abs=3.0 * np.sqrt(0.24 / len(stand_in)))


def test_only_those_of_an_age_for_it_take_parental_leave():
    changes = {
        **STAYING,
        "age_share_by_age": {"50": 1.0},
        "parental_leave_share_by_age": {"25": 1.0, "45": 0.0},
        "parental_leave_notice_days": 0.0,
    }
    assert gaps(posts(100), **changes) == {}
    young = gaps(posts(100), **{**changes, "age_share_by_age": {"28": 1.0}})
    assert {gap.kind for of_post in young.values() for gap in of_post} == {"leave"}


def test_holders_grow_older_until_they_retire_and_a_younger_one_follows():
    changes = {
        **STAYING,
        "age_share_by_age": {"60": 1.0},
        "recruit_age_share_by_age": {"30": 1.0},
        "retirement_by_age": {"66": 1.0},
        "leaving_within_year_share": 1.0,
        "notice_days": 0.0,
        "recruitment_days": 50.0,
    }
    leaving = {after: len(gaps(posts(200), year=2024 + after, **changes)) for after in (0, 1, 3, 20)}
    assert leaving[0] == leaving[1] == 0  # 60 to 65 years old
    assert leaving[3] > 30  # a fifth of them turns 66 each year
    assert leaving[20] == 0  # those who followed are about 50


def test_ages_and_contracts_are_those_of_the_books_where_they_are_given():
    staff = Staff(
        np.array([0, 0, 1]),
        np.array([CLASS, CLASS, MUSIC]),
        np.array([31, 61, 40]),
        np.array([True, False, True]),
        np.array([1.0, 3.0, 1.0]),
    )
    region = replace(WORLD.region, staff=staff)
    holders = first_holders(posts(1000), region, assumptions(), Streams(1), 0)
    assert set(holders.age.tolist()) == {30, 60}  # a year before the table
    assert (holders.age == 60).mean() == pytest.approx(0.75, abs=0.05)
    assert np.array_equal(holders.fixed_term, holders.age == 60)
    elsewhere = first_holders(posts(100, school=1), region, assumptions(), Streams(1), 0)
    assert len(set(elsewhere.age.tolist())) > 10


def test_a_gap_is_what_the_search_takes_beyond_the_notice():
    assert gap_days(np.array([0.0, 1.0 - np.exp(-1.0)]), np.array(30.0), np.array(20.0)).tolist() == [0, 10]
