"""What a closed school means for its children, by hand on three villages and as properties."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kopa_sim.access.child_impact import (
    YearWays,
    lost_year_school_grade,
    measure_moves,
    ready_moves,
    ways_in_year,
)
from kopa_sim.model.area_access import BEFORE_AND_AFTER
from kopa_sim.model.journeys import YearCatchment
from kopa_sim.model.region import Points
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.network import flow_pupils
from tests.access.test_measures import WALKING
from tests.network.towns import assign, closed, parameters, plan, pupils, random_region, region_of

NO_GROUNDS = {"other_grounds_share": 0.0, "special_needs_carried_share": 0.0}
CLOSES = 3
"""Position of 2027, the year in which schools close."""


def villages(danger=None):
    """The village's children live 1 km west and 2 km east of its school; the other schools are 8 km away each way."""
    area_rows = [{"code": "village", "municipality": "901", "x": 0.0}]
    school_rows = [
        {"code": "village", "municipality": "901", "x": 0.0, "grades": "1-6", "places": 1_000},
        {"code": "west", "municipality": "901", "x": -8_000.0, "grades": "1-6", "places": 1_000},
        {"code": "east", "municipality": "901", "x": 8_000.0, "grades": "1-6", "places": 1_000},
    ]
    points = Points(
        np.array([0, 0]), np.array([-1_000.0, 2_000.0]), np.zeros(2), np.array([0.75, 0.25]), danger
    )
    return region_of(area_rows, school_rows, ("901",), points)


def impact(region, of, mean, danger_known=False, **changed):
    as_is, law = plan(region), TravelLaw.of(parameters(**changed))
    ways, flows = [], None
    for option in (as_is, of):
        journeys, catchments = assign(region, option, mean, **changed)
        flows = flow_pupils(region, catchments, mean) if flows is None else flows
        ways.append(ways_in_year(region, journeys, option, catchments.by_year[CLOSES], CLOSES, law))
    moves = ready_moves(*ways, lost_year_school_grade(as_is, of)[CLOSES], CLOSES)
    return measure_moves([moves], [flows.pupils_by_year[CLOSES]], danger_known=danger_known)


def rows_of(region, found):
    names = (*region.schools.codes, "ALL")
    return [
        (names[school], names[receiving])
        for school, receiving in zip(found.rows.school, found.rows.receiving, strict=True)
    ]


@pytest.fixture(scope="module")
def closing():
    region = villages()
    of = closed(plan(region), region, "village", 2027)
    return region, impact(region, of, pupils(region, 4.0), **WALKING, **NO_GROUNDS)


def test_children_go_where_the_option_has_more_of_them(closing):
    region, found = closing
    assert rows_of(region, found) == [("village", "ALL"), ("village", "west"), ("village", "east")]
    # six grades of four pupils, three of them west of the school and one east of it
    assert found.pupils[0] == pytest.approx([24, 18, 6])
    assert found.sums("pupils_grade_3")[0] == pytest.approx([4, 3, 1])
    assert found.sums("pupils_grade_7")[0] == pytest.approx([0, 0, 0])
    assert (found.rows.year == CLOSES).all()


def test_ways_before_and_after_are_those_of_the_same_children(closing):
    # west: 1 km before and 7 km after; east: 2 km before and 6 km after; 12 minutes a kilometre
    _, found = closing
    assert found.sums("before_km")[0] == pytest.approx([18 + 12, 18, 12])
    assert found.sums("after_km")[0] == pytest.approx([18 * 7 + 6 * 6, 18 * 7, 36])
    assert found.sums("before_minutes")[0] == pytest.approx([12 * 30, 12 * 18, 12 * 12])
    assert found.sums("after_minutes")[0] == pytest.approx([12 * 162, 12 * 126, 12 * 36])
    longest = [[24, 84, 2, 7], [12, 84, 1, 7], [24, 72, 2, 6]]
    assert found.longest_draw_row_when[0] == pytest.approx(np.array(longest))


def test_children_beyond_five_kilometres_are_carried_after_and_not_before(closing):
    _, found = closing
    assert found.sums("before_over_5km")[0] == pytest.approx([0, 0, 0])
    assert found.sums("after_over_5km")[0] == pytest.approx([24, 18, 6])
    assert found.sums("before_transported")[0] == pytest.approx([0, 0, 0])
    assert found.sums("after_transported")[0] == pytest.approx([24, 18, 6])


