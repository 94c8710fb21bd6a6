"""Options whose closed schools make families leave have people of their own."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.tables import build_tables
from kopa_sim.study import run_scenario

SHARE = "demography.closure_response_share"


@pytest.fixture(scope="module")
def answering(scenario):
    """The minimal scenario in which a tenth of the families of a lost school's area leave each year."""
    near = {SHARE: 0.1, "demography.closure_response_least_km": 1.0}
    return replace(scenario, values={**scenario.values, **near})


@pytest.fixture(scope="module")
def answered(answering):
    return run_scenario(answering, seed=3, draws=6, replications=1)


@pytest.fixture(scope="module")
def silent(scenario):
    return run_scenario(scenario, seed=3, draws=6, replications=1)


def closing(result):
    return [option for option in result.options if option.plan.closed_in_year_school.any()]


def test_as_is_and_options_that_close_no_school_are_as_without_the_answer(answered, silent):
    for ours, before in zip(answered.options, silent.options, strict=True):
        if not ours.plan.closed_in_year_school.any():
            assert (ours.pupils_draw_year_school_grade == before.pupils_draw_year_school_grade).all()
            costs, known = ours.money.costs, before.money.costs
            assert (costs.school_draw_year_school_item == known.school_draw_year_school_item).all()


def test_an_option_that_closes_a_school_loses_children_in_later_years(answered, silent):
    assert closing(answered), "the minimal scenario closes a school in some option"
    for ours in closing(answered):
        own = ours.population_draw_year_municipality_sex_age[..., :16].sum()
        as_is = answered.as_is.population_draw_year_municipality_sex_age[..., :16].sum()
        assert own < as_is


def test_before_the_first_closure_all_options_have_the_same_people(answered):
    years = answered.population_years
    for ours in closing(answered):
        first = ours.plan.years[int(np.argmax(ours.plan.closed_in_year_school.any(axis=1)))]
        until = years.index(first)
        assert (
            ours.population_draw_year_municipality_sex_age[:, :until]
            == answered.as_is.population_draw_year_municipality_sex_age[:, :until]
        ).all()


def test_pupils_in_schools_are_the_options_own_residents(answered):
    for option in answered.options:
        costed = option.plan.costed
        flows = option.flows_draw_year_flow[:, costed].sum(axis=2)
        pupils = option.pupils_draw_year_school_grade[:, costed].sum(axis=(2, 3))
        assert flows == pytest.approx(pupils)


def test_the_table_by_option_is_there_only_with_the_answer(answered, silent):
    assert "population_by_option" not in build_tables(silent)
    table = build_tables(answered)["population_by_option"]
    assert list(table.columns[:5]) == ["option", "year", "municipality", "sex", "age"]
    last = table[table["year"] == answered.population_years[-1]]
    by_option = last.groupby("option", observed=True)["mean"].sum()
    assert set(by_option.index) == {option.plan.option for option in answered.options}
    for option in closing(answered):
        assert by_option[option.plan.option] < by_option["as_is"]


@pytest.mark.slow
def test_two_workers_give_the_same_people_as_one(answering, answered):
    wanted = [option.plan.option for option in closing(answered)]
    shared = run_scenario(answering, seed=3, draws=6, replications=0, option_ids=wanted, workers=2)
    for ours, theirs in zip((answered.as_is, *closing(answered)), shared.options, strict=True):
        assert (
            ours.population_draw_year_municipality_sex_age == theirs.population_draw_year_municipality_sex_age
        ).all()
        assert (ours.pupils_draw_year_school_grade == theirs.pupils_draw_year_school_grade).all()
