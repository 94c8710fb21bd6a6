"""Full schools in small towns worked out by hand, and in random ones beside a linear programme over every pupil."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from kopa_sim.model.region import Points
from kopa_sim.network import flow_pupils
from kopa_sim.scenario.measures.base import PlanContext
from kopa_sim.scenario.measures.pair_grades import PairGrades
from tests.network.towns import (
    YEARS,
    assign,
    closed,
    open_borders,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
    with_places,
)

LONG = tuple(range(2024, 2036))
CHANGE = 2027


def road(*school_rows, areas=((0.0, "901"),), languages=None):
    """Areas (kilometre, municipality) and schools (code, kilometre, grades, …) along a straight road."""
    area_rows = [
        {"code": f"a{index}", "municipality": code, "x": 1000.0 * km}
        for index, (km, code) in enumerate(areas)
    ]
    codes = tuple(sorted({row["municipality"] for row in area_rows}))
    rows = [
        {"municipality": "901", "places": 1_000, **row, "x": 1000.0 * row.pop("km")}
        for row in map(dict, school_rows)
    ]
    region = region_of(area_rows, rows, codes)
    return region if languages is None else replace(region, areas=replace(region.areas, languages=languages))


def attending(region, mean, of=None, **changed):
    """Pupils by area and school in every year of the mean future. (year, area, school)"""
    _, catchments = assign(region, of, mean, **changed)
    flows = flow_pupils(region, catchments, mean)
    total = np.zeros((len(mean.years), len(region.areas), len(region.schools)))
    for index, arcs in enumerate(catchments.by_year):
        np.add.at(total[index], (arcs.area, arcs.school), flows.pupils_by_year[index][0])
    return total


def lower_grades(region, per_area, years=YEARS):
    """So many pupils in each of grades 0-6 and nobody above."""
    mean = pupils(region, per_area, years)
    mean.pupils_draw_year_area_grade[..., 7:] = 0.0
    return mean


NEAR_FAR = (
    {"code": "near", "km": 0.0, "grades": "0-6", "places": 50},
    {"code": "far", "km": 9.0, "grades": "0-6"},
)


def test_the_area_at_the_door_of_a_full_school_keeps_it_and_the_one_between_moves_on():
    region = road(*NEAR_FAR, areas=((0.0, "901"), (4.0, "901")))
    there = attending(region, lower_grades(region, [5.0, 5.0]))[0]
    assert there == pytest.approx(np.array([[35.0, 0.0], [15.0, 20.0]]))


def test_an_area_without_pupils_takes_no_place_and_stays_with_the_nearest():
    region = road(*NEAR_FAR, areas=((0.0, "901"), (4.0, "901"), (1.0, "901")))
    with_nobody = attending(region, lower_grades(region, [5.0, 5.0, 0.0]))[0]
    assert with_nobody[:2] == pytest.approx(np.array([[35.0, 0.0], [15.0, 20.0]]))
    _, catchments = assign(region, mean_pupils=lower_grades(region, [5.0, 5.0, 0.0]))
    arcs = catchments.by_year[0]
    assert set(arcs.school[arcs.area == 2]) == {0}


@pytest.mark.parametrize("finish", [True, False])
def test_of_two_equally_near_areas_those_who_are_there_already_stay(finish):
    # both areas are four kilometres from the full school and ten from another; in 2026 the second one has its first
    # children, all of them beginners
    region = road(
        {"code": "full", "km": 4.0, "grades": "0-6", "places": 1_000},
        {"code": "west", "km": -6.0, "grades": "0-6"},
        {"code": "east", "km": 14.0, "grades": "0-6"},
        areas=((0.0, "901"), (8.0, "901")),
    )
    mean = lower_grades(region, [5.0, 0.0])
    mean.pupils_draw_year_area_grade[0, YEARS.index(2026) :, 1, 0] = 5.0
    there = attending(region, mean, with_places(plan(region), region, full=35), finish_started_span=finish)
    assert there[YEARS.index(2026)][:, 0].sum() == pytest.approx(35.0)
    assert there[YEARS.index(2026)][0, 0] >= 30.0 - 1e-6


def test_a_school_with_places_for_nobody_sends_everyone_on():
    region = road(*NEAR_FAR)
    of = with_places(plan(region), region, near=0)
    assert attending(region, lower_grades(region, 5.0), of)[0].tolist() == [[0.0, 35.0]]


def test_where_all_schools_are_full_places_are_exceeded_at_the_nearest():
    region = road(*NEAR_FAR)
    of = with_places(plan(region), region, near=20, far=10)
    there = attending(region, lower_grades(region, 5.0), of)[0]
    assert there == pytest.approx(np.array([[25.0, 10.0]]))


def test_a_minority_neither_fills_the_majoritys_places_nor_finds_room_there():
    region = road(
        {"code": "finnish", "km": 0.0, "grades": "0-6", "places": 30, "language": "fi"},
        {"code": "swedish", "km": 0.0, "grades": "0-6", "places": 30, "language": "sv"},
        {"code": "far", "km": 9.0, "grades": "0-6", "language": "fi"},
        {"code": "borta", "km": 30.0, "grades": "0-6", "language": "sv"},
        areas=((0.0, "901"), (0.0, "901")),
        languages=("fi", "sv"),
    )
    there = attending(region, lower_grades(region, [5.0, 5.0]))[0]
    assert there == pytest.approx(np.array([[30.0, 0.0, 5.0, 0.0], [0.0, 30.0, 0.0, 5.0]]))


def test_a_full_school_sends_pupils_over_the_border_only_when_it_is_open():
    region = road(
        {"code": "own", "km": 0.0, "grades": "0-6", "places": 30},
        {"code": "own_far", "km": -30.0, "grades": "0-6"},
        {"code": "next_door", "km": 9.0, "grades": "0-6", "municipality": "902", "places": 40},
        areas=((0.0, "901"), (9.0, "902")),
    )
    mean = lower_grades(region, [5.0, 5.0])
    shut = attending(region, mean)[0]
    assert shut == pytest.approx(np.array([[30.0, 5.0, 0.0], [0.0, 0.0, 35.0]]))
    over = attending(region, mean, open_borders(plan(region)))[0]
    assert over == pytest.approx(np.array([[30.0, 0.0, 5.0], [0.0, 0.0, 35.0]]))
    # with the neighbour full as well it takes in no more than it has places for
    full = open_borders(with_places(plan(region), region, next_door=37))
    assert attending(region, mean, full)[0] == pytest.approx(np.array([[30.0, 3.0, 2.0], [0.0, 0.0, 35.0]]))


def test_a_full_partner_of_a_pair_takes_as_many_as_it_can_and_the_rest_go_elsewhere():
    region = road(
        {"code": "lower", "km": 0.0, "grades": "0-6"},
        {"code": "upper", "km": 4.0, "grades": "0-6", "places": 60},
        {"code": "third", "km": 20.0, "grades": "0-6"},
        areas=((0.0, "901"), (4.0, "901")),
    )
    pair = PairGrades(measure="pair_grades", lower="lower", upper="upper", last_lower_grade=2, year=CHANGE)
    of = pair.apply(plan(region), PlanContext(region, np.zeros((len(YEARS), 3))))
    there = attending(region, lower_grades(region, [10.0, 10.0]), of)[YEARS.index(CHANGE)]
    # grades 0-2 of both areas are 60 in the lower building; of the 80 in grades 3-6 twenty find no place above
    assert there.sum(axis=0) == pytest.approx([60.0, 60.0, 20.0])


def test_a_school_that_opens_relieves_a_full_one_from_those_who_start_on():
    region = road(
        {"code": "full", "km": 0.0, "grades": "0-6", "places": 56},
        {"code": "new", "km": 3.0, "grades": "0-6"},
        areas=((0.0, "901"), (2.0, "901")),
    )
    is_open = plan(region, LONG).open_year_school.copy()
    is_open[np.array(LONG) < CHANGE, 1] = False
    of = replace(plan(region, LONG), open_year_school=is_open)
    there = attending(region, lower_grades(region, [6.0, 4.0], LONG), of)
    before, first, last = (there[LONG.index(year)] for year in (CHANGE - 1, CHANGE, LONG[-1]))
    assert before == pytest.approx(np.array([[42.0, 0.0], [28.0, 0.0]]))
    # fourteen must leave: all ten who start, and of those present four of the area that is nearer to the new one
    assert first == pytest.approx(np.array([[36.0, 6.0], [20.0, 8.0]]))
    assert last == pytest.approx(np.array([[42.0, 0.0], [0.0, 28.0]]))


def best_minutes(region, of, index, mean, journeys, allowed):
    """Pupils beyond the places and total minutes of a year, by a programme over every point, grade and school."""
    points, schools = region.points, region.schools
    taught = of.teaches_year_school_grade[index]
    demand = mean.pupils_draw_year_area_grade[0, index][points.area].T * points.weight
    home = region.areas.municipality[points.area]
    speaks = np.array(region.areas.languages)[points.area][:, None] == np.array(schools.languages)
    pairs = [
        (grade * len(points.area) + point, school, journeys.minutes_point_school[point, school])
        for grade in range(10)
        for point in range(len(points.area))
        for school in range(len(schools))
        if taught[school, grade] and speaks[point, school] and allowed[home[point], school, grade]
    ]
    row, school, minutes = map(np.array, zip(*pairs, strict=True))
    rows, row = np.unique(row, return_inverse=True)
    pair, n = np.arange(len(row)), len(row) + len(schools)
    everyone, within = np.zeros((len(rows), n)), np.zeros((len(schools), n))
    everyone[row, pair] = 1.0
    within[school, pair] = 1.0
    within[np.arange(len(schools)), len(row) + np.arange(len(schools))] = -1.0
    cost = np.r_[minutes, np.full(len(schools), 1e5)]
    found = linprog(
        cost, within, of.places_year_school[index], everyone, demand[:10].ravel()[rows], method="highs"
    )
    beyond = found.x[len(row) :].sum()
    return beyond, found.fun - 1e5 * beyond


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([0.0, 40.0, 90.0, 160.0]), st.booleans(), st.booleans())
def test_no_assignment_exceeds_places_less_or_takes_fewer_minutes(seed, places, opens, bilingual):
    region = random_region(seed, n_municipalities=2, n_areas=6, points_per_area=2, places=places)
    if bilingual:
        rng = np.random.default_rng(seed)
        languages = tuple(rng.choice(["fi", "sv"], len(region.areas)))
        # both languages have a school of every grade; schools without a language take everyone
        spoken = ("fi",) * 5 + ("sv",) * 2 + ("fi",) * 2
        schools = replace(region.schools, languages=spoken[: len(region.schools)])
        region = replace(region, schools=schools, areas=replace(region.areas, languages=languages))
    mean = random_pupils(region, seed, mean=3.0)
    mean.pupils_draw_year_area_grade[..., 10] = 0.0
    of = closed(plan(region), region, "s5", CHANGE)
    of = open_borders(of) if opens else of
    journeys, catchments = assign(region, of, mean, finish_started_span=False)
    flows = flow_pupils(region, catchments, mean)
    by_school = flows.pupils_draw_year_school_grade(len(region.schools))[0, :, :, :10].sum(axis=2)
    for index, arcs in enumerate(catchments.by_year):
        allowed = of.allowed_year_home_school_grade[index]
        beyond, minutes = best_minutes(region, of, index, mean, journeys, allowed)
        travelled = arcs.arc_mean(journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
        served = arcs.grade < 10
        ours = float((travelled * flows.pupils_by_year[index][0])[served].sum())
        over = np.maximum(by_school[index] - of.places_year_school[index], 0.0).sum()
        assert over == pytest.approx(beyond, abs=1e-4)
        assert ours == pytest.approx(minutes, rel=1e-6, abs=1e-3)


def test_points_of_one_area_move_on_one_by_one_when_areas_may_be_divided():
    region = road(*NEAR_FAR)
    points = Points(np.zeros(2, dtype=int), np.array([0.0, 4_000.0]), np.zeros(2), np.full(2, 0.5))
    region = replace(region, points=points)
    of = with_places(plan(region), region, near=20)
    _, catchments = assign(region, of, lower_grades(region, 5.0))
    arcs = catchments.by_year[0]
    to_far = arcs.school[arcs.cell_arc] == 1
    assert set(arcs.cell_point[to_far]) == {1}
