import numpy as np
import pytest

from kopa_sim.study.backtest import OriginForecast, score


def forecast(came, expected, spread, years=1, origin=2000):
    """Forecasts of children of one age each in several places; 7–15 stands for all of them here."""

    def at_seven(values):
        children = np.zeros((years, len(values), 16))
        children[:, :, 7] = values
        return children

    sampled = np.stack([at_seven(np.asarray(expected) + step) for step in spread])
    return OriginForecast(
        origin, {}, at_seven(expected), at_seven(came) * 2, at_seven(came), sampled, at_seven(came)
    )


def test_error_and_bias_are_means_over_places():
    found = score([forecast([100, 200], [110, 180], [0.0])], "7–15", 1)
    assert found.error["kopa_sim"] == pytest.approx((0.10 + 0.10) / 2)
    assert found.bias["kopa_sim"] == pytest.approx(0.0)
    assert found.error["constant"] == pytest.approx(1.0)
    assert found.error["cohort-change ratios"] == 0.0
    assert found.n == 2


def test_an_interval_holds_what_lies_between_its_quantiles():
    spread = np.linspace(-10, 10, 201)
    found = score([forecast([104, 107, 109.8], [100, 100, 100], spread)], "7–15", 1)
    # 50 %: within 5; 80 %: within 8; 95 %: within 9.5
    assert found.coverage == pytest.approx({0.50: 1 / 3, 0.80: 2 / 3, 0.95: 2 / 3})
    assert found.width[0.80] == pytest.approx(np.mean([16 / 104, 16 / 107, 16 / 109.8]))


def test_origins_that_have_not_seen_the_horizon_do_not_count():
    seen, unseen = forecast([100], [100], [0.0], years=3), forecast([100], [150], [0.0], years=1)
    assert score([seen, unseen], "7–15", 3).n == 1
    assert score([seen, unseen], "7–15", 1).n == 2
    with pytest.raises(ValueError, match="no origin has seen 5 years"):
        score([seen, unseen], "7–15", 5)
