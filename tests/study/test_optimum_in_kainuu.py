"""The best network of a real region costs no more than any network that a planner drew under the same limits."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.scenario.contents import AS_IS, OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.hand_made import price_hand_made

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


def by_hand(closing):
    measures = tuple(
        MEASURES["close_school"](measure="close_school", school=school, year=2028) for school in closing
    )
    return OptionSpec("_".join(("shut", *closing)), "By hand", AS_IS, measures)


@pytest.fixture(scope="module")
def kainuu():
    return load_scenario(KAINUU)


@pytest.fixture(scope="module")
def best(kainuu):
    """The cheapest network, sought without knowing any of those drawn by hand."""
    as_is = tuple(option for option in kainuu.options if option.id == AS_IS)
    return optimise(replace(kainuu, options=as_is), Wishes(gap=0.02, seconds=60.0))


@pytest.fixture(scope="module")
def drawn(kainuu):
    """Networks by hand, and the scenario's own that closes small schools, priced the same way."""
    kept = tuple(option for option in kainuu.options if option.id in (AS_IS, "small_schools"))
    return price_hand_made(replace(kainuu, options=(*kept, *map(by_hand, DRAWN))), AS_IS)


@pytest.mark.slow
def test_no_network_by_hand_within_the_limits_is_cheaper(best, drawn):
    found = best.networks[0]
    assert found.cost_eur < best.base.cost_eur
    # nobody's journey is beyond the longest there is now, so these keep the limits
    fair = [hand for hand in drawn if hand.longest_minutes <= best.base.longest_minutes + 1e-6]
    assert len(fair) > len(DRAWN) / 2
    assert all(hand.cost_eur < best.base.cost_eur for hand in fair)
    for hand in fair:
        assert found.cost_eur <= hand.cost_eur + 1e-6, hand.option


@pytest.mark.slow
def test_the_bound_lies_below_the_network_and_every_one_by_hand(best, drawn):
    found = next(network for network in best.networks if network.proved)
    assert found.bound_eur <= found.searched_cost_eur * (1 + 1e-9)
    assert found.gap == pytest.approx(1 - found.bound_eur / found.searched_cost_eur, abs=1e-9)
    assert all(found.bound_eur <= hand.cost_eur for hand in drawn)
