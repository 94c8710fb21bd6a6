"""The search's answer is the cheapest of all plans of a region, each an option of a run, its limits judged apart.

The referee is `every_plan.py`: options with measures, prepared and priced as `kopa run` does it, and limits read from
where everybody then goes. It shares the simulator with the search, and nothing by which the search prices, limits or
bounds.
"""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.study.optimise import small_space, wider_search
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from tests.study.optimise.every_plan import EveryPlan, closings, extended_where_places_lack
from tests.study.optimise.small_region import region, school

pytestmark = pytest.mark.validation
"""Hundreds of plans are simulated one by one, by the referee and again by the search."""

EURO = 1.0
YEARS = (2026, 2027, 2028)
VILLAGES = ("takakyla", "metsapaa", "pohjola", "etela")


@pytest.fixture(autouse=True)
def searched(monkeypatch):
    """These regions are so small that all their plans would be priced instead of searched."""
    monkeypatch.setattr(small_space, "MOST_PLANS", 0)
    monkeypatch.setattr(small_space, "AT_ONCE", 0)
    monkeypatch.setattr(wider_search, "AT_ONCE", 0)


def centre(places):
    return school("keskuskoulu", 540000, 7130000, "0-9+upper_secondary", places, 4800)


VILLAGE_SCHOOLS = (
    school("takakyla", 552000, 7130000, "0-6", 60, 700),
    school("metsapaa", 534000, 7138000, "0-6", 90, 700),
    school("pohjola", 540500, 7131500, "0-6", 50, 900),
    school("etela", 539500, 7128500, "0-6", 50, 900),
)


@pytest.fixture(scope="module")
def villages(tmp_path_factory):
    """Four villages that may close in three years and a centre that is soon full: closings, with extensions too."""
    scenario = region(tmp_path_factory.mktemp("villages"), [centre(220), *VILLAGE_SCHOOLS], YEARS[-1])
    plans = list(closings(VILLAGES, YEARS))
    assert len(plans) == 256
    extended = extended_where_places_lack(scenario, Wishes(), plans, "keskuskoulu", YEARS[0])
    assert len(extended) > 20
    return scenario, EveryPlan(scenario, plans), EveryPlan(scenario, extended)


LIMITS = {
    "places": Wishes(seconds=None, keep=("mallila", "keskuskoulu")),
    "journeys": Wishes(seconds=None, keep=("mallila", "keskuskoulu"), max_minutes=14.0),
    "smallest school": Wishes(seconds=None, keep=("mallila", "keskuskoulu"), smallest_school_pupils=25.0),
    "what must close": Wishes(seconds=None, keep=("mallila", "metsapaa"), close=("takakyla",)),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_the_search_finds_the_cheapest_of_all_closings(villages, limit):
    """Full schools send pupils elsewhere in many of them."""
    scenario, closing, _ = villages
    wishes = LIMITS[limit]
    kept = closing.kept(wishes, VILLAGES)
    assert 1 < kept.sum() < 256
    cost, measures = closing.cheapest(wishes, VILLAGES)
    found = optimise(scenario, wishes).networks[0]
    assert found.cost_eur == pytest.approx(cost, abs=EURO)
    assert closings_of(found.measures) == closings_of(measures)


def test_no_plan_that_displaces_nobody_goes_below_the_bound_and_one_that_displaces_has_none(villages):
    scenario, closing, _ = villages
    wishes = replace(LIMITS["places"], seconds=20.0, gap=0.006)
    kept, near = closing.kept(wishes, VILLAGES), closing.undisplaced()
    assert 0 < (kept & near).sum() < kept.sum()
    networks = optimise(scenario, wishes).networks
    (proved,) = [network for network in networks if network.proved]
    least = closing.costs(kept & near).min()
    assert (1.0 - wishes.gap) * least <= proved.bound_eur <= least
    assert proved.cost_eur == pytest.approx(least, rel=wishes.gap)
    first = networks[0]
    assert first.cost_eur == pytest.approx(closing.cheapest(wishes, VILLAGES)[0], abs=EURO)
    assert first.cost_eur < least - EURO and np.isnan(first.bound_eur) and not first.proved


def closings_of(measures):
    """Schools that close, with their years."""
    return {(of.school, of.year) for of in measures if of.measure == "close_school"}


def test_the_search_finds_the_cheapest_of_all_closings_and_extensions(villages):
    scenario, closing, extending = villages
    wishes = replace(LIMITS["places"], extending=True)
    cost, measures = min(every.cheapest(wishes, VILLAGES) for every in (closing, extending))
    assert extending.kept(wishes, VILLAGES).any()
    found = optimise(scenario, wishes).networks[0]
    assert found.cost_eur == pytest.approx(cost, abs=EURO)
    assert sorted(str(measure) for measure in found.measures) == sorted(str(measure) for measure in measures)
