"""Where children live five to seven years later: ageing in place against counts of postcode areas."""

import numpy as np
import pytest

from kopa_sim.scenario.defaults import load_defaults
from tests.validation.area_ageing import deviance, foretold, missed, pair, unchanged

PAIRS = ((2013, 2018), (2013, 2020), (2019, 2024))
MOVING = (0.0, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15)
DEFAULTS = load_defaults()
USUAL = DEFAULTS["demography.child_moves_within_municipality_share"].value
RULE = DEFAULTS["demography.movers_settle_as"].value


def test_the_counts_are_of_nearly_all_postcode_areas():
    for years in PAIRS:
        both = pair(*years)
        assert len(both.areas.codes) > 2500
        assert both.later[:, 2:4].sum() > 400_000


@pytest.mark.parametrize("years", PAIRS)
def test_ageing_in_place_foretells_pupils_better_than_unchanged_shares(years):
    ours = missed(foretold(*years, USUAL, RULE), *years)
    assert ours < 0.78 * missed(unchanged(*years), *years)


@pytest.mark.parametrize("years", PAIRS)
def test_the_default_share_of_movers_is_near_the_best(years):
    by_moving = [deviance(foretold(*years, moving, RULE), *years) for moving in MOVING]
    best = MOVING[int(np.argmin(by_moving))]
    assert 0.02 <= best <= 0.07
    assert deviance(foretold(*years, USUAL, RULE), *years) < 1.01 * min(by_moving)


@pytest.mark.parametrize("years", PAIRS)
def test_movers_who_take_the_places_of_all_children_foretell_pupils_better(years):
    small, everyone = (
        missed(foretold(*years, USUAL, rule), *years) for rule in ("small_children", "all_children")
    )
    assert everyone < small < 1.07 * everyone
