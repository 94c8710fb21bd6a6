"""Pupils summed along the arcs of a catchment."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Catchments, PupilFlows, YearCatchment


def catchment(area, grade, school, share):
    arcs = len(area)
    return YearCatchment(
        area=np.array(area),
        grade=np.array(grade),
        school=np.array(school),
        share=np.array(share, dtype=float),
        cell_arc=np.arange(arcs),
        cell_point=np.array(area),
        cell_share=np.ones(arcs),
    )


def test_pupils_by_school_and_grade_are_the_sums_of_their_arcs():
    arcs = catchment([0, 0, 1], [1, 2, 1], [0, 1, 0], [1, 1, 1])
    flows = PupilFlows(Catchments((2026,), (arcs,)), (np.array([[3.0, 4.0, 5.0]]),))
    pupils = flows.pupils_draw_year_school_grade(2)
    assert pupils[0, 0, 0, 1] == 8
    assert pupils[0, 0, 1, 2] == 4
    assert pupils.sum() == 12


def test_an_arc_mean_weighs_the_points_by_where_pupils_live():
    arcs = YearCatchment(
        area=np.array([0]),
        grade=np.array([1]),
        school=np.array([0]),
        share=np.array([1.0]),
        cell_arc=np.array([0, 0]),
        cell_point=np.array([0, 1]),
        cell_share=np.array([0.25, 0.75]),
    )
    assert arcs.arc_mean(np.array([4.0, 8.0])).tolist() == [7.0]


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, N_GRADES - 1), st.integers(0, 3), st.integers(0, 30)),
        min_size=1,
        max_size=40,
    )
)
def test_no_pupil_is_lost_when_arcs_are_summed_by_any_key(rows):
    area, grade, school, pupils = map(list, zip(*rows, strict=True))
    arcs = catchment(area, grade, school, np.ones(len(rows)))
    flows = PupilFlows(Catchments((2026,), (arcs,)), (np.array([pupils], dtype=float),))
    assert flows.sum_arcs(0, arcs.area, 5).sum() == sum(pupils)
    assert flows.pupils_draw_year_school_grade(4).sum() == sum(pupils)
    weighted = flows.sum_arcs(0, arcs.school, 4, weight_arc=np.full(len(rows), 2.0))
    assert np.array_equal(weighted, 2 * flows.sum_arcs(0, arcs.school, 4))
