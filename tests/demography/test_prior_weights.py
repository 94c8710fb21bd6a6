"""The fit of the weights finds the spread that made-up municipalities were drawn with."""

import numpy as np
import pytest

from kopa_sim.demography.prior_weights import fit_level_priors, fit_mover_priors

REGION = np.repeat(np.arange(25), 16)


def levels(rng, spread, regional):
    """Gamma-distributed levels of regions and of municipalities around them. (municipality,)"""
    of_region = rng.gamma(regional**-2, regional**2, 25)[REGION]
    return of_region * rng.gamma(spread**-2, spread**2, len(REGION))


@pytest.mark.parametrize(("spread", "regional"), [(0.10, 0.20), (0.25, 0.15)])
def test_weights_of_events_are_one_over_the_variance_of_the_levels(spread, regional):
    rng = np.random.default_rng(7)
    expected = rng.lognormal(5.0, 1.0, len(REGION))
    events = rng.poisson(expected * levels(rng, spread, regional)).astype(float)
    priors = fit_level_priors(events, expected, REGION)
    assert priors.municipal == pytest.approx(spread**-2, rel=0.25)
    assert priors.regional == pytest.approx(regional**-2, rel=0.5)


def test_one_year_of_few_births_still_tells_of_the_spread_when_there_are_many_municipalities():
    rng = np.random.default_rng(3)
    events = rng.poisson(20.0 * levels(rng, 0.3, 0.1)).astype(float)
    assert 0.2 < fit_level_priors(events, np.full(len(REGION), 20.0), REGION).municipal ** -0.5 < 0.4


def test_kinds_of_movers_are_told_apart_and_clumped_moves_from_lasting_levels():
    """Counts vary twice as much as chance; families spread 15 %, those leaving home 50 % around their region."""
    rng = np.random.default_rng(11)
    size = rng.lognormal(0.0, 1.0, len(REGION))
    expected = size[:, None, None] * np.array([[60.0, 80.0], [150.0, 0.0], [30.0, 5.0]])
    level = np.stack([levels(rng, 0.15, 0.1), levels(rng, 0.5, 0.2)], axis=1)
    mean = np.einsum("igk,ik->ig", expected, level)
    count = 2.0 * rng.poisson(mean / 2.0)
    priors = fit_mover_priors(count, expected, REGION)
    assert priors.municipal_sd == pytest.approx([0.15, 0.5], rel=0.2)
    assert priors.regional_sd == pytest.approx([0.1, 0.2], rel=0.5)
    assert priors.overdispersion == pytest.approx(2.0, rel=0.2)
    assert priors.municipal == pytest.approx(priors.overdispersion / priors.municipal_sd**2)
