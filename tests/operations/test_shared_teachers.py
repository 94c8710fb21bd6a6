"""Shared teachers on their tours."""

import numpy as np
import pytest

from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.model.tours import TourVisit, TravellingTeacher
from kopa_sim.operations.workforce import teachers_of_year
from tests.operations.worlds import assumptions, build_world

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


@pytest.mark.parametrize("km", [0.0, 40.0 * WEEKS, 160.0 * WEEKS])
def test_the_year_s_kilometres_are_those_of_the_yearly_stage(km):
    found = teachers(world(km=km))
    assert WEEKS * sum(teacher.km(day) for teacher in found for day in range(5)) == pytest.approx(km)


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
    )
    tour = TravellingTeacher("pool", 1, 0, 0.1, (TourVisit(0, 0, ((MUSIC, 2.0),), 0.0),))
    found = teachers(of, [tour])
    assert [teacher.post for teacher in found if teacher.drives] == ["a/music/0", "b/guidance/0"]


def test_two_shared_teachers_of_a_home_base_have_chances_of_their_own():
    second = TravellingTeacher("pool", 2, 0, 0.2, (TourVisit(4, 0, ((MUSIC, 3.0),), 0.0),))
    posts = [teacher.post for teacher in teachers(world(), (TOUR, second))]
    assert len(set(posts)) == len(posts)
    assert {"a/music/shared/0", "a/music/shared/1"} <= set(posts)
