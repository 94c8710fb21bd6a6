"""The course of net cost by year."""

import numpy as np
import pytest

from kopa_sim.economy.net_cost_path import PATH_MEASURES, net_cost_path
from tests.economy.worlds import money_of, plan_of, two_municipalities

PLAN = plan_of(two_municipalities())


def by_year(first, second):
    return np.stack([np.array(first, dtype=float), np.array(second, dtype=float)], axis=1)[None]


GROSS = by_year([100, 100, 100, 110, 120, 130], [50] * 6)
AS_IS = money_of(GROSS, by_year([40] * 6, [10] * 6), by_year([1000, 1000, 1000, 900, 800, 800], [500] * 6))
OPTION = money_of(
    GROSS - by_year([0, 0, -20, 10, 20, 30], [0] * 6),
    by_year([40] * 6, [10] * 6),
    AS_IS.tax_base_draw_year_municipality,
    capital=by_year([0, 0, 20, 0, 0, 0], [0] * 6),
    accounts=by_year([5] * 6, [0] * 6),
)
PATH = net_cost_path(PLAN, OPTION, AS_IS, by_year([10] * 6, [0] * 6), by_year([100] * 6, [50] * 6))


@pytest.mark.parametrize(
    ("measure", "first", "region"),
    [
        ("gross_cost_eur", [120, 100, 100, 100], [170, 150, 150, 150]),
        ("funding_eur", [40, 40, 40, 40], [50, 50, 50, 50]),
        ("net_cost_eur", [80, 60, 60, 60], [120, 100, 100, 100]),
        ("available_money_eur", [100, 94, 88, 88], [150, 144, 138, 138]),
        ("net_cost_difference_eur", [20, -10, -20, -30], [20, -10, -20, -30]),
        ("net_cost_per_pupil_eur", [6.5, 6.5, 6.5, 6.5], [10.5, 10.5, 10.5, 10.5]),
        ("net_cost_per_resident_eur", [0.65, 0.65, 0.65, 0.65], [0.7, 0.7, 0.7, 0.7]),
        ("tax_points", [8, 60 / 9, 7.5, 7.5], [8, 100 / 14, 100 / 13, 100 / 13]),
    ],
)
def test_each_measure_by_hand_for_a_municipality_and_the_region(measure, first, region):
    assert PATH[measure][0, :, 0] == pytest.approx(first)
    assert PATH[measure][0, :, 2] == pytest.approx(region)


def test_where_there_are_no_pupils_there_is_no_cost_by_pupil():
    assert np.isnan(PATH["net_cost_per_pupil_eur"][0, :, 1]).all()


def test_the_measures_are_those_of_the_table_in_order():
    assert tuple(PATH) == PATH_MEASURES


def test_an_option_that_is_as_is_differs_by_exactly_nothing():
    heads = by_year([10] * 6, [10] * 6)
    assert (net_cost_path(PLAN, AS_IS, AS_IS, heads, heads)["net_cost_difference_eur"] == 0.0).all()