def test_a_dangerous_way_is_counted_before_and_after():
    region = villages(danger=np.array([0.5, 0.0]))
    of = closed(plan(region), region, "village", 2027)
    found = impact(region, of, pupils(region, 4.0), danger_known=True, **WALKING, **NO_GROUNDS)
    assert found.danger_known
    assert found.sums("before_dangerous")[0] == pytest.approx([9, 9, 0])
    assert found.sums("before_transported")[0] == pytest.approx([9, 9, 0])
    assert found.sums("after_transported")[0] == pytest.approx([24, 18, 6])


def test_a_school_that_loses_its_upper_grades_sends_only_them():
    region = villages()
    grades = plan(region).grades_year_school_grade.copy()
    grades[CLOSES:, 0, 5:7] = False
    of = replace(plan(region), grades_year_school_grade=grades)
    found = impact(region, of, pupils(region, 4.0), **WALKING, **NO_GROUNDS)
    assert found.pupils[0] == pytest.approx([8, 6, 2])
    assert found.sums("pupils_grade_4")[0] == pytest.approx([0, 0, 0])
    assert found.sums("pupils_grade_6")[0] == pytest.approx([4, 3, 1])


def test_grades_are_lost_in_their_first_year_only():
    region = villages()
    lost = lost_year_school_grade(plan(region), closed(plan(region), region, "village", 2027))
    assert np.flatnonzero(lost.any(axis=(1, 2))).tolist() == [CLOSES]
    assert lost[CLOSES, 0, 1:7].all()
    assert lost.sum() == 6


def test_a_network_that_stays_has_no_children_to_ask_about():
    region = villages()
    assert not lost_year_school_grade(plan(region), plan(region)).any()
    found = impact(region, plan(region), pupils(region, 4.0), **WALKING)
    assert len(found.rows) == 0


def test_a_future_without_children_has_no_longest_way():
    region = villages()
    found = impact(region, closed(plan(region), region, "village", 2027), pupils(region, 0.0), **WALKING)
    # without any pupils the catchments still say where they would go
    assert found.pupils.sum() == 0
    assert np.isnan(found.longest_draw_row_when).all()


def ways(school, share):
    """Pupils of grade 1 of one home, and what share of them goes to each school."""
    n = len(school)
    cells = np.arange(n)
    arcs = YearCatchment(
        np.zeros(n, int),
        np.ones(n, int),
        np.array(school),
        np.array(share),
        cells,
        np.zeros(n, int),
        np.ones(n),
    )
    return YearWays(arcs, np.zeros((n, len(BEFORE_AND_AFTER))))


def test_pupils_who_already_went_elsewhere_are_not_among_those_received():
    # half of the home goes to school 0, which closes, and half to school 1; then 0.7 go to 1 and 0.3 to 2
    lost = np.zeros((3, 11), dtype=bool)
    lost[0, 1] = True
    moves = ready_moves(ways([0, 1], [0.5, 0.5]), ways([1, 2], [0.7, 0.3]), lost, 0)
    found = measure_moves([moves], [np.array([[10.0, 10.0]])], danger_known=False)
    assert found.rows.receiving.tolist() == [-1, 1, 2]
    assert found.pupils[0] == pytest.approx([10, 4, 6])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000))
def test_receiving_schools_share_all_the_children_of_the_closed_one(seed):
    region = random_region(seed)
    mean = pupils(region, 5.0)
    of = closed(plan(region), region, "s0", 2027)
    found = impact(region, of, mean)
    _, catchments = assign(region, plan(region), mean)
    flows = flow_pupils(region, catchments, mean)
    there = flows.pupils_draw_year_school_grade(len(region.schools))[0, CLOSES, 0].sum()
    # a municipality with no other school of these grades has nowhere to send them, which no run accepts
    assume(len(found.rows))
    whole = found.rows.receiving < 0
    assert whole.sum() == 1
    assert found.pupils[0, whole].item() == pytest.approx(there)
    assert found.sums_draw_row_sum[0, ~whole].sum(axis=0) == pytest.approx(
        found.sums_draw_row_sum[0, whole][0]
    )
    assert (found.longest_draw_row_when[0, whole] >= found.longest_draw_row_when[0] - 1e-9).all()
