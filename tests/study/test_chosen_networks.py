"""A network left to the solver is chosen once before the run, and what was chosen stands in its place."""

from dataclasses import replace

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import MEASURES, OptimiseNetwork
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study import check_all, chosen_networks, run_scenario
from kopa_sim.study.chosen_networks import choose_networks
from tests.optimised import answer, close

CLOSED = (("takakyla", 2028),)


def asking(**given):
    return OptimiseNetwork(measure="optimise_network", **given)


def with_option(scenario, *measures, name="solved", extends="as_is"):
    option = OptionSpec(name, "Solved", extends, tuple(measures))
    return replace(scenario, options=(*scenario.options, option))


@pytest.fixture
def solver():
    """A solver that closes the village school; tells what it was asked."""
    asked = []

    def optimise(scenario, wishes, on_progress):
        on_progress("prepare", 1, 1)
        on_progress("search", 1, 1)
        asked.append((scenario, wishes))
        return answer(scenario, wishes, [CLOSED])

    optimise.asked = asked
    return optimise


def measures_of(chosen, option):
    return next(spec.measures for spec in chosen.scenario.options if spec.id == option)


def test_what_is_chosen_stands_where_the_measure_stood(scenario, solver):
    before, after = close("mallila", 2030), close("mallila", 2031)
    chosen = choose_networks(with_option(scenario, before, asking(), after), None, solver)
    assert measures_of(chosen, "solved") == (before, close("takakyla", 2028), after)
    assert "solved: optimise_network closes takakyla in 2028" in chosen.notices[0]


def test_the_solver_builds_on_the_measures_before_it(scenario, solver):
    before = close("mallila", 2030)
    choose_networks(with_option(scenario, before, asking(), close("mallila", 2031)), None, solver)
    asked, wishes = solver.asked[0]
    base = next(option for option in asked.options if option.id == wishes.base_option)
    assert (base.measures, base.extends) == ((before,), "as_is")


def test_every_limit_reaches_the_solver_and_time_does_not(scenario, solver):
    measure = asking(
        max_minutes=45,
        smallest_school_pupils=20,
        keep=("mallila",),
        close=("takakyla",),
        municipalities=("901",),
        pairing=True,
        extending=True,
        open_borders=True,
        upper_secondary=True,
        opening=True,
        earliest_year=2028,
        most_closings_a_year=2,
        most_closings_each=1,
        receiving_stays=3,
        spare_places=0.1,
    )
    choose_networks(with_option(scenario, measure), None, solver)
    wishes = solver.asked[0][1]
    assert wishes.seconds is None
    for field in measure.model_fields_set - {"measure"}:
        assert getattr(wishes, field) == getattr(measure, field)


def test_the_earliest_year_of_a_school_reaches_the_solver(scenario, solver):
    choose_networks(with_option(scenario, asking(earliest_year_of_school={"takakyla": 2030})), None, solver)
    assert solver.asked[0][1].earliest_year_of_school == (("takakyla", 2030),)


def test_an_option_that_extends_another_sees_what_was_chosen_there(scenario, solver):
    asked = with_option(
        with_option(scenario, name="later", extends="solved"), asking(), name="solved", extends="as_is"
    )
    chosen = choose_networks(asked, ("later",), solver)
    assert measures_of(chosen, "solved") == (close("takakyla", 2028),)
    assert measures_of(chosen, "later") == ()
    assert len(solver.asked) == 1


def test_options_that_are_not_run_are_not_solved(scenario, solver):
    asked = with_option(scenario, asking())
    assert choose_networks(asked, ("as_is",), solver).scenario == asked
    assert solver.asked == []


def test_a_scenario_without_the_measure_is_left_as_it_is(scenario, solver):
    assert choose_networks(scenario, None, solver).scenario == scenario


def test_an_impossible_wish_is_placed_at_its_option(scenario):
    def impossible(scenario, wishes, on_progress):
        raise ScenarioError([Problem("max_minutes 5", "nobody can", "60")])

    with pytest.raises(ScenarioError, match=r"option solved, measure optimise_network: max_minutes 5"):
        choose_networks(with_option(scenario, asking()), None, impossible)


def test_a_choice_that_a_limit_cut_short_is_said_so(scenario):
    def hurried(scenario, wishes, on_progress):
        return answer(scenario, wishes, [CLOSED], gap=0.2, limit_reached=True)

    chosen = choose_networks(with_option(scenario, asking()), None, hurried)
    assert chosen.cut_short == chosen.notices
    assert "20.00%" in chosen.notices[0]


def test_a_run_of_the_measure_is_a_run_of_what_it_chose(scenario, monkeypatch, solver):
    monkeypatch.setattr(chosen_networks, "_own_optimiser", solver)
    plain = with_option(scenario, close("takakyla", 2028))
    runs = [
        run_scenario(asked, seed=1, draws=2, replications=0, option_ids=("solved",))
        for asked in (with_option(scenario, asking()), plain)
    ]
    costs = [run.options[1].money.costs.gross_draw_year_municipality for run in runs]
    assert (costs[0] == costs[1]).all()
    assert any("optimise_network closes takakyla" in notice for notice in runs[0].notices)


def test_a_check_does_not_search_and_says_so(scenario, monkeypatch):
    def never(scenario, wishes, on_progress):
        raise AssertionError("a check must not search")

    monkeypatch.setattr(chosen_networks, "_own_optimiser", never)
    checked = check_all(with_option(scenario, asking()))
    assert checked.problems == ()
    told = [notice for notice in checked.notices if "solved" in notice]
    assert told == [
        "option solved: its network is chosen when it is run (measure optimise_network); the check sees it without"
    ]


def test_the_measure_is_one_of_those_a_planner_can_write():
    assert MEASURES["optimise_network"] is OptimiseNetwork


def test_the_search_tells_how_far_it_is(scenario, solver):
    told = []
    choose_networks(
        with_option(scenario, asking()), None, solver, on_progress=lambda *step: told.append(step)
    )
    assert told == [("search", 1, 1)]


def test_what_the_solver_did_not_look_at_is_said(scenario):
    def partial(scenario, wishes, on_progress):
        return replace(answer(scenario, wishes, [CLOSED]), notes=("pairing is not sought",))

    chosen = choose_networks(with_option(scenario, asking(pairing=True)), None, partial)
    assert chosen.notices[1] == "option solved: pairing is not sought"
