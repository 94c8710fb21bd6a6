"""Every wish on when and where schools close, held against all plans of a region with six schools and five years."""

import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import CloseSchool
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.sentences import ImpossibleWishError
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"
SCHOOLS = """\
rantala,Rantalan koulu,902,568000,7142000,0-6,60,600,1958,0.5,90000,4,no
ylapaa,Yläpään koulu,901,534000,7138000,0-6,60,600,1958,0.5,90000,4,no
harju,Harjun koulu,901,549000,7130500,0-6,60,600,1958,0.5,90000,4,no
"""
FIRST, LAST = 2026, 2030


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wishes") / "net"
    shutil.copytree(MINIMAL, folder)
    with (folder / "schools.csv").open("a", encoding="utf-8") as schools:
        schools.write(SCHOOLS)
    settings = folder / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace("end_year = 2040", f"end_year = {LAST}")
    settings.write_text(text, encoding="utf-8")
    loaded = load_scenario(folder)
    by_rule = {**loaded.values, "transport.method": "rule"}
    return replace(loaded, options=loaded.options[:1], values=by_rule)


@pytest.fixture(scope="module")
def prepared(scenario):
    return prepare(scenario, seed=1, draws=1, option_ids=["as_is"])


@pytest.fixture(scope="module")
def question(prepared):
    return ask(Simulator(prepared, prepared.as_is), Wishes())


@pytest.fixture(scope="module")
def every_plan(question):
    """All plans with the year index of every closing, those that keep the law and the places."""
    return np.array(list(product(range(question.years + 1), repeat=len(question.codes))), dtype=np.intp)


@pytest.fixture(scope="module")
def prices(question, every_plan):
    return question.pricer(every_plan)


class Movements:
    """Who goes where in the simulator's own catchments, for any set of open schools."""

    def __init__(self, question):
        self.question, self.simulator, self.known = question, question.simulator, {}

    def at(self, plan, year):
        """Return the pupils by (area, point, grade) and school in a year of a plan. (cell,), (cell, school)"""
        open_schools = tuple(bool(change > year) for change in plan)
        if open_schools not in self.known:
            base = self.simulator.base.plan
            is_open = base.open_year_school.copy()
            is_open[:, self.question.pricer.schools] = open_schools
            self.known[open_schools] = self.simulator.decided(replace(base, open_year_school=is_open))
        option, start = self.known[open_schools], self.simulator.base.plan.costed.start
        region = self.simulator.prepared.scenario.region
        people = option.people.pupils
        arcs = option.catchments.by_year[start + year]
        pupils = people.pupils_draw_year_area_grade[0, people.years.index(option.plan.years[start + year])]
        found = np.zeros((len(region.points), pupils.shape[1], len(region.schools)))
        each = (pupils[arcs.area, arcs.grade] * arcs.share)[arcs.cell_arc] * arcs.cell_share
        np.add.at(found, (arcs.cell_point, arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]), each)
        return found

    def shortest_stay(self, plan):
        """Return after how many years at the soonest a school closes that received pupils; 99 for never."""
        schools, years = self.question.pricer.schools, self.question.years
        closing = dict(zip(schools.tolist(), plan.tolist(), strict=True))
        shortest = 99
        for school, year in closing.items():
            if year == years:
                continue
            without = [y if s != school else years for s, y in closing.items()]
            moved = self.at(without, year)[:, :, school] > 1e-6
            to = self.at(plan, year)[moved].sum(axis=0) > 1e-6
            for receiver in np.flatnonzero(to).tolist():
                if receiver in closing and year < closing[receiver] < years:
                    shortest = min(shortest, closing[receiver] - year)
        return shortest


@pytest.fixture(scope="module")
def movements(question):
    return Movements(question)


def closings_by_year(question, plan, municipality=None):
    home = question.simulator.prepared.scenario.region.schools.municipality[question.pricer.schools]
    counted = [y for y, m in zip(plan.tolist(), home.tolist(), strict=True) if municipality in (None, m)]
    return [counted.count(year) for year in range(question.years)]


def keeps(wishes, question, movements, plan):
    """Whether a plan keeps the wishes, told from the simulator's catchments and by counting."""
    years = question.simulator.base.plan.costed_years
    if wishes.earliest_year and any(years[y] < wishes.earliest_year for y in plan if y < len(years)):
        return False
    for code, first in wishes.earliest_year_of_school:
        at = plan[question.codes.index(code)]
        if at < len(years) and years[at] < first:
            return False
    many = question.years * len(question.codes)
    if max(closings_by_year(question, plan)) > (wishes.most_closings_a_year or many):
        return False
    if max(max(closings_by_year(question, plan, m)) for m in (0, 1)) > (wishes.most_closings_each or many):
        return False
    return movements.shortest_stay(plan) >= wishes.receiving_stays


