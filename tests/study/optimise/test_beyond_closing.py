"""Small regions in which the best plan does more than close schools: found, priced as a run does, the best of all.

Every plan of a region is priced one by one beside the search, as an option of a run (`every_plan.py`).
"""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.open_school import OpenSchool
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise import small_space, wider_search
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.exact_pricing import ExactPricer
from kopa_sim.study.optimise.own_options import own_option
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.wider_search import WiderSearch
from kopa_sim.study.prepare import prepare
from tests.study.optimise.every_plan import EveryPlan, closings, extended_where_places_lack, pairings
from tests.study.optimise.small_region import region, school

CENT = 0.005
TAKAKYLA = school("takakyla", 552000, 7130000, "0-6", 60, 700)
METSAPAA = school("metsapaa", 534000, 7138000, "0-6", 90, 700)


def centre(places):
    return school("keskuskoulu", 540000, 7130000, "0-9+upper_secondary", places, 4800)


OPENS = """
[[options]]
id = "new"
title = "A new school"

[[options.measures]]
measure = "open_school"
school = "uusi"
year = 2027
cost_eur = 100000
"""


@pytest.fixture(scope="module")
def regions(tmp_path_factory):
    """Four regions, each with its wishes, what its best plan does, and the scenario."""
    folder = tmp_path_factory.mktemp("regions")
    pair = [
        school("keskuskoulu", 540000, 7132000, "7-9+upper_secondary", 200, 2400),
        school("pohjola", 540500, 7130500, "0-6", 130, 1400),
        school("etela", 539500, 7129500, "0-6", 130, 1400),
        TAKAKYLA,
    ]
    small = school("takakyla", 552000, 7130000, "0-6", 40, 700)
    new = school("uusi", 541000, 7132500, "0-6", 200, 500)
    return {
        "extend_school": (
            Wishes(extending=True, keep=("mallila", "keskuskoulu"), seconds=20.0),
            region(folder / "extension", [centre(225), TAKAKYLA], 2034),
        ),
        "pair_grades": (
            Wishes(pairing=True, keep=("pohjola", "etela", "mallila"), seconds=20.0),
            region(folder / "pairing", pair),
        ),
        "open_school": (
            Wishes(opening=True, keep=("mallila",), seconds=20.0),
            region(folder / "opening", [centre(215), small, METSAPAA, new], 2029, OPENS),
        ),
        "displaced": (
            Wishes(keep=("metsapaa", "mallila"), seconds=20.0),
            region(folder / "displaced", [centre(205), TAKAKYLA, METSAPAA], 2029),
        ),
    }


CASES = ("extend_school", "pair_grades", "open_school", "displaced")


@pytest.fixture(scope="module", params=CASES)
def case(request, regions):
    """What the search answers where it may not price every plan instead, as it may in regions that are so small."""
    wishes, scenario = regions[request.param]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(small_space, "MOST_PLANS", 0)
        patched.setattr(small_space, "AT_ONCE", 0)
        patched.setattr(wider_search, "AT_ONCE", 0)
        return request.param, wishes, scenario, optimise(scenario, wishes)


def simulator_of(scenario):
    prepared = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    return Simulator(prepared, prepared.as_is)


def can_stand(beside, closing):
    """Schools that share grades do not close."""
    closed = {of.school for of in closing}
    return not any(of.measure == "pair_grades" and closed & {of.lower, of.upper} for of in beside)


def every_plan(kind, scenario, wishes):
    """Every plan of a region as measures, without asking the search for any; and the schools that may close."""
    years = range(scenario.first_year, scenario.end_year + 1)
    if kind == "open_school":
        may_close = ("takakyla", "metsapaa")
        opened = [
            OpenSchool(measure="open_school", school="uusi", year=year, cost_eur=100000.0) for year in years
        ]
        beside = [(), *((of,) for of in opened)]
    else:
        may_close = ("takakyla",)
        pairs = pairings(("pohjola", "etela", "takakyla"), years, (2, 3, 4)) if kind == "pair_grades" else ()
        beside = [(), *((of,) for of in pairs)]
    plans = [
        (*of, *closing) for of in beside for closing in closings(may_close, years) if can_stand(of, closing)
    ]
    if kind == "extend_school":
        plans += extended_where_places_lack(scenario, wishes, plans, "keskuskoulu", scenario.first_year)
    return plans, may_close


