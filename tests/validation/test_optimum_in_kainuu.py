"""The best network of a real region costs no more than any network that a planner drew under the same limits."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.scenario.contents import AS_IS, OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.hand_made import price_hand_made

pytestmark = pytest.mark.validation

KAINUU = Path(__file__).parents[2] / "scenarios" / "kainuu"
DRAWN = (
    ("hietaperan_koulu",),
    ("pohjavaaran_koulu",),
    ("jormuan_koulu",),
    ("kontinjoen_koulu",),
    ("lentuan_koulu",),
    ("kontiomaen_koulu",),
    ("keskuskoulu",),
    ("jormuan_koulu", "kontinjoen_koulu"),
    ("keskuskoulu", "seminaarin_koulu"),
)
"""Networks by hand: what closes in 2028."""
DRAWN_BY_CHANCE = 15
WISHES = Wishes(gap=0.02, seconds=25.0)


def by_hand(closing, years=None, name="shut"):
    measures = tuple(
        MEASURES["close_school"](measure="close_school", school=school, year=year)
        for school, year in zip(closing, years or (2028,) * len(closing), strict=True)
    )
    return OptionSpec("_".join((name, *closing)), "By hand", AS_IS, measures)


def by_chance(scenario):
    """Networks that close one to four schools without upper secondary grades, each in a year of its own."""
    schools, random = scenario.region.schools, np.random.default_rng(20261124)
    may = schools.fills_by_distance & ~schools.grades_school_grade[:, UPPER_SECONDARY]
    codes = np.array(schools.codes)[may]
    for number in range(DRAWN_BY_CHANCE):
        closing = random.choice(codes, size=random.integers(1, 5), replace=False).tolist()
        years = random.integers(2026, 2041, size=len(closing)).tolist()
        yield by_hand(tuple(closing), tuple(years), f"drawn_{number}")


@pytest.fixture(scope="module")
def kainuu():
    """The region with transport by the rule, by which networks are compared whether routes are solved or not."""
    scenario = load_scenario(KAINUU)
    return replace(scenario, values={**scenario.values, "transport.method": "rule"})


@pytest.fixture(scope="module")
def best(kainuu):
    """The cheapest network, sought without knowing any of those drawn by hand."""
    as_is = tuple(option for option in kainuu.options if option.id == AS_IS)
    return optimise(replace(kainuu, options=as_is), WISHES)


@pytest.fixture(scope="module")
def drawn(kainuu):
    """Networks by hand and by chance, and the scenario's own that closes small schools, priced the same way."""
    kept = tuple(option for option in kainuu.options if option.id in (AS_IS, "small_schools"))
    options = (*kept, *map(by_hand, DRAWN), *by_chance(kainuu))
    return price_hand_made(replace(kainuu, options=options), AS_IS, WISHES)


def test_no_network_by_hand_within_the_limits_is_cheaper(best, drawn):
    found = best.networks[0]
    assert found.cost_eur < best.base.cost_eur
    fair = [hand for hand in drawn if not hand.breaks]
    assert len(fair) > (len(DRAWN) + DRAWN_BY_CHANCE) / 3
    assert any(hand.breaks for hand in drawn)
    assert sum(hand.cost_eur < best.base.cost_eur for hand in fair) > len(fair) / 2
    for hand in fair:
        assert found.cost_eur <= hand.cost_eur + 1e-6, hand.option


def test_the_bound_lies_below_the_network_and_every_one_by_hand_within_the_limits(best, drawn):
    found = next(network for network in best.networks if network.proved)
    assert found.bound_eur <= found.searched_cost_eur * (1 + 1e-9)
    assert found.gap == pytest.approx(1 - found.bound_eur / found.searched_cost_eur, abs=1e-9)
    assert all(found.bound_eur <= hand.cost_eur for hand in drawn if not hand.breaks)
