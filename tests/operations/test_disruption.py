"""From the simulated years to every year of the Plan."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.operations import interpolate_difference, interpolate_outcome
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


def one_replication(years, kept, cost):
    """A municipality with 100 lessons a year, and one without any."""
    return outcome(
        years,
        [[[share, 1.0] for share in kept]],
        [[[euros, 0.0] for euros in cost]],
        [[[100.0, 0.0]] * len(years)],
    )


def test_an_option_has_what_as_is_has_and_its_difference_in_the_simulated_years():
    as_is = one_replication((2025, 2027), (0.90, 0.80), (10.0, 30.0))
    option = one_replication((2025, 2027), (0.90, 0.84), (10.0, 20.0))
    known = interpolate_outcome(as_is, WORLD.plan)
    found = interpolate_difference(option, as_is, known, WORLD.plan, WORLD.plan)
    kept = found.qualified_kept_share_year_municipality
    assert kept[:, 0].tolist() == pytest.approx([0.90, 0.90, 0.85 + 0.02, 0.84])
    cost = found.cost_eur_per_lesson_year_municipality
    assert cost[:, 0].tolist() == pytest.approx([0.10, 0.10, 0.20 - 0.05, 0.20])
    assert kept[:, 1].tolist() == [1.0] * 4


def test_what_does_not_differ_is_that_of_as_is_to_the_bit_though_as_is_is_known_from_other_years():
    known = interpolate_outcome(TWO_YEARS, WORLD.plan)
    alike = one_replication((2025, 2026, 2027), (0.31, 0.77, 0.53), (1.0, 7.0, 3.0))
    found = interpolate_difference(alike, alike, known, WORLD.plan, WORLD.plan)
    for name in ("qualified_kept_share_year_municipality", "cost_eur_per_lesson_year_municipality"):
        assert np.array_equal(getattr(found, name), getattr(known, name))


def test_a_difference_acts_from_the_year_of_change_and_not_in_the_years_that_lead_to_it():
    open_year_school = WORLD.plan.open_year_school.copy()
    open_year_school[3, 1] = False
    changing = replace(WORLD.plan, open_year_school=open_year_school)
    assert changing.change_years == (2027,)
    as_is = one_replication((2025, 2027), (0.90, 0.80), (10.0, 30.0))
    option = one_replication((2025, 2027), (0.90, 0.84), (10.0, 20.0))
    known = interpolate_outcome(as_is, WORLD.plan)
    for plan, other in ((changing, WORLD.plan), (WORLD.plan, changing)):
        kept = interpolate_difference(
            option, as_is, known, plan, other
        ).qualified_kept_share_year_municipality
        assert kept[:, 0].tolist() == pytest.approx([0.90, 0.90, 0.85, 0.84])


def test_a_share_stays_a_share_and_a_cost_is_never_below_nothing():
    as_is = one_replication((2025, 2027), (0.99, 0.70), (2.0, 80.0))
    option = one_replication((2025, 2027), (1.00, 1.00), (0.0, 0.0))
    known = interpolate_outcome(one_replication((2026,), (0.98,), (1.0,)), WORLD.plan)
    found = interpolate_difference(option, as_is, known, WORLD.plan, WORLD.plan)
    assert found.qualified_kept_share_year_municipality.max() == 1.0
    assert found.cost_eur_per_lesson_year_municipality.min() == 0.0


def test_only_the_same_years_are_compared():
    known = interpolate_outcome(TWO_YEARS, WORLD.plan)
    other = one_replication((2026,), (0.9,), (1.0,))
    with pytest.raises(ValueError, match="beside"):
        interpolate_difference(other, TWO_YEARS, known, WORLD.plan, WORLD.plan)
