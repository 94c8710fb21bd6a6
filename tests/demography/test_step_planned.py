"""What a year's last day brings beside the rates: held, moved in, moved out."""

import numpy as np
import pytest

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import PlannedChanges, PlannedYear
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES
from tests.demography.test_step import people, simple_rates

CELLS = (1, 2, N_AGES)


def planned(ratio=1.0, arrivals=0.0, leaving=0.0, draws=1):
    return PlannedYear(
        np.full(CELLS, ratio),
        np.full(CELLS, arrivals),
        np.broadcast_to(np.asarray(leaving, float).reshape(-1, 1, 1, 1), (draws, *CELLS)),
    )


def test_people_are_held_then_move_in_then_leave():
    flows = expected_step(people(1), simple_rates(1), unit_factors(1), planned(1.5, 5.0, 0.1))
    assert flows.closing[0, 0, 0, 50] == pytest.approx((10 * 1.5 + 5) * 0.9)
    assert flows.held[0, 0, 0, 50] == pytest.approx(5)
    assert flows.planned_arrivals[0, 0, 0, 50] == 5
    assert flows.closure_leaving[0, 0, 0, 50] == pytest.approx(2)
    assert abs(flows.imbalance).max() < 1e-12


def test_holding_down_takes_people():
    flows = expected_step(people(1), simple_rates(1), unit_factors(1), planned(0.8))
    assert flows.held[0, 0, 0, 50] == pytest.approx(-2)


def test_changes_of_nothing_change_no_bit():
    opening = np.random.default_rng(1).random((1, *CELLS)) * 99
    rates = simple_rates(1, survival_municipality_sex_age=np.random.default_rng(2).random(CELLS))
    plain = expected_step(opening, rates, unit_factors(1)).closing
    assert (expected_step(opening, rates, unit_factors(1), planned()).closing == plain).all()


def test_families_answer_by_each_draws_own_share():
    both = np.repeat(people(1), 2, axis=0)
    flows = expected_step(both, simple_rates(1), unit_factors(1), planned(leaving=[0.0, 0.25], draws=2))
    assert flows.closing[:, 0, 0, 50] == pytest.approx([10, 7.5])


def test_a_year_without_changes_has_none():
    changes = PlannedChanges.none(3, 1)
    assert changes.in_year(0, np.array([0.5])) is None
    changes.lost_school_share[1] = 0.4
    assert changes.in_year(1, np.zeros(1)) is None  # schools close, but no family answers
    changes.arrivals[2, 0, 1, 7] = 3.0
    assert changes.in_year(2, np.zeros(1)).arrivals.sum() == 3


def test_the_share_that_leaves_is_that_of_the_area_times_that_of_its_families_and_never_above_one():
    changes = PlannedChanges.none(1, 1)
    changes.lost_school_share[0, 0, :, :10] = 0.4
    leaving = changes.in_year(0, np.array([0.0, 0.5, 9.0])).closure_leaving_share
    assert leaving.shape == (3, *CELLS)
    assert leaving[:, 0, 0, 5] == pytest.approx([0.0, 0.2, 1.0])
    assert leaving[..., 10:].sum() == 0
