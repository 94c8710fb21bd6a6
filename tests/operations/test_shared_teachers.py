"""Shared teachers on their tours."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.model.tours import TourVisit, TravellingTeacher
from kopa_sim.operations import Travels
from kopa_sim.operations.workforce import teachers_of_year
from tests.operations.worlds import QUIET, assumptions, build_world, teacher_pool

MUSIC, CRAFTS = SUBJECTS.index("music"), SUBJECTS.index("crafts")
WEEKS = 38

TOUR = TravellingTeacher(
    "pool",
    1,
    home_base=0,
    share=0.5,
    visits=(
        TourVisit(0, 0, ((MUSIC, 2.0),), 0.0),
        TourVisit(0, 1, ((MUSIC, 2.0), (CRAFTS, 1.0)), 20.0, 20.0),
        TourVisit(2, 1, ((MUSIC, 4.0),), 20.0, 20.0),
    ),
)
"""Music at home and away on Monday, with a lesson of crafts; away on Wednesday. 80 km a week."""


def world(music_b=6.0, posts_b=0.4, km=80.0 * WEEKS, **cells):
    return build_world(
        [("a", "901"), ("b", "902")],
        {
            ("a", "music"): {"hours_qualified": 12.0, "posts": 0.6, "driven_km": km / 4},
            ("b", "music"): {"hours_qualified": music_b, "posts": posts_b, "driven_km": km * 3 / 4},
            ("b", "crafts"): {"hours_qualified": 1.0, "posts": 0.05},
            **cells,
        },
        pools=[teacher_pool([0, 1], ("music", "crafts"))],
    )


def teachers(of, tours=(TOUR,)):
    staffed = of.staffed(tours=tours)
    return teachers_of_year(of.region.schools, staffed, WEEKS, assumptions(), Streams(1))


def test_a_shared_teacher_goes_from_school_to_school_as_the_tour_says():
    (shared,) = [teacher for teacher in teachers(world()) if "shared" in teacher.post]
    assert shared.post == "a/music/shared/0"
    monday = [(visit.school, visit.subject, visit.lessons, visit.leg_km) for visit in shared.visits(0)]
    assert monday == [(0, MUSIC, 2.0, 0.0), (1, MUSIC, 2.0, 20.0), (1, CRAFTS, 1.0, 0.0)]
    assert shared.visits(1) == ()
    assert [shared.km(day) for day in range(5)] == pytest.approx([40.0, 0.0, 40.0, 0.0, 0.0])


def test_the_schools_own_teachers_give_what_no_tour_gives():
    own = [teacher for teacher in teachers(world()) if "shared" not in teacher.post]
    assert [teacher.post for teacher in own] == ["a/music/0"]  # all lessons at b are given on the tour
    assert sum(own[0].lessons(day) for day in range(5)) == pytest.approx(10.0)
    assert not own[0].drives


def test_with_fewer_lessons_than_in_the_mean_future_the_tour_has_its_part_of_them():
    (shared,) = [teacher for teacher in teachers(world(music_b=3.0)) if "shared" in teacher.post]
    assert [visit.lessons for visit in shared.visits(0)] == pytest.approx([2.0, 1.0, 1.0])
    assert [visit.lessons for visit in shared.visits(2)] == pytest.approx([2.0])


def test_with_more_lessons_the_rest_goes_to_the_school_s_own_teachers():
    found = teachers(world(music_b=9.0, posts_b=0.6))
    extra = [teacher for teacher in found if teacher.post == "b/music/0"]
    assert sum(teacher.lessons(day) for teacher in extra for day in range(5)) == pytest.approx(3.0)


@pytest.mark.parametrize("km", [40.0 * WEEKS, 160.0 * WEEKS])
def test_the_year_s_kilometres_are_those_of_the_yearly_stage(km):
    found = teachers(world(km=km))
    assert WEEKS * sum(teacher.km(day) for teacher in found for day in range(5)) == pytest.approx(km)


def other_subject(km=80.0 * WEEKS, **changes):
    """The plan has the pool's kilometres in a subject that the tour does not teach."""
    return build_world(
        [("a", "901"), ("b", "902")],
        {
            ("a", "music"): {"hours_qualified": 12.0, "posts": 0.6},
            ("b", "music"): {"hours_qualified": 6.0, "posts": 0.4},
            ("b", "crafts"): {"hours_qualified": 1.0, "posts": 0.05},
            ("a", "guidance"): {"hours_qualified": 5.0, "posts": 0.3, "driven_km": km / 4},
            ("b", "guidance"): {"hours_qualified": 5.0, "posts": 0.3, "driven_km": km * 3 / 4},
            ("b", "visual_arts"): {"hours_qualified": 5.0, "posts": 0.3, "driven_km": 400.0},
        },
        pools=[teacher_pool([0, 1], ("music", "crafts", "guidance"))],
        **changes,
    )


