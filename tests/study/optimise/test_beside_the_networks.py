"""What stands beside the networks found: who goes where, which hand-made options break wishes, whom limits spare."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import CloseSchool
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.details import WaysToSchool, with_details
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.hand_made import price_hand_made
from kopa_sim.study.optimise.measures_beside import exempt_from_minutes, not_sought
from kopa_sim.study.optimise.sentences import ImpossibleWishError
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare
from tests.study.optimise.answers import answer_to, minimal


@pytest.fixture(scope="module")
def scenario():
    return minimal()


@pytest.fixture(scope="module")
def prepared(scenario):
    return prepare(scenario, seed=1, draws=1, option_ids=["as_is", "close_village"])


def broken(scenario, option, **wishes):
    """The phrases of what an option breaks."""
    return {n.option: n for n in price_hand_made(scenario, "as_is", Wishes(**wishes))}[option].breaks


def test_all_pupils_of_the_closed_school_are_told_with_where_they_go(scenario, prepared):
    (option,) = [of for of in prepared.options if of.plan.option == "close_village"]
    (network,) = [n for n in price_hand_made(scenario, "as_is") if n.option == "close_village"]
    village = scenario.region.schools.codes.index("takakyla")
    year = option.plan.years.index(2027)
    stays = WaysToSchool.of(prepared, prepared.as_is, year).pupils[..., village].sum()
    assert {move.school for move in network.moved} == {"takakyla"}
    assert {move.year for move in network.moved} == {2027}
    assert sum(move.pupils for move in network.moved) == pytest.approx(stays, rel=0.01)
    assert all(move.minutes_after > move.minutes_before for move in network.moved)


def test_costs_by_municipality_and_year_sum_to_the_cost(prepared):
    (option,) = [of for of in prepared.options if of.plan.option == "close_village"]
    network = with_details(prepared, option, Simulator(prepared, prepared.as_is).network(option))
    assert network.cost_eur_municipality.tolist() == mean_future_cost(prepared, option)[:-1].tolist()
    assert network.cost_eur_municipality.sum() == pytest.approx(network.cost_eur, rel=1e-12)
    factors = 1.03 ** -np.arange(len(option.plan.costed_years))
    assert network.gross_eur_year_municipality.sum(axis=1) @ factors == pytest.approx(network.cost_eur)


@pytest.mark.parametrize(
    ("wishes", "phrase"),
    [
        ({"keep": ("takakyla",)}, "closes takakyla, in spite of --keep"),
        ({"close": ("mallila",)}, "does not close mallila, in spite of --close"),
        ({"municipalities": ("902",)}, "closes takakyla outside the municipalities that may change"),
        ({"earliest_year": 2028}, "closes too early: takakyla (2027)"),
        ({"earliest_year_of_school": (("takakyla", 2030),)}, "closes too early: takakyla (2027)"),
        ({"most_closings_a_year": 0}, "closes more than 0 schools in 2027"),
        ({"most_closings_each": 0}, "closes more schools of a municipality than 0 in 2027"),
        ({"max_minutes": 12.0}, "pupils travel longer than 12 min, and than under the base, in 20"),
        ({"smallest_school_pupils": 110.0}, "fewer than 110 pupils in takakyla, mallila"),
        ({"spare_places": 0.2}, "too many pupils for the places that may be filled of keskuskoulu"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_the_wish_that_a_hand_made_option_breaks_is_named(scenario, wishes, phrase):
    told = broken(scenario, "close_village", **wishes)
    assert any(phrase in sentence for sentence in told), told


def test_an_option_that_keeps_all_wishes_breaks_nothing(scenario):
    assert broken(scenario, "close_village", earliest_year=2027, most_closings_a_year=1) == ()


def test_a_school_that_closes_soon_after_it_received_pupils_is_named(scenario):
    measures = (
        CloseSchool(measure="close_school", school="takakyla", year=2027, receiving="mallila"),
        CloseSchool(measure="close_school", school="mallila", year=2029),
    )
    borders = next(option for option in scenario.options if option.id == "open_borders").measures
    quick = OptionSpec("quick", "Quick", "as_is", (*borders, *measures))
    asked = replace(scenario, options=(*scenario.options, quick))
    assert any("closes within 3 years" in told for told in broken(asked, "quick", receiving_stays=3))
    assert not any("closes within" in told for told in broken(asked, "quick", receiving_stays=2))


def test_pupils_beyond_the_wished_minutes_already_are_counted(prepared):
    simulator = Simulator(prepared, prepared.as_is)
    start = prepared.as_is.plan.costed.start
    ways = WaysToSchool.of(prepared, prepared.as_is, start).pupils[:, :10].sum(axis=1)
    minutes = prepared.journeys.minutes_point_school
    limit = 15.0
    (told,) = exempt_from_minutes(Wishes(max_minutes=limit), simulator)
    assert told.startswith(f"{ways[minutes > limit].sum():.0f} of {ways.sum():.0f} pupils of grades 0–9")
    assert "longer than 15 minutes already under the base option in 2026" in told
    longest = minutes[ways > 0].max()
    assert exempt_from_minutes(Wishes(max_minutes=longest + 1), simulator) == ()


def test_open_borders_are_told_with_what_they_alone_cost():
    answer = answer_to(open_borders=True)
    (note,) = [told for told in answer.notes if getattr(told, "key", "") == "note_borders"]
    (found,) = answer.networks
    change = float(str(note.values["change"]).replace("+", ""))
    assert found.measures[0].measure == "cooperate"
    assert found.cost_eur - answer.base.cost_eur <= change * 1e6 + 5e3


def test_conditions_that_the_bound_leaves_out_are_told():
    assert "note_bound_without" in keys_of_notes(most_closings_a_year=1)
    assert not any("bound_without" in key for key in keys_of_notes())


def keys_of_notes(**wishes):
    return {getattr(note, "key", "") for note in answer_to(**wishes).notes}


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({"close": ("takakyla",), "keep": ("takakyla",)}, "--keep names it too"),
        (
            {"close": ("takakyla",), "municipalities": ("902",)},
            "municipality 901 is not among --municipality",
        ),
        ({"close": ("takakyla",), "base_option": "close_village"}, "under option close_village it is shut"),
    ],
    ids=["kept", "outside", "shut"],
)
def test_a_school_that_cannot_close_is_told_with_the_reason(scenario, wishes, reason):
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(scenario, Wishes(seconds=5.0, **wishes))
    assert reason in str(refused.value)
    assert "--close takakyla" in str(refused.value)


def test_pupils_without_a_school_are_told_with_their_grades_and_the_option(scenario):
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(scenario, Wishes(close=("mallila",), seconds=5.0))
    told = str(refused.value)
    assert "areas 90201, 90202, grades 0–9" in told
    assert "no school that they may attend is open" in told
    assert "under option as_is" in told


def test_a_school_too_small_that_may_not_close_is_told_with_the_way_out(scenario):
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(scenario, Wishes(smallest_school_pupils=140, seconds=5.0))
    assert "--smallest-school 140, school mallila" in str(refused.value)
    kept = optimise(scenario, Wishes(smallest_school_pupils=140, keep=("mallila",), seconds=5.0))
    assert kept.networks[0].closed[0][0] == "takakyla"


def test_where_families_move_from_closed_schools_the_price_is_not_that_of_a_run_and_this_is_said(scenario):
    moving = replace(
        scenario, values={**scenario.values, "demography.closure_response_share": 0.3}, uncertainty={}
    )
    prepared = prepare(moving, seed=1, draws=1, option_ids=["as_is", "close_village"])
    simulator = Simulator(prepared, prepared.as_is)
    closing = next(of for of in prepared.options if of.plan.option == "close_village")
    priced = simulator.cost(simulator.decided(closing.plan))
    assert abs(priced - float(mean_future_cost(prepared, closing)[-1])) > 1000
    assert any(note.key == "note_families" for note in not_sought(Wishes(), simulator))
    still = Simulator(prepare(scenario, seed=1, draws=1, option_ids=["as_is"]), prepared.as_is)
    assert not any(note.key == "note_families" for note in not_sought(Wishes(), still))
