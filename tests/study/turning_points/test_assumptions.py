"""Which assumptions are moved, and how."""

import numpy as np
import pytest

from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study.turning_points.assumptions import assumptions_of, moved, reading

WAGES, DISCOUNT = "economy.wage_growth", "economy.discount_rate"
DEFAULTS = {name: spec.value for name, spec in load_defaults().items()}
UNCERTAIN = Parameters(
    3,
    DEFAULTS,
    {"economy.savings_realisation": np.array([0.1, 0.6, 0.9])},
    {"economy.savings_realisation": 0.5},
)


def test_a_fixed_number_takes_the_value():
    changed = moved(UNCERTAIN, WAGES, 0.01)
    assert changed.draws(WAGES).tolist() == [0.01] * 3
    assert changed.number(DISCOUNT) == UNCERTAIN.number(DISCOUNT)


def test_an_uncertain_number_moves_in_every_future_and_stays_possible():
    changed = moved(UNCERTAIN, "economy.savings_realisation", 0.7)
    assert changed.draws("economy.savings_realisation") == pytest.approx([0.3, 0.8, 1.0])
    assert changed.mean().draws("economy.savings_realisation") == pytest.approx([0.7])


def test_a_number_moved_to_its_value_in_force_changes_nothing():
    same = moved(UNCERTAIN, "economy.savings_realisation", 0.5)
    np.testing.assert_array_equal(
        same.draws("economy.savings_realisation"), UNCERTAIN.draws("economy.savings_realisation")
    )


def test_only_numbers_with_a_range_are_moved_and_no_criterion_of_the_verdict():
    names = {
        *(WAGES, "sustainability.pass_share", "transport.daily_ceiling_min"),
        *("funding.count_ages_0_5", "teaching.salary_eur_month"),
    }
    assert [of.name for of in assumptions_of(UNCERTAIN, names)] == [WAGES]


def test_the_range_is_the_stated_one_and_holds_the_value_in_force():
    outside = Parameters(1, {**DEFAULTS, WAGES: 0.04})
    (found,) = assumptions_of(outside, {WAGES})
    assert (found.low, found.value, found.high) == (load_defaults()[WAGES].low, 0.04, 0.04)


def test_what_was_asked_for_is_remembered():
    parameters = reading(UNCERTAIN)
    parameters.draws(WAGES)
    parameters.number(DISCOUNT)
    assert {WAGES, DISCOUNT} <= parameters.read
