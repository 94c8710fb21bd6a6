import numpy as np
import pytest

from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.settling import Settling, settle_in_region
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import numbers_of_persons
from tests.demography.test_step import alike_by_age

EVERYONE = Lattice(N_AGES, 49, only_pupils=False)
DRAWS = 32


def settle(share_origin_destination, movers, seed=2):
    """Let as many movers leave the first municipality at every age."""
    settling = Settling.of(alike_by_age(share_origin_destination), EVERYONE)
    leaving = np.zeros((len(share_origin_destination), EVERYONE.n_cells, DRAWS))
    leaving[0] = movers
    return settle_in_region(leaving, settling, np.random.default_rng(seed).random(leaving.shape))


def shares_of_first(*share):
    return np.array([share, *np.zeros((len(share) - 1, len(share)))])


def test_movers_of_one_cell_spread_over_the_destinations_as_their_shares():
    arrived = settle(shares_of_first(0.0, 0.2, 0.1, 0.3), 5.0)
    total = 5.0 * EVERYONE.n_cells * DRAWS
    for destination, share in enumerate((0.0, 0.2, 0.1, 0.3)):
        expected = total * share
        assert arrived[destination].sum() == pytest.approx(expected, abs=4.5 * np.sqrt(expected) + 1e-9)
    # several movers of one cell choose for themselves
    together = arrived[1] * arrived[3]
    assert together.mean() == pytest.approx(5 * 4 * 0.2 * 0.3, rel=0.1)


def test_single_movers_settle_by_the_same_shares_as_several():
    arrived = settle(shares_of_first(0.0, 0.25, 0.75), 1.0, seed=5)
    assert arrived[1:].sum() == EVERYONE.n_cells * DRAWS
    assert arrived[1].sum() / arrived.sum() == pytest.approx(0.25, abs=0.03)


def test_nobody_moving_settles_nobody():
    assert settle(shares_of_first(0.0, 1.0), 0.0).sum() == 0


def test_where_nobody_stays_in_the_region_there_is_nothing_to_settle():
    assert Settling.of(alike_by_age(np.zeros((2, 2))), EVERYONE) is None


def test_movers_keep_their_destination_when_one_more_joins():
    fewer, more = (settle(shares_of_first(0.0, 0.5, 0.5), movers) for movers in (3.0, 4.0))
    gained = more - fewer
    assert (gained >= 0).all()
    assert (gained.sum(axis=0) == 1).all()


@pytest.mark.parametrize("extra", [1, 5, 13])
def test_municipalities_with_which_no_one_exchanges_movers_change_no_destination(extra):
    share = shares_of_first(0.0, 0.3, 0.3)
    wide = np.pad(share, (0, extra))
    assert (settle_by_hand(share) == settle_by_hand(wide)[:3]).all()


def settle_by_hand(share):
    settling = Settling.of(alike_by_age(share), EVERYONE)
    leaving = np.zeros((len(share), EVERYONE.n_cells, DRAWS))
    leaving[0] = 6.0
    uniform = np.zeros_like(leaving)
    uniform[:3] = np.random.default_rng(4).random((3, EVERYONE.n_cells, DRAWS))
    return settle_in_region(leaving, settling, uniform)


def test_a_single_mover_settles_where_his_number_falls_among_the_shares():
    generator = np.random.default_rng(6)
    share = generator.random((5, 5))
    np.fill_diagonal(share, 0.0)
    share /= share.sum(axis=1, keepdims=True)
    settling = Settling.of(alike_by_age(share), EVERYONE)
    uniform = generator.random((5, EVERYONE.n_cells, DRAWS))
    for origin in range(5):
        leaving = np.zeros_like(uniform)
        leaving[origin] = 1.0
        arrived = settle_in_region(leaving, settling, uniform)
        number = numbers_of_persons(uniform[origin].ravel(), np.zeros(uniform[origin].size, dtype=np.intp))
        wanted = np.searchsorted(np.cumsum(share[origin]), number, side="right")
        assert (arrived.argmax(axis=0).ravel() == wanted).all()
        assert (arrived.sum(axis=0) == 1).all()