WISHES = [
    Wishes(earliest_year=2028),
    Wishes(earliest_year_of_school=(("takakyla", 2030), ("harju", 2027))),
    Wishes(most_closings_a_year=1),
    Wishes(most_closings_each=1),
    Wishes(receiving_stays=2),
    Wishes(receiving_stays=3, close=("harju", "takakyla")),
    Wishes(receiving_stays=3, most_closings_a_year=1, earliest_year=2027, close=("harju",)),
]


@pytest.mark.parametrize("wishes", WISHES, ids=lambda wishes: repr(sorted(wished(wishes))))
def test_the_plans_that_keep_a_wish_are_those_that_keep_it_when_counted_by_hand(
    question, movements, every_plan, prices, wishes
):
    kept = prices.broken <= 0
    asked = ask(question.simulator, wishes)
    permitted = asked.may_change[np.arange(len(asked.codes)), every_plan].all(axis=1)
    found = kept & permitted & (asked.pricer(every_plan).broken <= 0)
    must_close = [question.codes.index(code) for code in wishes.close]
    by_hand = np.array(
        [
            bool(plain)
            and all(plan[school] < question.years for school in must_close)
            and keeps(wishes, question, movements, plan)
            for plan, plain in zip(every_plan, kept, strict=True)
        ]
    )
    assert 0 < by_hand.sum() < kept.sum()
    assert (found == by_hand).all()


@pytest.mark.parametrize("wishes", WISHES, ids=lambda wishes: repr(sorted(wished(wishes))))
def test_the_least_cost_of_all_plans_is_found_and_the_bound_is_below_it(
    scenario, question, every_plan, prices, wishes
):
    asked = ask(question.simulator, wishes)
    permitted = asked.may_change[np.arange(len(asked.codes)), every_plan].all(axis=1)
    kept = permitted & (asked.pricer(every_plan).broken <= 0)
    least = prices.cost[kept].min()
    (found,) = optimise(scenario, replace(wishes, seconds=5.0)).networks
    assert found.searched_cost_eur == pytest.approx(least, rel=1e-9)
    assert found.bound_eur <= least * (1 + 1e-9)


def wished(wishes):
    return {name for name, value in vars(wishes).items() if value != getattr(Wishes(), name)}


def test_spare_places_stay_free_in_every_school_that_receives(question, every_plan, prices):
    share = 0.3
    asked = ask(question.simulator, Wishes(spare_places=share))
    schools = question.simulator.prepared.scenario.region.schools
    places = question.simulator.base.plan.places_year_school[question.pricer.start]
    kept = np.flatnonzero((asked.pricer(every_plan).broken <= 0) & (prices.broken <= 0))
    assert 0 < len(kept) < (prices.broken <= 0).sum()
    base = question.pricer.book.pupils[question.pricer.own]
    for plan in every_plan[kept]:
        for year in range(question.years):
            is_open = question.pricer.base_open[year].copy()
            is_open[question.pricer.schools] &= plan > year
            load = question.pricer.book.pupils[question.pricer.intakes(is_open), year] * is_open
            full = np.maximum(places * (1 - share), base[:, year])
            assert (load[schools.fills_by_distance] <= full[schools.fills_by_distance] + 1e-5).all()


def test_pupils_whom_the_base_option_moved_are_not_moved_again_too_soon(scenario):
    closing = OptionSpec(
        "harju_closes",
        "Harju closes",
        "as_is",
        (CloseSchool(measure="close_school", school="harju", year=2027),),
    )
    asked = replace(scenario, options=(*scenario.options, closing))
    wishes = Wishes(base_option="harju_closes", receiving_stays=3, close=("takakyla",), seconds=5.0)
    (found,) = optimise(asked, wishes).networks
    (year,) = [year for code, year in found.closed if code == "takakyla"]
    assert not 2027 < year < 2030


def test_more_schools_than_years_have_room_for_cannot_be_wished_closed(scenario):
    wishes = Wishes(
        close=("takakyla", "harju", "ylapaa"), most_closings_a_year=1, earliest_year=2029, seconds=5.0
    )
    with pytest.raises(ImpossibleWishError):
        optimise(scenario, wishes)
