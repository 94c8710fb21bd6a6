import numpy as np
import pytest

from kopa_sim.demography.factors import level_factors, random_walk, sampled_factors, unit_factors
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

CODES = ("901", "902")


def walks(years=range(2025, 2045), national=0.03, municipal=0.02, codes=CODES, blocks=60):
    return np.concatenate(
        [
            random_walk("fertility", codes, tuple(years), national, municipal, Streams(3), DrawBlock(i, 32))
            for i in range(blocks)
        ]
    )


def test_the_expected_factor_is_one_in_every_year():
    factor = walks()
    error = factor.std(axis=0) / np.sqrt(len(factor))
    assert (abs(factor.mean(axis=0) - 1) < 4.5 * error).all()


def test_the_spread_grows_with_the_square_root_of_time():
    log_factor = np.log(walks())
    spread = log_factor.std(axis=0)[:, 0]
    assert spread[0] == pytest.approx(np.hypot(0.03, 0.02), rel=0.06)
    assert spread[15] == pytest.approx(4 * np.hypot(0.03, 0.02), rel=0.06)


def test_municipalities_share_the_national_part_and_no_more():
    log_factor = np.log(walks())[:, 9]
    assert np.corrcoef(log_factor.T)[0, 1] == pytest.approx(0.03**2 / (0.03**2 + 0.02**2), abs=0.06)


def test_without_spread_the_factors_are_exactly_the_levels():
    factors = sampled_factors(
        CODES, (2025, 2026), worlds.without_drift(4, fertility_level=0.9), Streams(1), DrawBlock(0, 4)
    )
    for year in factors:
        assert (year.fertility == 0.9).all()
        assert (year.in_migration == 1.0).all()


def test_a_longer_horizon_a_later_launch_or_another_municipality_changes_no_step():
    long = walks(blocks=1)
    short = walks(range(2025, 2030), blocks=1)
    assert (long[:, :5] == short).all()
    wider = walks(codes=("555", *CODES), blocks=1)
    assert (wider[..., 1:] == long).all()
    later = np.log(walks(range(2027, 2030), blocks=1))
    steps = np.diff(np.log(short), axis=1)
    assert np.diff(later, axis=1) == pytest.approx(steps[:, 2:], abs=1e-12)


def test_in_and_out_migration_drift_apart():
    factors = sampled_factors(CODES, (2025,), worlds.parameters(32), Streams(1), DrawBlock(0, 32))[0]
    assert (factors.in_migration != factors.out_migration).all()
    assert np.ptp(factors.immigration, axis=1).max() == 0  # one walk for the country


def test_levels_may_differ_by_draw():
    chosen = worlds.parameters(2, sampled={"fertility_level": [0.8, 1.2]})
    assert level_factors(chosen, 3).fertility.tolist() == [[0.8] * 3, [1.2] * 3]
    assert (unit_factors(3).immigration == 1).all()
