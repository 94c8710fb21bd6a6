"""The Gini coefficient of minutes, pupil by pupil and in every draw at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.access.percentiles import StandingPupils, sort_rows
from kopa_sim.access.theil import MinuteSums, theil_parts
from tests.access.test_measures import ALL, LAST, measured, sampled, town


def gini(minutes, pupils, group=None, n_groups=1):
    """Gini coefficients by (draw, group) from pupils by (row, draw)."""
    minutes, pupils = np.array(minutes, dtype=float), np.array(pupils, dtype=float)
    pupils = pupils[:, None] if pupils.ndim == 1 else pupils
    group = np.zeros(len(minutes), dtype=np.intp) if group is None else np.array(group)
    rows = sort_rows(minutes, group, np.arange(len(minutes)))
    return StandingPupils.along(rows, pupils).gini(n_groups)


def mean_difference(minutes, weights):
    """Half the mean difference of two pupils by the mean, from every pair of pupils."""
    minutes, weights = np.array(minutes, dtype=float), np.array(weights, dtype=float)
    pairs = (weights[:, None] * weights * np.abs(minutes[:, None] - minutes)).sum()
    total = weights.sum()
    mean = (weights * minutes).sum() / total
    return pairs / (2 * total**2 * mean) if mean > 0 else 0.0


def test_equal_journeys_have_no_gini():
    assert gini([20, 20, 20], [3, 1, 4]).item() == pytest.approx(0.0, abs=1e-12)


def test_a_pupil_who_travels_10_and_one_who_travels_30_minutes():
    # pairs differ by 20 in half of the four cases: mean difference 10, mean 20, so 10 / (2 · 20)
    assert gini([10, 30], [1, 1]).item() == pytest.approx(0.25)


def test_one_of_four_pupils_travels_all_the_minutes():
    assert gini([0, 40], [3, 1]).item() == pytest.approx(0.75)


def test_nobody_who_travels_nowhere_is_unequal():
    assert gini([0, 0], [2, 5]).item() == 0.0


def test_a_long_way_that_nobody_travels_does_not_count():
    assert gini([0, 0, 0, 0, 1], [9, 1.01, 6.0, 1.4419015414213625, 0]).item() == 0.0
    assert gini([0, 7.1, 9.9], [5.3, 0, 0]).item() == 0.0


def test_groups_and_draws_do_not_mix():
    found = gini([10, 90, 30, 90], [[1, 1], [1, 0], [1, 3], [3, 0]], group=[0, 1, 0, 1], n_groups=3)
    assert found[0, 0] == pytest.approx(0.25)
    assert found[1, 0] == pytest.approx(mean_difference([10, 30], [1, 3]))
    assert found[0, 1] == pytest.approx(0.0)
    assert np.isnan(found[1, 1])
    assert np.isnan(found[:, 2]).all()


@given(
    st.lists(
        st.tuples(
            st.just(0.0) | st.floats(0.01, 120), st.integers(0, 9) | st.floats(0.01, 9), st.integers(0, 2)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_it_is_half_the_mean_difference_of_all_pairs_by_the_mean(rows):
    minutes, pupils, group = map(np.array, zip(*rows, strict=True))
    found = gini(minutes, pupils, group=group, n_groups=3)
    for place in range(3):
        own = group == place
        if pupils[own].sum() > 0:
            assert found[0, place] == pytest.approx(mean_difference(minutes[own], pupils[own]), abs=1e-12)
        else:
            assert np.isnan(found[0, place])


def test_the_table_has_it_for_municipalities_and_the_region():
    values = measured(town()).values["gini_min"][0, 0]
    assert values[0, ALL] == pytest.approx(mean_difference([12, 24, 48], [1, 1, 1]))
    assert values[1, ALL] == pytest.approx(0.0, abs=1e-12)
    assert values[LAST, ALL] == pytest.approx(mean_difference([12, 24, 48, 72], [1, 1, 1, 1]))


def test_the_region_is_measured_pupil_by_pupil_in_a_sampled_future():
    _, journeys, _, flows, access = sampled(3)
    arcs, pupils = flows.catchments.by_year[2], flows.pupils_by_year[2][5]
    basic = arcs.grade[arcs.cell_arc] < 10
    minutes = journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]][basic]
    weight = (pupils[arcs.cell_arc] * arcs.cell_share)[basic]
    assert access.values["gini_min"][5, 2, LAST, ALL] == pytest.approx(mean_difference(minutes, weight))


@given(st.lists(st.lists(st.floats(1, 120), min_size=1, max_size=6), min_size=1, max_size=5))
def test_theil_between_and_within_are_the_whole_to_twelve_decimals(municipalities):
    def total(value):
        return np.array([[[[sum(map(value, minutes))] for minutes in municipalities]]])

    sums = MinuteSums(total(lambda x: 1.0), total(float), total(lambda x: x * np.log(x)))
    between, within = theil_parts(sums)
    assert (between + within).item() == pytest.approx(sums.over_municipalities().theil.item(), abs=1e-12)
