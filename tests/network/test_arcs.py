"""A year's catchment as arcs and points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import N_GRADES
from tests.network.towns import assign, closed, plan, pupils, random_region, region_of, with_places


def sums_by(key, values, size):
    return np.bincount(key, weights=values, minlength=size)


def assert_well_formed(region, arcs):
    key = (arcs.area * N_GRADES + arcs.grade) * len(region.schools) + arcs.school
    assert (np.diff(key) > 0).all()
    assert (np.diff(arcs.cell_arc) >= 0).all()
    assert (arcs.share > 0).all()
    assert (arcs.share <= 1 + 1e-12).all()
    served = sums_by(arcs.area * N_GRADES + arcs.grade, arcs.share, len(region.areas) * N_GRADES)
    assert served[served > 0] == pytest.approx(1.0)
    assert sums_by(arcs.cell_arc, arcs.cell_share, len(arcs)) == pytest.approx(np.ones(len(arcs)))
    assert np.array_equal(region.points.area[arcs.cell_point], arcs.area[arcs.cell_arc])
    assert region.schools.grades_school_grade[arcs.school, arcs.grade].all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([40.0, 150.0, 10_000.0]))
def test_every_catchment_is_well_formed(seed, places):
    region = random_region(seed, places=places)
    _, catchments = assign(region)
    assert_well_formed(region, catchments.by_year[0])


def test_an_area_between_two_schools_is_split_by_its_points():
    from kopa_sim.model.region import Points

    points = Points(
        np.array([0, 0, 0]), np.array([0.0, 1_000.0, 9_000.0]), np.zeros(3), np.array([0.5, 0.3, 0.2])
    )
    region = region_of(
        [{"code": "a1", "municipality": "901"}],
        [
            {"code": "west", "municipality": "901", "x": 0.0, "grades": "0-9", "places": 1_000},
            {"code": "east", "municipality": "901", "x": 10_000.0, "grades": "0-9", "places": 1_000},
        ],
        ("901",),
        points,
    )
    _, catchments = assign(region)
    arcs = catchments.by_year[0]
    first = arcs.grade == 1
    assert arcs.school[first].tolist() == [0, 1]
    assert arcs.share[first] == pytest.approx([0.8, 0.2])
    west = arcs.cell_arc == np.flatnonzero(first)[0]
    assert arcs.cell_point[west].tolist() == [0, 1]
    assert arcs.cell_share[west] == pytest.approx([0.625, 0.375])


def test_a_grade_that_nobody_teaches_has_no_arcs():
    region = random_region(1)
    of = plan(region)
    for school in np.flatnonzero(region.schools.grades_school_grade[:, 8]):
        of = closed(of, region, region.schools.codes[school], 2027)
    _, catchments = assign(region, of)
    assert 8 in catchments.by_year[0].grade
    assert 8 not in catchments.by_year[-1].grade


def test_when_everything_is_closed_there_are_no_arcs():
    region = random_region(1)
    of = plan(region)
    for code in region.schools.codes:
        of = closed(of, region, code, 2027)
    _, catchments = assign(region, of)
    assert len(catchments.by_year[-1]) == 0
    assert len(catchments.by_year[-1].cell_arc) == 0


def test_given_intake_and_nearest_school_share_the_pupils():
    region = region_of(
        [{"code": "a1", "municipality": "901"}],
        [
            {"code": "centre", "municipality": "901", "grades": "0-9", "places": 1_000},
            {"code": "special", "municipality": "901", "grades": "1-9", "pupils": 9.0, "special": True},
        ],
        ("901",),
    )
    _, catchments = assign(region, mean_pupils=pupils(region, 10.0))
    arcs = catchments.by_year[0]
    assert arcs.share[arcs.grade == 3] == pytest.approx([0.9, 0.1])
    assert arcs.share[arcs.grade == 0] == pytest.approx([1.0])


def test_a_full_school_shares_its_points_with_the_next():
    region = region_of(
        [{"code": "a1", "municipality": "901"}],
        [
            {"code": "near", "municipality": "901", "grades": "0-9", "places": 1_000},
            {"code": "far", "municipality": "901", "x": 5_000.0, "grades": "0-9", "places": 1_000},
        ],
        ("901",),
    )
    _, catchments = assign(region, with_places(plan(region), region, near=25.0))
    arcs = catchments.by_year[0]
    # 10 pupils in each of 10 grades, 25 places: a quarter of every grade stays
    assert arcs.share[arcs.grade == 5] == pytest.approx([0.25, 0.75])
