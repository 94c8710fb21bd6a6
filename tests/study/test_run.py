"""A whole run: nobody is lost, options share their futures, and the same input gives the same bits."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.ledger import COST_ITEMS, PAYERS
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study import run_scenario
from tests.study.comparing import differences
from tests.study.conftest import DRAWS


def option(result, name):
    return next(entry for entry in result.options if entry.plan.option == name)


def test_basic_pupils_are_the_residents_of_the_ages_served_in_every_future(result):
    years = [result.population_years.index(year) for year in result.scenario.plan_years]
    residents = result.population_draw_year_municipality_sex_age[:, years][..., 6:16].sum(axis=(2, 3, 4))
    for entry in result.options:
        pupils = entry.pupils_draw_year_school_grade[..., BASIC_GRADES].sum(axis=(2, 3))
        assert np.array_equal(pupils, residents)


def test_flows_carry_every_pupil_of_every_school(result):
    for entry in result.options:
        pupils = entry.pupils_draw_year_school_grade.sum(axis=(2, 3))
        assert np.array_equal(entry.flows_draw_year_flow.sum(axis=2), pupils)


def test_pupils_are_whole(result):
    for entry in result.options:
        pupils = entry.pupils_draw_year_school_grade
        assert np.array_equal(pupils, np.round(pupils))


def test_nobody_is_in_a_closed_school(result):
    for entry in result.options:
        assert not entry.pupils_draw_year_school_grade[:, ~entry.plan.open_year_school].any()


def test_years_before_the_first_measure_are_the_same_in_all_options(result):
    early = slice(0, 2)
    for entry in result.options:
        assert np.array_equal(
            entry.pupils_draw_year_school_grade[:, early],
            result.as_is.pupils_draw_year_school_grade[:, early],
        )


def test_costs_by_school_and_by_payer_are_the_same_money(result):
    for entry in result.options:
        costs = entry.money.costs
        by_school = costs.school_draw_year_school_item.sum(axis=2)
        by_payer = costs.municipal_draw_year_municipality_payer_item.sum(axis=(2, 3))
        assert by_school.shape[-1] == len(COST_ITEMS)
        assert np.allclose(by_school, by_payer, rtol=1e-9, atol=0.01)


def test_money_between_municipalities_and_the_outside_sums_to_zero(result):
    items = [2, 3]
    for entry in result.options:
        flows = entry.money.funding.funding_draw_year_municipality_item[..., items].sum(axis=2)
        assert np.allclose(flows, 0.0, atol=0.01)


def test_gross_cost_is_what_municipalities_pay(result):
    costs = result.as_is.money.costs
    paid = costs.municipal_draw_year_municipality_payer_item
    by_hand = sum(
        paid[:, :, :, PAYERS.index(payer)].sum(axis=3) for payer in ("municipality", "other_municipality")
    )
    assert np.allclose(costs.gross_draw_year_municipality, by_hand)


def test_an_option_that_does_nothing_differs_by_exactly_nothing(null_result):
    nothing = option(null_result, "nothing")
    as_is = null_result.as_is
    assert not differences(nothing.money, as_is.money)
    assert not differences(nothing.access, as_is.access)
    for measure in ("net_cost_pv_difference_eur", "tax_points_difference", "mean_min_difference"):
        assert not nothing.verdict.values[measure].any()


def test_adding_an_option_changes_no_bit_of_the_others(result, null_result):
    for entry in result.options:
        assert differences(entry, option(null_result, entry.plan.option)) == []


def test_two_workers_give_the_same_bits_as_one(scenario, result):
    shared = run_scenario(scenario, seed=3, draws=DRAWS, replications=2, workers=2)
    for one, other in zip(result.options, shared.options, strict=True):
        assert differences(one, other) == []
    assert (
        differences(
            result.population_draw_year_municipality_sex_age, shared.population_draw_year_municipality_sex_age
        )
        == []
    )


def test_a_future_does_not_depend_on_how_many_there_are(scenario, result):
    few = run_scenario(scenario, seed=3, draws=5, replications=0)
    many = result.as_is.pupils_draw_year_school_grade[:5]
    assert np.array_equal(few.as_is.pupils_draw_year_school_grade, many)


def test_another_seed_gives_other_futures(scenario, result):
    other = run_scenario(scenario, seed=4, draws=5, replications=0)
    assert not np.array_equal(
        other.as_is.pupils_draw_year_school_grade, result.as_is.pupils_draw_year_school_grade[:5]
    )


def test_without_replications_operations_are_left_out(scenario):
    few = run_scenario(scenario, seed=3, draws=3, replications=0)
    assert all(entry.operations is None for entry in few.options)


def test_only_the_wanted_options_run_and_as_is_always_does(scenario):
    wanted = scenario.options[2].id
    few = run_scenario(scenario, seed=3, draws=2, replications=0, option_ids=[wanted])
    assert [entry.plan.option for entry in few.options] == ["as_is", wanted]


def test_every_planned_lesson_ends_in_one_outcome(result):
    for entry in result.options:
        values = entry.operations.values
        outcomes = sum(values[name] for name in entry.operations.LESSON_OUTCOMES)
        assert np.allclose(outcomes, values["lessons_planned"], rtol=1e-6)


def test_lesson_hours_are_given_by_someone_or_said_not_to_be(result):
    for entry in result.options:
        given = sum(
            entry.staffing[name]
            for name in ("hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given")
        )
        assert np.allclose(given, entry.staffing["hours_required"], atol=1e-6)


def test_places_that_fall_short_today_are_an_input_error(scenario):
    schools = replace(scenario.region.schools, places=scenario.region.schools.places * 0 + 1.0)
    crowded = replace(scenario, region=replace(scenario.region, schools=schools))
    with pytest.raises(ScenarioError, match="places short"):
        run_scenario(crowded, draws=1, replications=0)
