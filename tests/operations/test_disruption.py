"""From the simulated years to every year of the Plan."""

import numpy as np
import pytest

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.operations import interpolate_outcome
from tests.operations.worlds import build_world, class_teachers

WORLD = build_world([("a", "901"), ("b", "902")], {("a", "class_teaching"): class_teachers(1)})


def outcome(years, kept, cost, lessons):
    """Two replications, two municipalities; values are (replication, year, municipality)."""
    values = {"qualified_kept_share": kept, "disruption_cost_eur": cost, "lessons_planned": lessons}
    return OperationsOutcome(years, {name: np.array(value, dtype=float) for name, value in values.items()})


TWO_YEARS = outcome(
    (2025, 2027),
    [[[0.90, 1.0], [0.80, 1.0]], [[0.94, 1.0], [0.84, 1.0]]],
    [[[100.0, 0.0], [300.0, 0.0]], [[300.0, 0.0], [500.0, 0.0]]],
    [[[1000.0, 0.0], [1000.0, 0.0]], [[1000.0, 0.0], [1000.0, 0.0]]],
)


def test_means_over_replications_are_interpolated_between_years_and_constant_outside():
    found = interpolate_outcome(TWO_YEARS, WORLD.plan)
    assert WORLD.plan.years == (2024, 2025, 2026, 2027)
    kept = found.qualified_kept_share_year_municipality
    assert kept[:, 0].tolist() == pytest.approx([0.92, 0.92, 0.87, 0.82])
    assert found.cost_eur_per_lesson_year_municipality[:, 0].tolist() == pytest.approx([0.2, 0.2, 0.3, 0.4])


def test_a_municipality_without_lessons_keeps_everything_and_costs_nothing():
    found = interpolate_outcome(TWO_YEARS, WORLD.plan)
    assert found.qualified_kept_share_year_municipality[:, 1].tolist() == [1.0] * 4
    assert found.cost_eur_per_lesson_year_municipality[:, 1].tolist() == [0.0] * 4


def test_one_simulated_year_stands_for_all():
    found = interpolate_outcome(
        outcome((2026,), [[[0.9, 1.0]]], [[[50.0, 0.0]]], [[[100.0, 0.0]]]), WORLD.plan
    )
    assert found.qualified_kept_share_year_municipality[:, 0].tolist() == [0.9] * 4
    assert found.cost_eur_per_lesson_year_municipality[:, 0].tolist() == [0.5] * 4


def test_cost_per_lesson_weighs_replications_by_their_lessons():
    found = interpolate_outcome(
        outcome(
            (2026,),
            [[[1.0, 1.0]], [[1.0, 1.0]]],
            [[[100.0, 0.0]], [[0.0, 0.0]]],
            [[[100.0, 0.0]], [[300.0, 0.0]]],
        ),
        WORLD.plan,
    )
    assert found.cost_eur_per_lesson_year_municipality[0, 0] == 0.25


def test_simulated_outcomes_can_be_interpolated():
    drawn = [WORLD.simulate(replication=number, years=(2025, 2027)) for number in range(3)]
    values = {name: np.stack([one[name] for one in drawn]) for name in drawn[0]}
    found = interpolate_outcome(OperationsOutcome((2025, 2027), values), WORLD.plan)
    assert found.qualified_kept_share_year_municipality.shape == (4, 2)
    assert found.cost_eur_per_lesson_year_municipality[2, 0] == pytest.approx(
        found.cost_eur_per_lesson_year_municipality[[1, 3], 0].mean()
    )
