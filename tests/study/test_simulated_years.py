"""Which school years are simulated: the same ones for every option of a run."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.study import run_scenario
from kopa_sim.study.prepare import prepare
from kopa_sim.study.simulated_years import (
    representative_years,
    thinned_years,
    years_of_run,
    years_to_simulate,
)

LANDMARKS = (2026, 2033, 2040)
"""First, middle and last costed year of the minimal scenario."""


def pool(year, longest_leg_km=60.0):
    """A pool of two schools 21.9 km apart by road."""
    return ShareTeachers(
        measure="share_teachers",
        year=year,
        schools=("keskuskoulu", "mallila"),
        longest_leg_km=longest_leg_km,
    )


def with_pools(scenario, *years, **values):
    """The scenario with an option for each year, whose only measure is a pool from that year on."""
    options = tuple(OptionSpec(f"pool_{year}", f"Pool {year}", "as_is", (pool(year),)) for year in years)
    return replace(scenario, options=(scenario.options[0], *options), values={**scenario.values, **values})


def prepared_with(scenario, *years, **values):
    return prepare(with_pools(scenario, *years, **values), seed=1, draws=1)


def test_a_plan_is_represented_by_its_landmarks_and_its_years_of_change(scenario):
    as_is, option = prepared_with(scenario, 2029).options
    assert representative_years(as_is.plan) == LANDMARKS
    assert representative_years(option.plan) == (2026, 2029, 2033, 2040)
    assert representative_years(option.plan, every_year=True) == option.plan.costed_years


def test_all_options_have_the_years_in_which_any_of_them_changes(scenario):
    prepared = prepared_with(scenario, 2029, 2036)
    years = years_of_run(prepared)
    assert years == (2026, 2029, 2033, 2036, 2040)
    as_is, early, late = (option.plan for option in prepared.options)
    assert years_to_simulate(as_is, as_is, years) == years
    assert years_to_simulate(early, as_is, years) == (2029, 2033, 2036, 2040)
    assert years_to_simulate(late, as_is, years) == (2036, 2040)
    assert years_to_simulate(replace(as_is, option="same"), as_is, years) == ()
    assert thinned_years(prepared) == ()


def test_more_years_of_change_than_are_simulated_are_thinned_and_the_run_says_so(scenario):
    changing = (2027, 2028, 2029, 2030, 2031)
    few = prepared_with(scenario, *changing, **{"operations.most_simulated_years": 6})
    assert years_of_run(few) == (2026, 2027, 2029, 2031, 2033, 2040)
    (notice,) = thinned_years(few)
    assert "6 of 8" in notice
    assert "2028, 2030" in notice
    assert len(years_of_run(prepared_with(scenario, *changing))) == 8
    fewest = prepared_with(scenario, *changing, **{"operations.most_simulated_years": 3})
    assert years_of_run(fewest) == LANDMARKS


def test_every_year_is_never_thinned(scenario):
    every = prepared_with(
        scenario, 2029, **{"operations.every_year": True, "operations.most_simulated_years": 3}
    )
    assert years_of_run(every) == every.as_is.plan.costed_years
    assert thinned_years(every) == ()


@pytest.fixture(scope="module")
def idle_result(scenario):
    """Beside as_is a pool whose schools lie too far apart for it, and one that works from another year on."""
    idle = OptionSpec("idle", "Idle pool", "as_is", (pool(2029, longest_leg_km=5.0),))
    working = OptionSpec("working", "Working pool", "as_is", (pool(2031),))
    pools = replace(
        scenario,
        options=(scenario.options[0], idle, working),
        values={**scenario.values, "transport.method": "rule", "teaching.tours_futures": 2.0},
    )
    return run_scenario(pools, seed=3, draws=4, replications=2)


def test_a_measure_without_effect_differs_by_exactly_nothing(idle_result):
    as_is, idle, working = idle_result.options
    assert idle.plan.first_difference(as_is.plan) == 2029
    for measure, values in idle.verdict.values.items():
        assert np.array_equal(values, as_is.verdict.values[measure], equal_nan=True), measure
        if measure.endswith(("_difference", "_difference_eur")):
            assert not values.any(), measure
    costs = (option.money.costs.school_draw_year_school_item for option in (idle, as_is))
    assert np.array_equal(*costs)
    assert working.verdict.values["net_cost_pv_difference_eur"].all()


def test_every_option_has_every_simulated_year(idle_result):
    years = {option.operations.years for option in idle_result.options}
    assert years == {(2026, 2029, 2031, 2033, 2040)}


def test_as_is_does_not_depend_on_the_years_in_which_others_change(scenario, idle_result):
    values = idle_result.scenario
    alone = run_scenario(values, seed=3, draws=4, replications=2, option_ids=["as_is"]).as_is
    beside = idle_result.as_is
    assert alone.operations.years == LANDMARKS
    assert beside.operations.years != LANDMARKS
    for measure, found in alone.verdict.values.items():
        assert np.array_equal(found, beside.verdict.values[measure], equal_nan=True), measure
