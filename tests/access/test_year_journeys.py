"""A catchment made ready for measuring."""

import numpy as np
import pytest

from kopa_sim.access.year_journeys import ALL_BASIC, SUMS, prepare_year
from kopa_sim.model.entitlement import entitlement
from kopa_sim.model.grades import BAND_OF_GRADE
from kopa_sim.model.travel_law import TravelLaw
from tests.network.towns import assign, parameters, plan, random_region

REGION = random_region(21)
JOURNEYS, CATCHMENTS = assign(REGION)
ARCS = CATCHMENTS.by_year[0]
LIMIT = plan(REGION).transport_limit_km_year_municipality_grade[0]
LAW = TravelLaw.of(parameters())
READY = prepare_year(REGION, JOURNEYS, ARCS, entitlement(REGION, JOURNEYS, ARCS, LIMIT, LAW), LAW)
PUPILS = np.random.default_rng(1).poisson(3.0, (4, len(ARCS))).astype(float)


def test_sums_count_every_pupil_at_home_and_in_the_band():
    sums = READY.sums(PUPILS)
    home, band = REGION.areas.municipality[ARCS.area], BAND_OF_GRADE[ARCS.grade]
    expected = PUPILS[:, (home == 1) & (band == 2)].sum(axis=1)
    assert sums[:, 1, 2, SUMS.index("pupils")] == pytest.approx(expected)
    assert sums[..., SUMS.index("pupils")].sum(axis=(1, 2)) == pytest.approx(PUPILS.sum(axis=1))


def test_rows_hold_every_pupil_and_their_minutes():
    rows = READY.rows(PUPILS)
    assert rows.sum(axis=0) == pytest.approx(PUPILS.sum(axis=1))
    minutes = (rows * READY.minutes_row[:, None]).sum(axis=0)
    assert minutes == pytest.approx(READY.sums(PUPILS)[..., SUMS.index("minutes")].sum(axis=(1, 2)))


def test_journeys_of_equal_minutes_are_merged():
    assert len(READY.minutes_row) < len(ARCS.cell_arc)


def test_the_last_percentile_is_the_longest_journey_with_pupils():
    everyone = READY.spread(READY.rows(PUPILS), 1.0)[0]
    assert everyone == pytest.approx(READY.longest(PUPILS), nan_ok=True)


def test_the_longest_journey_looks_only_at_arcs_with_pupils():
    middle = np.median(READY.longest_arc)
    nobody_far = np.where(READY.longest_arc < middle, PUPILS, 0.0)
    assert np.nanmax(READY.longest(nobody_far)) < middle < np.nanmax(READY.longest(PUPILS))
    assert np.isnan(READY.longest(np.zeros_like(PUPILS))).all()


def test_all_of_basic_education_leaves_out_upper_secondary():
    only_upper = np.where(ARCS.grade == 10, PUPILS, 0.0)
    assert np.isnan(READY.longest(only_upper)[..., ALL_BASIC]).all()
    assert np.isnan(READY.spread(READY.rows(only_upper), 0.9)[0][..., ALL_BASIC]).all()
    assert np.isfinite(READY.longest(only_upper)[:, -1, 4]).all()
