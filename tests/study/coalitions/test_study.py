"""The model run for coalitions of four municipalities."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.scenario.contents import TravelTimes
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study import run_scenario
from kopa_sim.study.coalitions import cooperating_options, engine, study_coalitions
from kopa_sim.study.coalitions.worth import paid_before

DRAWS = 3
CENT = 0.005
RULES = ["by_pupils", "by_residents", "by_use_hours", "by_use_km", "by_tax_base", "equal"]


@pytest.fixture(scope="module")
def found(four):
    return study_coalitions(four, seed=2, draws=DRAWS)


@pytest.fixture(scope="module")
def run(four):
    return run_scenario(four, seed=2, draws=DRAWS, replications=0)


def game_of(found, option):
    return next(each for each in found.games if each.game.option == option)


def test_only_options_in_which_municipalities_cooperate_are_looked_at(four, found):
    assert cooperating_options(four) == ("borders", "nothing_changes", "two_districts", "closing")
    assert [each.game.option for each in found.games] == list(cooperating_options(four))


@pytest.mark.parametrize("option", ["borders", "two_districts", "closing"])
def test_everybody_gains_to_the_cent_what_the_run_says(four, found, run, option):
    game = game_of(found, option).game
    result = next(each for each in run.options if each.plan.option == option)
    difference = result.verdict.values["net_cost_pv_difference_eur"][:, list(game.players)]
    assert np.abs(game.gain_as_agreed + difference).max() < CENT
    assert np.abs(game.worth[game.everybody] + difference.sum(axis=1)).max() < CENT
    assert np.abs(game.worth[game.everybody]).min() > 1000.0


def test_shares_under_every_rule_sum_to_what_everybody_gains(found):
    for each in found.games:
        worth = each.game.worth[each.game.everybody]
        for sharing in each.sharings:
            assert np.abs(sharing.gain.sum(axis=1) - worth).max() < CENT
            assert abs(sharing.expected.sum() - worth.mean()) < CENT


def test_every_rule_is_there_once(found):
    names = [(sharing.rule, sharing.divided) for sharing in found.games[0].sharings]
    counted = [(rule, divided) for rule in RULES for divided in ("surplus", "gain", "bill")]
    assert names == [("as_agreed", ""), *counted, ("shapley", ""), ("nucleolus", "")]


def test_cooperation_that_changes_nothing_is_worth_nothing(found):
    each = game_of(found, "nothing_changes")
    assert not each.game.worth_draw_coalition.any()
    assert not any(s.gain.any() for s in each.sharings if s.divided in ("", "surplus", "gain"))
    assert each.sharings[0].stays
    assert each.stability.epsilon == 0.0


def test_a_member_that_does_nothing_gets_nothing_by_shapley(found):
    each = game_of(found, "borders")
    shapley = next(sharing for sharing in each.sharings if sharing.rule == "shapley")
    assert np.abs(shapley.gain[:, 2]).max() < CENT
    assert np.abs(shapley.gain[:, :2]).min() > 1000.0


def test_payments_between_members_cancel_in_the_worth_of_their_coalition(four, found):
    """What the two of the south pay one another for pupils moves money between them and makes none."""
    game = game_of(found, "two_districts").game
    place = [four.region.municipalities.codes[player] for player in game.players].index("903")
    pair = 0b11 << place
    agreed = game.gain_as_agreed[:, place : place + 2]
    assert np.abs(game.worth[pair] - agreed.sum(axis=1)).max() < CENT
    assert np.abs(agreed).min() > 1000.0


def test_districts_that_touch_nobody_else_are_priced_at_once_and_are_worth_the_same(four, found, monkeypatch):
    apart = game_of(found, "two_districts").game
    monkeypatch.setattr(engine, "groups_of", lambda measures, region, players: ((1 << len(players)) - 1,))
    whole = study_coalitions(four, option_ids=["two_districts"], seed=2, draws=DRAWS)
    assert whole.model_runs == 1 + 4
    together = whole.games[0].game
    for coalition in range(16):
        assert np.abs(apart.worth[coalition] - together.worth[coalition]).max() < CENT, coalition


def test_a_school_closes_over_the_border_only_with_the_neighbour(four, found):
    with_closing, without = (game_of(found, option).game for option in ("closing", "two_districts"))
    assert with_closing.worth[0b0001] == pytest.approx(0.0, abs=CENT)
    assert with_closing.worth[0b1101] == pytest.approx(without.worth[0b1101], abs=CENT)
    assert with_closing.worth[0b0011].mean() != pytest.approx(without.worth[0b0011].mean(), abs=1000.0)


def test_few_runs_price_many_coalitions(found):
    assert found.coalitions == 7 + 3 + 15 + 15
    assert found.model_runs == 1 + 4 + 2 + 2 + 4


def test_sampled_orders_give_what_all_coalitions_give_within_their_error(four, found):
    sampled = study_coalitions(
        four, option_ids=["borders"], seed=2, draws=DRAWS, order_pairs=6, most_players=2
    ).games[0]
    assert not sampled.game.exact
    assert np.isnan(sampled.stability.epsilon)
    assert [s.rule for s in sampled.sharings][-1] == "shapley"
    shapley, exact = sampled.sharings[-1], game_of(found, "borders").sharings[-2]
    assert shapley.standard_error is not None
    assert (np.abs(shapley.expected - exact.expected) <= 4 * shapley.standard_error + CENT).all()


def test_the_same_on_two_workers(four, found):
    again = study_coalitions(four, option_ids=["two_districts"], seed=2, draws=DRAWS, workers=2).games[0]
    first = game_of(found, "two_districts")
    assert np.array_equal(again.game.worth_draw_coalition, first.game.worth_draw_coalition)
    assert all(
        np.array_equal(one.gain, other.gain)
        for one, other in zip(again.sharings, first.sharings, strict=True)
    )


def test_options_without_cooperation_are_refused(four):
    with pytest.raises(ScenarioError, match="nobody cooperates"):
        study_coalitions(four, option_ids=["alone"], draws=1)


def test_a_closing_after_which_pupils_have_no_path_alone_waits_for_the_neighbour(four):
    """No road leads from the village to the centre of 901: its school can only close when the border is open."""
    region = four.region
    minutes = np.full((len(region.areas), len(region.schools)), np.nan)
    minutes[region.areas.codes.index("90102"), region.schools.codes.index("keskuskoulu")] = np.inf
    measures = (*_option(four, "borders").measures[:1], *_option(four, "alone").measures)
    asked = replace(_option(four, "borders"), id="closing_nearest", measures=measures)
    cut_off = replace(
        four,
        travel_times=TravelTimes(minutes, minutes.copy()),
        options=(_option(four, "as_is"), asked),
        region=_whole_village_school(region),
    )
    game = study_coalitions(cut_off, seed=2, draws=1).games[0].game
    assert [(of.coalition, of.measures) for of in game.fallen] == [(0, ("close_school",))]
    assert game.worth[0b01] == pytest.approx(0.0, abs=CENT)
    assert abs(game.worth[0b11][0]) > 1000.0


def _whole_village_school(region):
    """The village school teaches what the centre does, so that today everyone has a path."""
    schools = region.schools
    grades = schools.grades_school_grade.copy()
    grades[schools.codes.index("takakyla")] = grades[schools.codes.index("keskuskoulu")]
    return replace(region, schools=replace(schools, grades_school_grade=grades))


def test_what_is_counted_is_what_the_run_says(found, run):
    """All four municipalities are players, in the order of the region."""
    game = game_of(found, "two_districts").game
    result = next(each for each in run.options if each.plan.option == "two_districts")
    costed = result.plan.costed
    hours = result.staffing["hours_required"][:, costed].sum(axis=(1, 3))
    money = result.money.tax_base_draw_year_municipality[:, costed].sum(axis=1)
    years = [run.population_years.index(year) for year in result.plan.costed_years]
    residents = result.population_draw_year_municipality_sex_age[:, years].sum(axis=(1, 3, 4))
    pupils = result.pupils_draw_year_school_grade[:, costed].sum(axis=(1, 2, 3))
    assert game.counted["by_tax_base"] == pytest.approx(money)
    assert game.counted["by_residents"] == pytest.approx(residents)
    assert game.counted["by_pupils"].sum(axis=1) == pytest.approx(pupils, rel=0.01)
    assert game.counted["by_use_hours"].sum(axis=1) == pytest.approx(hours.sum(axis=1))
    assert (game.counted["by_use_hours"][:, 0] > hours[:, 1]).all()
    assert (game.counted["by_use_km"] > 0).all()
    assert (game.counted["equal"] == len(result.plan.costed_years)).all()


def test_who_pays_one_bill_keeps_its_own_state_share_and_settles_nothing_by_the_pupil(run):
    """1,000 € more of state share a year in the first municipality, and 500 € that it gets from others before."""
    as_is, plan = run.as_is.money, run.as_is.plan
    state, between = (FUNDING_ITEMS.index(of) for of in ("state_share", "home_municipality_compensation"))
    parameters = run.parameters
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    plain = paid_before(plan, as_is, as_is, parameters)
    gross = present_value(as_is.costs.gross_draw_year_municipality[:, plan.costed], factors)
    paid = as_is.funding.funding_draw_year_municipality_item[:, plan.costed, :-1, between]
    assert plain == pytest.approx(gross - present_value(paid, factors))
    richer = paid_before(plan, _funded(as_is, state, 1000.0), as_is, parameters)
    assert (richer - plain)[:, 0] == pytest.approx(1000.0 * factors.sum(axis=1))
    assert np.abs(richer - plain)[:, 1:].max() < CENT
    received = paid_before(plan, as_is, _funded(as_is, between, 500.0), parameters)
    assert (received - plain)[:, 0] == pytest.approx(-500.0 * factors.sum(axis=1))


def _funded(money, item, more):
    funding = money.funding.funding_draw_year_municipality_item.copy()
    funding[:, :, 0, item] += more
    return replace(money, funding=replace(money.funding, funding_draw_year_municipality_item=funding))


def _option(scenario, option):
    return next(of for of in scenario.options if of.id == option)
