import numpy as np
import pytest

from kopa_sim.study.backtest import fitted_widths, forecast_origins, past_errors
from kopa_sim.study.backtest.rolling import cohort_change_ratios
from tests.study.backtest import histories


def uneven(n_years=26, seed=4):
    """Three places whose births and moves go up and down."""
    rng = np.random.default_rng(seed)
    people = np.full((n_years, 3, 2, 101), 2000.0)
    for year in range(1, n_years):
        people[year, :, :, 1:] = np.round(people[year - 1, :, :, :-1] * rng.normal(1.0, 0.01, (3, 1, 1)))
        people[year, :, :, 0] = np.round(people[year - 1, :, :, 0] * rng.normal(1.0, 0.03, (3, 1)))
    return histories.history(people, first_year=1990)


def forecast(history, origin, until=None, draws=32):
    known = history if until is None else history.up_to(until)
    turnover, parameters = histories.turnover(), histories.parameters()
    errors = past_errors(known, turnover, parameters)
    return forecast_origins(known, [origin], errors, turnover, parameters, draws)[0]


def test_a_forecast_does_not_know_what_came_after_its_origin():
    history = uneven()
    early, late = forecast(history, 2005, until=2010), forecast(history, 2005)
    assert early.widths == late.widths
    assert (early.expected == late.expected[:5]).all()
    assert (early.sampled == late.sampled[:, :5]).all()
    assert (early.ratios == late.ratios[:5]).all()


def test_nothing_later_than_a_year_can_be_read_from_what_was_known_then():
    known = uneven().up_to(2000)
    with pytest.raises(ValueError, match="2001 is outside the years known, 1990 to 2000"):
        known.at(2001)
    assert known.fertility_levels().shape == (11, 3)


def test_where_nothing_ever_changes_forecasts_are_right_and_paths_stand_still():
    history = histories.unchanging(25)
    turnover, parameters = histories.turnover(), histories.parameters()
    errors = past_errors(history, turnover, parameters)
    widths = fitted_widths(errors, turnover)
    assert all(widths[name] == pytest.approx(0.0, abs=1e-9) for name in widths if name.endswith("_sd_share"))
    [found] = forecast_origins(history, [2014], errors, turnover, parameters, draws=32)
    for course in (found.expected, found.constant, found.ratios):
        assert course == pytest.approx(found.came)


def test_errors_are_known_from_the_end_of_their_target_year_on():
    history = uneven()
    errors = past_errors(history, histories.turnover(), histories.parameters())
    known = errors.known_at(2005)
    last_launch = errors.launches.index(2004)
    assert np.isfinite(known.cohorts_national[last_launch]).tolist() == [True] + [False] * 9
    assert np.isnan(known.fertility_local[last_launch + 1 :]).all()
    assert (known.cohorts_local[:last_launch, 0] == errors.cohorts_local[:last_launch, 0]).all()


def test_cohort_change_ratios_by_hand():
    people = np.full((4, 1, 2, 101), 100.0)
    people[-1, :, :, 5] = 130.0  # 5 over 4 in three years: (100 + 100 + 130) / 300
    course = cohort_change_ratios(histories.history(people), 2)
    assert course[0, 0, 5] == pytest.approx(2 * 100.0 * 1.1)
    assert course[0, 0, 6] == pytest.approx(2 * 130.0)  # all of them stay
    assert course[1, 0, 6] == pytest.approx(2 * 110.0)
    assert course[0, 0, 0] == pytest.approx(200.0)


def test_sampled_futures_scatter_around_the_expected_one():
    found = forecast(uneven(), 2008, draws=256)
    total = found.sampled.sum(axis=-1)
    error = total.std(axis=0) / np.sqrt(len(total))
    assert (abs(total.mean(axis=0) - found.expected.sum(axis=-1)) < 4.5 * error).all()