@pytest.mark.parametrize("km", [40.0 * WEEKS, 160.0 * WEEKS])
def test_a_tour_drives_all_kilometres_of_its_pool_in_whichever_of_its_subjects_they_are(km):
    driven = {teacher.post: WEEKS * sum(map(teacher.km, range(5))) for teacher in teachers(other_subject(km))}
    assert {post: km for post, km in driven.items() if km} == {
        "a/music/shared/0": pytest.approx(km),
        "b/visual_arts/0": pytest.approx(400.0),  # not a subject of the pool
    }


def test_where_the_future_has_no_kilometres_the_legs_stay_and_no_plan_has_them():
    (shared,) = [teacher for teacher in teachers(world(km=0.0)) if "shared" in teacher.post]
    assert shared.km(0) == pytest.approx(40.0)
    assert shared.km_planned_at == ()


def test_what_a_tour_does_not_drive_is_taken_from_where_the_plan_has_it():
    (shared,) = [teacher for teacher in teachers(other_subject()) if "shared" in teacher.post]
    assert dict(shared.km_planned_at) == pytest.approx({0: 0.25, 1: 0.75})


@pytest.mark.parametrize("of", [other_subject(), other_subject(km=0.0), world(km=0.0)])
@pytest.mark.parametrize(
    "happens",
    [
        {"closed_road_days_per_winter": 500.0},
        {"breakdowns_per_1000_km": 1e6},
        {"absence_days_per_teacher_year": 10_000.0, "absence_spell_median_days": 500.0},
    ],
    ids=["storms", "breakdowns", "illness"],
)
def test_no_municipality_drives_less_than_nothing(of, happens):
    travels = Travels(lambda year: (TOUR,))
    nobody = {"local_substitutes_per_100_posts": 0.0, "regional_substitutes_per_100_posts": 0.0}
    year = of.simulate(travels=travels, **{**QUIET, **nobody, **happens})
    as_planned, of_plan = of.simulate(travels=travels, **QUIET), of.simulate(**QUIET)
    for measure in ("driven_km", "driven_hours"):
        lived, planned = year[measure], as_planned[measure]
        assert np.array_equal(planned, of_plan[measure])
        assert np.all(lived >= -1e-9)
        assert np.all(lived[planned == 0.0] == 0.0)
        assert np.all(lived[planned > 0.0] < planned[planned > 0.0])


def test_two_pools_divide_the_kilometres_of_a_school_and_subject_by_their_lessons():
    first = TravellingTeacher("first", 1, 0, 0.2, (TourVisit(0, 1, ((MUSIC, 4.0),), 10.0, 10.0),))
    second = TravellingTeacher("second", 1, 0, 0.1, (TourVisit(1, 1, ((MUSIC, 2.0),), 10.0, 10.0),))
    of = world(km=1200.0)
    pools = tuple(teacher_pool([0, 1], ("music",), name) for name in ("first", "second"))
    of.plan = replace(of.plan, teacher_pools=pools)
    driven = [WEEKS * sum(map(one.km, range(5))) for one in teachers(of, (first, second)) if one.drives]
    assert driven == pytest.approx([300.0 / 2 + 900.0 * 4 / 6, 300.0 / 2 + 900.0 * 2 / 6])


def test_lessons_and_posts_are_all_there_whatever_the_tour():
    for music_b in (0.0, 2.5, 6.0, 20.0):
        of = world(music_b=music_b)
        given = np.zeros_like(of.staffed().required_school_subject)
        for teacher in teachers(of):
            for visits in teacher.week:
                for visit in visits:
                    given[visit.school, visit.subject] += visit.lessons
        assert given == pytest.approx(of.staffed().required_school_subject)


def test_a_school_without_tour_keeps_its_travel_with_its_part_post():
    of = build_world(
        [("a", "901"), ("b", "902")],
        {
            ("a", "music"): {"hours_qualified": 12.0, "posts": 0.6, "driven_km": 400.0},
            ("b", "guidance"): {"hours_qualified": 5.0, "posts": 0.3, "driven_km": 760.0},
        },
        pools=[teacher_pool([0, 1], ("music",))],
    )
    tour = TravellingTeacher("pool", 1, 0, 0.1, (TourVisit(0, 0, ((MUSIC, 2.0),), 0.0),))
    found = teachers(of, [tour])
    assert [teacher.post for teacher in found if teacher.drives] == ["a/music/0", "b/guidance/0"]


def test_two_shared_teachers_of_a_home_base_have_chances_of_their_own():
    second = TravellingTeacher("pool", 2, 0, 0.2, (TourVisit(4, 0, ((MUSIC, 3.0),), 0.0),))
    posts = [teacher.post for teacher in teachers(world(), (TOUR, second))]
    assert len(set(posts)) == len(posts)
    assert {"a/music/shared/0", "a/music/shared/1"} <= set(posts)
