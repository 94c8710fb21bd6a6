"""A whole run: nobody is lost, options share their futures, and the same input gives the same bits."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.ledger import COST_ITEMS, PAYERS
from kopa_sim.model.staffing import Disruption
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study import run_scenario
from kopa_sim.study.judgement import qualified_share
from tests.study.comparing import differences
from tests.study.conftest import DRAWS


def option(result, name):
    return next(entry for entry in result.options if entry.plan.option == name)


ON_TIME = {
    "demography.late_start_share": 0.0,
    "demography.early_start_share": 0.0,
    "demography.repeat_share_by_grade": (0.0,) * 9,
}
QUICK = {"transport.method": "rule", "teaching.tours_method": "rule"}
"""No routes and no tours, where only pupils matter."""


def test_basic_pupils_are_the_residents_of_the_ages_served_in_every_future(scenario):
    """Where nobody is a year ahead or behind."""
    on_time = replace(scenario, values={**scenario.values, **ON_TIME, **QUICK})
    result = run_scenario(on_time, seed=1, draws=DRAWS, replications=0)
    years = [result.population_years.index(year) for year in result.scenario.plan_years]
    residents = result.population_draw_year_municipality_sex_age[:, years][..., 6:16].sum(axis=(2, 3, 4))
    for entry in result.options:
        pupils = entry.pupils_draw_year_school_grade[..., BASIC_GRADES].sum(axis=(2, 3))
        assert np.array_equal(pupils, residents)


def test_those_ahead_have_left_at_fifteen_and_those_behind_are_there_after_it(result):
    years = [result.population_years.index(year) for year in result.scenario.plan_years]
    residents = result.population_draw_year_municipality_sex_age[:, years].sum(axis=(2, 3))
    for entry in result.options:
        pupils = entry.pupils_draw_year_school_grade[..., BASIC_GRADES].sum(axis=(2, 3))
        assert (pupils >= residents[..., 6:15].sum(axis=2)).all()
        assert (pupils <= residents[..., 6:18].sum(axis=2)).all()
        assert (pupils != residents[..., 6:16].sum(axis=2)).any()


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
    assert [entry.plan.option for entry in null_result.options] == ["as_is", "nothing", "together"]
    for entry in (null_result.as_is, null_result.options[2]):
        assert differences(entry, option(result, entry.plan.option)) == []


def test_two_workers_give_the_same_bits_as_one(scenario, result):
    """As it is, and with a measure of every kind: closing, cooperation, shared and remote teaching."""
    wanted = ["as_is", "together"]
    shared = run_scenario(scenario, seed=3, draws=DRAWS, replications=2, option_ids=["together"], workers=2)
    assert [entry.plan.option for entry in shared.options] == wanted
    for name in wanted:
        assert differences(option(result, name), option(shared, name)) == []
    assert (
        differences(
            result.population_draw_year_municipality_sex_age, shared.population_draw_year_municipality_sex_age
        )
        == []
    )


def test_a_future_does_not_depend_on_how_many_there_are(scenario, result):
    few = run_scenario(scenario, seed=3, draws=5, replications=0, option_ids=["as_is"])
    many = result.as_is.pupils_draw_year_school_grade[:5]
    assert np.array_equal(few.as_is.pupils_draw_year_school_grade, many)


def test_another_seed_gives_other_futures(scenario, result):
    other = run_scenario(scenario, seed=4, draws=5, replications=0, option_ids=["as_is"])
    assert not np.array_equal(
        other.as_is.pupils_draw_year_school_grade, result.as_is.pupils_draw_year_school_grade[:5]
    )


def test_without_replications_operations_are_left_out(scenario):
    few = run_scenario(scenario, seed=3, draws=3, replications=0, option_ids=["close_village"])
    assert all(entry.operations is None for entry in few.options)


def test_only_the_wanted_options_run_and_as_is_always_does(scenario):
    wanted = scenario.options[4].id
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


def test_nothing_differs_from_as_is_before_the_first_measure(result):
    """Not a euro, not a lesson, not a minute, in any future: the simulated school years included."""
    for entry in result.options[1:]:
        first = entry.plan.first_difference(result.as_is.plan)
        early = slice(0, entry.plan.years.index(first))
        for mine, theirs in (
            (
                entry.money.costs.school_draw_year_school_item,
                result.as_is.money.costs.school_draw_year_school_item,
            ),
            (
                entry.money.funding.funding_draw_year_municipality_item,
                result.as_is.money.funding.funding_draw_year_municipality_item,
            ),
            (entry.staffing["hours_qualified"], result.as_is.staffing["hours_qualified"]),
            (entry.access.values["mean_min"], result.as_is.access.values["mean_min"]),
        ):
            assert np.array_equal(mine[:, early], theirs[:, early], equal_nan=True)


def test_an_option_is_simulated_in_the_years_in_which_it_changes(result):
    together = option(result, "together")
    changes = together.plan.change_years
    assert changes == (2027, 2028)
    assert set(changes) <= set(together.operations.years)
    assert result.scenario.first_year in together.operations.years
    as_is = result.as_is.operations
    first = as_is.values["lessons_lost"][:, as_is.years.index(2026)]
    assert np.array_equal(
        together.operations.values["lessons_lost"][:, together.operations.years.index(2026)], first
    )


def test_all_options_are_simulated_in_the_same_years_and_each_year_once(result):
    years = {entry.operations.years for entry in result.options}
    assert years == {(2026, 2027, 2028, 2033, 2040)}


def test_small_schools_close_by_the_pupils_of_the_mean_future(scenario):
    rule = MEASURES["close_small_schools"](measure="close_small_schools", pupils_below=60, year=2028)
    small = replace(scenario, options=(*scenario.options, OptionSpec("small", "Small", "as_is", (rule,))))
    outcome = option(run_scenario(small, draws=2, replications=0, option_ids=["small"]), "small")
    village = scenario.region.schools.codes.index("takakyla")
    assert outcome.plan.open_year_school[:, village].tolist() == [year < 2028 for year in outcome.plan.years]
    assert outcome.plan.open_year_school.all(axis=0).sum() == 2


def test_a_school_that_an_option_opens_is_not_in_the_present_network(scenario):
    village = scenario.region.schools.codes.index("takakyla")
    opening = MEASURES["open_school"](measure="open_school", school="takakyla", year=2030)
    opened = replace(
        scenario, options=(scenario.options[0], OptionSpec("opened", "Opened", "as_is", (opening,)))
    )
    outcome = run_scenario(opened, draws=2, replications=0)
    costs = outcome.as_is.money.costs.school_draw_year_school_item[:, :, village]
    assert not costs.any()
    later = outcome.options[1].money.costs.school_draw_year_school_item[:, :, village].sum(axis=2)
    assert (later[:, outcome.as_is.plan.years.index(2030)] > 0).all()
    assert not later[:, : outcome.as_is.plan.years.index(2030)].any()


def test_the_limits_of_free_transport_are_those_of_the_parameters(scenario):
    limits = scenario.values["transport.free_transport_limit_km"]
    plan = run_scenario(scenario, draws=1, replications=0, option_ids=["close_village"]).as_is.plan
    assert np.array_equal(plan.transport_limit_km_year_municipality_grade[0, 0], limits)


def test_the_share_of_qualified_lessons_counts_links_and_what_absences_take(result):
    entry = option(result, "remote_teaching")
    years = entry.plan.years
    kept = Disruption(np.full((len(years), 2), 0.5), np.zeros((len(years), 2)))
    costed = entry.plan.costed
    hours = {name: values[:, costed] for name, values in entry.staffing.items()}
    given_lessons = 0.5 * (hours["hours_qualified"] + hours["hours_remote_qualified"]).sum(axis=(1, 2, 3))
    by_hand = given_lessons / hours["hours_required"].sum(axis=(1, 2, 3))
    share = qualified_share(entry.plan, entry.staffing, kept)
    assert np.allclose(share[:, -1], by_hand)
    assert qualified_share(entry.plan, entry.staffing, None) is None


def test_cost_per_resident_is_by_the_residents_of_the_costed_years(result):
    entry = result.as_is
    costed = entry.plan.costed
    places = [result.population_years.index(year) for year in entry.plan.costed_years]
    residents = result.population_draw_year_municipality_sex_age[:, places].sum(axis=(1, 2, 3, 4))
    capital = COST_ITEMS.index("property_capital")
    cash = entry.money.costs.municipal_draw_year_municipality_payer_item[:, costed, :, :2, capital].sum(
        axis=(1, 2, 3)
    )
    rent = entry.money.costs.accounting_capital_draw_year_municipality[:, costed].sum(axis=(1, 2))
    net = entry.money.net_draw_year_municipality[:, costed].sum(axis=(1, 2))
    by_hand = (net - cash + rent) / residents
    assert np.allclose(entry.verdict.values["net_cost_per_resident_eur"][:, -1], by_hand, rtol=1e-6)
