"""The measures of access, by hand on small regions and as properties on random ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.access.measures import minutes_bin_edges
from kopa_sim.model.grades import N_BANDS
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.network import carry_pupils, flow_pupils
from tests.network.towns import (
    YEARS,
    assign,
    closed,
    parameters,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
)

ALL = N_BANDS
LAST = -1
MEASURES = {
    "mean_min",
    "p90_min",
    "max_min",
    "over_3km_share",
    "over_5km_share",
    "transported_share",
    "near_limit_share",
    "over_limit_share",
    "theil_between",
    "theil_within",
    "gini_min",
}
# minutes are 12 a kilometre, whatever the distance: everyone walks at 5 km/h along the straight line
WALKING = {"detour_factor": 1.0, "walking_limit_km": 1e6, "walking_speed_km_h": 5.0, "waiting_min": 1e6}


def town(grades="0-9+upper_secondary"):
    """Journeys of 1, 2 and 4 km in the first municipality and of 6 km in the second."""
    return region_of(
        [
            {"code": "a1", "municipality": "901", "x": 1_000.0},
            {"code": "a2", "municipality": "901", "x": 2_000.0},
            {"code": "a3", "municipality": "901", "x": 4_000.0},
            {"code": "b1", "municipality": "902", "x": 106_000.0},
        ],
        [
            {"code": "first", "municipality": "901", "grades": grades, "places": 10_000},
            {"code": "second", "municipality": "902", "x": 100_000.0, "grades": grades, "places": 10_000},
        ],
    )


def measure(region, journeys, of, flows, used):
    return measure_access(ready_journeys(region, journeys, of, flows.catchments, used), flows)


def measured(region, of=None, mean=None, **changed):
    of = plan(region) if of is None else of
    mean = pupils(region, 10.0) if mean is None else mean
    used = WALKING | changed
    journeys, catchments = assign(region, of, mean, **used)
    flows = flow_pupils(region, catchments, mean)
    return measure(region, journeys, of, flows, parameters(**used))


def sampled(seed, of=None):
    region = random_region(seed)
    of = plan(region) if of is None else of(region)
    journeys, catchments = assign(region, of)
    flows = flow_pupils(region, catchments, random_pupils(region, seed, 32), Streams(1), DrawBlock(0, 32))
    return region, journeys, of, flows, measure(region, journeys, of, flows, parameters())


def test_every_measure_of_the_table_is_there_with_its_axes():
    access = measured(town())
    assert set(access.values) == MEASURES
    assert access.years == YEARS
    for value in access.values.values():
        assert value.shape == (1, len(YEARS), 3, N_BANDS + 1)


def test_means_are_over_pupils_and_not_over_areas():
    access = measured(town(), mean=pupils(town(), [8.0, 1.0, 1.0, 5.0]))
    mean = access.values["mean_min"][0, 0]
    assert mean[0, ALL] == pytest.approx((8 * 12 + 24 + 48) / 10)
    assert mean[1, ALL] == pytest.approx(72.0)
    assert mean[LAST, ALL] == pytest.approx((8 * 12 + 24 + 48 + 5 * 72) / 15)


def test_percentile_and_longest_journey():
    access = measured(town(), mean=pupils(town(), [8.0, 1.0, 1.0, 0.0]))
    assert access.values["p90_min"][0, 0, 0, ALL] == pytest.approx(24.0)
    assert access.values["max_min"][0, 0, 0, ALL] == pytest.approx(48.0)
    assert access.values["p90_min"][0, 0, LAST, ALL] == pytest.approx(24.0)


def test_shares_beyond_three_and_five_kilometres():
    values = measured(town()).values
    assert values["over_3km_share"][0, 0, :, ALL] == pytest.approx([1 / 3, 1.0, 0.5])
    assert values["over_5km_share"][0, 0, :, ALL] == pytest.approx([0.0, 1.0, 0.25])


def test_who_is_transported_follows_the_limits_of_the_year():
    region = town()
    limits = plan(region).transport_limit_km_year_municipality_grade.copy()
    limits[-1, 0, :3] = 3.0
    of = replace(plan(region), transport_limit_km_year_municipality_grade=limits)
    share = measured(region, of, other_grounds_share=0.0, special_needs_carried_share=0.0).values[
        "transported_share"
    ][0]
    assert share[0, 0] == pytest.approx([0, 0, 0, 0, 0, 0])
    assert share[-1, 0] == pytest.approx([1 / 3, 1 / 3, 0, 0, 0, 0.1])
    assert share[0, 1, ALL] == 1.0


def test_upper_secondary_counts_those_supported_by_kela():
    share = measured(town(), kela_limit_km=4.0).values["transported_share"][0, 0]
    assert share[0, 4] == pytest.approx(1 / 3)
    assert share[1, 4] == 1.0


def test_near_and_over_the_daily_ceiling():
    # 6 km take 72 minutes one way, 144 a day: near 150 for the young; of 180, four fifths are just reached
    values = measured(town()).values
    assert values["near_limit_share"][0, 0, 1] == pytest.approx([1, 1, 1, 1, 0, 1])
    assert values["over_limit_share"][0, 0, 1] == pytest.approx([0, 0, 0, 0, 0, 0])
    tighter = measured(town(), daily_ceiling_min=140.0)
    assert tighter.values["over_limit_share"][0, 0, 1, :3] == pytest.approx([1, 1, 1])
    assert tighter.values["near_limit_share"][0, 0, 1, :3] == pytest.approx([0, 0, 0])
    # grades 0-6 and five twelfths of grade 7, ten pupils each
    assert tighter.over_ceiling_draw_year_municipality[0, 0] == pytest.approx([0, 70 + 10 * (1 - 0.5833)])


def test_inequality_of_a_municipality_is_all_within():
    values = measured(town()).values
    assert values["theil_between"][0, 0, :2, ALL].tolist() == [0, 0]
    minutes = np.array([12.0, 24.0, 48.0])
    expected = np.mean(minutes / minutes.mean() * np.log(minutes / minutes.mean()))
    assert values["theil_within"][0, 0, :2, ALL] == pytest.approx([expected, 0.0], abs=1e-12)


def test_inequality_of_the_region_is_between_and_within():
    values = measured(town()).values
    minutes = np.array([12.0, 24.0, 48.0, 72.0])
    total = np.mean(minutes / minutes.mean() * np.log(minutes / minutes.mean()))
    between, within = values["theil_between"][0, 0, LAST, ALL], values["theil_within"][0, 0, LAST, ALL]
    assert between + within == pytest.approx(total)
    share = np.array([84.0, 72.0]) / 156.0
    assert between == pytest.approx((share * np.log(np.array([28.0, 72.0]) / 39.0)).sum())


def test_a_cell_without_pupils_has_no_measure():
    values = measured(town(grades="0-9"), mean=pupils(town(), [1.0, 1.0, 1.0, 0.0])).values
    for value in values.values():
        assert np.isnan(value[0, 0, 1]).all()
        assert np.isnan(value[0, 0, :, 4]).all()
        assert np.isfinite(value[0, 0, 0, ALL])


def test_the_histogram_counts_basic_pupils_of_the_last_year():
    access = measured(town())
    counts = dict(zip(access.minutes_bin_edges[:-1], access.pupils_draw_bin[0], strict=True))
    assert {edge: count for edge, count in counts.items() if count} == {10: 100, 20: 100, 45: 100, 70: 100}


def test_journeys_beyond_the_last_bin_are_counted_in_it():
    access = measured(town(), walking_speed_km_h=1.0)
    assert access.pupils_draw_bin[0, -1] == pytest.approx(300)
    assert access.pupils_draw_bin.shape == (1, len(minutes_bin_edges()) - 1)


def test_a_closure_shows_from_its_year_on():
    region = random_region(11)
    mean = measured(region, closed(plan(region), region, "s0", 2027)).values["mean_min"][0, :, LAST, ALL]
    assert mean[0] == mean[1] == mean[2]
    assert mean[3] == mean[4]
    assert mean[3] > mean[2]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 100_000))
def test_bounds_hold_in_every_draw(seed):
    *_, access = sampled(seed)
    values = access.values
    known = np.isfinite(values["mean_min"])
    for name, value in values.items():
        assert np.array_equal(np.isfinite(value), known), name
        if name.endswith("_share"):
            assert (value[known] >= 0).all()
            assert (value[known] <= 1).all()
    assert (values["p90_min"][known] <= values["max_min"][known]).all()
    assert (values["mean_min"][known] <= values["max_min"][known] + 1e-9).all()
    assert (values["over_5km_share"][known] <= values["over_3km_share"][known]).all()
    assert (values["near_limit_share"] + values["over_limit_share"])[known].max() <= 1 + 1e-12
    assert (values["theil_between"][known] >= 0).all()
    assert (values["theil_within"][known] >= 0).all()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000))
def test_theil_equals_the_formula_pupil_by_pupil(seed):
    region, journeys, _, flows, access = sampled(seed)
    arcs, values = flows.catchments.by_year[2], flows.pupils_by_year[2][3]
    basic = arcs.grade[arcs.cell_arc] < 10
    minutes = journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]][basic]
    weight = (values[arcs.cell_arc] * arcs.cell_share)[basic]
    mean = (weight * minutes).sum() / weight.sum()
    total = (weight * minutes / mean * np.log(minutes / mean)).sum() / weight.sum()
    parts = [access.values[name][3, 2, LAST, ALL] for name in ("theil_between", "theil_within")]
    assert sum(parts) == pytest.approx(total, abs=1e-9)
    assert len(region.municipalities) == 3


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000))
def test_the_region_lies_between_its_municipalities(seed):
    *_, access = sampled(seed)
    for name in ("mean_min", "over_3km_share", "p90_min", "max_min"):
        value = access.values[name][..., ALL]
        assert (value[:, :, LAST] <= value[:, :, :LAST].max(axis=2) + 1e-9).all()
        assert (value[:, :, LAST] >= value[:, :, :LAST].min(axis=2) - 1e-9).all()


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100_000))
def test_access_and_transport_agree_on_who_is_carried_and_who_is_lodged(seed):
    region, journeys, of, flows, access = sampled(seed)
    transport = carry_pupils(region, journeys, of, flows, parameters())
    served = flows.pupils_draw_year_school_grade(len(region.schools))[..., :10].sum(axis=(2, 3))
    over = access.over_ceiling_draw_year_municipality.sum(axis=2)
    assert transport.boarded.sum(axis=2) == pytest.approx(over)
    paid = access.values["transported_share"][:, :, LAST, ALL] * served
    assert (transport.entitled.sum(axis=2) <= paid + 1e-6).all()
    assert (transport.entitled.sum(axis=2) + over >= paid - 1e-6).all()


def test_the_histogram_holds_every_basic_pupil():
    region, _, _, flows, access = sampled(4)
    last = flows.pupils_draw_year_school_grade(len(region.schools))[:, -1, :, :10].sum(axis=(1, 2))
    assert access.pupils_draw_bin.sum(axis=1) == pytest.approx(last)


def test_the_same_call_gives_the_same_bits():
    first, second = sampled(7)[-1], sampled(7)[-1]
    assert all(np.array_equal(first.values[name], second.values[name], equal_nan=True) for name in MEASURES)


def test_a_network_without_any_pupils_has_no_measures():
    region = random_region(2)
    access = measured(region, mean=pupils(region, 0.0))
    assert all(np.isnan(value).all() for value in access.values.values())
    assert not access.pupils_draw_bin.any()


def test_a_year_in_which_every_school_is_closed_has_no_measures():
    region = town()
    of = closed(closed(plan(region), region, "first", 2027), region, "second", 2027)
    access = measured(region, of)
    assert np.isfinite(access.values["mean_min"][0, 2, LAST, ALL])
    assert np.isnan(access.values["mean_min"][0, 3:]).all()
