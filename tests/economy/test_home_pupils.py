"""Pupils by home municipality and school."""

import numpy as np
import pytest

from kopa_sim.economy.home_pupils import pupils_draw_year_home_school
from tests.economy.worlds import CENTRE, OTHER, flows_of, two_municipalities


def test_pupils_are_counted_where_they_live_and_where_they_go_by_the_weight_of_their_grade():
    region = two_municipalities()
    flows = flows_of(
        region, [(0, 1, CENTRE, 10.0), (1, 8, OTHER, 4.0), (2, 1, OTHER, 7.0)], draws=2, factor=[1, 2]
    )
    weight = np.zeros(11)
    weight[1], weight[8] = 1.0, 1.6
    counted = pupils_draw_year_home_school(flows, region, weight)
    assert counted.shape == (2, 6, 2, 3)
    assert counted[0, 0] == pytest.approx(np.array([[10.0, 0.0, 6.4], [0.0, 0.0, 7.0]]))
    assert counted[1] == pytest.approx(2 * counted[0])