def run_cost(scenario, measures):
    """What a run says that an option with these measures costs in the mean future."""
    option = OptionSpec("found", "Found", "as_is", tuple(measures))
    options = prepare(replace(scenario, options=(*scenario.options, option)), seed=1, draws=1)
    (found,) = [of for of in options.options if of.plan.option == "found"]
    assert found.conflicts == ()
    return mean_future_cost(options, found)[-1]


def test_the_best_plan_does_what_closing_alone_cannot(case):
    kind, _, _, found = case
    best = found.networks[0]
    kinds = {measure.measure for measure in best.measures}
    assert kinds if kind == "displaced" else kind in kinds


def test_it_costs_less_than_the_best_that_only_closes(case):
    kind, wishes, scenario, found = case
    if kind == "displaced":
        others = found.networks[1:] or (found.base,)
        assert all(found.networks[0].cost_eur < other.cost_eur for other in others)
        return
    closing = optimise(scenario, replace(wishes, extending=False, pairing=False, opening=False))
    assert found.networks[0].cost_eur < closing.networks[0].cost_eur - 1.0


def test_a_run_confirms_its_price_to_the_cent(case):
    _, _, scenario, found = case
    for network in found.networks:
        assert run_cost(scenario, network.measures) == pytest.approx(network.cost_eur, abs=CENT)
        assert network.searched_cost_eur == pytest.approx(network.cost_eur, abs=CENT)


def test_no_plan_of_the_region_that_keeps_the_limits_is_cheaper(case):
    kind, wishes, scenario, found = case
    plans, may_close = every_plan(kind, scenario, wishes)
    cost, measures = EveryPlan(scenario, plans).cheapest(wishes, may_close)
    assert {"displaced": "close_school"}.get(kind, kind) in {measure.measure for measure in measures}
    assert found.networks[0].cost_eur == pytest.approx(cost, abs=CENT)
    assert found.networks[0].breaks == ()


def test_no_bound_lies_above_what_it_is_said_of(case):
    """The best found is the best there is, so no bound may pass it; and nothing unbounded is called proved."""
    kind, _, _, found = case
    best = found.networks[0]
    assert np.isnan(best.bound_eur) or best.bound_eur <= best.cost_eur * (1 + 1e-9)
    if kind != "extend_school":
        assert not best.proved and np.isnan(best.bound_eur)
    for network in found.networks:
        assert not network.proved or network.bound_eur <= network.searched_cost_eur


def test_a_full_school_sends_pupils_to_the_next_and_nobody_is_without_a_place(regions):
    wishes, scenario = regions["displaced"]
    simulator = simulator_of(scenario)
    question = ask(simulator, wishes)
    pricer = ExactPricer.of(question, wishes)
    closing = np.zeros((1, 1), dtype=np.intp)
    assert question.codes == ("takakyla",)
    assert question.pricer(closing).broken[0] > 0
    assert pricer(closing).broken[0] == 0.0


def test_an_extension_is_of_the_places_that_lack_and_no_more(regions):
    wishes, scenario = regions["extend_school"]
    question = ask(simulator_of(scenario), wishes)
    pricer = ExactPricer.of(question, wishes)
    closing = np.zeros((1, len(pricer.switches)), dtype=np.intp)
    (extension,) = [m for m in pricer.measures(closing[0]) if m.measure == "extend_school"]
    load = question.pricer.loads(closing[:, : len(question.codes)])[0]
    centre_load = load[:, question.simulator.prepared.scenario.region.schools.codes.index("keskuskoulu")]
    assert extension.places == np.ceil(centre_load.max() - 225)
    assert extension.year == 2026
    assert pricer(closing).broken[0] == 0.0


def test_without_a_wish_nothing_but_closing_is_sought(regions):
    wishes, scenario = regions["pair_grades"]
    question = ask(simulator_of(scenario), replace(wishes, pairing=False))
    assert not ExactPricer.of(question, replace(wishes, pairing=False)).switches.wider


def test_an_option_that_opens_and_closes_is_a_plan_to_start_from(regions):
    wishes, scenario = regions["open_school"]
    prepared = prepare(scenario, seed=1, draws=1)
    wider = WiderSearch.of(ask(simulator_of(scenario), wishes), wishes, separable=True)
    plans = [own_option(wider, option.plan) for option in prepared.options]
    assert [plan is not None for plan in plans] == [True, True]
    assert wider.pricer.measures(plans[1]) == scenario.options[1].measures
    narrow = WiderSearch.of(wider.question, replace(wishes, opening=False), separable=True)
    assert own_option(narrow, prepared.options[1].plan) is None
